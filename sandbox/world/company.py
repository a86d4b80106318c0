"""How far a seat and everybody beside it are: whose turn, which stage, who is here. Never any text.

A seat reads only what it may. The rules ask the whole case: whether the person has said yes decides
what may be written, also by those who may not read the consent. What comes out is words of the
rules and of the exercise, nothing that somebody has typed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sandbox.exercises.checks import CheckOutcome, StepState, checks_of, step_state
from sandbox.exercises.play import next_event
from sandbox.exercises.scenario import Scenario as Exercise
from sandbox.exercises.stages import stage_states
from sandbox.exercises.steps import Ball, whose_ball
from sandbox.exercises.taken import is_taken
from sandbox.process.engine import Offer, offers
from sandbox.process.reading import load_flow, load_profile
from sandbox.process.state import CaseState
from sandbox.world.models import Case, Seat
from sandbox.world.snapshot import snapshot
from sandbox.world.templates import file_of


@dataclass(frozen=True)
class Company:
    """`ball` says whom others wait for, `stages` is (key, title, "done" | "now" | "todo").

    `states` are the seat's own steps by key, `taken` those that have been sent, `due` the minutes
    they are meant for, `offers` every act of its role, `outcomes` its checks. `next_event` is the
    minute something happens of itself. `present` of `total` seats have somebody in them; 0 of 0
    where there is no group.
    """

    ball: tuple[Ball, ...] = ()
    stages: tuple[tuple[str, str, str], ...] = ()
    states: Mapping[str, StepState] = field(default_factory=dict)
    taken: frozenset[str] = frozenset()
    due: Mapping[str, int] = field(default_factory=dict)
    offers: tuple[Offer, ...] = ()
    outcomes: tuple[CheckOutcome, ...] = ()
    next_event: int | None = None
    present: int = 0
    total: int = 0


def company(seat: Seat) -> Company:
    """How far the seat's case has come. A constant number of queries."""
    world = seat.world
    case = Case.objects.for_world(world).order_by("no").first() if world else None
    if world is None or case is None:
        return Company()
    exercise, state = file_of(seat.run.scenario), snapshot(world, case).state
    own = exercise.steps_of(seat.unit)
    here = _here(seat)
    return Company(
        ball=whose_ball(exercise, state),
        stages=stage_states(exercise, state),
        states={step.key: step_state(exercise, state, step.key) for step in own},
        taken=frozenset(step.key for step in own if is_taken(exercise, state, step)),
        due=_due(exercise),
        offers=_offers(state, seat),
        outcomes=checks_of(exercise, state, seat.unit),
        next_event=next_event(state),
        present=sum(here),
        total=len(here),
    )


def _due(exercise: Exercise) -> dict[str, int]:
    """The minute each step is first taken in the experienced colleague's plan, where it says."""
    found: dict[str, int] = {}
    for move in exercise.model:
        if move.at is not None:
            found.setdefault(move.step, move.at)
    return found


def _offers(state: CaseState, seat: Seat) -> tuple[Offer, ...]:
    flow, profile = load_flow(state.flow), load_profile(state.profile)
    return offers(state, role=seat.role, flow=flow, profile=profile, actor=seat.unit)


def _here(seat: Seat) -> list[bool]:
    """For each seat of the group that was given to somebody, whether they have not left."""
    if seat.run.mode != seat.run.Mode.GROUP:
        return []
    held = Seat.objects.filter(world=seat.world_id, participant__isnull=False)
    return [left is None for left in held.values_list("participant__left_at", flat=True)]
