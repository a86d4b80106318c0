"""Somebody comes to a session with a phone that has never seen the site, and comes back."""

from __future__ import annotations

import re

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from sandbox.world.models import Run, Seat
from tests.sandbox.live.session_steps import (
    account,
    begun_now,
    browser,
    come,
    hidden,
    home_of,
    load_exercises,
    person,
    seen,
)


@pytest.fixture
def karin(db) -> Client:
    load_exercises()
    return browser(account("karin@example.org", leads=True))


@pytest.fixture
def run(karin) -> Run:
    return begun_now(karin)


@pytest.mark.parametrize("typed", ["{}", " {} ", "{:.3} {:.0}", "{:.3}-{:.0}"])
def test_a_code_opens_the_session_however_it_is_typed(run, typed):
    code = run.join_code.lower()
    written = typed.replace("{:.3}", code[:3]).replace("{:.0}", code[3:]).replace("{}", code)

    answer = Client().post("/delta/", {"code": written})

    assert answer.headers["Location"] == f"/delta/{code}/"


@pytest.mark.parametrize("between", ["-", " ", "%20", "\u00a0"])
def test_a_code_typed_in_the_address_bar_as_it_is_shown_leads_right(run, between):
    code = run.join_code.lower()

    answer = Client().get(f"/delta/{code[:3]}{between}{code[3:]}/")

    assert answer.headers["Location"] == f"/delta/{code}/"


def test_a_phone_joins_without_an_account_or_a_session_row(run):
    before = Session.objects.count()

    phone = come(run, "Kim", "hemtjanst-norr")

    assert "Du är med. Vänta in gruppen." in home_of(run, phone)
    assert Session.objects.count() == before
    assert person(run, "Kim").workplace == "hemtjanst-norr"


def test_the_cookie_is_kept_from_scripts_and_from_other_sites(run):
    phone = come(run, "Kim")

    cookie = phone.cookies["samova_plats"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["path"] == "/"
    assert cookie["max-age"] == 12 * 60 * 60


def test_two_clicks_on_the_button_make_one_participant(run):
    phone = Client()
    home = f"/delta/{run.join_code.lower()}/"
    form = {"token": hidden(phone.get(home), "token"), "name": "Kim", "workplace": "elsewhere"}

    phone.post(home, form)
    phone.cookies.clear()
    phone.post(home, form)

    assert run.participants.count() == 1
    assert "Du är med." in home_of(run, phone)


def test_the_back_button_and_the_form_again_leave_one_participant(run):
    phone = come(run, "Kim")

    come(run, "Kim", phone=phone)

    assert run.participants.count() == 1


def test_the_same_name_twice_is_told_apart(run):
    come(run, "Kim")
    come(run, "Kim")
    third = come(run, "Kim")

    assert [one.name for one in run.participants.all()] == ["Kim", "Kim 2", "Kim 3"]
    assert "Kim 3" in home_of(run, third)


@pytest.mark.parametrize("name", ["", "   ", "x" * 41, "kim.svensson@telia.se"])
def test_a_name_that_cannot_be_kept_is_explained_and_nobody_is_made(run, name):
    phone = Client()
    home = f"/delta/{run.join_code.lower()}/"

    answer = phone.post(home, {"token": "", "name": name, "workplace": "elsewhere"})

    assert answer.status_code == 422
    assert "Du har inte gått med än" in seen(answer)
    assert not run.participants.exists()


def test_an_interpreter_is_in_but_not_counted(run, karin):
    come(run, "Kim", "hemtjanst-norr")
    phone = come(run, "Tove", "support")

    assert "tolk eller stödperson" in home_of(run, phone)
    assert "1 har kommit" in seen(karin.get(f"/utbildare/{run.pk}/lobby/"))


def test_a_dropped_phone_comes_back_as_the_same_person(run):
    first = come(run, "Kim", "hemtjanst-norr")
    own = person(run, "Kim").personal_code
    home = f"/delta/{run.join_code.lower()}/"

    new = Client()
    answer = new.post(f"{home}tillbaka/", {"personal_code": f"{own[:4].lower()} {own[4:]}"})

    assert answer.headers["Location"] == home
    assert "Kim" in home_of(run, new)
    assert run.participants.count() == 1
    assert "Förnamn eller alias" in home_of(run, first)


def test_a_wrong_personal_code_leads_to_nobody(run):
    come(run, "Kim")

    answer = Client().post(
        f"/delta/{run.join_code.lower()}/tillbaka/", {"personal_code": "ABCD2345"}
    )

    assert "Ingen i passet har den koden." in seen(answer)


def test_a_personal_code_of_another_session_leads_to_nobody(run, karin):
    other = begun_now(karin)
    come(other, "Kim")
    own = person(other, "Kim").personal_code

    answer = Client().post(f"/delta/{run.join_code.lower()}/tillbaka/", {"personal_code": own})

    assert "Ingen i passet har den koden." in seen(answer)


def test_guessing_codes_is_stopped_and_a_room_that_is_in_goes_on(run):
    phone = come(run, "Kim")
    for _ in range(60):
        Client().post("/delta/", {"code": "ZZZZZZ"})

    refused = Client().post("/delta/", {"code": run.join_code})

    assert refused.status_code == 429
    assert "För många koder" in seen(refused)
    assert "Du är med." in home_of(run, phone)


def test_an_address_that_is_no_code_counts_as_no_guess(run):
    for _ in range(60):
        assert Client().get("/delta/base.css/").status_code == 404

    assert Client().post("/delta/", {"code": run.join_code}).status_code == 302


def test_forty_phones_behind_one_address_come_in(run):
    for number in range(40):
        Client().post("/delta/", {"code": "ZZZZZZ"})
        come(run, f"Kim {number}")

    assert run.participants.count() == 40


def test_joining_costs_few_statements(run, django_assert_max_num_queries):
    phone = Client()
    home = f"/delta/{run.join_code.lower()}/"
    form = {"token": hidden(phone.get(home), "token"), "name": "Kim", "workplace": "elsewhere"}

    with django_assert_max_num_queries(7):
        phone.post(home, form)

    assert run.participants.count() == 1


def test_a_code_that_nobody_has_is_explained_in_swedish(run):
    answer = Client().get("/delta/zzzzzz/")

    assert answer.status_code == 404
    assert "Inget öppet pass har den koden." in seen(answer)


def test_a_session_that_is_over_says_so_kindly(run):
    Run.objects.filter(pk=run.pk).update(state=Run.State.ENDED)

    assert "Passet är slut. Tack" in home_of(run, Client())


def test_leaving_for_good_frees_the_seat_and_one_may_come_back(run, karin):
    phone = come(run, "Kim", "hemtjanst-norr")
    karin.post(f"/utbildare/{run.pk}/borja/")
    home = f"/delta/{run.join_code.lower()}/"

    asked = phone.get(f"{home}lamna/")
    left = phone.post(f"{home}lamna/")

    assert "Lämna passet för gott?" in seen(asked)
    assert "Du har lämnat passet" in seen(left)
    assert not Seat.objects.filter(run=run, participant=person(run, "Kim")).exists()
    phone.post(f"{home}tillbaka/", {"personal_code": person(run, "Kim").personal_code})
    assert re.search(r"Du är \S+", home_of(run, phone))
    assert Seat.objects.filter(run=run, participant=person(run, "Kim")).exists()


def test_whoever_comes_late_gets_the_next_free_role(run, karin):
    come(run, "Kim", "hemtjanst-norr")
    karin.post(f"/utbildare/{run.pk}/borja/")

    late = come(run, "Sam", "bistand")

    page = home_of(run, late)
    assert "Du är Biståndsenheten i grupp" in page
    assert "Öppna din roll" in page


def test_attendance_follows_the_code_and_never_the_name(run):
    come(run, "Amina")
    amina = browser(account("amina@example.org"))
    own = person(run, "Amina").personal_code
    heading = "Pass du har varit med i (1)"

    before = seen(amina.get("/mina-sidor/")).partition(heading)[2]
    amina.post("/delta/narvaro/", {"personal_code": own})
    after = seen(amina.get("/mina-sidor/")).partition(heading)[2]

    assert not before
    assert after.startswith(f" {run.title}")


@pytest.mark.parametrize(("corrected", "counts"), [(None, False), (True, True)])
def test_whoever_left_before_the_end_counts_only_when_the_leader_says_so(run, corrected, counts):
    amina = browser(account("amina@example.org"))
    come(run, "Amina", phone=amina)
    amina.post(f"/delta/{run.join_code.lower()}/lamna/")
    run.participants.update(attended=corrected)

    listed = seen(amina.get("/mina-sidor/")).partition("Pass du har varit med i (1)")[2]

    assert listed.startswith(f" {run.title}") is counts


def test_the_page_of_an_ended_session_leads_on(run):
    phone = come(run, "Kim")
    Run.objects.filter(pk=run.pk).update(state=Run.State.ENDED)

    text = home_of(run, phone)

    assert "Se hur det gick" in text
    assert "Spara min närvaro på mitt konto" in text


def test_attendance_already_claimed_is_nobody_elses(run):
    come(run, "Kim")
    own = person(run, "Kim").personal_code
    first, second = account("amina@example.org"), account("bo@example.org")

    browser(first).post("/delta/narvaro/", {"personal_code": own})
    answer = browser(second).post("/delta/narvaro/", {"personal_code": own})

    assert "Ingen närvaro har den koden." in seen(answer)
    assert person(run, "Kim").user == first
