"""What practice keeps about a person, in codes and numbers; and what goes when she is forgotten."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from sandbox.world.erasing import empty_the_journal
from sandbox.world.models import (
    Activity,
    Contribution,
    Participant,
    Redaction,
    Run,
    RunLeader,
    RunResult,
    Scenario,
    Seat,
    World,
)
from sandbox.world.purge import purge


@dataclass(frozen=True)
class Attempt:
    """One attempt at an exercise: `met` of `total` checks."""

    title: str
    began_at: datetime
    ended_at: datetime | None
    met: int
    total: int


@dataclass(frozen=True)
class Attendance:
    """A led session she was in, under the name she gave there; empty once the session is emptied."""

    title: str
    began_at: datetime
    name: str
    led: bool = False


@dataclass(frozen=True)
class Records:
    """All that is kept: attempts, sessions, how many texts she has erased, and open worlds."""

    attempts: tuple[Attempt, ...]
    sessions: tuple[Attendance, ...]
    erasures: tuple[datetime, ...]
    worlds: int


def records_of(user_id: int) -> Records:
    """Everything under her account. Six queries, however many rows."""
    titles = dict(Scenario.objects.filter(current=True).values_list("slug", "title"))
    attempts = tuple(
        Attempt(
            titles.get(row.scenario, row.scenario), row.started_at, row.ended_at, row.met, row.total
        )
        for row in RunResult.objects.filter(user_id=user_id).order_by("-started_at", "-pk")
    )
    joined = Participant.objects.filter(user_id=user_id).select_related("run__scenario")
    led = Run.objects.filter(_led_by(user_id)).select_related("scenario").distinct()
    sessions = [
        Attendance(
            row.run.title or row.run.scenario.title, row.run.starts_at or row.joined_at, row.name
        )
        for row in joined.defer("run__phases", "run__scenario__source").order_by("-joined_at")
    ]
    sessions += [
        Attendance(run.title or run.scenario.title, run.starts_at or run.created_at, "", led=True)
        for run in led.defer("phases", "scenario__source").order_by("-created_at")
    ]
    erased = Redaction.objects.filter(user_id=user_id).values_list("at", flat=True)
    return Records(attempts, tuple(sessions), tuple(erased), _own_worlds(user_id).count())


def forget(user_id: int) -> None:
    """Delete her own runs with all she wrote, and her name and words in led sessions.

    Results stay in codes and numbers, under a pseudonym that leads nowhere. What a group wrote
    together goes with its session, on the session's own day.
    """
    now = timezone.now()
    with transaction.atomic():
        purge(list(_own_worlds(user_id).values_list("pk", flat=True)), now=now)
        runs = Run.objects.filter(learner_id=user_id)
        runs.exclude(state=Run.State.ENDED).update(state=Run.State.ENDED, ended_at=now)
        runs.update(learner=None)
        Seat.objects.filter(user_id=user_id).update(user=None)
        RunResult.objects.filter(user_id=user_id).update(user=None)
        Redaction.objects.filter(user_id=user_id).update(user=None)
        RunLeader.objects.filter(user_id=user_id).delete()
        Run.objects.filter(trainer_id=user_id).update(trainer=None)
        _forget_participant(user_id)
        transaction.on_commit(empty_the_journal)


def _own_worlds(user_id: int) -> QuerySet[World]:
    return World.objects.filter(run__learner_id=user_id, run__mode=Run.Mode.SOLO)


def _led_by(user_id: int) -> Q:
    return Q(trainer_id=user_id) | Q(leaders__user_id=user_id)


def _forget_participant(user_id: int) -> None:
    mine = Participant.objects.filter(user_id=user_id)
    Contribution.objects.filter(participant__in=mine).exclude(
        activity__kind=Activity.Kind.POLL
    ).delete()
    mine.update(name="", token_hash="", personal_code="", user=None)
