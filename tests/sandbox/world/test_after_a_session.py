"""When a session's day has passed nothing personal is left of it, and its results are."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import call_command

from sandbox.world.claiming import claim
from sandbox.world.models import (
    Activity,
    Contribution,
    Entry,
    Event,
    Participant,
    Run,
    RunEvent,
    RunResult,
    World,
)
from sandbox.world.purge import Retention, due, due_sessions, forget, purge
from sandbox.world.stopping import end
from tests.sandbox.world.conftest import NOW
from tests.sandbox.world.led import (
    CARE,
    WARD,
    berit,
    full_house,
    model_step,
    planned_run,
    seat_of,
    send,
    take_step,
)
from tests.sandbox.world.test_reporting_and_erasing import SECRET, is_kept

pytestmark = pytest.mark.django_db
NAME = "Guldlocka i rummet"
LATER = NOW + timedelta(days=32)


@pytest.fixture
def run(db) -> Run:
    made = planned_run(berit(), title="Höstens pass i Rödluvans rum", place="Rödluvans rum")
    (world,) = full_house(made, parties=(WARD, CARE))
    ward = seat_of(world, WARD)
    Participant.objects.filter(pk=ward.participant_id).update(name=NAME)
    take_step(ward, "notice")
    _action, body = model_step(made.scenario, "planning_ward")
    send(ward, "write_planning", body | {"now": SECRET}, step="planning_ward")
    asked = Activity.objects.create(
        run=made, no=1, kind="words", question="Vad tar du med dig?", moderation={"shown": [SECRET]}
    )
    polled = Activity.objects.create(run=made, no=2, kind="poll", question="Hur gick det?")
    for activity, value in ((asked, {"words": [SECRET]}), (polled, {"option": 1})):
        Contribution.objects.create(
            activity=activity, participant=ward.participant, value=value, at=NOW
        )
    end(made, now=NOW)
    return made


def tidy(now=LATER) -> None:
    purge(due(now=now, retention=Retention()), now=now)
    forget(due_sessions(now=now), now=now)


def test_until_its_day_nothing_is_taken(run):
    tidy(NOW + timedelta(days=29))

    assert is_kept(SECRET)
    assert World.objects.filter(run=run, kind="live").exists()


def test_afterwards_names_codes_titles_and_text_are_nowhere(run):
    code = run.participants.first().personal_code

    tidy()

    for text in (SECRET, NAME, "Rödluvans rum", code):
        assert not is_kept(text)
    assert not World.objects.filter(run=run).exists()
    assert not Entry.everywhere.filter(world__run=run).exists()
    assert not Event.everywhere.filter(world__run=run).exists()
    assert {one.token_hash for one in run.participants.all()} == {""}


def test_results_attendance_polls_and_what_the_leaders_did_stay(run, amina):
    results = {one.pk: one.checks for one in RunResult.objects.filter(run=run)}
    people = run.participants.count()
    claim(run.participants.first().personal_code, amina)

    tidy()

    assert {one.pk: one.checks for one in RunResult.objects.filter(run=run)} == results
    assert run.participants.count() == people
    assert run.participants.filter(user=amina).count() == 1
    assert Contribution.objects.get(activity__run=run).value == {"option": 1}
    assert {"opened", "ended", "purged"} <= set(
        RunEvent.objects.filter(run=run).values_list("code", flat=True)
    )


def test_a_session_is_emptied_once(run):
    tidy()

    assert due_sessions(now=LATER) == []
    assert due(now=LATER, retention=Retention()) == []


def test_a_session_that_nobody_ended_is_ended_when_its_day_has_passed():
    made = planned_run(berit(), purge_after=NOW.date())
    full_house(made, parties=(WARD,))

    tidy()

    assert Run.objects.get(pk=made.pk).state == "ended"
    assert not World.objects.filter(run=made).exists()


def test_the_nightly_command_does_it(run, capsys):
    Run.objects.filter(pk=run.pk).update(purge_after=NOW.date() - timedelta(days=400))

    call_command("purge_worlds")

    assert "1 övningsrum" in capsys.readouterr().out
    assert not is_kept(SECRET)
