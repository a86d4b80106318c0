"""Stopping people, never time: a pause, "Stop – a real person", and the end of a session."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from sandbox.world.models import Run
from sandbox.world.news import look_again
from sandbox.world.purge import Retention
from sandbox.world.run_log import hold_run, run_event

PAUSED, RESUMED, HALTED, LIFTED, ENDED = "paused", "resumed", "halted", "lifted", "ended"


def pause(run: Run, *, user: Any = None, now: datetime | None = None) -> Run:
    """Let nobody send anything until the leader goes on. No timer moves and none expires."""

    def change(held: Run, at: datetime) -> str:
        if held.paused_at is not None:
            return ""
        held.paused_at = at
        return PAUSED

    return _changed(run, change, user, now)


def resume(run: Run, *, user: Any = None, now: datetime | None = None) -> Run:
    """Go on after a pause; the time it took is not taken from the phase's minutes."""

    def change(held: Run, at: datetime) -> str:
        if held.paused_at is None:
            return ""
        if held.phase_began_at is not None:
            held.phase_began_at += max(at - held.paused_at, timedelta())
        held.paused_at = None
        return RESUMED

    return _changed(run, change, user, now)


def halt(run: Run, *, user: Any = None, now: datetime | None = None) -> Run:
    """Stop: a real person. From now on no page shows any text and none is taken in.

    Nothing is erased by it; what is to go is chosen afterwards (`redaction.redact_group`).
    """

    def change(held: Run, at: datetime) -> str:
        if held.halted_at is not None:
            return ""
        held.halted_at = at
        return HALTED

    return _changed(run, change, user, now)


def lift_halt(run: Run, *, user: Any = None, now: datetime | None = None) -> Run:
    """Show everything that is left again, and let people go on."""

    def change(held: Run, _at: datetime) -> str:
        if held.halted_at is None:
            return ""
        held.halted_at = None
        return LIFTED

    return _changed(run, change, user, now)


def end(
    run: Run, *, user: Any = None, now: datetime | None = None, retention: Retention | None = None
) -> Run:
    """End the session: nobody writes any more. Nothing is erased until its retention has passed.

    Seats, worlds and results stay, and so does a stop that has not been lifted.
    """
    days = (retention or Retention()).ended

    def change(held: Run, at: datetime) -> str:
        if held.state == Run.State.ENDED:
            return ""
        held.state, held.ended_at, held.paused_at = Run.State.ENDED, at, None
        last = timezone.localtime(at).date() + timedelta(days=days)
        held.purge_after = max(held.purge_after or last, last)
        return ENDED

    return _changed(run, change, user, now)


def _changed(
    run: Run, change: Callable[[Run, datetime], str], user: Any, now: datetime | None
) -> Run:
    """Change the run as it is now, and note it; a change already made is made once."""
    at = now or timezone.now()
    with transaction.atomic():
        held = hold_run(run)
        code = change(held, at)
        if code:
            held.save(
                update_fields=[
                    "paused_at",
                    "halted_at",
                    "phase_began_at",
                    "state",
                    "ended_at",
                    "purge_after",
                ]
            )
            run_event(held, code, at=at, user=user)
            transaction.on_commit(lambda: look_again(held.pk))
    return held
