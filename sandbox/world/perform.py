"""The only writer of a seat's acts: one action, one draft, one hint, each in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from sandbox.exercises import play as runtime
from sandbox.exercises.play import Turn
from sandbox.exercises.replies import replies_for
from sandbox.exercises.taken import NO_STEP
from sandbox.process.engine import noted
from sandbox.process.state import Happening
from sandbox.world.closed import Closed, Halted, LeadersOwn, PlayedByActor
from sandbox.world.conflict import Conflict, overtaking, told_of, what_happened
from sandbox.world.drafts import discard_draft, keep_draft
from sandbox.world.holding import Held, hold_seat, store
from sandbox.world.models import Case, Event, Run, Seat, Token, World
from sandbox.world.parts import acting, has_many
from sandbox.world.results import HINT_SHOWN
from sandbox.world.showing import readable
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
    """A draft that has been kept: when, what in it should be looked at again, which version it is."""

    at: datetime
    warnings: Findings
    version: int


@dataclass(frozen=True)
class _Form:
    """What came in from the seat."""

    action: str
    body: Mapping[str, Any]
    version: int
    token: str | None
    step: str
    warnings: Findings


@dataclass(frozen=True)
class _Sitting(Held):
    """A case held by somebody in a seat."""

    seat: Seat

    def play(self, form: _Form) -> Turn:
        """The turn that the form leads to."""
        return runtime.play(
            self.before.state,
            scenario=self.exercise,
            action=form.action,
            role=self.role,
            body=form.body,
            actor=acting(self.seat, self.exercise),
            step=NO_STEP if self.run.mode == Run.Mode.FREE else form.step,
        )


def perform(  # noqa: PLR0913 - what came in with a form
    *,
    seat: Seat,
    action: str,
    body: Mapping[str, Any] | None,
    expected_version: int,
    token: str | None = None,
    step: str = "",
    case: int | None = None,
    now: datetime | None = None,
) -> Performed:
    """Do one action from a seat: the turn is played, and what it changed is stored with its events.

    `step` says which step of the scenario is meant, where several have the same action; `case` which
    case, by its number, in a world with many.

    A refusal comes back in the turn, is logged, and keeps what was written as a draft. Raises
    LooksReal before anything is written; Conflict when somebody has been there since
    `expected_version` (the text is kept as a draft); Closed when the session is paused, stopped or
    over, or an actor plays the seat; Seat.DoesNotExist for a seat without a world.
    """
    form = _Form(action, body or {}, expected_version, token, step, inspect(body))
    with transaction.atomic():
        held = _hold(seat, now, case)
        done = used(held.seat, token)
        if done is not None and not _came_of(held, form, done):
            form, done = replace(form, token=None), None
        outcome = _again(held, form, done) if done else _attempt(held, form)
    if isinstance(outcome, Conflict | Closed):
        raise outcome
    return outcome


def save_draft(
    *,
    seat: Seat,
    kind: str,
    body: Mapping[str, Any],
    case: int | None = None,
    now: datetime | None = None,
    since: int | None = None,
) -> Saved:
    """Keep what is typed as the seat's own draft of a kind of document; it leaves no event.

    A paused session keeps drafts too. `since` is the version of the draft the form was opened with,
    where it says so. Raises LooksReal before anything is written, DraftChanged, Halted and
    PlayedByActor, KeyError for an unknown kind, Seat.DoesNotExist for a seat without a world.
    """
    warnings = inspect(body)
    with transaction.atomic():
        held = _hold(seat, now, case)
        if held.closed in (Halted, PlayedByActor):
            raise held.closed
        version = keep_draft(
            held.world,
            held.before.case,
            held.seat,
            kind=kind,
            body=body,
            author=held.actor,
            at=held.at,
            since=since,
        )
        World.objects.filter(pk=held.world.pk).update(touched_at=held.at)
    return Saved(held.at, warnings, version)


def drop_draft(*, seat: Seat, kind: str, case: int) -> None:
    """Throw away the seat's own draft of a kind of document, if it has one; it leaves no event.

    Raises Halted and PlayedByActor, Seat.DoesNotExist for a seat without a world.
    """
    with transaction.atomic():
        held = _hold(seat, None, case)
        if held.closed in (Halted, PlayedByActor):
            raise held.closed
        discard_draft(held.world, held.before.case, held.seat, kind=kind)
        World.objects.filter(pk=held.world.pk).update(touched_at=held.at)


def advance(*, seat: Seat, to: int, now: datetime | None = None) -> Performed:
    """Move the simulated clock of the seat's world to the minute `to`; what is due happens.

    A minute that has passed changes nothing. Raises Closed, in a group too: there the leader moves
    the time; and Seat.DoesNotExist for a seat without a world.
    """
    with transaction.atomic():
        held = _hold(seat, now)
        if held.closed:
            raise held.closed
        if held.run.mode == Run.Mode.GROUP:
            raise LeadersOwn
        state = held.before.state
        turn = runtime.advance(state, scenario=held.exercise, to=max(to, state.now))
        if turn.case == state:
            return Performed(turn, held.before.case, (), {})
        return _stored(held, turn, {})


def note_hint(*, seat: Seat, check: str, level: int, now: datetime | None = None) -> Performed:
    """Log that the seat asked for a hint; hints are counted, never deducted.

    Raises Closed, and Seat.DoesNotExist for a seat without a world.
    """
    with transaction.atomic():
        held = _hold(seat, now)
        if held.closed:
            raise held.closed
        state = held.before.state
        line = Happening(
            seq=len(state.log) + 1,
            code=HINT_SHOWN,
            actor=held.actor,
            actor_kind="human",
            at=state.now,
            document=None,
            patch={},
            data={"check": check, "level": level},
        )
        return _stored(held, Turn(noted(state, line), (), "", (), (line,)), {})


def _hold(seat: Seat, now: datetime | None, case: int | None = None) -> _Sitting:
    held = hold_seat(seat, now, case)
    return _Sitting(**{**held.__dict__, "seat": held.seat})


def _attempt(held: _Sitting, form: _Form) -> Performed | Conflict | Closed:
    """Play the action; returns, rather than raises, what stops it so that its draft is committed."""
    case, state = held.before.case, held.before.state
    if held.closed:
        return held.closed(kept=held.closed.keeps and _kept(held, form))
    if from_other_world(form.token, held.world):
        return Conflict((), version=case.version, kept=_kept(held, form))
    if form.version != case.version:
        happened = _known(held, what_happened(held.world, case, since=form.version))
        if not has_many(held.exercise) or overtaking(
            happened, state, action=form.action, actor=held.actor
        ):
            told = told_of(happened, case, state, held.seat)
            return Conflict(told, version=case.version, kept=_kept(held, form))
    turn = held.play(form)
    if turn.refused:
        _kept(held, form)
    elif kind := held.document(form.action):
        discard_draft(held.world, case, held.seat, kind=kind)
    return _stored(held, turn, form.warnings, form)


def _known(held: _Sitting, happened: tuple[Event, ...]) -> tuple[Event, ...]:
    """Of what has happened, what the seat may know of: a guest neither waits for the rest nor is told."""
    seen = {line.seq for line in readable(held.before.state, held.seat, held.role).log}
    return tuple(event for event in happened if event.seq in seen)


def _stored(held: _Sitting, turn: Turn, warnings: Findings, form: _Form | None = None) -> Performed:
    """Write the difference, the token, the checks and the results."""
    turn, events = store(held, turn)
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
    return Performed(turn, held.before.case, events, warnings)


def _came_of(held: _Sitting, form: _Form, done: Token) -> bool:
    """Whether the token is this form's: another form's, or a made up one, says nothing of it."""
    mine = (line.seq for line in held.before.state.log)
    return done.action == form.action and done.first_seq in mine


def _again(held: _Sitting, form: _Form, done: Token) -> Performed:
    """The answer that the same form got before; nothing is done a second time."""
    state = held.before.state
    lines = tuple(one for one in state.log if done.first_seq <= one.seq <= done.last_seq)
    step = next((one.key for one in held.exercise.steps if one.action == done.action), "")
    turn = Turn(state, replies_for(held.exercise, state, step) if step else (), step, (), lines)
    if done.refused:
        turn = replace(turn, replies=(), step="", refused=held.play(form).refused)
    return Performed(
        turn, held.before.case, tuple(line.seq for line in lines), form.warnings, repeated=True
    )


def _kept(held: _Sitting, form: _Form) -> bool:
    """Keep the form's text as a draft, if the action writes a document."""
    kind = held.document(form.action)
    if not kind:
        return False
    keep_draft(
        held.world,
        held.before.case,
        held.seat,
        kind=kind,
        body=form.body,
        author=held.actor,
        at=held.at,
    )
    return True
