"""The simulated clock: it moves only on command, and fires what is due on the way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from sandbox.process.state import CaseState, Timer

Fire = Callable[[CaseState, Timer], CaseState]


def advance(case: CaseState, *, to: int, fire: Fire) -> CaseState:
    """Return the case at the minute `to`, each due timer fired at its own time, in order.

    Raises ValueError when the clock would move backwards.
    """
    if to < case.now:
        raise ValueError("Klockan går bara framåt.")
    while (index := _next(case, to)) is not None:
        timer = case.timers[index]
        fired = replace(timer, status="fired")
        timers = (*case.timers[:index], fired, *case.timers[index + 1 :])
        case = fire(replace(case, timers=timers, now=max(case.now, timer.due)), timer)
    return replace(case, now=to)


def _next(case: CaseState, to: int) -> int | None:
    due = [
        (timer.due, timer.ref, index)
        for index, timer in enumerate(case.timers)
        if timer.status == "pending" and timer.due <= to
    ]
    return min(due)[2] if due else None


def planned(case: CaseState, timer: Timer) -> CaseState:
    """Return the case with the timer waiting; a waiting timer with its ref is cancelled."""
    return replace(cancelled(case, timer.ref), timers=(*cancelled(case, timer.ref).timers, timer))


def cancelled(case: CaseState, ref: str) -> CaseState:
    """Return the case with the waiting timers of this ref cancelled."""
    return replace(
        case,
        timers=tuple(
            replace(timer, status="cancelled")
            if timer.ref == ref and timer.status == "pending"
            else timer
            for timer in case.timers
        ),
    )
