"""What guides keep about a person is shown to her, comes along, and goes as far as it may."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.training_site.guides.conftest import House
from tests.training_site.guides.test_reminding import key_person
from tests.training_site.guides.test_two_keys import approve, published, sent
from training_site.guides import board, guides_asked, matters_own_data
from training_site.guides.campaigns import confirm
from training_site.guides.matters_acting import KEPT_DAYS, Received, move, receive
from training_site.guides.models import Campaign, GuideVersion, Key, Matter, Subscription
from training_site.guides.subscribing import DAYS_TO_CONFIRM
from training_site.people import my_data
from training_site.people.models import User

PAGE = "/mina-sidor/mina-uppgifter/"
PERSONAL_DATA = Path(__file__).parents[3] / "fixtures" / "pages" / "personuppgifter.md"
WORDS = "Ingen hos oss på Norr vet det."


def told(user: User) -> str:
    """What the page shows."""
    client = Client()
    client.force_login(user)
    return client.get(PAGE).content.decode().replace("\u00a0", " ")


@pytest.fixture
def anna(house: House) -> User:
    """A key person who has confirmed a guide for herself, asked something and wants news."""
    anna = key_person("anna")
    guide = sent(house)
    approve(guide, house.ulla)
    approve(guide, house.ragnar)
    confirm(Campaign.objects.get(), asked_user=anna, by=anna)
    receive(
        Received("question", "Vem bokar lokalen?", WORDS, "anna@example.org", "Norr"), user=anna
    )
    receive(Received("routine", "Kallelsen kommer sent", WORDS, "Anna@Example.org"))
    receive(Received("routine", "Någon annans", WORDS, "bo@example.org"))
    Subscription.objects.create(email="anna@example.org", confirmed_at=timezone.now())
    return anna


def test_confirmations_questions_and_the_subscription_are_shown_and_come_along(anna: User):
    client = Client()
    client.force_login(anna)
    page, file = told(anna), json.loads(client.get(f"{PAGE}hamta/json/").content)

    for words in (
        "Förbered ett SIP-möte 1.0",
        "Vem bokar lokalen?",
        "Kallelsen kommer sent",
        WORDS,
    ):
        assert words in page
    assert "Någon annans" not in page
    assert len(file["lasbekraftelser"]["uppgifter"]) == 1
    assert len(file["fragor"]["uppgifter"]) == 2
    assert file["nyhetsbrev"]["uppgifter"] == [{"Nyheter till": "anna@example.org"}]


def test_the_page_on_personal_data_says_what_is_kept_of_each_and_for_how_many_days():
    page = PERSONAL_DATA.read_text("utf-8")

    kept = [str(part.title) for part in (guides_asked.PART, *matters_own_data.PARTS)]
    assert [title for title in kept if f"\n## {title}\n" not in page] == []
    assert f"tas bort {KEPT_DAYS} dagar efter att frågan är besvarad" in page
    assert f"inom {DAYS_TO_CONFIRM} dagar" in page


def test_a_confirmation_is_counted_without_a_name_and_a_question_stays_without_its_asker(
    anna: User,
):
    my_data.erase(anna)

    (row,) = board.cells(board.people(Campaign.objects.get()))
    assert (row[0], row[1], row[3], row[5]) == (
        "Borttaget konto", "", "Har bekräftat", "Borttaget konto"
    )  # fmt: skip
    left = Matter.objects.order_by("no").values_list("subject", "text", "email", "unit", "user")
    assert list(left) == [
        ("Vem bokar lokalen?", "", "", "", None),
        ("Kallelsen kommer sent", "", "", "", None),
        ("Någon annans", WORDS, "bo@example.org", "", None),
    ]
    assert not Subscription.objects.exists()


def test_a_chair_sees_what_she_has_approved_and_why_her_name_is_kept(anna: User, house: House):
    move(Matter.objects.first(), status=Matter.Status.ONGOING, by=house.ulla, note="Vi ser på det.")
    page = told(house.ulla)

    assert "kommunerna" in page
    assert "Det du gjort med andras frågor, antal steg" in page
    assert "arkivlagen (1990:782)" in page
    my_data.erase(house.ulla)
    assert "ulla" in {row["name"] for row in GuideVersion.objects.get().approved_by}
    assert Key.objects.count() == 2
    assert Matter.objects.first().steps.filter(user=house.ulla).count() == 0


def test_a_key_that_waits_is_taken_back_with_the_account_that_turned_it(house: House):
    guide = sent(house)
    approve(guide, house.ulla)
    my_data.erase(house.ulla)
    approve(guide, house.ragnar)

    assert [key.user for key in Key.objects.all()] == [house.ragnar]
    assert not published(guide)


def test_the_page_asks_as_much_for_three_as_for_one(anna: User, house: House):
    told(anna)
    counted = set()
    for number in range(3):
        receive(Received("question", f"Fråga {number}?", ""), user=anna)
        with CaptureQueriesContext(connection) as queries:
            my_data.everything(anna)
        counted.add(len(queries))

    assert len(counted) == 1
