"""The run sheet: which part the session is in, how long it has left, and time without its pauses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from sandbox.live import offering
from sandbox.world.models import Run, RunEvent
from sandbox.world.run_log import hold_run, run_event
from sandbox.world.stopping import HALTED, LIFTED, PAUSED, RESUMED
from sandbox.world.templates import file_of

PHASE = "phase"
_STOPS, _GOES_ON = (PAUSED, HALTED), (RESUMED, LIFTED)
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Part:
    """A part of the session; `no` counts those that have any minutes, from 1.

    `index` is its place in the run's list. `notes` are for the leader alone.
    """

    index: int
    no: int
    title: str
    kind: str
    minutes: int
    notes: str
    where: str


@dataclass(frozen=True)
class Sheet:
    """All parts, the present one, and its neighbours; `left` is in minutes, below 0 when over."""

    parts: tuple[Part, ...]
    now: Part | None
    before: Part | None
    after: Part | None
    left: int


def sheet(run: Run, *, now: datetime | None = None) -> Sheet:
    """The run sheet as it stands. A part of 0 minutes is left out. No query."""
    notes = {phase.key: phase.notes for phase in offering.run_sheet(file_of(run.scenario))}
    used = [
        (index, row) for index, row in enumerate(run.phases) if row["minutes"] or index == run.phase
    ]
    parts = tuple(
        Part(
            index=index,
            no=no,
            title=row["title"],
            kind=row["kind"],
            minutes=row["minutes"],
            notes=notes.get(row["key"], ""),
            where="now" if index == run.phase else "done" if index < run.phase else "todo",
        )
        for no, (index, row) in enumerate(used, start=1)
    )
    present = next((part for part in parts if part.where == "now"), None)
    return Sheet(
        parts=parts,
        now=present,
        before=next((part for part in reversed(parts) if part.where == "done"), None),
        after=next((part for part in parts if part.where == "todo"), None),
        left=_left(run, present, now or timezone.now()),
    )


def go_to(run: Run, index: int, *, user: Any = None, now: datetime | None = None) -> None:
    """Go to a part of the session. Raises ValueError for one there is not; twice is once."""
    at = now or timezone.now()
    with transaction.atomic():
        held = hold_run(run)
        if not 0 <= index < len(held.phases):
            raise ValueError("There is no such part.")
        if held.phase == index or held.state != Run.State.RUNNING:
            return
        held.phase = index
        # A pause that goes on will move the beginning on by its whole length.
        held.phase_began_at = held.paused_at or at
        held.save(update_fields=["phase", "phase_began_at"])
        run_event(held, PHASE, at=at, user=user, data={"phase": index})


def minutes_between(since: datetime, until: datetime, events: Iterable[RunEvent]) -> int:
    """Whole minutes from one moment to another, without those when the session stood still."""
    still, began = timedelta(), None
    stops: set[str] = set()
    for event in events:
        if event.code in _STOPS:
            began = event.at if not stops else began
            stops.add(event.code)
        elif event.code in _GOES_ON and stops:
            stops.discard(_STOPS[_GOES_ON.index(event.code)])
            if not stops and began is not None:
                still += _overlap(began, event.at, since, until)
    if stops and began is not None:
        still += _overlap(began, until, since, until)
    return max(until - since - still, timedelta()) // MINUTE


def _overlap(began: datetime, ended: datetime, since: datetime, until: datetime) -> timedelta:
    return max(min(ended, until) - max(began, since), timedelta())


def _left(run: Run, part: Part | None, now: datetime) -> int:
    if part is None:
        return 0
    until = run.paused_at or now
    gone = until - (run.phase_began_at or until)
    return part.minutes - int(max(gone, timedelta()) / MINUTE)
