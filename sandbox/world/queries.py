"""Every read that could leak, each as one named function; a seat sees only what it may read."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sandbox.exercises.scenario import Scenario as Exercise
from sandbox.process import consent
from sandbox.process.overlay import under
from sandbox.process.reading import load_flow, load_profile
from sandbox.process.state import CaseState, Document, Happening
from sandbox.world.drafts import drafts_of
from sandbox.world.models import Case, Entry, Event, Run, RunResult, Seat, World
from sandbox.world.runs import CODE_LENGTH
from sandbox.world.snapshot import snapshot, with_drafts
from sandbox.world.templates import file_of


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


def hash_of(token: str) -> str:
    """How a guest's token is kept."""
    return hashlib.sha256(token.encode()).hexdigest()


def seat_for(who: Any, code: str) -> Seat | None:
    """The seat that a user, or a guest's token (a string), has in the open run with this code.

    One query; None for everybody else, whatever the code.
    """
    wanted = code.strip().upper()
    if len(wanted) != CODE_LENGTH:
        return None
    seats = (
        Seat.objects.select_related("run__scenario", "world")
        .defer("run__scenario__source")
        .filter(run__join_code=wanted, world__isnull=False)
        .exclude(run__state=Run.State.ENDED)
        .order_by("pk")
    )
    if isinstance(who, str):
        return seats.filter(participant__token_hash=hash_of(who)).first() if who else None
    if not getattr(who, "is_authenticated", False):
        return None
    return seats.filter(user_id=who.pk).first()


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


def load(seat: Seat, *, generation: int | None = None) -> Loaded | None:
    """Everything a page about the seat's case shows, and nothing the seat may not read.

    `generation` asks for an earlier attempt. Constant number of queries. None when it is not there.
    """
    world = world_of(seat, generation=generation)
    case = case_for_seat(seat, world=world)
    if world is None or case is None:
        return None
    drafts = list(drafts_of(world, case, seat))
    state = readable(snapshot(world, case).state, seat)
    return Loaded(
        world=world,
        case=case,
        state=with_drafts(state, drafts),
        scenario=file_of(seat.run.scenario),
        person=_person(case, world),
        drafts={entry.kind: entry.at for entry in drafts},
    )


def readable(state: CaseState, seat: Seat) -> CaseState:
    """The state as the seat may see it: what it may not read is in no field of it.

    Documents it may not read are left out, and so is every trace of them in consents and log.
    """
    may = {one.number: one for one in state.documents if _may_read(state, one, seat)}
    hidden = {one.number: one.kind for one in state.documents if one.number not in may}
    if not hidden:
        return state
    return replace(
        state,
        documents=tuple(may.values()),
        consents=() if "consent" in hidden.values() else state.consents,
        log=tuple(_shown(line, hidden) for line in state.log),
        timers=(),
    )


def entries_readable(seat: Seat, case: Case) -> list[Entry]:
    """The entries of the case that the seat may read, newest last, with its own drafts.

    Consent and the readers of each kind of document decide (sandbox/process). Five queries.
    """
    if seat.world is None or case.world_id != seat.world_id:
        return []
    held = snapshot(seat.world, case)
    numbers = {one.number for one in held.state.documents if _may_read(held.state, one, seat)}
    sent = [entry for entry in held.entries if entry.no in numbers]
    return [*sent, *drafts_of(seat.world, case, seat)]


def timeline(seat: Seat, case: Case) -> tuple[Happening, ...]:
    """The case's log as the seat may see it, oldest first."""
    if seat.world is None or case.world_id != seat.world_id:
        return ()
    return readable(snapshot(seat.world, case).state, seat).log


def events_since(seat: Seat, seq: int) -> list[Noted]:
    """Number, code, actor and times of what has happened in the seat's world after `seq`.

    Codes only: no patches, no texts. An empty result for a seat without a world.
    """
    events = Event.objects.for_world(seat.world_id or 0).filter(seq__gt=seq).order_by("seq")
    rows = events.values_list("seq", "code", "actor", "actor_kind", "sim_at", "at")
    return [Noted(*row) for row in rows]


def attempts(seat: Seat) -> list[Attempt]:
    """Every attempt of the seat that left a result, oldest first; for nobody but its holder."""
    kept = set(World.objects.filter(run=seat.run_id).values_list("generation", flat=True))
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
        for row in RunResult.objects.filter(seat=seat).order_by("attempt")
    ]


def earlier_attempts(seat: Seat) -> list[Attempt]:
    """The seat's attempts but the present one."""
    present = seat.world.generation if seat.world else 0
    return [one for one in attempts(seat) if one.number != present]


def person_of(template: World) -> PersonView | None:
    """The person a template world is about; None for a world without a case."""
    case = Case.objects.for_world(template).select_related("person").order_by("no").first()
    return _person(case, template) if case else None


def _may_read(state: CaseState, document: Document, seat: Seat) -> bool:
    flow = under(load_flow(state.flow), load_profile(state.profile))
    if document.author in (seat.role, seat.unit) and document.author:
        return True
    return consent.may_read(state, seat.role, document, flow=flow, party=seat.unit)


def _shown(line: Happening, hidden: Mapping[int, str]) -> Happening:
    """The log line without the patch and data of a document the seat may not read."""
    if line.document in hidden:
        return replace(line, document=None, patch={}, data={})
    patch = {
        path: change
        for path, change in line.patch.items()
        if not any(path.startswith(f"document.{number}.") for number in hidden)
        and not path.startswith("consents")
    }
    return replace(line, patch=patch)


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
