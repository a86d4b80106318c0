"""Planning a session: made, changed and withdrawn before anybody has come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from sandbox.live.activities import prepare
from sandbox.live.offering import modes, run_sheet
from sandbox.world.groups import seat_cards
from sandbox.world.models import Run, RunLeader, Scenario, Seat
from sandbox.world.purge import Retention
from sandbox.world.run_log import moved_on
from sandbox.world.starting import new_code
from sandbox.world.templates import file_of

USUAL_GROUPS = 4
_TRIES = 8


@dataclass(frozen=True)
class Plan:
    """What a trainer decides: mode, when and where, groups, casting, and minutes by phase."""

    mode: str
    title: str
    place: str
    starts_at: datetime
    groups: int
    casting: str
    minutes: dict[str, int]


def usual_plan(scenario: Scenario, *, starts_at: datetime) -> Plan:
    """The plan nobody has to change anything in."""
    read = file_of(scenario)
    return Plan(
        mode=modes(read)[0],
        title=scenario.title,
        place="",
        starts_at=starts_at,
        groups=USUAL_GROUPS,
        casting=Run.Casting.OWN,
        minutes={phase.key: phase.minutes for phase in run_sheet(read)},
    )


def plan_of(run: Run) -> Plan:
    """The plan a session was made with, as it stands."""
    return Plan(
        mode=run.mode,
        title=run.title,
        place=run.place,
        starts_at=run.starts_at or timezone.now(),
        groups=run.groups,
        casting=run.casting,
        minutes={phase["key"]: phase["minutes"] for phase in run.phases},
    )


def plan_run(*, trainer: Any, scenario: Scenario, plan: Plan, rehearsal: bool = False) -> Run:
    """A new session with a code of its own that no open session has."""
    for _ in range(_TRIES):
        try:
            with transaction.atomic():
                run = Run.objects.create(
                    scenario=scenario,
                    version=scenario.version,
                    join_code=new_code(),
                    trainer=trainer,
                    state=Run.State.PLANNED,
                    rehearsal=rehearsal,
                    **_columns(scenario, plan),
                )
        except IntegrityError:
            # The code was taken: draw again.
            continue
        return run
    raise RuntimeError("No free join code.")


def change_run(*, run: Run, plan: Plan) -> None:
    """Change a session that has not begun. Seats already given follow a changed mode or size."""
    columns = _columns(run.scenario, plan)
    moved = (run.mode, run.groups) != (columns["mode"], columns["groups"])
    with transaction.atomic():
        open_runs = Run.objects.filter(pk=run.pk, state__in=(Run.State.PLANNED, Run.State.LOBBY))
        if open_runs.update(seq=F("seq") + 1, **columns) and moved:
            Seat.objects.filter(run=run, world__isnull=True).delete()
            run.participants.update(line=None)


def withdraw(*, run: Run) -> bool:
    """Delete a session that nobody has joined. Whether it was one."""
    gone, _rows = Run.objects.filter(
        pk=run.pk, state=Run.State.PLANNED, participants__isnull=True
    ).delete()
    return bool(gone)


def open_lobby(*, run: Run, now: datetime | None = None) -> None:
    """Let people in; a second click changes nothing."""
    at = now or timezone.now()
    opened = Run.objects.filter(pk=run.pk, state=Run.State.PLANNED).update(
        state=Run.State.LOBBY, phase=0, phase_began_at=at, seq=F("seq") + 1
    )
    if opened:
        prepare(run)


def lead_together(*, run: Run, user: Any) -> None:
    """Add a leader beside the one who planned the session; asking twice changes nothing."""
    if run.trainer_id == user.pk:
        return
    with transaction.atomic():
        _leader, new = RunLeader.objects.get_or_create(run=run, user=user)
        if new:
            moved_on(run)


def _columns(scenario: Scenario, plan: Plan) -> dict[str, Any]:
    read = file_of(scenario)
    day = timezone.localtime(plan.starts_at).date()
    return {
        "mode": plan.mode,
        "title": plan.title,
        "place": plan.place,
        "starts_at": plan.starts_at,
        # Side by side everybody has a line of their own.
        "groups": plan.groups if plan.mode == Run.Mode.GROUP else 1,
        "casting": plan.casting if len(seat_cards(read)) > 1 else Run.Casting.OWN,
        "phases": [
            {
                "key": phase.key,
                "kind": phase.kind,
                "title": phase.title,
                "minutes": plan.minutes.get(phase.key, phase.minutes),
            }
            for phase in run_sheet(read)
        ],
        "purge_after": day + timedelta(days=Retention().ended),
    }
