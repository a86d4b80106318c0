"""What practice keeps about one person, and what is left of her when she is forgotten."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox import practice
from sandbox.world.models import (
    Activity,
    Contribution,
    Entry,
    Event,
    Participant,
    Run,
    RunResult,
    Seat,
    World,
)
from sandbox.world.starting import start_alone
from tests.sandbox.world.conftest import NOW, do, model_bodies

pytestmark = pytest.mark.django_db


@pytest.fixture
def played(seat: Seat, scenario: Any) -> Seat:
    """Amina's run, with one form sent."""
    do(seat, "consent", model_bodies(scenario)["consent"])
    return seat


@pytest.fixture
def led(scenario: Any, bo: Any) -> Run:
    """A session that Bo leads."""
    return Run.objects.create(
        scenario=scenario, version=scenario.version, mode=Run.Mode.GROUP, join_code="ABC234",
        trainer=bo, title="Torsdagspasset", starts_at=NOW,
    )  # fmt: skip


def took_part(run: Run, user: Any, no: int = 1) -> Participant:
    return Participant.objects.create(run=run, no=no, name=f"Gäst {no}", user=user)


def test_attempts_sessions_and_open_worlds_are_told(played, amina, led, bo):
    took_part(led, amina)
    mine, his = practice.records_of(amina.pk), practice.records_of(bo.pk)

    assert [one.title for one in mine.attempts] == [played.run.scenario.title]
    assert [(one.title, one.name, one.led) for one in mine.sessions] == [
        ("Torsdagspasset", "Gäst 1", False)
    ]
    assert mine.worlds == 1
    assert [(one.title, one.led) for one in his.sessions] == [("Torsdagspasset", True)]
    assert his.attempts == ()


def test_the_records_ask_as_much_for_one_session_as_for_three(
    played, amina, led, django_assert_max_num_queries
):
    took_part(led, amina)
    with django_assert_max_num_queries(20) as one:
        practice.records_of(amina.pk)
    took_part(led, amina, 2)
    took_part(led, amina, 3)
    with django_assert_max_num_queries(20) as three:
        practice.records_of(amina.pk)

    assert len(one) == len(three)


def test_what_somebody_forgotten_wrote_is_gone_and_her_results_stay_as_numbers(played, amina):
    before = RunResult.objects.values_list("met", "total", "pseudonym").get()
    practice.forget(amina.pk)

    assert not World.objects.exclude(kind=World.Kind.TEMPLATE).exists()
    assert not Entry.everywhere.filter(seat__isnull=False).exists()
    assert not Event.everywhere.filter(world__run__isnull=False).exists()
    assert RunResult.objects.values_list("met", "total", "pseudonym").get() == before
    assert RunResult.objects.get().user_id is None
    assert Run.objects.get().learner_id is None
    assert practice.records_of(amina.pk) == practice.Records((), (), (), 0)


def test_another_persons_runs_and_words_are_left_alone(played, amina, bo, scenario, led):
    start_alone(user=bo, slug=scenario.slug, now=NOW)
    asked = Activity.objects.create(run=led, no=1, kind="closing", question="Vad tar du med dig?")
    people = [took_part(led, user, no) for no, user in enumerate((amina, bo), start=1)]
    for one in people:
        Contribution.objects.create(activity=asked, participant=one, value={"text": one.name})
    practice.forget(amina.pk)

    assert [row.value["text"] for row in Contribution.objects.all()] == ["Gäst 2"]
    assert list(Participant.objects.values_list("name", "user")) == [("", None), ("Gäst 2", bo.pk)]
    assert World.objects.filter(run__learner=bo).count() == 1


def test_forgetting_somebody_without_practice_changes_nothing(bo, led):
    practice.forget(bo.pk + 1)

    assert Run.objects.get().trainer == bo
