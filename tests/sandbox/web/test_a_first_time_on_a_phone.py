"""A first time in a role: who one is, what to do now, and nothing counted that was not meant."""

from __future__ import annotations

import pytest

from sandbox.world.leading import advance_group
from tests.sandbox.web.session import Phone, phone
from tests.sandbox.world.led import AID, CARE, HOME, WARD, berit, full_house, planned_run

pytestmark = pytest.mark.django_db


@pytest.fixture
def worlds(scenarios):
    return full_house(planned_run(berit(), groups=1), groups=1)


@pytest.fixture
def ward(worlds) -> Phone:
    return phone(worlds[0], WARD)


def model_of(place: Phone, step: str) -> dict:
    from tests.sandbox.world.led import model_step

    return dict(model_step(place.seat.run.scenario, step)[1])


def test_who_one_is_comes_before_the_list_of_steps(ward):
    page = ward.page()

    order = [
        "Du är sjuksköterska.",
        'id="nu"',
        'id="ink"',
        "hemliga uppdrag",
        'id="rk"',
        'id="steg"',
    ]
    places = [page.index(words) for words in order]
    assert places == sorted(places)
    assert "Ditt mål: att ingen som tar emot Berit blir överraskad." in page


def test_why_a_step_waits_is_told_to_whoever_asks(ward):
    page = ward.page()

    assert page.count("Varför inte än?") == 1
    assert "Registrera inskrivningen" not in page


def test_today_can_be_chosen_as_the_day_of_a_judgement(ward, worlds):
    ward.send_model("notice")
    advance_group(worlds[0], to=5 * 1440 + 13 * 60)

    form = ward.get("steg/ready/").context["form"]

    assert {"4", "5"} <= {one.value for one in form["judged_day"].choices}


def test_nobody_is_sent_home_before_the_day(ward, worlds):
    ward.send_model("notice")
    early = [
        ward.get(f"steg/{step}/").status_code for step in ("ready", "information", "discharge")
    ]
    advance_group(worlds[0], to=5 * 1440 + 13 * 60)

    assert early == [302, 302, 302]
    assert ward.get("steg/ready/").status_code == 200
    assert ward.get("steg/discharge/").status_code == 302


def test_a_consent_that_one_may_not_read_still_counts(ward, worlds):
    care = phone(worlds[0], CARE)
    ward.send_model("notice")
    care.send_model("contact")
    units = [code for code in model_of(care, "consent")["receivers"] if code != WARD]
    care.send("consent", model_of(care, "consent") | {"receivers": units})

    ward.send_model("planning_ward")
    replies = ward.page("steg/planning_ward/svar/")

    assert "Då vet jag hur jag ska börja." in replies


def test_a_message_counts_as_a_step_only_when_it_goes_where_the_step_does(ward, worlds):
    ward.send_model("notice")
    assessor = phone(worlds[0], AID)

    assessor.send("send_message", {"recipients": [HOME], "subject": "Nyckel", "text": "Finns den?"})
    before = assessor.get().context["room"].company.taken
    assessor.send(
        "send_message", {"recipients": ["berit"], "subject": "Hem", "text": "Vad vill du?"}
    )

    assert "ask_berit" not in before
    assert "ask_berit" in assessor.get().context["room"].company.taken


def test_the_foot_knows_a_guest(ward):
    page = ward.page()

    assert "Du är med som gäst i passet, grupp 1." in page
    assert "Logga in" not in page
