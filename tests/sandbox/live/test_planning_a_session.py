"""A trainer plans, changes, withdraws and rehearses; nobody else sees her sessions."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from sandbox.world.models import Run, Seat
from sandbox.world.starting import ALPHABET
from tests.sandbox.live.session_steps import (
    account,
    begun_now,
    browser,
    come,
    home_of,
    load_exercises,
    person,
    seen,
)

PLAN = {
    "scenario": "berit-gar-hem",
    "title": "Torsdagspasset",
    "day": "2026-11-26",
    "clock": "13:00",
    "place": "Sal B",
    "mode": "group",
    "groups": "4",
    "casting": "own",
}


def default_minutes(page) -> dict[str, str]:
    """The minutes the form suggests."""
    return dict(re.findall(r'name="(minutes-[\w-]+)" value="(\d+)"', page.content.decode()))


@pytest.fixture
def karin(db) -> Client:
    load_exercises()
    return browser(account("karin@example.org", leads=True))


@pytest.fixture
def planned(karin) -> Run:
    form = PLAN | default_minutes(karin.get("/utbildare/planera/"))
    karin.post("/utbildare/planera/", form)
    return Run.objects.get(title="Torsdagspasset")


def test_a_plan_that_nobody_changes_is_a_plan_that_works(karin):
    page = karin.get("/utbildare/planera/")
    fields = page.context["form"]
    form = {field.html_name: field.value() for field in fields}

    answer = karin.post("/utbildare/planera/", form | {"scenario": "berit-gar-hem"}, follow=True)

    assert "Öppna samlingen" in seen(answer)


def test_two_posts_lead_from_planning_to_an_open_lobby(karin, planned):
    answer = karin.post(f"/utbildare/{planned.pk}/oppna/", follow=True)

    assert "0 har kommit" in seen(answer)
    assert f"{planned.join_code[:3]} {planned.join_code[3:]}" in seen(answer)


def test_the_start_page_tells_the_next_session_with_one_filled_button(karin, planned):
    page = karin.get("/utbildare/")

    text = seen(page)
    assert "Torsdag 26 november 2026 kl. 13–" in text
    assert "4 grupper" in text
    assert "6 organisationer" in text
    assert len(re.findall(r'class="btn"', page.content.decode())) == 1


def test_a_code_has_no_sign_that_is_mistaken_for_another(planned):
    assert set(planned.join_code) <= set(ALPHABET)
    assert not set("01OI") & set(ALPHABET)


def test_the_run_sheet_has_the_minutes_the_trainer_chose(karin):
    minutes = default_minutes(karin.get("/utbildare/planera/"))
    first = next(iter(minutes))

    karin.post("/utbildare/planera/", PLAN | minutes | {first: "7"})

    run = Run.objects.get(title="Torsdagspasset")
    assert {f"minutes-{phase['key']}": phase["minutes"] for phase in run.phases}[first] == 7


@pytest.mark.parametrize(
    ("field", "wrong", "said"),
    [
        ("title", "", "Skriv vad passet heter"),
        ("day", "snart", "Skriv dagen som 2026-11-26"),
        ("clock", "", "Skriv när passet börjar"),
        ("groups", "0", "Det måste vara minst en grupp"),
        ("groups", "99", "Det kan vara högst tolv grupper"),
    ],
)
def test_what_is_wrong_in_a_plan_is_said_and_what_was_typed_stays(karin, field, wrong, said):
    minutes = default_minutes(karin.get("/utbildare/planera/"))

    answer = karin.post("/utbildare/planera/", PLAN | minutes | {field: wrong})

    assert said in seen(answer)
    assert 'value="Sal B"' in answer.content.decode()
    assert not Run.objects.filter(place="Sal B").exists()


def test_a_planned_session_is_changed_and_withdrawn(karin, planned):
    minutes = default_minutes(karin.get("/utbildare/planera/"))
    change = {key: value for key, value in PLAN.items() if key != "scenario"} | minutes

    karin.post(f"/utbildare/{planned.pk}/andra/", change | {"groups": "3"})
    planned.refresh_from_db()
    karin.post(f"/utbildare/{planned.pk}/ta-bort/")

    assert planned.groups == 3
    assert not Run.objects.filter(pk=planned.pk).exists()


def test_a_session_somebody_has_joined_is_not_withdrawn(karin):
    run = begun_now(karin)
    come(run, "Kim")

    answer = karin.post(f"/utbildare/{run.pk}/ta-bort/")

    assert answer.status_code == 404
    assert Run.objects.filter(pk=run.pk).exists()


def test_a_planned_session_lets_nobody_in_yet(planned):
    phone = come(planned, "Kim")

    assert "Passet har inte öppnat än." in home_of(planned, phone)
    assert not planned.participants.exists()


def test_a_rehearsal_has_the_trainer_in_one_seat_and_actors_in_the_others(karin, planned):
    answer = karin.post(f"/utbildare/{planned.pk}/repetera/", {"seat": "hemtjanst-norr"})

    trial = Run.objects.get(rehearsal=True)
    kinds = dict(Seat.objects.filter(run=trial).values_list("unit", "kind"))
    assert kinds.pop("hemtjanst-norr") == Seat.Kind.HUMAN
    assert set(kinds.values()) == {Seat.Kind.ACTOR}
    assert "Du är Hemtjänst Norr" in seen(karin.get(answer.headers["Location"]))
    assert Run.objects.get(pk=planned.pk).state == Run.State.PLANNED


def test_rehearsing_again_ends_the_rehearsal_before(karin, planned):
    for _ in range(2):
        karin.post(f"/utbildare/{planned.pk}/repetera/", {"seat": "hemtjanst-norr"})

    states = Run.objects.filter(rehearsal=True).order_by("pk").values_list("state", flat=True)
    assert list(states) == [Run.State.ENDED, Run.State.RUNNING]


def test_a_learner_is_told_whom_to_ask_and_a_guest_signs_in(planned):
    learner = browser(account("amina@example.org"))

    refused = learner.get("/utbildare/")
    guest = Client().get("/utbildare/planera/")

    assert refused.status_code == 403
    assert "Den här sidan är till för utbildare" in seen(refused)
    assert "Är du utbildare? Be din nyckelperson lägga till dig." in seen(refused)
    assert guest.headers["Location"] == "/konto/logga-in/?next=/utbildare/planera/"


@pytest.mark.parametrize("page", ["", "andra/", "ta-bort/", "repetera/", "lobby/", "grupper/"])
def test_another_trainer_does_not_find_the_session(planned, page):
    other = browser(account("bo@example.org", leads=True))

    assert other.get(f"/utbildare/{planned.pk}/{page}").status_code == 404
    assert "Torsdagspasset" not in seen(other.get("/utbildare/"))


def test_a_colleague_with_the_code_leads_together_by_one_tap(karin, planned):
    karin.post(f"/utbildare/{planned.pk}/oppna/")
    other = browser(account("bo@example.org", leads=True))

    door = seen(other.get(f"/delta/{planned.join_code.lower()}/"))
    other.post(f"/utbildare/{planned.pk}/medutbildare/", {"code": planned.join_code})

    assert "Led passet tillsammans" in door
    assert "Torsdagspasset" in seen(other.get(f"/utbildare/{planned.pk}/lobby/"))
    assert "Bo" in seen(karin.get(f"/utbildare/{planned.pk}/lobby/")).partition("Vem som leder")[2]


@pytest.mark.parametrize("code", ["", "ZZZZZZ"])
def test_nobody_leads_together_without_the_code(planned, code):
    other = browser(account("bo@example.org", leads=True))

    answer = other.post(f"/utbildare/{planned.pk}/medutbildare/", {"code": code})

    assert answer.status_code == 404
    assert not planned.leaders.exists()


def test_only_trainers_are_offered_to_lead_and_see_the_second_row(karin):
    run = begun_now(karin)
    learner = browser(account("amina@example.org"))

    assert "Led passet tillsammans" not in home_of(run, learner)
    assert "Planera pass" not in seen(learner.get("/mina-sidor/"))
    assert "Planera pass" in seen(karin.get("/mina-sidor/"))


def test_somebody_signed_in_is_known_again_without_the_cookie(karin):
    run = begun_now(karin)
    learner = browser(account("amina@example.org"))
    come(run, "Amina", phone=learner)

    learner.cookies.pop("samova_plats")

    assert "Du är med." in home_of(run, learner)
    assert person(run, "Amina").user.email == "amina@example.org"
