"""The projector: a closed list of views, in large type, without anybody's name."""

from __future__ import annotations

import pytest

from sandbox.live import projector
from sandbox.world.models import Run
from sandbox.world.stopping import halt, pause
from tests.sandbox.live.leading_steps import fresh, karin, leading, led_session, page_of, world
from tests.sandbox.live.session_steps import seen
from tests.sandbox.world.led import CARE, WARD, seat_of, take_step

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(db) -> Run:
    return led_session(karin(), groups=2)


def wall(run: Run) -> str:
    return seen(leading(run).get(page_of(run, "projektor/")))


def test_the_leader_chooses_what_the_wall_shows(run):
    leading(run).post(page_of(run, "visa/"), {"value": "rules"})

    assert "Alla kommer till tals" in wall(run)


@pytest.mark.parametrize("value", ["", "board", "seat:1", "plans:1,9", "activity:x", "debrief:7"])
def test_nothing_outside_the_list_is_put_on_the_wall(run, value):
    answer = leading(run).post(page_of(run, "visa/"), {"value": value}, follow=True)

    assert "Projektorn kan inte visa det" in seen(answer)
    assert fresh(run).projector == "join"


def test_no_view_names_a_participant(run):
    take_step(seat_of(world(run), WARD), "notice")
    names = list(run.participants.values_list("name", flat=True))
    assert names

    for choice in projector.choices(run):
        projector.show(run=run, value=choice.value)
        shown = wall(fresh(run))
        assert [name for name in names if name in shown] == [], choice.value


def test_the_timeline_has_the_latest_first_and_only_what_there_is_room_for(run):
    ward = seat_of(world(run), WARD)
    take_step(ward, "notice")
    take_step(seat_of(world(run), CARE), "contact")
    projector.show(run=run, value="timeline")

    shown = wall(fresh(run))

    assert shown.index("Utsåg fast vårdkontakt") < shown.index("Skickade inskrivningsmeddelandet")


def test_two_plans_stand_side_by_side_in_their_groups_own_words(run):
    projector.show(run=run, value="plans:1,2")

    assert wall(fresh(run)).count("Inget är skickat än.") == 2


def test_a_stopped_or_paused_session_shows_that_and_nothing_else(run):
    take_step(seat_of(world(run), WARD), "notice")
    projector.show(run=run, value="timeline")

    pause(run)
    assert "Skickade inskrivningsmeddelandet" not in wall(fresh(run))
    assert "Tiden står stilla" in wall(fresh(run))
    halt(run)
    assert "Passet är stoppat" in wall(fresh(run))
