"""A scenario with several seats played alone: choose one, the others act by themselves."""

from __future__ import annotations

import pytest

from sandbox import practice
from sandbox.world.groups import seat_side_by_side
from sandbox.world.models import Participant, Run, Seat
from sandbox.world.queries import seat_code
from tests.sandbox.web.conftest import Exercise, as_post
from tests.sandbox.web.session import Phone
from tests.sandbox.world.led import CARE, HOME, WARD, berit, planned_run, somebody, token

pytestmark = [pytest.mark.django_db, pytest.mark.sweep]

ENOUGH = 60


@pytest.fixture
def scenario(amina):
    return berit()


def begin(client, party: str) -> Phone:
    client.post("/ovning/uppdrag/berit-gar-hem/", {"seat": party})
    seat = Seat.objects.select_related("run__scenario", "world").get(
        user_id=int(client.session["_auth_user_id"]), run__scenario__slug="berit-gar-hem"
    )
    place = Phone(seat, "")
    place.client = client
    return place


def play_to_the_end(place: Phone) -> list[str]:
    """Do what the page says is next, as the experienced colleague would, until nothing is left."""
    taken: list[str] = []
    for _turn in range(ENOUGH):
        shown = place.get().context
        following = shown["next"]
        if "/dokument/" in following.url:
            place.client.post(following.url)
        elif "/steg/" in following.url:
            key = following.url.strip("/").split("/")[-1]
            answer = place.send_model(key)
            assert answer.status_code == 302, key
            taken.append(key)
        elif shown["clock"] and "klart" not in following.url:
            place.client.post(f"{place.home}vidare/")
        else:
            break
    return taken


def test_the_learner_chooses_whom_to_be(scenario, amina):
    page = amina.get("/ovning/uppdrag/berit-gar-hem/").content.decode()

    assert "Välj vem du vill vara" in page
    assert "Spela Biståndshandläggare på Biståndsenheten" in page
    assert "Spela Berit själv" not in page
    assert "rädd för att duscha" not in page


def test_a_seat_that_nobody_plays_alone_is_not_to_be_had(scenario, amina):
    assert amina.post("/ovning/uppdrag/berit-gar-hem/", {"seat": "berit"}).status_code == 404
    assert amina.post("/ovning/uppdrag/berit-gar-hem/", {"seat": "ingen"}).status_code == 404


@pytest.mark.parametrize("party", [WARD, CARE, HOME])
def test_each_seat_leads_to_the_debrief(scenario, amina, party):
    place = begin(amina, party)

    taken = play_to_the_end(place)

    done = place.page("klart/")
    assert set(taken) >= {step.key for step in place.get().context["room"].form_steps}
    assert "Så här märkte Berit det" in done
    assert "När fick ni veta det som de andra visste?" in done


def test_whoever_starts_over_may_be_somebody_else(scenario, amina):
    place = begin(amina, HOME)

    again = amina.post(f"{place.home}igen/", {"seat": WARD}, follow=True).content.decode()

    assert "Din roll: Avdelning 4" in again
    assert "Börja med inskrivningsmeddelande" in again
    assert amina.post(f"{place.home}igen/", {"seat": "berit"}).status_code == 404
    assert "Din roll: Avdelning 4" in place.page()


def test_the_course_learns_how_far_the_learner_has_come(scenario, amina):
    place = begin(amina, HOME)
    play_to_the_end(place)

    user = int(amina.session["_auth_user_id"])
    found = practice.status(user_id=user, slugs=["berit-gar-hem"])["berit-gar-hem"]
    assert found.steps == 4
    assert found.step == 4


def test_a_guest_plays_exercise_a_beside_the_others(scenario, exercise_a, model_bodies):
    from sandbox.world.models import Scenario

    run = planned_run(Scenario.objects.get(slug="alex-kor"), mode=Run.Mode.PARALLEL)
    guest = somebody(run, 1)
    seat_side_by_side(run)
    seat = Seat.objects.select_related("run", "world").get(participant=guest)
    alex = Exercise.__new__(Exercise)
    alex.client, alex.home = Phone(seat, token(guest)).client, f"/ovning/{seat_code(seat)}/"

    assert "Börja med samtycke" in alex.page()
    alex.play(model_bodies)

    assert "Övningen är klar" in alex.page("klart/")
    assert Participant.objects.get(pk=guest.pk).user_id is None


def test_the_draft_of_a_guest_saves_itself_without_a_session(scenario, exercise_a):
    from django.test import Client

    from sandbox.world.models import Scenario

    run = planned_run(Scenario.objects.get(slug="alex-kor"), mode=Run.Mode.PARALLEL)
    guest = somebody(run, 1)
    seat_side_by_side(run)
    seat = Seat.objects.select_related("run", "world").get(participant=guest)
    client = Client(enforce_csrf_checks=True)
    client.cookies["samova_plats"] = token(guest)
    home = f"/ovning/{seat_code(seat)}/"
    client.get(f"{home}steg/consent/")

    answer = client.post(
        f"{home}steg/consent/utkast/",
        as_post({"note": "Alex vill läsa först"}),
        headers={"X-CSRFToken": client.cookies["csrftoken"].value, "X-Autosave": "1"},
    )

    assert "saved" in answer.json()
    assert "sessionid" not in client.cookies
    assert "Alex vill läsa först" in client.get(f"{home}steg/consent/").content.decode()
