"""What the cases of a free room share without holding it, and the exercise each of them is played by."""

from __future__ import annotations

from typing import Any

from sandbox.exercises.county import exercise_in
from sandbox.exercises.scenario import Scenario as Exercise
from sandbox.world.composed import Composed, number
from sandbox.world.models import Case, Run, Seat, World
from sandbox.world.snapshot import Lent
from sandbox.world.templates import county_of, file_of

# Where a plan is being made or followed: from the consent until it is closed.
RESTING = ("", "noticed", "closed")
_PLAYED = Composed(
    lambda: Seat.objects.filter(run=number("run"), kind=Seat.Kind.HUMAN).only("unit").order_by("no")
)
_OTHERS = Composed(
    lambda: (
        Case.objects.for_world(number("world"))
        .filter(person=number("person"))
        .exclude(pk=number("case"))
        .order_by("no")
    )
)


def exercise_of(run: Run, world: World, case: Case) -> Exercise:
    """The exercise the case is played by: the scenario's, or in free practice the county's."""
    if run.mode != Run.Mode.FREE:
        return file_of(run.scenario)
    return exercise_in(
        county_of(run.scenario),
        flow=case.flow,
        profile=world.profile,
        coordinator=str(case.facts.get("coordinator", "")),
    )


def played_by_people(run: Run) -> tuple[str, ...]:
    """The units of a free room that somebody plays, by code. One query."""
    return tuple(seat.unit for seat in _PLAYED.rows(run=run.pk))


def lent_to(run: Run, world: World, case: Case) -> Lent:
    """What one case of a free room is lent. Two queries."""
    others = _OTHERS.rows(world=world.pk, person=case.person_id, case=case.pk)
    humans = played_by_people(run)
    return lent(run, world, flow=case.flow, elsewhere=others_of(others), humans=humans)


def lent(
    run: Run, world: World, *, flow: str, elsewhere: dict[str, Any], humans: tuple[str, ...]
) -> Lent:
    """What a case of the flow is lent, from what has been read already."""
    register = county_of(run.scenario).register_in(flow)
    return Lent(register, humans, world.sim_start.isoformat(), elsewhere)


def others_of(cases: Any) -> dict[str, Any]:
    """What goes on for the person in other cases: the number of one with a plan in force."""
    found = next((case.no for case in cases if has_plan(case) and not _only_told(case)), None)
    return {"active_sip": found}


def has_plan(case: Case) -> bool:
    """Whether the case holds a plan that is being made or followed."""
    return _stands(case) not in RESTING


def _only_told(case: Case) -> bool:
    """Whether a consent within a discharge lets units know, and nobody has begun a plan on it."""
    return case.flow != "sip" and _stands(case) == "prepared"


def _stands(case: Case) -> str:
    tracks: dict[str, str] = case.facts.get("tracks") or {}
    return str(case.state) if case.flow == "sip" else tracks.get("sip", "")
