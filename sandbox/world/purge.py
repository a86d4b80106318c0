"""Takes away worlds and sessions nobody needs any more, text and all; results stay."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import models, transaction
from django.db.models import Exists, Max, OuterRef, Q
from django.utils import timezone

from sandbox.world.models import (
    Access,
    Activity,
    Case,
    CheckResult,
    Contribution,
    Entry,
    Event,
    Participant,
    Person,
    Run,
    RunEvent,
    Scenario,
    Seat,
    SelfAssessment,
    Timer,
    Token,
    World,
)

PURGED = "purged"

# Children first: rows are deleted raw, without the framework collecting them one by one.
_CHILDREN: tuple[type[models.Model], ...] = (
    Access,
    Token,
    SelfAssessment,
    CheckResult,
    Timer,
    Event,
    Entry,
    Case,
    Person,
)


@dataclass(frozen=True)
class Retention:
    """How many days an archived attempt, an ended run and an untouched run are kept."""

    archived: int = 14
    ended: int = 30
    idle: int = 90


def due(*, now: datetime, retention: Retention) -> list[int]:
    """The keys of the worlds whose time has passed; templates are never among them.

    A led session has a day of its own (`purge_after`), which goes before the usual ones.
    """
    led = Q(run__purge_after__isnull=False)
    old = (
        Q(kind=World.Kind.ARCHIVED, archived_at__lt=now - timedelta(days=retention.archived)) & ~led
        | Q(run__ended_at__lt=now - timedelta(days=retention.ended)) & ~led
        | Q(run__purge_after__lt=timezone.localtime(now).date())
        | Q(kind=World.Kind.LIVE, touched_at__lt=now - timedelta(days=retention.idle))
    )
    found = World.objects.exclude(kind=World.Kind.TEMPLATE).filter(old)
    return list(found.values_list("pk", flat=True))


def purge(keys: list[int], *, now: datetime) -> int:
    """Delete the worlds with everything in them, in a constant number of statements.

    A run left without a world is ended. Results and redactions stay. Returns how many worlds went.
    """
    with transaction.atomic():
        # Seats before worlds, as everyone else takes them.
        list(Seat.objects.filter(world__in=keys).select_for_update(no_key=True).values_list("pk"))
        worlds = World.objects.filter(pk__in=keys).exclude(kind=World.Kind.TEMPLATE)
        found = list(
            worlds.select_for_update(of=("self",), no_key=True).values_list("pk", "run_id")
        )
        gone, runs = [key for key, _run in found], {run for _key, run in found}
        for model in _CHILDREN:
            _delete(model, Q(world__in=gone))
        Seat.objects.filter(world__in=gone).update(world=None)
        World.objects.filter(parent__in=gone).update(parent=None)
        _delete(World, Q(pk__in=gone))
        Run.objects.filter(pk__in=runs).exclude(state=Run.State.ENDED).exclude(
            pk__in=World.objects.filter(kind=World.Kind.LIVE, run__in=runs).values("run")
        ).update(state=Run.State.ENDED, ended_at=now)
    return len(gone)


def purge_unused_templates() -> int:
    """Delete templates that belong to no scenario, are shared by nobody, and no world came from."""
    with transaction.atomic():
        unused = World.objects.filter(kind=World.Kind.TEMPLATE, shared_by=None).exclude(
            Exists(Scenario.objects.filter(template=OuterRef("pk")))
        )
        unused = unused.exclude(Exists(World.objects.filter(template=OuterRef("pk"))))
        gone = list(unused.values_list("pk", flat=True))
        for model in _CHILDREN:
            _delete(model, Q(world__in=gone))
        _delete(World, Q(pk__in=gone))
    return len(gone)


def due_sessions(*, now: datetime) -> list[int]:
    """The keys of the led sessions whose day has passed and that still hold something personal."""
    purged = RunEvent.objects.filter(run=OuterRef("pk"), code=PURGED)
    old = Run.objects.filter(purge_after__lt=timezone.localtime(now).date())
    return list(old.exclude(Exists(purged)).values_list("pk", flat=True))


def forget(keys: list[int], *, now: datetime) -> int:
    """Take away what is personal in the sessions: names, codes, tokens, titles, answers in words.

    Results, attendance in numbers, polls, and what the leaders did (codes only) stay. The worlds go
    with `purge`. Returns how many sessions were emptied.
    """
    with transaction.atomic():
        runs = list(Run.objects.filter(pk__in=keys).select_for_update(no_key=True).order_by("pk"))
        found = [run.pk for run in runs]
        people = Participant.objects.filter(run__in=found)
        people.update(name="", token_hash="", personal_code="")
        asked = Activity.objects.filter(run__in=found)
        Contribution.objects.filter(activity__in=asked).exclude(
            activity__kind=Activity.Kind.POLL
        ).delete()
        # What is kept with a poll is only numbers, such as how many chose each answer on paper.
        asked.exclude(kind=Activity.Kind.POLL).update(question="", options=[], moderation={})
        rows = Run.objects.filter(pk__in=found)
        rows.update(title="", place="")
        rows.exclude(state=Run.State.ENDED).update(state=Run.State.ENDED, ended_at=now)
        _note_purged(found, now)
    return len(found)


def _note_purged(keys: list[int], now: datetime) -> None:
    last = dict(
        Run.objects.filter(pk__in=keys).annotate(last=Max("events__no")).values_list("pk", "last")
    )
    RunEvent.objects.bulk_create(
        RunEvent(run_id=key, no=(last[key] or 0) + 1, code=PURGED, at=now) for key in keys
    )


def _delete(model: type[models.Model], condition: Q) -> None:
    rows: models.QuerySet[models.Model] = models.QuerySet(model=model).filter(condition)
    rows._raw_delete(rows.db)  # noqa: SLF001 — no cascade is left to collect
