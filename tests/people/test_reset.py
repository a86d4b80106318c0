"""A forgotten password: one link, once, for a while; and nothing learnt by asking."""

from __future__ import annotations

import re
from threading import Barrier

import pytest
import time_machine
from django.core import mail
from django.test import Client

from training_site.people import post
from training_site.people.models import User

pytestmark = pytest.mark.django_db

FORGOTTEN = "/konto/glomt-losenord/"
OLD, NEW = "en lugn höstkväll", "sju gula stolar i rad"


@pytest.fixture
def amina():
    return User.objects.create_user("amina@example.org", OLD, given_name="Amina")


def ask(client, email="amina@example.org"):
    return client.post(FORGOTTEN, {"email": email})


def link() -> str:
    return re.search(r"https?://[^/]+(/\S+)", mail.outbox[-1].body)[1]


def choose(client, path, password=NEW):
    page = client.get(path, follow=True)
    where = page.redirect_chain[-1][0] if page.redirect_chain else path
    return client.post(where, {"password1": password, "password2": password})


def signs_in(password) -> bool:
    answer = Client().post("/konto/logga-in/", {"login": "amina@example.org", "password": password})
    return answer.status_code == 302


def test_the_link_leads_to_a_new_password_and_signs_in(client, amina):
    ask(client)
    choose(client, link())

    assert client.session["_auth_user_id"] == str(amina.pk)
    assert signs_in(NEW)
    assert not signs_in(OLD)


def test_the_message_is_in_swedish_and_says_how_long_and_how_often(client, amina):
    ask(client, "  Amina@Example.org ")
    message = mail.outbox[0]

    assert message.to == ["amina@example.org"]
    assert message.subject == "Välj ett nytt lösenord till Samöva"
    assert "Länken fungerar en gång, inom en timme." in message.body
    assert "Har du inte bett om det?" in message.body


def closed(user, settings):
    User.objects.filter(pk=user.pk).update(is_active=False)


def demo_in_production(user, settings):
    settings.DEMO_ACCOUNTS = False
    User.objects.filter(pk=user.pk).update(is_demo=True)


@pytest.mark.parametrize("make", [closed, demo_in_production])
def test_an_account_that_opens_nothing_gets_no_message(client, amina, settings, make):
    make(amina, settings)
    ask(client)

    assert mail.outbox == []


def test_an_unknown_address_gets_the_same_answer_and_no_message(amina):
    known, unknown = Client(), Client()
    answers = [ask(known), ask(unknown, "nobody@example.org")]
    pages = [
        re.sub(r'value="\w{64}"', "", client.get(answer["Location"]).content.decode())
        for client, answer in zip((known, unknown), answers, strict=True)
    ]

    assert answers[0]["Location"] == answers[1]["Location"]
    assert answers[0].cookies.keys() == answers[1].cookies.keys()
    assert pages[0] == pages[1]
    assert "Om adressen finns hos oss har vi skickat en länk dit." in pages[0]
    assert [message.to for message in mail.outbox] == [["amina@example.org"]]


def test_asking_costs_the_same_questions_of_the_database_whoever_is_asked_for(
    client, amina, django_assert_max_num_queries
):
    costs = []
    for email in ("amina@example.org", "nobody@example.org"):
        with django_assert_max_num_queries(20) as asked:
            ask(client, email)
        costs.append(len(asked))

    assert costs[0] == costs[1]


def test_a_link_works_once(client, amina):
    ask(client)
    choose(client, link())
    page = Client().get(link(), follow=True).content.decode()

    assert "Länken fungerar inte" in page
    assert 'type="password"' not in page


def test_two_tabs_with_the_form_open_change_the_password_once(client, amina):
    ask(client)
    first, second = client, Client()
    second.get(link())
    choose(first, link())
    late = re.sub(r"-[\w-]+/$", "-nytt/", link())
    second.post(late, {"password1": "elva blå lampor", "password2": "elva blå lampor"})

    assert signs_in(NEW)


def test_a_link_is_too_old_after_an_hour(client, amina):
    with time_machine.travel("2026-11-21 14:20+01:00", tick=False) as clock:
        ask(client)
        clock.shift(3601)
        page = client.get(link(), follow=True).content.decode()

    assert "eller så är den för gammal" in page


def test_an_account_closed_after_the_link_was_sent_stays_closed(client, amina, settings):
    ask(client)
    closed(amina, settings)
    choose(client, link())

    assert "_auth_user_id" not in client.session


def test_other_devices_are_signed_out_by_a_new_password(client, amina):
    other = Client()
    other.force_login(amina)
    ask(client)
    choose(client, link())

    assert other.get("/mina-sidor/")["Location"].startswith("/konto/logga-in/")


@pytest.mark.parametrize(
    ("password", "words"), [("kort", "minst 10 tecken"), ("password123", "vanligt")]
)
def test_a_password_that_is_easy_to_guess_is_refused_in_words(client, amina, password, words):
    ask(client)
    page = choose(client, link(), password).content.decode()

    assert words in page
    assert "Minst tio tecken." in page
    assert signs_in(OLD)


def test_the_sixth_request_for_an_address_is_stopped_known_or_not(client, amina):
    for email in ("amina@example.org", "nobody@example.org"):
        answers = [ask(client, email) for _ in range(6)]

        assert [answer.status_code for answer in answers] == [302] * 5 + [429]
        assert "Vänta några minuter" in answers[-1].content.decode()
    assert len(mail.outbox) == 5


def test_somebody_signed_in_changes_the_password_with_the_one_she_has(client, amina):
    client.force_login(amina)
    form = {"oldpassword": "gissat", "password1": NEW, "password2": NEW}
    wrong = client.post("/konto/byt-losenord/", form).content.decode()
    client.post("/konto/byt-losenord/", form | {"oldpassword": OLD})

    assert "Lösenordet stämmer inte." in wrong
    assert "_auth_user_id" in client.session
    assert signs_in(NEW)


def test_the_page_to_sign_in_leads_to_a_new_password_and_the_admins_own_is_closed(client):
    assert f'href="{FORGOTTEN}"' in client.get("/konto/logga-in/").content.decode()
    assert client.get("/admin/password_reset/").status_code == 404


def test_a_mail_server_that_is_down_shows_nobody_who_has_an_account(client, amina, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    answers = [ask(client, email) for email in ("amina@example.org", "nobody@example.org")]

    assert answers[0]["Location"] == answers[1]["Location"]


def test_where_mail_goes_beside_the_answer_it_still_goes(client, amina, settings):
    settings.MAIL_IN_BACKGROUND = True
    ask(client)
    # Two senders: when both have done something more, what came before is done too.
    together = Barrier(2)
    for waiting in [post._senders.submit(together.wait) for _ in range(2)]:
        waiting.result(10)

    assert [message.to for message in mail.outbox] == [["amina@example.org"]]
