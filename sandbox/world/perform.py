"""The only writer of a case: one action, one draft, one move of the clock, each in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from sandbox.exercises import play as runtime
from sandbox.exercises.play import Turn
from sandbox.exercises.replies import replies_for
from sandbox.exercises.scenario import Scenario as Exercise
from sandbox.process.engine import noted
from sandbox.process.reading import load_flow
from sandbox.process.state import Happening
from sandbox.world.conflict import Conflict, what_happened
from sandbox.world.difference import Writer, write
from sandbox.world.drafts import discard_draft, keep_draft
from sandbox.world.models import Case, Seat, Token, World
from sandbox.world.results import HINT_SHOWN, record
from sandbox.world.snapshot import Snapshot, snapshot
from sandbox.world.templates import file_of
from sandbox.world.tokens import from_other_world, used
from sandbox.world.tripwire import Findings, inspect


@dataclass(frozen=True)
class Performed:
    """What came of it: the turn, the case as it now is, the numbers of its events, warnings.

    A refused attempt has `turn.refused` set. `repeated` is true when the same form came again.
    """

    turn: Turn
    case: Case
    events: tuple[int, ...]
    warnings: Findings
    repeated: bool = False


@dataclass(frozen=True)
class Saved:
    """A draft that has been kept: when, and what in it should be looked at again."""

    at: datetime
    warnings: Findings


@dataclass(frozen=True)
class _Form:
    """What came in from the seat."""

    action: str
    body: Mapping[str, Any]
    version: int
    token: str | None
    warnings: Findings


@dataclass(frozen=True)
class _Held:
    """The seat, its world and its case, held until the transaction ends."""

    seat: Seat
    world: World
    before: Snapshot
    exercise: Exercise
    at: datetime

    @property
    def writer(self) -> Writer:
        return Writer(self.world, self.seat, self.at)

    def document(self, action: str) -> str:
        """The kind of document the action writes, or nothing."""
        row = load_flow(self.exercise.flow).actions.get(action)
        return row.document if row else ""


def perform(
    *,
    seat: Seat,
    action: str,
    body: Mapping[str, Any] | None,
    expected_version: int,
    token: str | None = None,
    now: datetime | None = None,
) -> Performed:
    """Do one action from a seat: the turn is played, and what it changed is stored with its events.

    A refusal comes back in the turn, is logged, and keeps what was written as a draft. Raises
    LooksReal before anything is written; Conflict when the case has moved on since
    `expected_version` (the text is kept as a draft); Seat.DoesNotExist for a seat without a world.
    """
    form = _Form(action, body or {}, expected_version, token, inspect(body))
    with transaction.atomic():
        held = _hold(seat, now)
        done = used(held.seat, token)
        outcome = _again(held, form, done) if done else _attempt(held, form)
    if isinstance(outcome, Conflict):
        raise outcome
    return outcome


def save_draft(
    *, seat: Seat, kind: str, body: Mapping[str, Any], now: datetime | None = None
) -> Saved:
    """Keep what is typed as the seat's own draft of a kind of document; it leaves no event.

    Raises LooksReal before anything is written, KeyError for an unknown kind, Seat.DoesNotExist
    for a seat without a world.
    """
    warnings = inspect(body)
    at = now or timezone.now()
    with transaction.atomic():
        fresh, world, case = _take(seat)
        keep_draft(world, case, fresh, kind=kind, body=body, at=at)
        World.objects.filter(pk=world.pk).update(touched_at=at)
    return Saved(at, warnings)


def advance(*, seat: Seat, to: int, now: datetime | None = None) -> Performed:
    """Move the simulated clock of the seat's world to the minute `to`; what is due happens.

    A minute that has passed changes nothing. Raises Seat.DoesNotExist for a seat without a world.
    """
    with transaction.atomic():
        held = _hold(seat, now)
        state = held.before.state
        turn = runtime.advance(state, scenario=held.exercise, to=max(to, state.now))
        if turn.case == state:
            return Performed(turn, held.before.case, (), {})
        return _stored(held, turn, {})


def note_hint(*, seat: Seat, check: str, level: int, now: datetime | None = None) -> Performed:
    """Log that the seat asked for a hint; hints are counted, never deducted.

    Raises Seat.DoesNotExist for a seat without a world.
    """
    with transaction.atomic():
        held = _hold(seat, now)
        state = held.before.state
        line = Happening(
            seq=len(state.log) + 1,
            code=HINT_SHOWN,
            actor=held.seat.role,
            actor_kind="human",
            at=state.now,
            document=None,
            patch={},
            data={"check": check, "level": level},
        )
        return _stored(held, Turn(noted(state, line), (), "", (), (line,)), {})


def _hold(seat: Seat, now: datetime | None) -> _Held:
    """Take the seat and its world for this transaction, then read the case."""
    fresh, world, case = _take(seat)
    return _Held(
        seat=fresh,
        world=world,
        before=snapshot(world, case),
        exercise=file_of(fresh.run.scenario),
        at=now or timezone.now(),
    )


def _take(seat: Seat) -> tuple[Seat, World, Case]:
    """Take the seat, then the world: whoever takes both, takes them in this order."""
    fresh = (
        Seat.objects.select_for_update(of=("self",), no_key=True)
        .select_related("run__scenario")
        .defer("run__scenario__source")
        .get(pk=seat.pk, world__isnull=False)
    )
    worlds = World.objects.select_for_update(of=("self",), no_key=True)
    fresh.world = world = worlds.get(pk=fresh.world_id or 0)
    return fresh, world, Case.objects.for_world(world).order_by("no")[0]


def _attempt(held: _Held, form: _Form) -> Performed | Conflict:
    """Play the action; returns, rather than raises, a conflict so that its draft is committed."""
    case, state = held.before.case, held.before.state
    if from_other_world(form.token, held.world):
        return Conflict((), version=case.version, kept=_kept(held, form))
    if form.version != case.version:
        happened = what_happened(held.world, case, state, held.seat, since=form.version)
        return Conflict(happened, version=case.version, kept=_kept(held, form))
    turn = runtime.play(
        state,
        scenario=held.exercise,
        action=form.action,
        role=held.seat.role,
        body=form.body,
        actor="" if held.seat.role == held.exercise.role.role else held.seat.unit,
    )
    if turn.refused:
        _kept(held, form)
    elif kind := held.document(form.action):
        discard_draft(held.world, case, held.seat, kind=kind)
    return _stored(held, turn, form.warnings, form)


def _stored(held: _Held, turn: Turn, warnings: Findings, form: _Form | None = None) -> Performed:
    """Write the difference, the token, the checks and the results."""
    turn = _numbered(turn, held)
    events = tuple(event.seq for event in write(held.writer, held.before, turn.case))
    # A field that could not be read is not an attempt: the same form may come again, mended.
    if form and form.token and events:
        Token.objects.for_world(held.world).create(
            world=held.world,
            seat=held.seat,
            value=form.token,
            action=form.action,
            first_seq=events[0],
            last_seq=events[-1],
            refused=bool(turn.refused),
            at=held.at,
        )
    if events:
        record(held.world, held.seat.run, held.exercise, turn.case, at=held.at)
    return Performed(turn, held.before.case, events, warnings)


def _numbered(turn: Turn, held: _Held) -> Turn:
    """The turn with its new happenings numbered as the world's log will number them."""
    old = held.before.state.log
    new = tuple(
        replace(line, seq=seq)
        for seq, line in enumerate(turn.case.log[len(old) :], start=held.world.seq + 1)
    )
    return replace(turn, case=replace(turn.case, log=(*old, *new)), happenings=new)


def _again(held: _Held, form: _Form, done: Token) -> Performed:
    """The answer that the same form got before; nothing is done a second time."""
    state = held.before.state
    lines = tuple(one for one in state.log if done.first_seq <= one.seq <= done.last_seq)
    step = next((one.key for one in held.exercise.steps if one.action == done.action), "")
    turn = Turn(state, replies_for(held.exercise, state, step) if step else (), step, (), lines)
    if done.refused:
        tried = runtime.play(
            state,
            scenario=held.exercise,
            action=form.action,
            role=held.seat.role,
            body=form.body,
        )
        turn = replace(turn, replies=(), step="", refused=tried.refused)
    return Performed(
        turn, held.before.case, tuple(line.seq for line in lines), form.warnings, repeated=True
    )


def _kept(held: _Held, form: _Form) -> bool:
    """Keep the form's text as a draft, if the action writes a document."""
    kind = held.document(form.action)
    if not kind:
        return False
    keep_draft(held.world, held.before.case, held.seat, kind=kind, body=form.body, at=held.at)
    return True
