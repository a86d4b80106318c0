"""What one unit's desk in a free room may read: its cases, and each of them whole."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from operator import itemgetter
from typing import Any

from sandbox.exercises.scenario import Scenario as Exercise
from sandbox.process import consent
from sandbox.process.reading import load_flow
from sandbox.process.state import CaseState, Document, Happening
from sandbox.world.composed import Composed, number
from sandbox.world.lending import exercise_of, lent, lent_to, others_of, played_by_people
from sandbox.world.models import Case, Entry, Event, Person, Seat, World
from sandbox.world.showing import is_guest, readable
from sandbox.world.snapshot import snapshot, state_of, with_drafts

NOTHING = json.dumps({})  # what most lines of a log say beside who, what and when
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
    lambda: (
        Entry.objects.for_world(number("world"))
        .filter(no__isnull=False)
        .only("case", "no", "kind", "status", "author", "body", "version", "sent_at")
        .order_by("no")
    )
)
_LINES = Composed(
    lambda: (
        Event.objects.for_world(number("world"))
        .filter(case__isnull=False)
        .only("case", "seq", "code", "actor", "actor_kind", "sim_at", "entry", "data")
        .order_by("seq")
    )
)
_DOCUMENT = ("id", "no", "kind", "status", "author", "body", "version", "sent_at")
_LINE = ("case_id", "seq", "code", "actor", "actor_kind", "sim_at", "entry_id", "data")
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
    what the unit may do; nothing of it is ever shown. `guest`: the unit has only got a message.
    """

    case: Case
    person: Person
    state: CaseState
    role: str
    exercise: Exercise
    drafts: dict[str, datetime]
    covered: str = ""
    whole: CaseState | None = None
    guest: bool = False


def cases_of(seat: Seat) -> list[DeskCase]:
    """Every case the unit is a part of, as it may read it, in order of number.

    The lines of the log are there without what they changed: who did what and when is enough for
    the times to keep. Six queries, however many cases there are.
    """
    world = seat.world
    if world is None:
        return []
    rows, written = _named(world, seat.unit)
    humans = played_by_people(seat.run)
    mine = []
    for row in rows:
        others = others_of(
            one for one in rows if one.person_id == row.person_id and one.pk != row.pk
        )
        given = lent(seat.run, world, elsewhere=others, humans=humans)
        bare = state_of(world, row, entries=(), events=(), timers=(), lent=given)
        state = replace(bare, documents=tuple(written.get(row.pk, {}).values()))
        if takes_part(state, seat.unit):
            mine.append((row, state))
    logs = _logs(world, {row.pk: written.get(row.pk, {}) for row, _state in mine})
    return [
        _seen(seat, world, row, replace(state, log=tuple(logs.get(row.pk, ()))), {})
        for row, state in mine
    ]


def _named(world: World, unit: str) -> tuple[list[Case], dict[int, dict[int, Document]]]:
    """The cases in which the unit is named, all others of the same people, and by the cases' and
    entries' keys what is written in them.

    Who takes part in a case is named where it says so: what does not name the unit is not even
    read out of its text. That is most of a room.
    """
    name = json.dumps(unit)
    cases, written = _CASES.read(world=world.pk), _SENT.read(world=world.pk)
    case, author, body = (_SENT.place(one) for one in ("case_id", "author", "body"))
    named = {row[case] for row in written if row[author] == unit or name in row[body]}
    key, person, facts = (_CASES.place(one) for one in ("id", "person_id", "facts"))
    named |= {
        row[key] for row in cases if name in row[facts] and _counts(json.loads(row[facts]), unit)
    }
    people = {row[person] for row in cases if row[key] in named}
    kept = [row for row in cases if row[person] in people]
    chosen = itemgetter(*(_SENT.place(one) for one in _DOCUMENT))
    documents: dict[int, dict[int, Document]] = {row[key]: {} for row in kept}
    for row in written:
        if row[case] in documents:
            entry, no, kind, status, by, text, version, at = chosen(row)
            made = Document(no, kind, status, by, json.loads(text), version, at)
            documents[row[case]][entry] = made
    return _CASES.made(kept), documents


def _logs(world: World, cases: dict[int, dict[int, Document]]) -> dict[int, list[Happening]]:
    """The log lines of these cases, by case; each with its documents by the entries' keys."""
    chosen = itemgetter(*(_LINES.place(one) for one in _LINE))
    found: dict[int, list[Happening]] = {key: [] for key in cases}
    for case, seq, code, actor, kind, at, entry, data in map(chosen, _LINES.read(world=world.pk)):
        if case in found:
            document = cases[case].get(entry)
            number = document.number if document else None
            said = {} if data == NOTHING else json.loads(data)
            found[case].append(Happening(seq, code, actor, kind, at, number, {}, said))
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
    if _counts(state.facts, unit):
        return True
    flow = load_flow(state.flow)
    return any(
        unit == one.author or unit in consent.addressed(one, flow=flow) for one in state.documents
    )


def _counts(facts: Mapping[str, Any], unit: str) -> bool:
    """Whether the facts themselves make the unit a part of the case."""
    return unit == facts.get("coordinator") or unit in facts.get("members", ())


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
        guest=is_guest(state, seat),
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
