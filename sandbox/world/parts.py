"""Who acts: the name a seat has in the log and on its documents."""

from __future__ import annotations

from sandbox.exercises.scenario import Scenario as Exercise
from sandbox.world.models import Seat


def has_many(read: Exercise) -> bool:
    """Whether the scenario has several seats, so that parties, not roles, are who acts."""
    return read.shared


def actor_of(seat: Seat, read: Exercise) -> str:
    """What the seat is called in the log: its party, or the role where there is only one seat."""
    if has_many(read) or seat.role != read.role.role:
        return seat.unit or seat.role
    return seat.role


def acting(seat: Seat, read: Exercise) -> str:
    """The `actor` a turn is played with; empty when the role itself acts."""
    name = actor_of(seat, read)
    return "" if name == seat.role else name
