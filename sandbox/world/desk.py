"""What one unit's desk in a free room may read: its cases, and each of them whole."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from sandbox.exercises.scenario import Scenario as Exercise
from sandbox.process import consent
from sandbox.process.kinds import has_system
from sandbox.process.reading import load_flow
from sandbox.process.state import CaseState, Document, Happening
from sandbox.world.composed import Composed, Raw, number
from sandbox.world.lending import exercise_of, lent, lent_to, others_of, played_by_people
from sandbox.world.models import Case, Entry, Event, Person, Seat, World
from sandbox.world.showing import is_guest, readable
from sandbox.world.snapshot import Lent, state_of, with_drafts

FACTS = '"facts.'  # of what a line has changed rules ask for facts; documents are read as such
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
_DOCUMENT = ("case_id", "id", "no", "kind", "status", "author", "body", "version", "sent_at")
_LINE = ("case_id", "seq", "code", "actor", "actor_kind", "sim_at", "entry_id", "data")


def _sent() -> QuerySet[Entry]:
    rows = Entry.objects.for_world(number("world")).filter(no__isnull=False)
    return rows.only(*_DOCUMENT).order_by("no")


def _lines(*columns: str) -> QuerySet[Event]:
    rows = Event.objects.for_world(number("world")).filter(case__isnull=False)
    return rows.only(*_LINE, *columns).order_by("seq")


_SENT, _SENT_IN = Composed(_sent), Composed(lambda: _sent().filter(case=number("case")))
_LINES = Composed(_lines)
_LINES_IN = Composed(lambda: _lines("patch").filter(case=number("case")))
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


def cases_of(seat: Seat, *, logs: bool = True) -> list[DeskCase]:
    """Every case the unit is a part of, as it may read it, in order of number.

    The lines of the log are there without what they changed: who did what and when is enough for
    the times to keep. Who asks for neither times nor receipts does without `logs`, which are half
    of what is read. Six queries at most, however many cases there are.
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
        given = lent(seat.run, world, flow=row.flow, elsewhere=others, humans=humans)
        state = _state(world, row, written[row.pk], given)
        if takes_part(state, seat.unit):
            mine.append((row, state))
    lines = _logs(world, {row.pk: written[row.pk] for row, _state in mine}) if logs else {}
    return [
        _seen(seat, world, row, replace(state, log=tuple(lines.get(row.pk, ()))), {})
        for row, state in mine
    ]


def _state(world: World, row: Case, papers: Mapping[int, Document], given: Lent) -> CaseState:
    """The case without its log, from its row and its documents by the entries' keys."""
    bare = state_of(world, row, entries=(), events=(), timers=(), lent=given)
    return replace(bare, documents=tuple(papers.values()))


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
    documents: dict[int, dict[int, Document]] = {row[key]: {} for row in kept}
    rows = (row for row in written if row[case] in documents)
    for in_case, entry, document in _documents(_SENT, rows):
        documents[in_case][entry] = document
    return _CASES.made(kept), documents


def _documents(asked: Composed[Entry], rows: Iterable[Raw]) -> Iterator[tuple[int, int, Document]]:
    """What has been written, each with the keys of its case and its entry."""
    for case, entry, no, kind, status, by, text, *rest in map(asked.picker(*_DOCUMENT), rows):
        yield case, entry, Document(no, kind, status, by, json.loads(text), *rest)


def _logs(world: World, cases: dict[int, dict[int, Document]]) -> dict[int, list[Happening]]:
    """The log lines of these cases, by case; each with its documents by the entries' keys."""
    found: dict[int, list[Happening]] = {key: [] for key in cases}
    for case, *line in map(_LINES.picker(*_LINE), _LINES.read(world=world.pk)):
        if case in found:
            found[case].append(_happening(cases[case], line))
    return found


def _log_of(world: World, case: Case, papers: Mapping[int, Document]) -> Iterator[Happening]:
    """The log of one case, with the facts each line changed; its documents by the entries' keys."""
    pick = _LINES_IN.picker(*_LINE, "patch")
    for _case, *line, patch in map(pick, _LINES_IN.read(world=world.pk, case=case.pk)):
        said = _plain(patch) if FACTS in patch else {}
        changed = {path: (old, new) for path, (old, new) in said.items()}
        yield _happening(papers, line, changed)


def _happening(
    papers: Mapping[int, Document],
    told: Sequence[Any],
    changed: Mapping[str, tuple[Any, Any]] | None = None,
) -> Happening:
    seq, code, actor, kind, at, entry, data = told
    paper = papers.get(entry)
    about = paper.number if paper else None
    return Happening(seq, code, actor, kind, at, about, changed or {}, _plain(data))


def _plain(text: str) -> dict[str, Any]:
    return {} if text == NOTHING else dict(json.loads(text))


def case_of(seat: Seat, no: int) -> DeskCase | None:
    """One case whole, as the unit may read it; None when it is not a part of it, or there is none.

    No page tells what is to come: timers are not read.
    """
    world = seat.world
    if world is None:
        return None
    row = next(iter(_CASE.rows(world=world.pk, no=no)), None)
    if row is None:
        return None
    sent = _SENT_IN.read(world=world.pk, case=row.pk)
    papers = {entry: document for _case, entry, document in _documents(_SENT_IN, sent)}
    state = _state(world, row, papers, lent_to(seat.run, world, row))
    if not takes_part(state, seat.unit):
        return None
    state = replace(state, log=tuple(_log_of(world, row, papers)))
    drafts = _DRAFTS.rows(world=world.pk, case=row.pk, seat=seat.pk)
    seen = _seen(seat, world, row, state, {entry.kind: entry.at for entry in drafts})
    return DeskCase(**{**seen.__dict__, "state": with_drafts(seen.state, drafts)})


def takes_part(state: CaseState, unit: str) -> bool:
    """Whether the unit has any part in the case: it wrote something, something came to it, it was
    added, or it holds the plan together. What reaches a unit by letter is in no case at its desk.
    """
    if not has_system(consent.parties(state).get(unit, {})):
        return False
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
