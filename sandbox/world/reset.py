"""Practise again: a fresh world for the seat, the old one archived; and undoing that."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from sandbox.world.clone import Choice, clone
from sandbox.world.closed import GotUp, LeadersOwn, hindrance
from sandbox.world.composed import Composed, number
from sandbox.world.flips import mirror
from sandbox.world.holding import hold_world
from sandbox.world.models import Run, Seat, World
from sandbox.world.run_log import hold_run, moved_on, run_event
from sandbox.world.templates import file_of

AGAIN = "again"
_RUN = Composed(
    lambda: Run.objects.filter(pk=number("run")).only("pk").select_for_update(no_key=True)
)
_TOGETHER = Composed(
    lambda: (
        Seat.objects.filter(world__in=Seat.objects.filter(pk=number("seat")).values("world"))
        .select_related("run__scenario")
        .defer("run__scenario__source")
        .select_for_update(of=("self",), no_key=True)
        .order_by("pk")
    )
)
_WORLD = Composed(
    lambda: (
        World.objects.filter(pk=number("world"))
        .select_related("template")
        .select_for_update(of=("self",), no_key=True)
    )
)
_LAST = Composed(
    lambda: (
        World.objects.filter(run=number("run"), line=number("line"))
        .only("generation")
        .order_by("-generation")[:1]
    )
)


def practise_again(*, seat: Seat, party: str = "", now: datetime | None = None) -> Seat:
    """Give the seat a fresh world of the same scenario version; the old one is archived.

    Alone one may be another `party` the next time. Results of earlier attempts are untouched.
    Raises KeyError for a party that nobody plays alone, LeadersOwn in a group (`group_again`), where
    others are in the same world, Closed when the session is stopped, paused or over, and
    Seat.DoesNotExist for a seat without a world.
    """
    with transaction.atomic():
        fresh, old = _locked(seat)
        why = hindrance(fresh, fresh.run) or (LeadersOwn if _in_group(fresh) else None)
        if why and why is not GotUp:  # the room is the learner's, also from a unit she has left
            raise why
        if party and party != fresh.unit:
            _become(fresh, party)
        return _again(fresh, old, now)


def _become(seat: Seat, party: str) -> None:
    card = file_of(seat.run.scenario).seat(party)
    if seat.run.mode != Run.Mode.SOLO or not card.solo:
        raise KeyError(party)
    seat.unit, seat.role = card.party, card.role
    seat.save(update_fields=["unit", "role"])


def group_again(world: World, *, user: Any = None, now: datetime | None = None) -> World:
    """Let a group start over in a fresh world; everybody keeps the seat, and every result stays.

    The old world is archived. Raises World.DoesNotExist for a world that is not in use.
    """
    with transaction.atomic():
        run = hold_run(world.run_id or 0)
        seat = Seat.objects.filter(run=run, world=world).order_by("pk").first()
        if seat is None:
            raise World.DoesNotExist
        fresh = _again(*_locked(seat), now).world
        if fresh is None:
            raise World.DoesNotExist
        run_event(
            run,
            AGAIN,
            at=now or timezone.now(),
            user=user,
            data={"line": fresh.line, "generation": fresh.generation},
        )
        return fresh


def _in_group(seat: Seat) -> bool:
    return seat.run.mode == Run.Mode.GROUP


def _again(seat: Seat, old: World, now: datetime | None) -> Seat:
    """The seat in a fresh world; both have been taken already."""
    at, free = now or timezone.now(), seat.run.mode == Run.Mode.FREE
    world = clone(
        old.template or old,
        run=seat.run,
        generation=_last_generation(old) + 1,
        parent=old,
        at=at,
        # What the room once took of its county: the same people, days and words.
        choice=Choice(old.profile, old.sim_start, as_in=old.pk) if free else None,
    )
    _move(seats_from=old, to=world, at=at)
    if free:
        seat.world = world
        return seat
    played = Seat.objects.filter(world=world, kind=Seat.Kind.HUMAN)
    held = hold_world(world, seat.run, at)
    mirror(held, played.values_list("unit", flat=True))
    seat.world = held.world
    if seat.run.mode != Run.Mode.SOLO:
        # The world's counter begins anew: the run's makes up for it, so that none goes back.
        moved_on(seat.run, steps=old.seq + 1)
    return seat


def undo_practise_again(*, seat: Seat, now: datetime | None = None) -> Seat:
    """Go back to the attempt before.

    Raises ValueError when there is none to go back to, LeadersOwn in a group, and Seat.DoesNotExist
    for a seat without a world.
    """
    at = now or timezone.now()
    with transaction.atomic():
        seat, world = _locked(seat)
        if _in_group(seat):
            raise LeadersOwn
        parent = world.parent
        if parent is None or parent.kind != World.Kind.ARCHIVED:
            raise ValueError("There is no earlier attempt.")
        _move(seats_from=world, to=parent, at=at)
        World.objects.filter(pk=parent.pk).update(
            kind=World.Kind.LIVE, archived_at=None, touched_at=at
        )
        parent.kind, parent.archived_at, parent.touched_at = World.Kind.LIVE, None, at
        seat.world = parent
    return seat


def _locked(seat: Seat) -> tuple[Seat, World]:
    """The seat and its world as they are now, held until the transaction ends.

    The run first, so that two who start over wait for each other; then every seat in the world,
    then the world, as perform takes them.
    """
    _RUN.rows(run=seat.run_id)
    fresh = {one.pk: one for one in _TOGETHER.rows(seat=seat.pk)}.get(seat.pk)
    if fresh is None:
        raise Seat.DoesNotExist
    return fresh, _WORLD.rows(world=fresh.world_id or 0)[0]


def _last_generation(world: World) -> int:
    return _LAST.rows(run=world.run_id or 0, line=world.line)[0].generation


def _move(*, seats_from: World, to: World, at: datetime) -> None:
    """Everybody gets up from the one world and sits down in the other; the first is archived."""
    Seat.objects.filter(world=seats_from).update(world=to)
    World.objects.filter(pk=seats_from.pk).update(kind=World.Kind.ARCHIVED, archived_at=at)
