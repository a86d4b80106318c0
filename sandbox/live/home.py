"""What a participant's own page in the session shows: the seats, the group, what to wait for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from sandbox.live import activities, offering
from sandbox.live.lobby import group_of
from sandbox.world.models import Participant, Run
from sandbox.world.templates import file_of


@dataclass(frozen=True)
class OwnSeat:
    """A seat the participant holds: what it is called, and where it is once the roles are out."""

    name: str
    group: int | None
    url: str


def home_context(run: Run, participant: Participant) -> dict[str, Any]:
    """Everything the living part of the page shows (live/parts_home.html). Constant queries."""
    asked = activities.for_participant(run, participant)
    return {
        "run": run,
        "participant": participant,
        "activities": asked,
        "activity": asked.asked is not None and not asked.mine,
        "seats": own_seats(run, participant),
        "is_group": run.mode == Run.Mode.GROUP,
        "is_lobby": run.state == Run.State.LOBBY,
        "is_running": run.state == Run.State.RUNNING,
        "is_ended": run.state == Run.State.ENDED,
        "is_support": participant.kind == Participant.Kind.SUPPORT,
    }


def own_seats(run: Run, participant: Participant) -> list[OwnSeat]:
    """The seats the participant holds, those of her group first."""
    read = file_of(run.scenario)
    is_group = run.mode == Run.Mode.GROUP
    return [
        OwnSeat(
            name=offering.seat_name(read, seat.unit),
            group=(seat.world.line if seat.world else group_of(seat, read)) if is_group else None,
            url=seat_url(run, seat.no) if seat.world else "",
        )
        for seat in participant.seats.filter(run=run).select_related("world").order_by("no")
    ]


def seat_url(run: Run, no: int) -> str:
    """The address of a seat in a led session."""
    return reverse("practice:tasks", args=[f"{run.join_code.lower()}-{no}"])
