"""Starting a case in a free room: the row, its parties and its first document, all or nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from sandbox.exercises.county import as_fact
from sandbox.exercises.scenario import Party
from sandbox.process.flow import OneOpen
from sandbox.process.reading import load_flow
from sandbox.process.state import CaseState
from sandbox.world.desk import DeskCase
from sandbox.world.difference import blank_row, first_rows
from sandbox.world.holding import take_world
from sandbox.world.lending import exercise_of, has_plan, lent, others_of, played_by_people
from sandbox.world.models import Case, Event, Person, Seat, World
from sandbox.world.perform import Performed, perform
from sandbox.world.snapshot import Lent
from sandbox.world.tokens import used
from sandbox.world.tripwire import inspect

OF_AGE = 18
COORDINATED = "sip"
REPRESENTATIVES = {"god_man": "God man", "forvaltare": "Förvaltare"}


class AlreadyOpen(Exception):
    """The person has an open case of this kind: its number, and the rule that says one at a time."""

    def __init__(self, no: int, rule: OneOpen) -> None:
        super().__init__(rule.refused)
        self.no, self.rule = no, rule


@dataclass(frozen=True)
class Opening:
    """What a case is started with: about whom, which flow, and its first action with its body."""

    person: int
    flow: str
    action: str
    body: Mapping[str, Any]


def open_case(
    *, seat: Seat, opening: Opening, token: str | None = None, now: datetime | None = None
) -> Performed:
    """Start a case about a person of the room by doing its first action.

    One that others have prepared is gone on with instead. The same form twice makes one case. A
    refusal comes back in the turn and leaves nothing behind. Raises AlreadyOpen; LooksReal, Closed
    and Conflict as `perform`; Person.DoesNotExist; LookupError for a flow or an action there is not.
    """
    inspect(opening.body)
    if opening.action not in load_flow(opening.flow).actions:
        raise LookupError(opening.action)
    at = now or timezone.now()
    with transaction.atomic():
        performed = _opened(seat, opening, token, at)
        if performed.turn.refused:
            transaction.set_rollback(True)
    return performed


def _opened(seat: Seat, opening: Opening, token: str | None, at: datetime) -> Performed:
    fresh, world = take_world(seat)
    person = Person.objects.for_world(world).get(no=opening.person)
    case = _begun(fresh, world, person, opening, token)
    if case is None:
        case = _case(fresh, world, person, opening, at=at)
    return perform(
        seat=fresh,
        case=case.no,
        action=opening.action,
        body=opening.body,
        expected_version=case.version,
        token=token,
        now=at,
    )


def _begun(
    seat: Seat, world: World, person: Person, opening: Opening, token: str | None
) -> Case | None:
    """The case that this very form has begun already; a token of another form's leads to none."""
    done = used(seat, token)
    if done is None or done.action != opening.action:
        return None
    line = Event.objects.for_world(world).select_related("case").get(seq=done.first_seq)
    case: Case = line.case
    return case if case.person_id == person.pk and case.flow == opening.flow else None


def _case(seat: Seat, world: World, person: Person, opening: Opening, *, at: datetime) -> Case:
    """The case to act in: one that waits to be gone on with, or a new one. Raises AlreadyOpen."""
    rows = list(Case.objects.for_world(world).filter(person=person).order_by("no"))
    rule = load_flow(opening.flow).one_open
    found = next(_in_the_way(rows, opening.flow), None)
    if found is not None and rule is not None:
        row = load_flow(opening.flow).actions[opening.action]
        if found.state in rule.goes_on and found.state in row.from_states:
            return found
        raise AlreadyOpen(found.no, rule)
    last = Case.objects.for_world(world).order_by("-no").values_list("no", flat=True).first()
    state = _blank(world, person, opening.flow, unit=seat.unit)
    given = _lent(seat, world, opening.flow, rows)
    return first_rows(world, person=person, state=state, at=at, no=(last or 0) + 1, lent=given)


def _in_the_way(rows: list[Case], flow: str) -> Iterator[Case]:
    """The open cases that keep another of this flow from being started, as its rule says."""
    rule, states = load_flow(flow).one_open, load_flow(flow).tracks[flow].states
    for row in rows if rule else ():
        same = row.flow == flow and not states[row.state].final
        if same or (rule and rule.within and row.flow != flow and has_plan(row)):
            yield row


def beginning(seat: Seat, person: Person, flow: str) -> DeskCase:
    """The case as it would be if the unit started it now, for the form; nothing is stored."""
    world = seat.world
    if world is None:
        raise LookupError(seat)
    others = list(Case.objects.for_world(world).filter(person=person))
    given = _lent(seat, world, flow, others)
    blank = _blank(world, person, flow, unit=seat.unit)
    state = CaseState(**{**blank.__dict__, "facts": given.to(blank.facts)})
    case = blank_row(world, person=person, state=blank, no=0)
    exercise = exercise_of(seat.run, world, case)
    return DeskCase(case, person, state, exercise.role_of(seat.unit), exercise, {})


def _lent(seat: Seat, world: World, flow: str, cases: list[Case]) -> Lent:
    """What a new case of the flow is lent, beside the cases there are about the person."""
    humans = played_by_people(seat.run)
    return lent(seat.run, world, flow=flow, elsewhere=others_of(cases), humans=humans)


def open_cases(seat: Seat, person: Person, flow: str) -> list[Case]:
    """The person's cases that keep a new one of this flow from being started."""
    if seat.world is None:
        return []
    rows = Case.objects.for_world(seat.world).filter(person=person).order_by("no")
    return [
        row
        for row in _in_the_way(list(rows), flow)
        if row.state not in _goes_on(flow) or flow == COORDINATED
    ]


def _goes_on(flow: str) -> tuple[str, ...]:
    rule = load_flow(flow).one_open
    return rule.goes_on if rule else ()


def _blank(world: World, person: Person, flow: str, *, unit: str) -> CaseState:
    """The case before anything has happened in it. A plan outside hospital is the unit's to hold."""
    parties = {party.code: party for party in _people(person)}
    return CaseState(
        flow=flow,
        profile=world.profile,
        state=load_flow(flow).initial,
        version=0,
        facts={
            "coordinator": unit if flow == COORDINATED else "",
            "subject": _code(person),
            "person": _known_of(person, age=world.sim_start.year - person.birth_year),
            "parties": {code: as_fact(party) for code, party in parties.items()},
        },
        documents=(),
        consents=(),
        log=(),
        timers=(),
        now=world.sim_now,
    )


def _known_of(person: Person, *, age: int) -> dict[str, Any]:
    """What the rules and the units that answer by themselves ask about the person.

    The same as a case of the county's file says (`exercises.people.fact_of`).
    """
    said: Mapping[str, Any] = person.profile
    proxy = said.get("representative")
    return {
        "age": age,
        "minor": age < OF_AGE,
        "protected": person.protected_identity,
        "guardians": [one["code"] for one in said.get("guardians") or ()],
        "registered_in": said.get("registered_in", ""),
        "primary_care": said.get("primary_care", ""),
        "representative": {"party": _proxy(proxy), "scope": proxy["scope"]} if proxy else None,
    }


def _proxy(said: Mapping[str, Any]) -> str:
    return str(said["kind"]).replace("_", "-")


def _code(person: Person) -> str:
    return person.persona or f"person-{person.no}"


def _people(person: Person) -> Iterator[Party]:
    """The person, and those around the person who may be named in a case."""
    yield _party(_code(person), str(person), person.given_name, "", kind="person")
    said: Mapping[str, Any] = person.profile
    for one in said.get("network") or ():
        if one.get("code"):
            yield _party(one["code"], one["who"], one["who"], one.get("tie", ""))
    for one in said.get("guardians") or ():
        yield _party(one["code"], one["name"], one["name"], one.get("tie", ""))
    proxy = said.get("representative")
    if proxy:
        word = REPRESENTATIVES.get(proxy["kind"], "")
        yield _party(_proxy(proxy), proxy["name"], word, word)


def _party(code: str, name: str, mention: str, detail: str, *, kind: str = "other") -> Party:
    return Party(
        code=code,
        name=name,
        short=name,
        mention=mention,
        detail=detail,
        kind=kind,
        principal="",
        uses=("responsible",) if kind == "person" else ("receiver",),
    )
