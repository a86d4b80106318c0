"""Report and erase: what a seat or a group wrote is blanked wherever it is kept.

Only the fact remains: a Redaction for whoever looks after the site, and a line in the log.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from sandbox.world.difference import Writer, move_on
from sandbox.world.erasing import Wish, empty_the_journal, erase
from sandbox.world.models import (
    Activity,
    Case,
    Contribution,
    Entry,
    Event,
    Redaction,
    Run,
    Seat,
    World,
)
from sandbox.world.parts import actor_of
from sandbox.world.run_log import hold_run, run_event
from sandbox.world.showing import HINT_GIVEN
from sandbox.world.templates import file_of

REDACTED = "redacted"
GROUP = "group"
# The questions people answer in their own words.
_IN_WORDS = (
    Activity.Kind.WORDS,
    Activity.Kind.GROUP_QUESTION,
    Activity.Kind.CLOSING,
    Activity.Kind.MONDAY,
)


@dataclass(frozen=True)
class Chosen:
    """What a leader has chosen to erase: of one seat, one document, or everything that is recent.

    `minutes` back from now, drafts, what the leader herself has written and answers in words too;
    `seat` alone is everything written from it, and its holder's answers in words; `document` is a
    number in the case of `world`.
    """

    seat: Seat | None = None
    kind: str = ""
    world: World | None = None
    document: int | None = None
    minutes: int | None = None


def redact(
    *,
    seat: Seat,
    kind: str | None = None,
    field: str | None = None,
    reason: str = Redaction.Reason.OTHER,
    now: datetime | None = None,
) -> Redaction:
    """Blank the free text the seat wrote: all of it, one kind of document, or one field of a kind.

    Leaves a Redaction in the queue and an event in the log; neither says what was written. Raises
    ValueError for a seat without a world, a field without a kind, or an unknown reason.
    """
    if (field and not kind) or reason not in Redaction.Reason.values:
        raise ValueError("Say which kind of document the field is in, and a known reason.")
    at = now or timezone.now()
    with transaction.atomic():
        fresh = Seat.objects.select_for_update(no_key=True).get(pk=seat.pk)
        if fresh.world_id is None:
            raise ValueError("The seat has no world.")
        world = World.objects.select_for_update(of=("self",), no_key=True).get(pk=fresh.world_id)
        erased = erase(Wish(fresh.run_id, _of_seat(fresh, kind or ""), field))
        case = Case.objects.for_world(world).order_by("no")[0]
        actor = actor_of(fresh, file_of(seat.run.scenario))
        _log(Writer(world, fresh, at), case, actor=actor, kind=kind or "", field=field or "")
        # A page is kept for as long as its world stands untouched.
        World.objects.filter(pk__in=erased.worlds - {world.pk}).update(touched_at=at)
        transaction.on_commit(empty_the_journal)
        return Redaction.objects.create(
            user_id=fresh.user_id,
            run_id=fresh.run_id,
            role=fresh.role,
            case_no=case.no,
            kind=kind or "",
            field=field or "",
            reason=reason,
            places=erased.places,
            at=at,
        )


def redact_room(seat: Seat, *, now: datetime | None = None) -> None:
    """Blank everything its learner has written in a free room, from units that were left too.

    Reaches copies of the room that were shared. Raises Seat.DoesNotExist for a seat without a world.
    """
    with transaction.atomic():
        Seat.objects.select_for_update(no_key=True).get(pk=seat.pk, world__isnull=False)
        mine = Seat.objects.filter(run=seat.run_id, user=seat.user_id).select_related("run")
        wrote = set(Entry.everywhere.filter(seat__in=mine).values_list("seat", flat=True))
        for one in mine.order_by("no"):
            if one.pk == seat.pk or one.pk in wrote:
                redact(seat=one, now=now)


def redact_group(
    run: Run,
    chosen: Chosen,
    *,
    user: Any = None,
    reason: str = Redaction.Reason.REAL_PERSON,
    now: datetime | None = None,
) -> Redaction:
    """Blank what a leader has chosen in her session, wherever it is kept in any of its groups.

    Leaves a Redaction, a line in the log of each group that was touched, and one in the run's; none
    says what was written. Raises ValueError when nothing is chosen, or for an unknown reason.
    """
    if reason not in Redaction.Reason.values:
        raise ValueError("Say a known reason.")
    at = now or timezone.now()
    with transaction.atomic():
        held = hold_run(run)
        wish = _wish(held, chosen, at)
        list(Seat.objects.filter(run=held).order_by("pk").select_for_update(no_key=True))
        rows = World.objects.select_for_update(of=("self",), no_key=True)
        worlds = list(rows.filter(run=held).order_by("pk"))
        erased = erase(wish)
        answers = _unanswered(held, chosen, at)
        for world in worlds:
            if world.pk in erased.worlds:
                case = Case.objects.for_world(world).order_by("no")[0]
                _log(Writer(world, None, at), case, actor="trainer", kind=chosen.kind, field="")
        places = erased.places + answers
        run_event(
            held, REDACTED, at=at, user=user, data={"places": places, "minutes": chosen.minutes}
        )
        transaction.on_commit(empty_the_journal)
        return Redaction.objects.create(
            user=user,
            run=held,
            role=chosen.seat.role if chosen.seat else GROUP,
            case_no=1,
            kind=chosen.kind,
            reason=reason,
            places=places,
            at=at,
        )


def _wish(run: Run, chosen: Chosen, at: datetime) -> Wish:
    if chosen.minutes is not None:
        since = at - timedelta(minutes=chosen.minutes)
        return Wish(
            run.pk,
            lambda entry: entry.at >= since,
            said=lambda event: event.code == HINT_GIVEN and event.at >= since,
        )
    if chosen.document is not None and chosen.world is not None:
        return Wish(run.pk, _numbered(chosen.world.pk, chosen.document))
    if chosen.seat is not None:
        return Wish(run.pk, _of_seat(chosen.seat, chosen.kind))
    raise ValueError("Say what is to go: a seat, a document or how many minutes.")


def _of_seat(seat: Seat, kind: str) -> Callable[[Entry], bool]:
    return lambda entry: entry.seat_id == seat.pk and kind in ("", entry.kind)


def _numbered(world: int, number: int) -> Callable[[Entry], bool]:
    return lambda entry: entry.world_id == world and entry.no == number


def _unanswered(run: Run, chosen: Chosen, at: datetime) -> int:
    """Take away answers in words, which can be given again: the recent ones, or those of whoever
    holds the seat; returns how many.
    """
    words = Contribution.objects.filter(activity__run=run, activity__kind__in=_IN_WORDS)
    if chosen.minutes is not None:
        return words.filter(at__gte=at - timedelta(minutes=chosen.minutes)).delete()[0]
    if chosen.seat is not None and chosen.seat.participant_id and not chosen.kind:
        return words.filter(participant=chosen.seat.participant_id).delete()[0]
    return 0


def _log(writer: Writer, case: Case, *, actor: str, kind: str, field: str) -> None:
    event = Event(
        world=writer.world,
        seq=writer.world.seq + 1,
        case=case,
        seat=writer.seat,
        actor=actor,
        actor_kind="human" if writer.seat else "trainer",
        code=REDACTED,
        data={"kind": kind, "field": field},
        version=case.version,
        sim_at=writer.world.sim_now,
        at=writer.at,
    )
    event.save()
    move_on(writer, steps=1, now=writer.world.sim_now)
