"""Every read that could leak, each as one named function; a seat sees only what it may read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sandbox.exercises.scenario import Scenario as Exercise
from sandbox.process.state import CaseState, Happening
from sandbox.world.doors import (
    free_seats,
    hash_of,
    leader_seat_for,
    run_version,
    seat_code,
    seat_for,
    seat_watched,
    seats_of,
)
from sandbox.world.drafts import drafts_of
from sandbox.world.models import Case, Entry, Event, RunResult, Seat, World
from sandbox.world.showing import covered, readable, scenario_for
from sandbox.world.snapshot import snapshot, with_drafts
from sandbox.world.templates import file_of

__all__ = [
    "Attempt",
    "Loaded",
    "Noted",
    "PersonView",
    "attempts",
    "case_for_seat",
    "covered",
    "earlier_attempts",
    "entries_readable",
    "events_since",
    "free_seats",
    "hash_of",
    "leader_seat_for",
    "load",
    "person_of",
    "readable",
    "run_version",
    "seat_code",
    "seat_for",
    "seat_watched",
    "seats_of",
    "timeline",
    "world_of",
]


@dataclass(frozen=True)
class PersonView:
    """The person of the case as the replica shows them."""

    name: str
    given_name: str
    identity_number: str
    age: int
    address: str
    phone: str
    email: str
    protected_identity: bool
    profile: Mapping[str, Any]


@dataclass(frozen=True)
class Loaded:
    """A seat's case: the rows a page needs, the state it may read, and when drafts were kept."""

    world: World
    case: Case
    state: CaseState
    scenario: Exercise
    person: PersonView
    drafts: dict[str, datetime]


@dataclass(frozen=True)
class Attempt:
    """One of a seat's attempts: its number, how far it came, and whether it can still be read."""

    number: int
    met: int
    total: int
    started_at: datetime
    ended_at: datetime | None
    is_best: bool
    readable: bool


@dataclass(frozen=True)
class Noted:
    """One event in codes only: no patch, no text."""

    seq: int
    code: str
    actor: str
    actor_kind: str
    sim_at: int
    at: datetime


def world_of(seat: Seat, *, generation: int | None = None) -> World | None:
    """The seat's world, or the world of an earlier attempt of its own."""
    if seat.world is None or generation in (None, seat.world.generation):
        return seat.world
    return World.objects.filter(
        run=seat.run_id, line=seat.world.line, generation=generation
    ).first()


def case_for_seat(seat: Seat, *, world: World | None = None) -> Case | None:
    """The case the seat works on, with its person."""
    place = world or seat.world
    if place is None:
        return None
    return Case.objects.for_world(place).select_related("person").order_by("no").first()


def load(seat: Seat, *, generation: int | None = None, watching: bool = False) -> Loaded | None:
    """Everything a page about the seat's case shows, and nothing the seat may not read.

    `generation` asks for an earlier attempt; with `watching` a leader looks on, who sees no draft.
    In a stopped session no free text is in it. Constant number of queries. None when it is not
    there.
    """
    world = world_of(seat, generation=generation)
    case = case_for_seat(seat, world=world)
    if world is None or case is None:
        return None
    halted = seat.run.halted_at is not None
    drafts = [] if watching or halted else list(drafts_of(world, case, seat))
    state = readable(snapshot(world, case).state, seat)
    return Loaded(
        world=world,
        case=case,
        state=with_drafts(covered(state) if halted else state, drafts),
        scenario=scenario_for(file_of(seat.run.scenario), seat.unit),
        person=_person(case, world),
        drafts={entry.kind: entry.at for entry in drafts},
    )


def entries_readable(seat: Seat, case: Case) -> list[Entry]:
    """The entries of the case that the seat may read, newest last, with its own drafts.

    Consent and the readers of each kind of document decide (sandbox/process). None in a stopped
    session. Five queries.
    """
    if seat.world is None or case.world_id != seat.world_id or seat.run.halted_at is not None:
        return []
    held = snapshot(seat.world, case)
    bodies = {one.number: one.body for one in readable(held.state, seat).documents}
    sent = [entry for entry in held.entries if entry.no in bodies]
    for entry in sent:
        # What the consent keeps from the seat is not in what it gets, though the row has it.
        entry.body = bodies[entry.no or 0]
    return [*sent, *drafts_of(seat.world, case, seat)]


def timeline(seat: Seat, case: Case) -> tuple[Happening, ...]:
    """The case's log as the seat may see it, oldest first; in a stopped session without text."""
    if seat.world is None or case.world_id != seat.world_id:
        return ()
    state = readable(snapshot(seat.world, case).state, seat)
    return (covered(state) if seat.run.halted_at is not None else state).log


def events_since(seat: Seat, seq: int) -> list[Noted]:
    """Number, code, actor and times of what has happened in the seat's world after `seq`.

    Codes only: no patches, no texts. An empty result for a seat without a world.
    """
    events = Event.objects.for_world(seat.world_id or 0).filter(seq__gt=seq).order_by("seq")
    rows = events.values_list("seq", "code", "actor", "actor_kind", "sim_at", "at")
    return [Noted(*row) for row in rows]


def attempts(seat: Seat) -> list[Attempt]:
    """Every attempt of the seat that left a result, oldest first; for nobody but its holder."""
    line = seat.world.line if seat.world else 1
    worlds = World.objects.filter(run=seat.run_id, line=line)
    kept = set(worlds.values_list("generation", flat=True))
    return [
        Attempt(
            number=row.attempt,
            met=row.met,
            total=row.total,
            started_at=row.started_at,
            ended_at=row.ended_at,
            is_best=row.is_best,
            readable=row.attempt in kept,
        )
        for row in RunResult.objects.filter(seat=seat, participant=seat.participant_id).order_by(
            "attempt"
        )
    ]


def earlier_attempts(seat: Seat) -> list[Attempt]:
    """The seat's attempts but the present one."""
    present = seat.world.generation if seat.world else 0
    return [one for one in attempts(seat) if one.number != present]


def person_of(template: World) -> PersonView | None:
    """The person a template world is about; None for a world without a case."""
    case = Case.objects.for_world(template).select_related("person").order_by("no").first()
    return _person(case, template) if case else None


def _person(case: Case, world: World) -> PersonView:
    person = case.person
    return PersonView(
        name=f"{person.given_name} {person.family_name}".strip(),
        given_name=person.given_name,
        identity_number=person.identity_number,
        age=world.sim_start.year - person.birth_year,
        address=person.address,
        phone=person.phone,
        email=person.email,
        protected_identity=person.protected_identity,
        profile=person.profile,
    )
