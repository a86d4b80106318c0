"""A leader in front of a room finds Stop where she is, and can show what happened when it is over."""

from __future__ import annotations

import pytest

from sandbox.live import projector
from sandbox.world.models import Run
from tests.sandbox.live.leading_steps import fresh, karin, leading, led_session, page_of
from tests.sandbox.live.session_steps import seen

STOP = "Stopp – verklig person"
ROLE_PLAY, CLOSING = 1, 2


@pytest.fixture
def run(db) -> Run:
    return led_session(karin())


@pytest.mark.parametrize("page", ["fraga/", "fraga/1/", "grupper/", "grupp/1/", "ledarvy/"])
def test_stop_is_on_every_page_a_leader_stands_at_while_people_play(run, page):
    assert STOP in seen(leading(run).get(page_of(run, page)))


def test_there_is_nothing_to_stop_on_the_questions_of_a_session_that_is_over(run):
    trainer = leading(run)
    trainer.post(page_of(run, "avsluta/"))

    assert STOP not in seen(trainer.get(page_of(run, "fraga/1/")))


def test_what_happened_is_offered_for_the_wall_first_when_the_room_is_to_talk_about_it(run):
    before = {one.value for one in projector.choices(run)}
    run.phase = CLOSING
    after = {one.value for one in projector.choices(run)}

    assert after - before == {"debrief:1", "debrief:2"}


def test_a_session_that_is_over_shows_what_happened_on_the_wall_and_lets_nobody_in(run):
    trainer = leading(run)
    trainer.post(page_of(run, "avsluta/"))
    over = seen(trainer.get(page_of(run, "projektor/")))
    trainer.post(page_of(run, "visa/"), {"value": "debrief:1"})
    told = seen(trainer.get(page_of(run, "projektor/")))

    assert "Passet är slut" in over
    assert "Det som hände i grupp 1" in told
    assert "Efteråt: grupp 2" in seen(trainer.get(page_of(run, "efterat/")))
    assert {"join", "rules"}.isdisjoint(one.value for one in projector.choices(fresh(run)))


def test_a_leader_who_looks_as_a_seat_finds_the_way_back(run):
    looking = leading(run).get(page_of(run, "plats/1/"), follow=True)

    assert f'href="{page_of(run, "")}"' in looking.content.decode()


def test_whom_a_button_is_for_says_the_group_of_a_seat_also_when_the_list_is_closed(run):
    assert "Hemtjänst Norr, grupp 2" in seen(leading(run).get(page_of(run)))


def test_erasing_where_nothing_was_written_says_so(run):
    trainer = leading(run)
    trainer.post(page_of(run, "stopp/"))
    answer = trainer.post(page_of(run, "stopp/radera/"), {"what": "m5"}, follow=True)

    assert "Det fanns ingen text att radera där." in seen(answer)
