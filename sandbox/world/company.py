"""How far everybody in a seat's case is: whose turn, which stage, who is here. Never any text."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.exercises.play import next_event
from sandbox.exercises.stages import stage_states
from sandbox.exercises.steps import Ball, whose_ball
from sandbox.world.models import Case, Seat
from sandbox.world.snapshot import snapshot
from sandbox.world.templates import file_of


@dataclass(frozen=True)
class Company:
    """`ball` says whom others wait for, `stages` is (key, title, "done" | "now" | "todo").

    `next_event` is the minute something happens of itself. `present` of `total` seats have somebody
    in them; 0 of 0 where nobody leads.
    """

    ball: tuple[Ball, ...] = ()
    stages: tuple[tuple[str, str, str], ...] = ()
    next_event: int | None = None
    present: int = 0
    total: int = 0


def company(seat: Seat) -> Company:
    """How far the seat's case has come, seen by nobody in particular. A constant number of queries.

    It is worked out from the whole case, so that it is the same for every seat in it.
    """
    world = seat.world
    case = Case.objects.for_world(world).order_by("no").first() if world else None
    if world is None or case is None:
        return Company()
    exercise, state = file_of(seat.run.scenario), snapshot(world, case).state
    held = (
        list(
            Seat.objects.filter(world=world, participant__isnull=False).values_list(
                "participant__left_at", flat=True
            )
        )
        if seat.run.mode == seat.run.Mode.GROUP
        else []
    )
    return Company(
        ball=whose_ball(exercise, state),
        stages=stage_states(exercise, state),
        next_event=next_event(state),
        present=sum(left is None for left in held),
        total=len(held),
    )
