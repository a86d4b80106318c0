"""Who is my key person: found by anybody, named only to staff."""

from __future__ import annotations

import html

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.people.conftest import appointed, person

PAGE = "/nyckelpersoner/"


def asked(client: Client, wanted: str = "") -> str:
    answer = client.get(PAGE, {"enhet": wanted} if wanted else {})
    return html.unescape(answer.content.decode())


@pytest.fixture
def staff(client, south) -> Client:
    client.force_login(person("Amina", unit=south))
    return client


def test_a_guest_is_told_that_there_is_one_but_not_who(client, north):
    appointed(person("Johan", unit=north, title="Samordnare"), north)

    page = asked(client, "Hemtjänst Norr, Hittestads kommun")

    assert "Enheten har en nyckelperson" in page
    assert "Johan" not in page
    assert "johan@" not in page
    assert "/kontakt/" in page


def test_staff_see_name_title_and_address(staff, north):
    appointed(person("Johan", unit=north, title="Samordnare"), north)

    page = asked(staff, "hemtjänst norr")

    assert "Johan" in page
    assert "Samordnare" in page
    assert 'href="mailto:johan@example.org"' in page


def test_a_unit_without_one_says_so_and_whom_to_ask(staff, north):
    page = asked(staff, str(north.pk))

    assert "Enheten har ingen nyckelperson" in page
    assert "Be enhetens chef utse någon" in page


def test_part_of_a_name_gives_a_list_to_choose_from_in_swedish_order(client, town):
    for name in ("Örnen", "Ängen", "Åsen", "Zonen"):
        town.units.create(name=f"Boende {name}")

    page = asked(client, "boende")

    part = page[page.index("Vilken enhet menar du?") : page.index("Alla enheter")]
    places = [part.index(name) for name in ("Zonen", "Åsen", "Ängen", "Örnen")]
    assert places == sorted(places)


def test_a_name_that_the_unit_had_before_leads_to_it(client, north):
    north.changes.create(on=timezone.localdate(), kind="renamed", was="Hemtjänst Nord och Öst")

    assert "Enheten har ingen nyckelperson" in asked(client, "nord och öst")


@pytest.mark.parametrize("wanted", ["Ingenstans", '"><script>', "%00", "å" * 3000])
def test_what_nobody_is_called_is_answered_kindly(client, north, wanted):
    page = client.get(PAGE, {"enhet": wanted}).content.decode()

    assert "Ingen enhet heter" in page
    assert "<script>" not in page


def test_the_page_costs_as_much_for_one_unit_as_for_many(client, town):
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            asked(client, "enhet")
        return len(seen)

    town.units.create(name="Enhet 1")
    town.units.create(name="Enhet 2")
    queries()  # the name of the county is kept from now on
    few = queries()
    for number in range(3, 40):
        town.units.create(name=f"Enhet {number}")

    assert queries() == few
