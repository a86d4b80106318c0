"""Seats that change hands while the session runs: taken, left, flipped, moved. The case stays.

Locks are taken in the house's order: the run, every seat of the worlds concerned, the worlds.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from sandbox.world.flips import mirror
from sandbox.world.holding import hold_world
from sandbox.world.models import Participant, Run, Seat, World
from sandbox.world.run_log import hold_run, run_event
from sandbox.world.templates import file_of

HUMAN, ACTOR = Seat.Kind.HUMAN, Seat.Kind.ACTOR
SEAT_TAKEN, SEAT_LEFT, SEAT_FLIPPED, MOVED = "seat_taken", "seat_left", "seat_flipped", "moved"


class NoFreeSeat(Exception):
    """Every seat that could have been given is somebody's."""


class NobodyThere(ValueError):
    """A seat cannot be played by a person when nobody holds it."""


@dataclass(frozen=True)
class _Table:
    """A run with the seats of its worlds, held until the transaction ends."""

    run: Run
    seats: tuple[Seat, ...]
    at: datetime
    user: Any

    def seat(self, key: int) -> Seat:
        """The seat as it is now. Raises Seat.DoesNotExist for one that is not in use."""
        for one in self.seats:
            if one.pk == key:
                return one
        raise Seat.DoesNotExist

    def of(self, participant: Participant) -> list[Seat]:
        """The participant's seats."""
        return [one for one in self.seats if one.participant_id == participant.pk]

    def free(self) -> list[Seat]:
        """The seats nobody holds; the ones that may stay empty last, then in order of number."""
        may_stay = {card.party for card in file_of(self.run.scenario).seats if card.optional}
        empty = [one for one in self.seats if one.participant_id is None]
        return sorted(empty, key=lambda one: (one.unit in may_stay, one.no))


def take_seat(
    participant: Participant,
    seat: Seat,
    *,
    also: bool = False,
    user: Any = None,
    now: datetime | None = None,
) -> Seat:
    """Let the participant play the seat, with all its history; returns the seat that was given.

    When somebody was first, it is the next free one: in the same group, else in any. Without
    `also` the participant's former seats go to actors. Raises NoFreeSeat, and Seat.DoesNotExist
    for a seat that is not in use in the participant's run.
    """
    with transaction.atomic():
        table = _table(participant.run_id, user, now)
        wanted = table.seat(seat.pk)
        given = _first_free(table, wanted, participant)
        former = [] if also else [one for one in table.of(participant) if one.pk != given.pk]
        _put(given, participant, HUMAN)
        for one in former:
            _put(one, None, ACTOR)
        _there(participant, given)
        _mirrored(table, [given, *former])
        run_event(table.run, SEAT_TAKEN, at=table.at, user=user, data=_who(participant, given))
    return given


def leave_seat(
    participant: Participant,
    seat: Seat | None = None,
    *,
    user: Any = None,
    now: datetime | None = None,
) -> None:
    """Let actors play what the participant played: one seat, or all of them when somebody leaves.

    The case, what was written and the person's result stay. Leaving without a seat changes nothing.
    """
    with transaction.atomic():
        table = _table(participant.run_id, user, now)
        left = [one for one in table.of(participant) if seat is None or one.pk == seat.pk]
        for one in left:
            _put(one, None, ACTOR)
        _mirrored(table, left)
        for one in left:
            run_event(table.run, SEAT_LEFT, at=table.at, user=user, data=_who(participant, one))


def flip(seat: Seat, to: str, *, user: Any = None, now: datetime | None = None) -> Seat:
    """Let an actor play the seat for a while (`to` "actor"), or its own person again ("human").

    The seat stays the participant's, who may look and not write meanwhile. Raises NobodyThere for a
    seat that nobody holds, and Seat.DoesNotExist for one that is not in use.
    """
    if to not in (HUMAN, ACTOR):
        raise ValueError("A seat is flipped to human or to actor.")
    with transaction.atomic():
        table = _table(seat.run_id, user, now)
        fresh = table.seat(seat.pk)
        if to == HUMAN and fresh.participant_id is None:
            raise NobodyThere
        if fresh.kind != to:
            _put(fresh, fresh.participant, to)
            _mirrored(table, [fresh])
            data: dict[str, int | str | None] = {"seat": fresh.no, "to": str(to)}
            run_event(table.run, SEAT_FLIPPED, at=table.at, user=user, data=data)
    return fresh


def move_participant(
    participant: Participant,
    line: int,
    *,
    party: str = "",
    user: Any = None,
    now: datetime | None = None,
) -> Seat | None:
    """Move the participant to another group, to the seat of `party` or to the same one there.

    When that is somebody's, to the next free in the group. The seats left behind go to actors.
    Before the session has begun only the group's number changes, and None is returned. Raises
    NoFreeSeat when the group is full; then nothing is changed.
    """
    with transaction.atomic():
        table = _table(participant.run_id, user, now)
        if not table.seats:
            Participant.objects.filter(pk=participant.pk).update(line=line)
            participant.line = line
            _moved(table, participant, None)
            return None
        mine = table.of(participant)
        if any(one.world and one.world.line == line for one in mine):
            return mine[0]
        there = [one for one in table.free() if one.world and one.world.line == line]
        if not there:
            raise NoFreeSeat
        wanted = {party} if party else {one.unit for one in mine}
        given = next((one for one in there if one.unit in wanted), there[0])
        for one in mine:
            _put(one, None, ACTOR)
        _put(given, participant, HUMAN)
        _there(participant, given)
        _mirrored(table, [given, *mine])
        _moved(table, participant, given)
    return given


def _table(run: int, user: Any, now: datetime | None) -> _Table:
    held = hold_run(run)
    seats = (
        Seat.objects.select_for_update(of=("self",), no_key=True)
        .select_related("world", "participant")
        .filter(run=held, world__kind=World.Kind.LIVE)
        .order_by("pk")
    )
    # One copy of the run, so that a change to it is seen from every seat.
    table = _Table(held, tuple(seats), now or timezone.now(), user)
    for seat in table.seats:
        seat.run = held
    return table


def _first_free(table: _Table, wanted: Seat, participant: Participant) -> Seat:
    if wanted.participant_id in (None, participant.pk):
        return wanted
    free = table.free()
    if not free:
        raise NoFreeSeat
    return next((one for one in free if one.world_id == wanted.world_id), free[0])


def _put(seat: Seat, participant: Participant | None, kind: str) -> None:
    seat.participant, seat.kind = participant, kind
    seat.save(update_fields=["participant", "kind"])


def _there(participant: Participant, seat: Seat) -> None:
    participant.line = seat.world.line if seat.world else participant.line
    participant.left_at = None
    participant.save(update_fields=["line", "left_at"])


def _mirrored(table: _Table, seats: Iterable[Seat]) -> None:
    """Write who is played by people into the cases of the seats' worlds, in order of key."""
    for key in sorted({seat.world_id for seat in seats if seat.world_id}):
        humans = [one.unit for one in table.seats if one.world_id == key and one.kind == HUMAN]
        mirror(hold_world(key, table.run, table.at), humans)


def _moved(table: _Table, participant: Participant, seat: Seat | None) -> None:
    data: dict[str, int | str | None] = {"participant": participant.no, "line": participant.line}
    data |= {"seat": seat.no} if seat else {}
    run_event(table.run, MOVED, at=table.at, user=table.user, data=data)


def _who(participant: Participant, seat: Seat) -> dict[str, int | str | None]:
    return {"participant": participant.no, "seat": seat.no}
