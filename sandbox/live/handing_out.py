"""Roles given to people: when the session begins, to whoever comes late, and back when they leave."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from sandbox.live import joining, lobby, planning
from sandbox.world.doors import free_seats
from sandbox.world.groups import seat_one, seat_side_by_side, seat_the_groups
from sandbox.world.models import Participant, Run, Seat
from sandbox.world.run_log import hold_run, moved_on
from sandbox.world.seating import NoFreeSeat, leave_seat, take_seat

GATHERING = "gather"


def deal(*, run: Run, user: Any, now: datetime | None = None) -> None:
    """Hand out the roles and begin: groups are mixed unless they have been, actors get the rest.

    The run sheet goes on to the part after the gathering. A session that has begun is left alone.
    """
    at = now or timezone.now()
    if run.mode == Run.Mode.GROUP:
        if not run.seats.exists():
            come = len(lobby.counted(lobby.present(run)))
            lobby.arrange(run, size=lobby.fitting(run, come))
        lobby.place_the_rest(run)
        begun = bool(seat_the_groups(run, user=user, now=at))
    else:
        seat_side_by_side(run, user=user, now=at)
        begun = True
    if begun:
        _past_the_gathering(run, at)


def give_seat(*, run: Run, participant: Participant) -> Seat | None:
    """A seat for somebody who came when the session had begun: the next free one; None when full.

    Someone who has a seat keeps it. Support persons have none.
    """
    if run.state != Run.State.RUNNING or participant.kind == Participant.Kind.SUPPORT:
        return None
    if participant.seats.filter(run=run, world__isnull=False).exists():
        return None
    if run.mode != Run.Mode.GROUP:
        return seat_one(participant)
    free: dict[int, list[Seat]] = {}
    for seat in free_seats(run):
        free.setdefault(seat.world.line if seat.world else 0, []).append(seat)
    people = lobby.counted(lobby.present(run))
    chosen = lobby.choose(participant, people=people, free=free, casting=run.casting)
    if chosen is None:
        return None
    try:
        return take_seat(participant, chosen[1])
    except NoFreeSeat:
        # Somebody else took the last one just now.
        return None


def move_while_running(*, participant: Participant, seat: Seat, also: bool, user: Any) -> bool:
    """Let the participant take over a seat that nobody holds, with all its history.

    With `also` she keeps what she has. Whether the seat was free.
    """
    if seat.participant_id is not None:
        return False
    try:
        return take_seat(participant, seat, also=also, user=user).pk == seat.pk
    except NoFreeSeat:
        return False


def leave_session(*, run: Run, participant: Participant, now: datetime | None = None) -> None:
    """Leave for good: an actor plays what the participant played; the results stay."""
    with transaction.atomic():
        hold_run(run)
        Seat.objects.filter(participant=participant, world__isnull=True).update(
            participant=None, kind=Seat.Kind.ACTOR
        )
        leave_seat(participant)
        participant.left_at = now or timezone.now()
        participant.save(update_fields=["left_at"])
        moved_on(run)


def rehearse(*, run: Run, trainer: Any, party: str) -> tuple[Run, str]:
    """A rehearsal of the session: the trainer in one seat, actors in the others, and her token.

    Her former rehearsals of the same exercise end.
    """
    now = timezone.now()
    Run.objects.filter(trainer=trainer, rehearsal=True, scenario__slug=run.scenario.slug).exclude(
        state=Run.State.ENDED
    ).update(state=Run.State.ENDED, ended_at=now)
    plan = replace(planning.plan_of(run), groups=1, starts_at=now)
    trial = planning.plan_run(trainer=trainer, scenario=run.scenario, plan=plan, rehearsal=True)
    planning.open_lobby(run=trial, now=now)
    token = joining.new_token()
    name = trainer.get_short_name()
    person = joining.join(run=trial, token=token, name=name, workplace=party, user=trainer)
    if trial.mode == Run.Mode.GROUP:
        seat_the_groups(trial, {1: {party: person.no}}, user=trainer, now=now)
    else:
        seat_side_by_side(trial, user=trainer, now=now)
    _past_the_gathering(trial, now)
    return trial, token


def _past_the_gathering(run: Run, at: datetime) -> None:
    """Let the run sheet stand at the first part after the gathering that has any minutes."""
    fresh = Run.objects.get(pk=run.pk)
    kinds = [(phase["kind"], phase["minutes"]) for phase in fresh.phases]
    if fresh.phase >= len(kinds) or kinds[fresh.phase][0] != GATHERING:
        return
    later = (
        number
        for number, (kind, minutes) in enumerate(kinds)
        if number > fresh.phase and kind != GATHERING and minutes
    )
    Run.objects.filter(pk=run.pk).update(phase=next(later, fresh.phase), phase_began_at=at)
