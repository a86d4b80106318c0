"""Signing in with a code from the e-mail: an equal way, and nothing learnt by asking."""

from __future__ import annotations

import re

import pytest
import time_machine
from django.core import mail
from django.test import Client

from training_site.people.models import User

pytestmark = pytest.mark.django_db

ASK, WRITE = "/konto/kod/", "/konto/kod/skriv/"


@pytest.fixture
def amina():
    return User.objects.create_user("amina@example.org", "en lugn höstkväll", given_name="Amina")


def ask(client, email="amina@example.org", **more):
    return client.post(ASK, {"email": email, **more})


def code() -> str:
    return re.search(r"^\d{4}-\d{4}$", mail.outbox[-1].body, re.MULTILINE)[0]


def wrong() -> str:
    return "00000000" if code() != "0000-0000" else "11111111"


def is_in(client) -> bool:
    return "_auth_user_id" in client.session


@pytest.mark.parametrize(
    "typed", ["{}", " {} ", "{0[0]}{0[1]}{0[2]}{0[3]} {0[5]}{0[6]}{0[7]}{0[8]}"]
)
def test_the_code_signs_in_however_it_is_pasted(client, amina, typed):
    ask(client)
    answer = client.post(WRITE, {"code": typed.format(code())})

    assert is_in(client)
    assert answer["Location"] == "/"


def test_one_goes_on_to_where_one_was_going_and_never_elsewhere(amina):
    for wanted, reached in (("/lasinstallningar/", "/lasinstallningar/"), ("//evil.example/", "/")):
        client = Client()
        answer = ask(client, next=wanted)
        done = client.post(answer["Location"], {"code": code()})

        assert done["Location"] == reached


def test_the_field_is_one_that_phones_fill_in_themselves(client, amina):
    ask(client)
    page = client.get(WRITE).content.decode()

    assert 'autocomplete="one-time-code"' in page
    assert 'inputmode="numeric"' in page


def test_staying_signed_in_is_a_choice_here_too(amina):
    for given, closes in (({}, True), ({"remember": "on"}, False)):
        client = Client()
        ask(client)
        client.post(WRITE, {"code": code(), **given})

        assert client.session.get_expire_at_browser_close() is closes


def test_an_unknown_address_gets_the_same_answers_and_no_message(amina):
    told = []
    for email in ("amina@example.org", "nobody@example.org"):
        client = Client()
        answer = ask(client, email)
        page = client.get(answer["Location"]).content.decode()
        tried = client.post(WRITE, {"code": "99999999"}).content.decode()
        shown = (re.sub(r'value="\w{64}"', "", one) for one in (page, tried))
        told.append((answer.status_code, answer["Location"], sorted(answer.cookies), *shown))

    assert told[0] == told[1]
    assert "Om adressen finns hos oss har vi skickat en kod dit." in told[0][3]
    assert "Koden stämmer inte." in told[0][4]
    assert [message.to for message in mail.outbox] == [["amina@example.org"]]


def test_asking_costs_the_same_questions_of_the_database_whoever_is_asked_for(
    amina, django_assert_max_num_queries
):
    costs = []
    for email in ("amina@example.org", "nobody@example.org"):
        with django_assert_max_num_queries(20) as asked:
            ask(Client(), email)
        costs.append(len(asked))

    assert costs[0] == costs[1]


def test_a_closed_account_and_a_demo_account_in_production_get_nothing(client, amina, settings):
    User.objects.create_user("demo@example.org", "x", given_name="Demo", is_demo=True)
    settings.DEMO_ACCOUNTS = False
    User.objects.filter(pk=amina.pk).update(is_active=False)

    ask(Client())
    ask(Client(), "demo@example.org")

    assert mail.outbox == []


def test_an_account_closed_after_the_code_was_sent_stays_closed(client, amina):
    ask(client)
    User.objects.filter(pk=amina.pk).update(is_active=False)
    client.post(WRITE, {"code": code()})

    assert not is_in(client)


def test_the_third_wrong_code_ends_it_and_says_to_ask_for_a_new_one(client, amina):
    ask(client)
    for _ in range(3):
        answer = client.post(WRITE, {"code": wrong()}, follow=True)
    client.post(WRITE, {"code": code()})

    assert "Koden går inte att använda längre. Be om en ny här." in answer.content.decode()
    assert not is_in(client)


def test_an_empty_field_costs_no_try(client, amina):
    ask(client)
    for _ in range(4):
        page = client.post(WRITE, {"code": ""}).content.decode()
    client.post(WRITE, {"code": code()})

    assert "Skriv koden från e-postbrevet" in page
    assert is_in(client)


def test_guessing_is_stopped_for_an_address_however_many_browsers_are_used(amina):
    statuses = []
    for _browser in range(4):
        client = Client()
        ask(client)
        statuses += [client.post(WRITE, {"code": wrong()}).status_code for _ in range(3)]

    assert statuses[-2:] == [429, 429]


def test_the_sixth_code_for_an_address_is_not_sent_known_or_not(amina):
    for email in ("amina@example.org", "nobody@example.org"):
        answers = [ask(Client(), email).status_code for _ in range(6)]

        assert answers == [302] * 5 + [429]
    assert len(mail.outbox) == 5


def test_a_code_is_too_old_after_ten_minutes(client, amina):
    with time_machine.travel("2026-11-21 14:20+01:00", tick=False) as clock:
        ask(client)
        clock.shift(601)
        client.post(WRITE, {"code": code()})

    assert not is_in(client)


def test_a_code_works_once_and_only_in_the_browser_that_asked(client, amina):
    ask(client)
    other = Client()
    other.post(WRITE, {"code": code()})
    client.post(WRITE, {"code": code()})
    client.post("/konto/logga-ut/")
    client.post(WRITE, {"code": code()})

    assert not is_in(other)
    assert not is_in(client)


def test_only_the_newest_code_works(client, amina):
    ask(client)
    first = code()
    ask(client)
    client.post(WRITE, {"code": first})
    assert not is_in(client)

    client.post(WRITE, {"code": code()})
    assert is_in(client)


def test_somebody_who_has_asked_for_a_code_may_use_the_password_after_all(client, amina):
    ask(client)
    form = {"login": "amina@example.org", "password": "en lugn höstkväll"}

    assert 'type="password"' in client.get("/konto/logga-in/").content.decode()
    client.post("/konto/logga-in/", form)
    assert is_in(client)


def test_the_page_to_sign_in_offers_the_code_and_takes_the_way_along(client):
    page = client.get("/konto/logga-in/?next=/lasinstallningar/").content.decode()

    assert "/konto/kod/?next=" in page
    assert "Logga in med en kod" in page
