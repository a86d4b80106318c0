"""Signing in and out: clear answers, nothing given away, nobody led astray."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.training_site.conftest import PASSWORD
from training_site.people.models import User

SIGN_IN = "/konto/logga-in/"


def sign_in(client, email="amina@example.org", password=PASSWORD, **more):
    return client.post(SIGN_IN, {"login": email, "password": password, **more})


def test_a_learner_signs_in_and_the_foot_says_who_without_naming(client, amina):
    answer = sign_in(client, next="/lasinstallningar/")
    page = client.get(answer["Location"]).content.decode()

    assert answer["Location"] == "/lasinstallningar/"
    assert "Inloggad som undersköterska, Hemtjänst Norr." in page


def test_the_address_may_be_written_in_capitals(client, amina):
    assert sign_in(client, email="Amina@Example.ORG").status_code == 302


def test_an_unknown_address_and_a_wrong_password_get_the_same_words(client, amina):
    wrong = sign_in(client, password="fel lösenord").content.decode()
    unknown = sign_in(client, email="nobody@example.org").content.decode()

    for page in (wrong, unknown):
        assert "E-postadressen eller lösenordet stämmer inte." in page
        assert "Du är inte inloggad" in page
    assert 'value="amina@example.org"' in wrong


def test_a_closed_account_gets_the_same_words_as_a_wrong_password(client, amina):
    User.objects.update(is_active=False)

    assert "E-postadressen eller lösenordet stämmer inte." in sign_in(client).content.decode()


def test_an_empty_form_says_what_to_write_beside_each_field(client, db):
    page = sign_in(client, email="", password="").content.decode()

    assert '<a href="#id_login">Skriv din e-postadress</a>' in page
    assert 'id="id_password_error"' in page
    assert 'aria-invalid="true"' in page


def test_the_form_helps_password_managers_and_has_no_placeholders(client, db):
    page = client.get(SIGN_IN).content.decode()

    assert 'autocomplete="username"' in page
    assert 'autocomplete="current-password"' in page
    assert "placeholder" not in page


@pytest.mark.parametrize(
    "next_url",
    ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example/"],
)
def test_one_is_never_sent_on_to_somebody_elses_site(client, amina, next_url):
    assert sign_in(client, next=next_url)["Location"] == "/"


def test_the_sixth_try_in_a_row_is_stopped_with_words_about_waiting(client, amina):
    for _ in range(5):
        sign_in(client, password="fel lösenord")

    page = sign_in(client).content.decode()

    assert "Vänta fem minuter" in page
    assert "_auth_user_id" not in client.session


def test_other_people_are_not_stopped_by_the_tries_of_one(client, amina, olle):
    for _ in range(6):
        sign_in(client, password="fel lösenord")

    assert sign_in(client, email="olle@example.org").status_code == 302


def test_only_a_button_signs_out_and_a_link_does_not(client, amina):
    client.force_login(amina)
    asked = client.get("/konto/logga-ut/").content.decode()
    assert "_auth_user_id" in client.session
    client.post("/konto/logga-ut/")

    assert "Allt du har gjort är sparat." in asked
    assert "_auth_user_id" not in client.session


def test_switching_user_signs_out_and_goes_to_signing_in(client, amina):
    client.force_login(amina)

    answer = client.post("/konto/byt-anvandare/")

    assert answer["Location"] == SIGN_IN
    assert "_auth_user_id" not in client.session


def test_staying_signed_in_is_a_choice(client, amina):
    sign_in(client)
    assert client.session.get_expire_at_browser_close()

    sign_in(client := Client(), remember="on")
    assert not client.session.get_expire_at_browser_close()


@pytest.mark.parametrize("path", ["signup", "skapa-konto", "password/reset", "email", "login"])
def test_nobody_signs_up_and_no_unused_account_page_answers(client, db, path):
    assert client.get(f"/konto/{path}/").status_code == 404


def test_demo_logins_are_shown_only_where_demo_accounts_are_allowed(client, db, settings):
    User.objects.create_user("demo@example.org", "x", given_name="Demo", is_demo=True)
    shown = client.get(SIGN_IN).content.decode()
    settings.DEMO_ACCOUNTS = False
    hidden = client.get(SIGN_IN).content.decode()

    assert "demo@example.org" in shown
    assert "demo@example.org" not in hidden


def test_a_demo_account_opens_nothing_where_demo_accounts_are_refused(client, db, settings):
    user = User.objects.create_user("demo@example.org", PASSWORD, given_name="D", is_demo=True)
    settings.DEMO_ACCOUNTS = False
    client.force_login(user)  # a session from before they were refused

    assert "stämmer inte" in sign_in(Client(), email="demo@example.org").content.decode()
    assert client.get("/mina-sidor/").status_code == 302


def test_a_form_that_is_too_old_explains_what_to_do(amina):
    client = Client(enforce_csrf_checks=True)

    answer = sign_in(client)

    assert answer.status_code == 403
    assert "Formuläret hade blivit för gammalt" in answer.content.decode()


def test_the_administration_uses_the_same_door(client, db):
    assert client.get("/admin/")["Location"].startswith(SIGN_IN)
    assert client.get("/admin/login/")["Location"].startswith(SIGN_IN)
    assert client.get("/admin/password_reset/").status_code == 404
