"""What a seat may see of a case: no trace is left of what it may not read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from sandbox.exercises.scenario import Scenario as Exercise
from sandbox.exercises.taken import STEP
from sandbox.process import consent, members
from sandbox.process.flow import Flow
from sandbox.process.overlay import under
from sandbox.process.reading import load_flow, load_profile
from sandbox.process.state import CaseState, Document, Happening, Timer
from sandbox.world.blanking import blanked
from sandbox.world.models import Seat
from sandbox.world.parts import actor_of, has_many
from sandbox.world.templates import file_of

HINT_GIVEN = "hint_given"
# What a unit that has only got a message knows of the case: who it is about, and what it has read.
KNOWN = ("parties", "subject", "person", "humans", "anchor", "read")
# What may stay of a log line's data when text is covered: codes and numbers.
CODED = frozenset(
    {"action", "rules", "check", "level", "deadline", "party", "parties", "ref", "step"}
)


def readable(state: CaseState, seat: Seat, role: str = "") -> CaseState:
    """The state as the seat may see it: what it may not read is in no field of it.

    Documents it may not read are left out, and what the consent keeps from it of the others; so is
    every trace of them in consents and log. What is to come is not told. `role` is the seat's in
    this very case, where it has another in others.
    """
    read = file_of(seat.run.scenario)
    flow = _flow(state)
    as_ = role or seat.role
    guest = is_guest(state, seat)
    may = {
        one.number: one
        for one in state.documents
        if may_read(state, one, seat, read, flow, as_)
        and not (guest and _is_work(state, one, seat))
    }
    hidden = {one.number: one.kind for one in state.documents if one.number not in may}
    shown = tuple(_shown_to(state, one, seat, read) for one in may.values())
    cut = frozenset(new.number for new in shown if new is not may[new.number])
    if not (hidden or cut or has_many(read)):
        return state
    if guest:
        known = {key: state.facts[key] for key in KNOWN if key in state.facts}
        lines = tuple(line for line in state.log if line.document in may)
        state = replace(state, facts=known, log=lines)
    return replace(
        state,
        documents=shown,
        consents=() if "consent" in hidden.values() else state.consents,
        log=tuple(_line(line, hidden, cut, actor_of(seat, read)) for line in state.log),
        timers=_awaited(state, read) if has_many(read) else (),
    )


def is_guest(state: CaseState, seat: Seat) -> bool:
    """Whether the seat's unit has only got a message in a case that others are part of."""
    flow = _flow(state)
    return flow.guests is not None and members.is_guest(state, flow=flow, party=seat.unit)


def _is_work(state: CaseState, document: Document, seat: Seat) -> bool:
    """Whether it has not come to the unit in any way: it is the work of others."""
    named = (document.author, *consent.addressed(document, flow=_flow(state)))
    return seat.unit not in named and not consent.forwarded(state, document, seat.unit)


def may_read(
    state: CaseState,
    document: Document,
    seat: Seat,
    read: Exercise,
    flow: Flow | None = None,
    role: str = "",
) -> bool:
    """Whether the seat may read the document: its own, or as the rules and the consent say."""
    own = {seat.unit} if has_many(read) else {seat.role, seat.unit}
    if document.author and document.author in own:
        return True
    as_ = role or seat.role
    return consent.may_read(state, as_, document, flow=flow or _flow(state), party=seat.unit)


@lru_cache(maxsize=256)
def scenario_for(read: Exercise, party: str) -> Exercise:
    """The exercise as a seat may know it: no other seat's secret, nothing for the trainer alone."""
    if not has_many(read):
        return replace(read, injects=(), notes={}, phases=()) if read.injects else read
    return replace(
        read,
        seats=tuple(
            card if card.party == party else replace(card, secret="") for card in read.seats
        ),
        injects=(),
        notes={},
        phases=tuple(replace(phase, notes="") for phase in read.phases),
    )


def covered(state: CaseState) -> CaseState:
    """The state without any free text: codes, days and ticks only, in documents and log."""
    flow = _flow(state)
    codes = frozenset(state.facts.get("parties", {}))
    return replace(
        state,
        documents=tuple(
            replace(one, body=blanked(one.body, flow.documents[one.kind].fields, codes, None))
            for one in state.documents
        ),
        log=tuple(
            replace(line, patch={}, data={key: line.data[key] for key in line.data if key in CODED})
            for line in state.log
        ),
    )


def _flow(state: CaseState) -> Flow:
    return under(load_flow(state.flow), load_profile(state.profile))


def _shown_to(state: CaseState, document: Document, seat: Seat, read: Exercise) -> Document:
    party = actor_of(seat, read)
    body = consent.body_for(state, party, document)
    if document.author == party or body is document.body or body == document.body:
        return document
    return replace(document, body=body)


def _awaited(state: CaseState, read: Exercise) -> tuple[Timer, ...]:
    """The timers that everybody knows of: deadlines, and the meeting that has been called."""
    meeting = read.meeting.step if read.meeting else ""
    return tuple(
        replace(timer, payload={})
        for timer in state.timers
        if timer.kind == "deadline" or (meeting and timer.ref == meeting)
    )


def _line(line: Happening, hidden: Mapping[int, str], cut: frozenset[int], actor: str) -> Happening:
    """The log line without the patch and data of what the seat may not read."""
    if line.document in hidden:
        # That a step was taken is no secret; what was written in it is.
        step = {STEP: line.data[STEP]} if STEP in line.data else {}
        return replace(line, document=None, patch={}, data=step)
    if line.code == HINT_GIVEN and line.data.get("to") and actor not in line.data["to"]:
        return replace(line, data={})
    if not line.patch:
        return line
    away = {*hidden, *cut}
    patch = {
        path: change
        for path, change in line.patch.items()
        if not any(path.startswith(f"document.{number}.") for number in away)
        and not (hidden and path.startswith("consents"))
    }
    return line if len(patch) == len(line.patch) else replace(line, patch=patch)
