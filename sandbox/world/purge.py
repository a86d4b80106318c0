"""Takes away worlds nobody needs any more, text and all; results stay."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import models, transaction
from django.db.models import Q

from sandbox.world.models import (
    Case,
    CheckResult,
    Entry,
    Event,
    Person,
    Run,
    Seat,
    SelfAssessment,
    Timer,
    Token,
    World,
)

# Children first: rows are deleted raw, without the framework collecting them one by one.
_CHILDREN: tuple[type[models.Model], ...] = (
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
    """The keys of the worlds whose time has passed; templates are never among them."""
    old = (
        Q(kind=World.Kind.ARCHIVED, archived_at__lt=now - timedelta(days=retention.archived))
        | Q(run__ended_at__lt=now - timedelta(days=retention.ended))
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


def _delete(model: type[models.Model], condition: Q) -> None:
    rows: models.QuerySet[models.Model] = models.QuerySet(model=model).filter(condition)
    rows._raw_delete(rows.db)  # noqa: SLF001 — no cascade is left to collect
