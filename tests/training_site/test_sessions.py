"""A session lasts as long as it says, and belongs to whoever signed in."""

from __future__ import annotations

import datetime

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from training_site.people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def amina(client):
    user = User.objects.create_user("amina@example.org", given_name="Amina")
    client.force_login(user)
    return user


def who(client) -> str:
    answer = client.get("/lasinstallningar/")
    return answer.wsgi_request.user.email if answer.wsgi_request.user.is_authenticated else ""


def test_a_signed_in_learner_is_known_on_the_next_page(client, amina):
    assert who(client) == "amina@example.org"


def test_a_session_that_has_run_out_is_nobodys(client, amina):
    Session.objects.update(expire_date=timezone.now() - datetime.timedelta(seconds=1))

    assert who(client) == ""


def test_a_made_up_session_key_is_nobodys(client, amina):
    client.cookies["sessionid"] = "a" * 32

    assert who(client) == ""


def test_an_account_that_is_closed_is_out_on_the_next_page(client, amina):
    User.objects.filter(pk=amina.pk).update(is_active=False)

    assert who(client) == ""


def test_a_changed_password_ends_the_session(client, amina):
    amina.set_password("ett-nytt-losenord")
    amina.save()

    assert who(client) == ""
