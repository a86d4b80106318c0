"""Practise again: a fresh world for the seat, the old one archived; and undoing that."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from sandbox.world.clone import clone
from sandbox.world.models import Run, Seat, World


def practise_again(*, seat: Seat, now: datetime | None = None) -> Seat:
    """Give the seat a fresh world of the same scenario version; the old one is archived.

    Everyone whose seat was in that world follows. Results of earlier attempts are untouched.
    """
    at = now or timezone.now()
    with transaction.atomic():
        seat, old = _locked(seat)
        world = clone(
            old.template or old,
            run=seat.run,
            generation=_last_generation(old) + 1,
            parent=old,
            at=at,
        )
        _move(seats_from=old, to=world, at=at)
        seat.world = world
    return seat


def undo_practise_again(*, seat: Seat, now: datetime | None = None) -> Seat:
    """Go back to the attempt before. Raises ValueError when there is none to go back to."""
    at = now or timezone.now()
    with transaction.atomic():
        seat, world = _locked(seat)
        parent = world.parent
        if parent is None or parent.kind != World.Kind.ARCHIVED:
            raise ValueError("There is no earlier attempt.")
        _move(seats_from=world, to=parent, at=at)
        seat.world = parent
    return seat


def _locked(seat: Seat) -> tuple[Seat, World]:
    """The seat and its world as they are now, held until the transaction ends.

    The run first, so that two who start over wait for each other; then every seat in the world,
    then the world, as perform takes them.
    """
    Run.objects.select_for_update(no_key=True).get(pk=seat.run_id)
    together = Seat.objects.filter(world__in=Seat.objects.filter(pk=seat.pk).values("world"))
    seats = (
        together.select_related("run__scenario")
        .defer("run__scenario__source")
        .select_for_update(of=("self",), no_key=True)
    )
    fresh = {one.pk: one for one in seats.order_by("pk")}.get(seat.pk)
    if fresh is None:
        raise ValueError("The seat has no world.")
    return fresh, World.objects.select_for_update(of=("self",), no_key=True).get(
        pk=fresh.world_id or 0
    )


def _last_generation(world: World) -> int:
    of_line = World.objects.filter(run=world.run_id, line=world.line)
    last: int = of_line.aggregate(last=Max("generation"))["last"]
    return last


def _move(*, seats_from: World, to: World, at: datetime) -> None:
    Seat.objects.filter(world=seats_from).update(world=to)
    World.objects.filter(pk=seats_from.pk).update(kind=World.Kind.ARCHIVED, archived_at=at)
    World.objects.filter(pk=to.pk).update(kind=World.Kind.LIVE, archived_at=None, touched_at=at)
    to.kind, to.archived_at, to.touched_at = World.Kind.LIVE, None, at
