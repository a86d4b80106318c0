"""Every address with another learner's numbers, in every way, as everybody else: nothing is there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from courses.quiz.models import Attempt, Step
from sandbox.world.models import Entry, Event, Redaction, Seat, Token, World
from tests.journeys.learner import Learner
from training_site.people.models import User

pytestmark = pytest.mark.sweep

SECRET = "Bara jag vet att Alex gråter på bussen hem"
METHODS = ["get", "head", "post", "put", "patch", "delete", "options", "trace"]
OTHERS = ["bo@example.org", "karin@example.org", "lena@example.org", "olle@example.org"]

# What an address takes in its holes when somebody else tries it. A new hole must be named here.
OPEN = {"index", "leave", "assignment"}  # the same for everybody, and about nobody
HOLES: dict[str, list[dict[str, Any]]] = {
    "tasks": [{}],
    "step": [{"key": "consent"}, {"key": "call"}],
    "draft": [{"key": "consent"}],
    "replies": [{"key": "consent"}],
    "compare": [{}],
    "rubric": [{}],
    "done": [{}],
    "again": [{}],
    "erase": [{}],
    "forward": [{}],
    "plan": [{}],
    "document": [{"number": 1}, {"number": 2}],
    "case": [{"number": 1}],
    "earlier": [{"number": 1}, {"number": 2}],
}
QUIZ = {"take", "save", "result", "again"}


def _names(namespace: str) -> set[str]:
    """The name of every address in a namespace."""
    _prefix, resolver = get_resolver().namespace_dict[namespace]
    return {str(pattern.name) for pattern in resolver.url_patterns}


@dataclass
class House:
    """A learner with text everywhere, and the numbers that lead to it."""

    owner: Learner
    code: str
    open_attempt: str
    closed_attempt: str

    def addresses(self) -> Iterator[str]:
        for name, variants in HOLES.items():
            for holes in variants:
                yield reverse(f"practice:{name}", kwargs={"code": self.code} | holes)
        for name in QUIZ:
            for public_id in (self.open_attempt, self.closed_attempt):
                yield reverse(f"quiz:{name}", args=[public_id])


def _rows() -> list[Any]:
    """Everything an intruder could have changed."""
    models = (Entry.everywhere, Event.everywhere, Token.everywhere, World.objects, Seat.objects)
    quiz = (Attempt.objects, Step.objects, Redaction.objects)
    return [list(manager.order_by("pk").values()) for manager in (*models, *quiz)]


@pytest.fixture
def house(site: None) -> House:
    """Amina has an archived attempt, a sent form, a draft, an open and a closed set of answers."""
    amina = Learner("amina@example.org")
    amina.start()
    amina.send("consent", note=f"{SECRET}.")
    amina.practise_again()
    amina.send("consent", note=f"{SECRET} igen.")
    amina.type("mapping", **{"areas-rows": "1", "areas-0-text": SECRET})
    closed = amina.answer("K1-1.1")
    opened = amina.begin("K1-1.2")
    return House(amina, amina.code, opened, closed)


def _visitor(email: str) -> Client:
    client = Client(raise_request_exception=False)
    if email:
        user, _made = User.objects.get_or_create(email=email, defaults={"given_name": "Bo"})
        client.force_login(user)
        client.post(reverse("practice:assignment", args=["alex-kor"]))
    return client


def test_every_address_of_the_practice_environment_is_in_the_sweep():
    assert _names("practice") == OPEN | set(HOLES)


def test_every_address_of_the_questions_is_in_the_sweep():
    assert _names("quiz") == QUIZ


@pytest.mark.parametrize("email", ["", *OTHERS], ids=lambda email: email or "guest")
def test_nobody_else_gets_a_byte_or_changes_a_row(house: House, email: str):
    visitor = _visitor(email)
    before = _rows()
    sent = {"do": "send", "note": "Kapat", "version": "1", "token": "2.x", "what": "all"}
    wrong = []

    for address in house.addresses():
        for method in METHODS:
            data = sent if method == "post" else None
            answer = (
                visitor.generic(method.upper(), address)
                if data is None
                else visitor.post(address, data)
            )
            leads = answer.headers.get("Location", "")
            # A guest is asked to sign in, whether the number leads anywhere or not.
            asked = not email and leads.startswith("/konto/logga-in/?next=/")
            text = f"{answer.content.decode()}{answer.headers}"
            if not (asked or answer.status_code in (404, 405)) or SECRET in text:
                wrong.append(f"{method} {address}: {answer.status_code} {leads}")

    assert wrong == []
    assert _rows() == before


def test_a_guest_is_told_the_same_of_a_code_that_is_there_and_of_one_that_is_not(house: House):
    guest = Client()

    there = guest.get(f"/ovning/{house.code}/")
    nowhere = guest.get("/ovning/zzzzzz/")

    assert there.status_code == nowhere.status_code
    assert there.content == nowhere.content
    assert there.headers["Location"].replace(house.code, "zzzzzz") == nowhere.headers["Location"]


def test_the_owner_finds_everything_where_it_was(house: House):
    page = house.owner.client.get(f"/ovning/{house.code}/arende/1/").content.decode()

    assert f"{SECRET} igen." in page


def test_another_learners_code_in_capitals_or_with_spaces_opens_nothing(house: House):
    visitor = _visitor("bo@example.org")

    for code in (house.code.upper(), house.code.lower(), f"{house.code.upper()[:5]}-"):
        assert visitor.get(f"/ovning/{code}/").status_code == 404


@pytest.mark.parametrize("email", ["", "bo@example.org"], ids=["guest", "learner"])
def test_what_one_does_in_a_course_touches_nobody_elses_record(house: House, email: str):
    visitor = _visitor(email)
    before = list(Attempt.objects.order_by("pk").values())

    for action in ("last", "plats", "fragor"):
        for method in METHODS:
            answer = visitor.generic(method.upper(), f"/kurser/{action}/K1-1.2/")
            assert answer.status_code in (302, 403, 405, 422)
            assert house.open_attempt not in answer.headers.get("Location", "")

    mine = [row["id"] for row in before]
    assert list(Attempt.objects.filter(pk__in=mine).order_by("pk").values()) == before
