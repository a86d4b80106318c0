"""A led session with people in it, made without the pages, for tests of what they are asked."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.test import Client

from sandbox.live import activities
from sandbox.world.clone import clone
from sandbox.world.models import Activity, Participant, Run, Scenario, Seat, World
from sandbox.world.queries import hash_of
from sandbox.world.starting import new_code
from sandbox.world.templates import load_folder
from tests.sandbox.world.conftest import play_model
from training_site.people.models import User

FIXTURES = Path(__file__).resolve().parents[3] / "fixtures"
NOW = datetime(2026, 11, 26, 13, 0, tzinfo=UTC)
COOKIE = "samova_plats"


def scenario_row(slug: str = "alex-kor") -> Scenario:
    list(load_folder(FIXTURES / "scenarios", at=NOW))
    return Scenario.objects.select_related("template").get(slug=slug, current=True)


def session(trainer: User, *, groups: int = 2, mode: str = Run.Mode.GROUP) -> Run:
    """A running session with one world for each group, and its activities prepared."""
    scenario = scenario_row()
    run = Run.objects.create(
        scenario=scenario,
        version=scenario.version,
        mode=mode,
        state=Run.State.RUNNING,
        join_code=new_code(),
        trainer=trainer,
        title="Torsdagens pass",
        groups=groups,
    )
    with transaction.atomic():
        for line in range(1, groups + 1):
            clone(scenario.template, run=run, generation=1, at=NOW, line=line)
    activities.prepare(run)
    return run


def somebody(run: Run, name: str, line: int | None = 1, **more: Any) -> Participant:
    """A participant in a group, whose browser is `browser(participant)`."""
    no = run.participants.count() + 1
    return Participant.objects.create(
        run=run,
        no=no,
        name=name,
        line=line,
        token_hash=hash_of(token_of(run, no)),
        personal_code=f"{run.join_code}{no:02d}",
        **more,
    )


def token_of(run: Run, no: int) -> str:
    return f"{run.join_code}-{no:02d}-".ljust(32, "x")


def browser(participant: Participant) -> Client:
    """The phone of a participant: a cookie, no account."""
    client = Client()
    client.cookies[COOKIE] = token_of(participant.run, participant.no)
    return client


def leader(trainer: User) -> Client:
    client = Client()
    client.force_login(trainer)
    return client


def of_kind(run: Run, kind: str) -> Activity:
    return run.activities.get(kind=kind)


def opened(run: Run, kind: str) -> Activity:
    """The run's activity of the kind, open for answers."""
    activities.open_one(run=run, no=of_kind(run, kind).no)
    return of_kind(run, kind)


def says(activity: Activity, participant: Participant, **value: Any) -> None:
    activities.answer(activity=activity, participant=participant, value=value)


def sent_plan(participant: Participant) -> None:
    """The experienced colleague's whole plan, sent from a seat of the participant's."""
    run = participant.run
    seat = Seat.objects.create(
        run=run,
        no=participant.no,
        world=World.objects.get(run=run, line=participant.line),
        role="coordinator",
        unit="hemtjanst-norr",
        participant=participant,
    )
    play_model(seat)
