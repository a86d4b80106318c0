"""What one unit's desk in a free room may read: its cases, and each of them whole."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sandbox.exercises.scenario import Scenario as Exercise
from sandbox.process import consent
from sandbox.process.reading import load_flow
from sandbox.process.state import CaseState, Happening
from sandbox.world.composed import Composed, number
from sandbox.world.lending import exercise_of, lent, lent_to, others_of, played_by_people
from sandbox.world.models import Case, Entry, Event, Person, Seat, World
from sandbox.world.showing import readable
from sandbox.world.snapshot import snapshot, state_of, with_drafts

_CASES = Composed(
    lambda: Case.objects.for_world(number("world")).select_related("person").order_by("no")
)
_CASE = Composed(
    lambda: (
        Case.objects.for_world(number("world"))
        .filter(no=number("no"))
        .select_related("person")
        .order_by()
    )
)
_SENT = Composed(
    lambda: Entry.objects.for_world(number("world")).filter(no__isnull=False).order_by("no")
)
_DRAFTS = Composed(
    lambda: (
        Entry.objects.for_world(number("world"))
        .filter(case=number("case"), seat=number("seat"), status=Entry.Status.DRAFT)
        .order_by("pk")
    )
)


@dataclass(frozen=True)
class DeskCase:
    """A case as one unit may know it: its row, its person, what it may read of it, and its role.

    `covered` is what the unit may know of the consent even when the consent is not its to read:
    "yes", "taken_back", or "" when none covers it. `whole` is what the rules know when they say
    what the unit may do; nothing of it is ever shown.
    """

    case: Case
    person: Person
    state: CaseState
    role: str
    exercise: Exercise
    drafts: dict[str, datetime]
    covered: str = ""
    whole: CaseState | None = None


def cases_of(seat: Seat) -> list[DeskCase]:
    """Every case the unit is a part of, as it may read it, in order of number.

    The lines of the log are there without what they changed: who did what and when is enough for
    the times to keep. Seven queries, however many cases there are.
    """
    world = seat.world
    if world is None:
        return []
    rows = _CASES.rows(world=world.pk)
    entries: dict[int, list[Entry]] = {}
    for entry in _SENT.rows(world=world.pk):
        entries.setdefault(entry.case_id, []).append(entry)
    humans = played_by_people(seat.run)
    mine = []
    for row in rows:
        others = others_of(
            one for one in rows if one.person_id == row.person_id and one.pk != row.pk
        )
        given = lent(seat.run, world, elsewhere=others, humans=humans)
        state = state_of(
            world, row, entries=entries.get(row.pk, ()), events=(), timers=(), lent=given
        )
        if takes_part(state, seat.unit):
            mine.append((row, state))
    logs = _logs(world, [row.pk for row, _state in mine], entries)
    return [
        _seen(seat, world, row, replace(state, log=tuple(logs.get(row.pk, ()))), {})
        for row, state in mine
    ]


def _logs(
    world: World, cases: list[int], entries: dict[int, list[Entry]]
) -> dict[int, list[Happening]]:
    """The log lines of these cases, by case; `entries` are theirs, and perhaps others'."""
    numbers = {one.pk: one.no for rows in entries.values() for one in rows}
    read = ("case", "seq", "code", "actor", "actor_kind", "sim_at", "entry", "data")
    found: dict[int, list[Happening]] = {}
    for case, seq, code, actor, kind, at, entry, data in (
        Event.objects.for_world(world).filter(case__in=cases).order_by("seq").values_list(*read)
    ):
        number = numbers.get(entry) if entry else None
        line = Happening(seq, code, actor, kind, at, number, {}, data)
        found.setdefault(case, []).append(line)
    return found


def case_of(seat: Seat, no: int) -> DeskCase | None:
    """One case whole, as the unit may read it; None when it is not a part of it, or there is none."""
    world = seat.world
    if world is None:
        return None
    row = next(iter(_CASE.rows(world=world.pk, no=no)), None)
    if row is None:
        return None
    state = snapshot(world, row, lent_to(seat.run, world, row)).state
    if not takes_part(state, seat.unit):
        return None
    drafts = _DRAFTS.rows(world=world.pk, case=row.pk, seat=seat.pk)
    seen = _seen(seat, world, row, state, {entry.kind: entry.at for entry in drafts})
    return DeskCase(**{**seen.__dict__, "state": with_drafts(seen.state, drafts)})


def takes_part(state: CaseState, unit: str) -> bool:
    """Whether the unit has any part in the case: it wrote something, something came to it, it was
    added, or it holds the plan together.
    """
    if unit == state.facts.get("coordinator") or unit in state.facts.get("members", ()):
        return True
    flow = load_flow(state.flow)
    return any(
        unit == one.author or unit in consent.addressed(one, flow=flow) for one in state.documents
    )


def _seen(
    seat: Seat, world: World, row: Case, state: CaseState, drafts: dict[str, datetime]
) -> DeskCase:
    exercise = exercise_of(seat.run, world, row)
    role = exercise.role_of(seat.unit)
    return DeskCase(
        case=row,
        person=row.person,
        state=readable(state, seat, role),
        role=role,
        exercise=exercise,
        drafts=drafts,
        covered=_covered(state, seat.unit),
        whole=state,
    )


def _covered(state: CaseState, unit: str) -> str:
    given = state.consents[-1] if state.consents else None
    if given is None or not given.complete or unit not in given.receivers - given.exceptions:
        return ""
    return "yes" if given.withdrawn_at is None else "taken_back"


def people_of(seat: Seat) -> list[Person]:
    """Everybody in the room's register, by family name."""
    if seat.world is None:
        return []
    rows = Person.objects.for_world(seat.world)
    return sorted(rows, key=lambda one: (one.family_name, one.given_name, one.no))
