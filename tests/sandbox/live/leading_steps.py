"""A session about Berit that is being led: two groups, a trainer, and what her browser sends."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.test import Client

from sandbox.live import activities, board
from sandbox.world.models import Entry, Run, World
from tests.sandbox.live.session_steps import account, browser
from tests.sandbox.world.conftest import NOW
from tests.sandbox.world.led import berit, full_house, planned_run

PARTS = [
    {"key": "samling", "kind": "gather", "title": "Samling", "minutes": 25},
    {"key": "rollspelet", "kind": "roleplay", "title": "Rollspelet", "minutes": 80},
    {"key": "avslut", "kind": "closing", "title": "Avslut", "minutes": 40},
]
ROLE_PLAY = 1


def led_session(trainer: Any, *, groups: int = 2, part: int = ROLE_PLAY) -> Run:
    """Every seat but Berit's has a person, and the run sheet stands at a part."""
    run = planned_run(
        berit(),
        trainer=trainer,
        groups=groups,
        title="Berit i november",
        phases=PARTS,
        phase=part,
        phase_began_at=NOW,
        created_at=NOW,
    )
    full_house(run, groups=groups)
    activities.prepare(run)
    return fresh(run)


def fresh(run: Run) -> Run:
    return Run.objects.select_related("scenario", "trainer").get(pk=run.pk)


def karin() -> Any:
    return account("karin@example.org", leads=True)


def leading(run: Run) -> Client:
    """The browser of the trainer who planned it."""
    return browser(run.trainer)


def page_of(run: Run, tail: str = "ledarvy/") -> str:
    return f"/utbildare/{run.pk}/{tail}"


def world(run: Run, line: int = 1) -> World:
    return World.objects.get(run=run, line=line, kind=World.Kind.LIVE)


def letters(run: Run, line: int = 1) -> list[Entry]:
    """The messages that have come in the group, the newest last."""
    return list(Entry.objects.for_world(world(run, line)).filter(kind="message").order_by("no"))


def row(run: Run, line: int = 1, *, minutes: float = 0) -> board.Row:
    """The group's row on the board, some minutes after it began."""
    shown = board.board(fresh(run), now=NOW + timedelta(minutes=minutes))
    return next(one for one in shown.rows if one.line == line)
