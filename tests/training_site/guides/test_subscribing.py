"""News by e-mail comes to whoever confirmed it, once, until she ends it; nobody learns who has it."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.training_site.guides.conftest import House
from tests.training_site.guides.test_news import news
from training_site.guides import subscribing
from training_site.guides.models import Subscription

EMAIL = "laser@example.org"


def path_in(letter: mail.EmailMessage, part: str) -> str:
    return re.search(rf"/prenumerera/{part}/[\w:-]+/", letter.body)[0]


def subscriber(email: str = EMAIL) -> Subscription:
    return Subscription.objects.create(email=email, confirmed_at=timezone.now())


@pytest.fixture
def send(django_capture_on_commit_callbacks):
    """Send the news of a day."""

    def sent(day=None) -> int:
        with django_capture_on_commit_callbacks(execute=True):
            return subscribing.send_news(day or timezone.localdate())

    return sent


def test_an_address_is_confirmed_by_the_button_behind_the_link(db):
    client = Client()
    client.post("/prenumerera/", {"email": EMAIL})
    path = path_in(mail.outbox[0], "bekrafta")

    client.get(path)
    assert Subscription.objects.get().confirmed_at is None
    client.post(path)

    assert Subscription.objects.get().confirmed_at is not None


def test_the_page_says_the_same_to_an_address_that_subscribes_already(db):
    subscriber()
    answers = [
        Client().post("/prenumerera/", {"email": email}, follow=True).content
        for email in (EMAIL, "ny@example.org")
    ]

    assert answers[0] == answers[1]
    assert "Du får redan nyheter" in mail.outbox[0].body


def test_nobodys_letter_box_is_filled_by_a_stranger(db):
    for _ in range(6):
        Client().post("/prenumerera/", {"email": EMAIL})

    assert len(mail.outbox) == 3


def test_what_is_new_is_sent_once_and_ends_with_a_way_out(house: House, send):
    subscriber()
    Subscription.objects.create(email="obekraftad@example.org")
    item = news(house)

    assert send() == 1
    assert send() == 0
    assert send(timezone.localdate() + timezone.timedelta(days=1)) == 0

    letter = mail.outbox[0]
    end = path_in(letter, "avsluta")
    assert letter.to == [EMAIL]
    assert f"/nyheter/{item.slug}/" in letter.body
    assert end in letter.extra_headers["List-Unsubscribe"]
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_two_in_one_day_come_in_one_letter_the_next(house: House, send, time_machine):
    subscriber()
    news(house, "Den första")
    send()
    news(house, "Den andra")
    assert send() == 0
    time_machine.move_to(timezone.now() + timezone.timedelta(days=1))
    news(house, "Den tredje")
    mail.outbox.clear()
    send()

    assert len(mail.outbox) == 1
    assert "Den andra" in mail.outbox[0].body
    assert "Den tredje" in mail.outbox[0].body
    assert "Den första" not in mail.outbox[0].body


def test_one_click_ends_it_also_from_a_mail_program(house: House, send):
    subscriber()
    news(house)
    send()
    end = path_in(mail.outbox[0], "avsluta")

    assert "Avsluta prenumerationen" in Client().get(end).content.decode()
    assert Subscription.objects.exists()
    Client(enforce_csrf_checks=True).post(end, {"List-Unsubscribe": "One-Click"})

    assert not Subscription.objects.exists()
    assert "Prenumerationen är avslutad" in Client().get(end).content.decode()
    Client().post(f"{end[:-3]}xx/")
    assert not Subscription.objects.exists()


def test_what_was_never_confirmed_is_forgotten(db):
    Client().post("/prenumerera/", {"email": EMAIL})

    subscribing.forget_unconfirmed(timezone.localdate() + timezone.timedelta(days=4))

    assert not Subscription.objects.exists()


def test_three_subscribers_ask_no_more_than_one(house: House, send):
    news_item = news(house)
    counted = set()
    for number in range(3):
        subscriber(f"nummer{number}@example.org")
        Subscription.objects.update(
            confirmed_at=news_item.first_published_at - timezone.timedelta(hours=1),
            last_sent_at=None,
        )
        with CaptureQueriesContext(connection) as queries:
            assert send() == number + 1
        counted.add(len(queries))

    assert len(counted) == 1
