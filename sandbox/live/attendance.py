"""Who was there: as the lobby saw it, corrected by hand, with names added for those on paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from sandbox.live import offering
from sandbox.world.models import Participant, Run
from sandbox.world.run_log import moved_on
from sandbox.world.templates import file_of
from sandbox.world.tripwire import inspect

AUTO, THERE, AWAY = "auto", "yes", "no"
_DECIDED: Mapping[str, bool | None] = {AUTO: None, THERE: True, AWAY: False}


@dataclass(frozen=True)
class Present:
    """One line of the list. `chosen` is auto, yes or no; `there` what counts."""

    no: int
    name: str
    workplace: str
    came: datetime
    left: datetime | None
    there: bool
    chosen: str
    by_hand: bool


def attendance(run: Run) -> tuple[Present, ...]:
    """Everybody who has joined, in order; interpreters and support persons are not counted."""
    read = file_of(run.scenario)
    names = dict(offering.workplaces(read))
    rows = run.participants.filter(kind=Participant.Kind.PERSON).order_by("no")
    return tuple(
        Present(
            no=one.no,
            name=one.name,
            workplace=names.get(one.workplace, ""),
            came=one.joined_at,
            left=one.left_at,
            there=was_there(one, run),
            chosen=next(key for key, value in _DECIDED.items() if value is one.attended),
            by_hand=one.on_paper,
        )
        for one in rows
    )


def was_there(participant: Participant, run: Run) -> bool:
    """Whether the participant counts: as corrected, or else in and not gone before the end."""
    if participant.attended is not None:
        return participant.attended
    if participant.left_at is None:
        return True
    return run.ended_at is not None and participant.left_at >= run.ended_at


def correct(*, run: Run, decided: Mapping[int, str]) -> int:
    """Correct the list: number to auto, yes or no; returns how many lines changed.

    Anything else, and a number nobody has, is left alone.
    """
    changed = 0
    with transaction.atomic():
        moved_on(run)
        for one in run.participants.filter(no__in=decided):
            wanted = decided[one.no]
            if wanted in _DECIDED and one.attended is not _DECIDED[wanted]:
                one.attended = _DECIDED[wanted]
                one.save(update_fields=["attended"])
                changed += 1
    return changed


def add_by_hand(*, run: Run, name: str, workplace: str = "") -> Participant:
    """Add somebody who was there without a phone. Raises LooksReal."""
    inspect({"name": name})
    with transaction.atomic():
        moved_on(run)
        last = run.participants.aggregate(last=Max("no"))["last"] or 0
        return Participant.objects.create(
            run=run,
            no=last + 1,
            name=name,
            workplace=workplace,
            joined_at=timezone.now(),
            attended=True,
            on_paper=True,
        )
