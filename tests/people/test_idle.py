"""Somebody who has been away is asked whether she is still there; nothing she wrote is lost."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from courses.references import GlossaryTerm
from sandbox.world.models import Entry
from sandbox.world.templates import load_folder
from training_site.people.models import User
from training_site.people.roles import COUNCIL_EDITORS, make_groups

pytestmark = pytest.mark.django_db

PASSWORD = "en lugn höstkväll"
LOCK = "/konto/last/"
SCENARIOS = Path(__file__).resolve().parents[2] / "fixtures" / "scenarios"
WRITTEN = "Alex vill läsa först.\r\nSedan bestämmer vi, sa <hon> & log."


class Fields(HTMLParser):
    """The fields of the page's last form, as a browser would send them back."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.action, self.sent = "", []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form":
            self.action, self.sent = given.get("action", ""), []
        if tag == "input" and given.get("type") == "hidden":
            self.sent.append((given["name"], given.get("value", "")))

    def post(self, client, **typed):
        data: dict[str, list[str]] = {}
        for name, value in [*self.sent, *typed.items()]:
            data.setdefault(name, []).append(value)
        return client.post(self.action, data)


@pytest.fixture
def clock():
    with time_machine.travel("2026-11-21 14:20+01:00", tick=False) as clock:
        yield clock


@pytest.fixture
def user():
    return User.objects.create_user("amina@example.org", PASSWORD, given_name="Amina")


def sign_in(client, **more):
    client.post("/konto/logga-in/", {"login": "amina@example.org", "password": PASSWORD, **more})
    return client


@pytest.fixture
def amina(client, user, clock):
    return sign_in(client)


def unlock(client, page, **answer):
    return Fields(page).post(client, **(answer or {"password": PASSWORD}))


def sent_while_locked(client, clock, address, form):
    """Away for 31 minutes, sent, unlocked, and sent once more; every byte of the pages between."""
    clock.shift(31 * 60)
    asked = client.post(address, form, headers={"Referer": f"http://testserver{address}"})
    assert "Är du kvar?" in asked.content.decode()
    again = unlock(client, asked.content.decode()).content.decode()
    assert "Det här hade du skrivit" in again
    assert "Alex vill läsa först." in again
    return Fields(again).post(client)


def test_after_half_an_hour_the_page_asks_and_then_leads_back_to_where_one_was(amina, clock):
    clock.shift(31 * 60)
    asked = amina.get("/mina-sidor/?visa=pass")
    page = amina.get(asked["Location"]).content.decode()
    back = unlock(amina, page)

    assert asked["Location"].startswith(LOCK)
    assert "Här har ingenting hänt på 30 minuter." in page
    assert back["Location"].endswith("/mina-sidor/?visa=pass")
    assert "Dina kurser" in amina.get("/mina-sidor/").content.decode()


def test_the_lock_says_nothing_of_what_is_behind_it(amina, clock):
    clock.shift(31 * 60)
    page = amina.get("/mina-sidor/", follow=True).content.decode()

    assert "amina@example.org" not in page
    assert "Dina kurser" not in page
    assert "Inte du? Byt användare" in page


def test_somebody_who_does_something_now_and_then_is_never_asked(amina, clock):
    for _ in range(4):
        clock.shift(25 * 60)

        assert "Dina kurser" in amina.get("/mina-sidor/").content.decode()


def test_what_scripts_ask_for_in_between_does_not_count_as_being_there(amina, clock):
    for _ in range(2):
        clock.shift(20 * 60)
        amina.get("/mina-sidor/", headers={"X-Requested-With": "XMLHttpRequest"})
        amina.get("/ovning/tavla/okand/")

    assert amina.get("/mina-sidor/")["Location"].startswith(LOCK)


def test_a_script_of_a_locked_page_gets_an_answer_that_keeps_what_is_typed(amina, clock):
    clock.shift(31 * 60)
    answer = amina.post("/mina-sidor/mina-uppgifter/namn/", {}, headers={"X-Autosave": "1"})

    # autosave.js keeps the text in the browser at this status, and says so.
    assert answer.status_code == 403
    assert answer.content.decode() == "Sidan är låst."


def test_a_device_of_ones_own_is_locked_after_twelve_hours(client, user, clock):
    sign_in(client, remember="on")
    clock.shift(11 * 3600)
    early = client.get("/mina-sidor/")
    clock.shift(12 * 3600 + 60)
    page = client.get("/mina-sidor/", follow=True).content.decode()

    assert early.status_code == 200
    assert "på 12 timmar" in page


def test_guests_are_never_asked(client, clock, db):
    client.get("/lasinstallningar/")
    clock.shift(24 * 3600)

    assert "Är du kvar?" not in client.get("/lasinstallningar/", follow=True).content.decode()


def test_reading_pages_writes_nothing_within_the_minute(
    amina, clock, django_assert_max_num_queries
):
    amina.get("/lasinstallningar/")
    with django_assert_max_num_queries(20) as asked:
        clock.shift(30)
        amina.get("/lasinstallningar/")

    assert not [one for one in asked.captured_queries if not one["sql"].startswith("SELECT")]


def test_a_name_sent_while_locked_is_kept(amina, clock, user):
    form = {"given_name": "Alex vill läsa först.", "family_name": "B"}
    sent_while_locked(amina, clock, "/mina-sidor/mina-uppgifter/namn/", form)
    user.refresh_from_db()

    assert user.given_name == "Alex vill läsa först."


def test_the_text_of_an_exercise_sent_while_locked_is_kept(amina, clock):
    next(load_folder(SCENARIOS, at=timezone.now()))
    home = amina.post("/ovning/uppdrag/alex-kor/")["Location"]
    form = {"note": WRITTEN, "do": "send", "version": "0"}
    sent_while_locked(amina, clock, f"{home}steg/consent/", form)
    sent = Entry.everywhere.get(world__run__learner__email="amina@example.org", kind="consent")

    assert sent.body["note"].splitlines() == WRITTEN.splitlines()


def test_what_an_editor_sent_while_locked_is_kept_to_the_letter(amina, clock, user):
    user.groups.add(make_groups()[COUNCIL_EDITORS])
    term = GlossaryTerm.objects.create(term="Vårdlogg", text="Förut.")
    address = f"/admin/snippets/courses/glossaryterm/edit/{term.pk}/"
    sent_while_locked(amina, clock, address, {"term": "Vårdlogg", "text": WRITTEN, "also": ""})
    term.refresh_from_db()

    assert term.text == WRITTEN


def test_a_password_sent_while_locked_is_not_carried_on(amina, clock):
    clock.shift(31 * 60)
    page = amina.post(
        "/konto/byt-losenord/", {"oldpassword": PASSWORD, "password1": "tolv gröna hattar"}
    ).content.decode()

    assert "Är du kvar?" in page
    assert "hattar" not in page


def test_two_tabs_each_keep_their_own_text(amina, clock):
    clock.shift(31 * 60)
    address = "/mina-sidor/mina-uppgifter/namn/"
    first = amina.post(address, {"given_name": "Den första fliken"}).content.decode()
    second = amina.post(address, {"given_name": "Den andra fliken"}).content.decode()
    unlock(amina, first)
    again = unlock(amina, second).content.decode()

    assert ("given_name", "Den andra fliken") in Fields(again).sent


def test_a_wrong_password_opens_nothing_and_loses_nothing(amina, clock):
    clock.shift(31 * 60)
    address = "/mina-sidor/mina-uppgifter/namn/"
    asked = amina.post(address, {"given_name": "Alex vill läsa först."}).content.decode()
    page = unlock(amina, asked, password="fel").content.decode()

    assert "Lösenordet stämmer inte." in page
    assert amina.get("/mina-sidor/")["Location"].startswith(LOCK)
    assert "Alex+vill" in dict(Fields(page).sent)["held"]


def test_the_lock_cannot_be_guessed_open(amina, clock):
    clock.shift(31 * 60)
    for _ in range(5):
        amina.post(LOCK, {"ask": "1", "password": "fel"})
    page = amina.post(LOCK, {"ask": "1", "password": PASSWORD}).content.decode()

    assert "Vänta fem minuter" in page
    assert amina.get("/mina-sidor/")["Location"].startswith(LOCK)


def test_a_code_unlocks_as_well_as_the_password(amina, clock):
    clock.shift(31 * 60)
    page = amina.get("/mina-sidor/", follow=True).content.decode()
    asked = unlock(amina, page, send_code="1").content.decode()
    code = re.search(r"^\d{4}-\d{4}$", mail.outbox[-1].body, re.MULTILINE)[0]
    wrong = unlock(amina, asked, code="nej").content.decode()
    back = unlock(amina, wrong, code=code)

    assert "Koden stämmer inte." in wrong
    assert back["Location"] == "/mina-sidor/"
    assert amina.get("/mina-sidor/").status_code == 200


def test_another_persons_password_does_not_unlock(amina, clock):
    User.objects.create_user("bo@example.org", "ett annat lösenord", given_name="Bo")
    clock.shift(31 * 60)
    amina.post(LOCK, {"ask": "1", "password": "ett annat lösenord"})

    assert amina.get("/mina-sidor/")["Location"].startswith(LOCK)


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example/", "/\\evil.example"]
)
def test_unlocking_leads_nobody_to_another_site_nor_sends_anything_there(amina, clock, elsewhere):
    clock.shift(31 * 60)
    answer = amina.post(
        LOCK,
        {
            "ask": "1",
            "password": PASSWORD,
            "next": elsewhere,
            "held_path": elsewhere,
            "held": "a=b",
        },
    )

    assert answer["Location"] == "/"


def test_a_form_forged_elsewhere_is_not_held(user, clock):
    client = sign_in(Client())
    client.handler.enforce_csrf_checks = True
    clock.shift(31 * 60)
    answer = client.post("/mina-sidor/mina-uppgifter/namn/", {"given_name": "Förfalskad text"})

    assert answer.status_code == 403
    assert "Förfalskad" not in answer.content.decode()


def test_the_wall_of_a_room_stays_up(amina, clock):
    clock.shift(31 * 60)

    assert "Location" not in amina.get("/utbildare/1/projektor/")
    assert amina.get("/utbildare/1/ledarvy/")["Location"].startswith(LOCK)


def test_the_way_out_is_open(amina, clock):
    clock.shift(31 * 60)
    amina.post("/konto/byt-anvandare/")

    assert "_auth_user_id" not in amina.session
