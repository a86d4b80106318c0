"""The letters at a desk: listed with why, read in the words they have on paper, and downloaded."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from django.db import transaction
from django.test import Client

from sandbox.world.counties import load_county_file
from sandbox.world.doors import seat_code
from sandbox.world.models import Access, Case, Seat
from sandbox.world.rooms import Wish, open_room, sit_down
from tests.sandbox.letters.reading import text_of
from tests.sandbox.letters.telling import CASES, FIXTURES
from training_site.people.models import User

OFFICE = "barn-unga-ovningskoping"
NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def seat(django_db_setup, django_db_blocker) -> Iterator[Seat]:
    """Amina's seat at the office that coordinates Liam's plan, for the whole module."""
    with django_db_blocker.unblock(), transaction.atomic():
        path = FIXTURES / "practice" / "pahitts-lan.yaml"
        load_county_file(path, personas=FIXTURES / "personas", at=NOW, cases=CASES)
        amina = User.objects.create_user("amina@example.org", given_name="Amina")
        wish = Wish("lifecare", OFFICE)
        yield open_room(user=amina, wish=wish, today=date(2026, 11, 24), now=NOW)
        transaction.set_rollback(True)


@pytest.fixture
def client(seat, db) -> Client:
    client = Client()
    client.force_login(seat.run.learner)
    return client


def address(seat: Seat, unit: str, name: str, page: str = "") -> str:
    at = sit_down(seat, unit, now=NOW)
    no = Case.objects.for_world(seat.world).get(person__given_name=name).no
    return f"/ovning/rum/{seat_code(at)}/arende/{no}/brev/{page}"


def words(response) -> str:
    main = response.content.decode().partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", main))).strip()


def keys(response) -> set[str]:
    return set(re.findall(r"brev/([a-z0-9-]+)/\"", response.content.decode()))


def test_the_list_says_to_whom_when_and_why_it_is_on_paper(client, seat):
    page = client.get(address(seat, OFFICE, "Liam"))
    said = words(page)
    assert "Hittestads skola" in said
    assert "17 november 2026" in said
    assert "Skolan har inte systemet." in said
    assert "Gun och Ove Samtycket omfattar inte mottagaren." in said
    assert "no-store" in page.headers["Cache-Control"]


def test_a_letter_says_the_same_on_the_page_and_on_paper(client, seat):
    for key in keys(client.get(address(seat, OFFICE, "Liam"))):
        shown = words(client.get(address(seat, OFFICE, "Liam", f"{key}/")))
        answer = client.get(address(seat, OFFICE, "Liam", f"{key}/pdf/"))
        paper = text_of(answer.content).replace(" ", "")
        assert answer.headers["Content-Type"] == "application/pdf"
        assert "no-store" in answer.headers["Cache-Control"]
        assert "liam" not in answer.headers["Content-Disposition"].lower()
        body = shown.partition("ÖVNING. Allt i brevet")[2].partition("Din chef ser")[0]
        missing = [word for word in body.replace("…", "").split() if word not in paper]
        assert missing == [], key


def test_whoever_may_not_send_the_letter_finds_none(client, seat):
    own = keys(client.get(address(seat, OFFICE, "Liam"))) - {"mall"}
    assert len(own) > 4
    for unit in ("bup", "vc-an"):
        assert keys(client.get(address(seat, unit, "Liam"))) == {"mall"}
    for key in own:
        assert client.get(address(seat, "bup", "Liam", f"{key}/pdf/")).status_code == 404
    assert client.get(address(seat, "bup", "Liam", f"{min(own)}/")).status_code == 404
    outside = address(seat, "avdelning-4", "Liam")
    assert client.get(outside).status_code == 404
    assert client.get(outside + "mall/pdf/").status_code == 404
    assert Client().get(address(seat, OFFICE, "Liam", "mall/pdf/")).status_code == 302


def test_a_protected_person_is_told_on_the_list_and_the_letter_has_no_address(client, seat):
    page = client.get(address(seat, "vuxna", "Noor"))
    assert "Personen har skyddade uppgifter." in words(page)
    (key,) = keys(page) - {"mall"}
    said = words(client.get(address(seat, "vuxna", "Noor", f"{key}/")))
    assert "Adressen skrivs inte ut. Lämna brevet i handen." in said
    assert "Skatteverket" not in said


def test_reading_a_letter_is_noted_like_reading_the_case(client, seat):
    Access.objects.for_world(seat.world).delete()
    client.get(address(seat, OFFICE, "Liam", "mall/pdf/"))
    noted = Access.objects.for_world(seat.world).values_list("unit", "document")
    assert list(noted) == [(OFFICE, 0)]
