"""What a seat's work is judged by: the whole case decides, only what the seat may read is quoted.

A seat that may not read the consent must not be told that there is none. The rules' own words come
from the whole case; every quotation from the part of it that the seat may read.
"""

from __future__ import annotations

from sandbox.exercises.compare import Comparison, compare
from sandbox.exercises.replies import Reply, replies_for
from sandbox.process.state import CaseState
from sandbox.world.models import Case, Seat, World
from sandbox.world.snapshot import snapshot
from sandbox.world.templates import file_of


def replies(seat: Seat, world: World, case: Case, shown: CaseState, step: str) -> tuple[Reply, ...]:
    """The receivers' answers to a step; `shown` is the case as the seat may read it."""
    whole = snapshot(world, case).state
    return replies_for(file_of(seat.run.scenario), whole, step, shown=shown)


def comparison(seat: Seat, world: World, case: Case, shown: CaseState) -> Comparison:
    """The plan beside an experienced colleague's; `shown` is the case as the seat may read it."""
    whole = snapshot(world, case).state
    return compare(file_of(seat.run.scenario), whole, shown=shown)
