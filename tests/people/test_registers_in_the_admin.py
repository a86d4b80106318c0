"""The registers of people in the administration: Swedish, filtered, and with their history."""

from __future__ import annotations

import datetime
import re

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.people.conftest import LONG_AGO, appointed, person
from training_site.people.models import Assignment, Council, CouncilSeat, Unit, UnitChange, User
from training_site.people.roles import COORDINATORS, COUNCIL_EDITORS, make_groups

TODAY = timezone.localdate()
START = "/admin/snippets/people"


@pytest.fixture
def signed_in(db):
    """Signs in somebody of a group, with an account of her own."""

    def of(group: str) -> Client:
        user = person(f"Red{User.objects.count()}")
        user.groups.add(make_groups()[group])
        client = Client()
        client.force_login(user)
        return client

    return of


def posted(unit: Unit, **fields) -> dict[str, object]:
    kept = {"organisation": unit.organisation_id, "name": unit.name, "kind": unit.kind}
    empty = ("employees", "employees_on", "opened_on", "closed_on", "succeeded_by", "note")
    return kept | dict.fromkeys(empty, "") | fields


def test_renaming_a_unit_is_noted_and_what_people_did_keeps_the_old_name(signed_in, north):
    client = signed_in(COORDINATORS)

    client.post(f"{START}/unit/edit/{north.pk}/", posted(north, name="Hemtjänst Nord", note="Nytt"))

    page = client.get(f"{START}/unit/edit/{north.pk}/").content.decode()
    north.refresh_from_db()
    assert '<option value="home_care">Hemtjänst</option>' in page
    change = UnitChange.objects.get()
    assert north.name == "Hemtjänst Nord"
    assert (change.kind, change.was, change.note) == ("renamed", "Hemtjänst Norr", "Nytt")


def test_closing_a_unit_into_another_is_a_merger_and_a_wrong_day_is_refused(
    signed_in, north, south
):
    client = signed_in(COORDINATORS)
    late = {"opened_on": TODAY, "closed_on": TODAY - datetime.timedelta(days=1)}

    page = client.post(f"{START}/unit/edit/{north.pk}/", posted(north, **late)).content.decode()
    assert "En enhet kan inte läggas ner innan den öppnar." in page
    client.post(
        f"{START}/unit/edit/{north.pk}/", posted(north, closed_on=TODAY, succeeded_by=south.pk)
    )

    assert UnitChange.objects.get().kind == "merged"


def assignment_form(user, *units, **fields) -> dict[str, object]:
    kept = {"user": user.pk, "kind": "key_person", "since": TODAY, "until": "", "manager": ""}
    return kept | {"now_units": [one.pk for one in units], "niche": "", "deputy": ""} | fields


def test_an_assignment_by_an_editor_waits_for_the_manager_who_gets_a_letter(
    signed_in, north, south, django_capture_on_commit_callbacks
):
    client = signed_in(COUNCIL_EDITORS)
    johan = person("Johan", unit=north)
    form = assignment_form(johan, north)

    page = client.post(f"{START}/assignment/add/", form).content.decode()
    assert "Ingen chef är inlagd på enheten. Välj en." in page
    person("Mona", unit=north, manages=True)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{START}/assignment/add/", form)

    made = Assignment.objects.get()
    assert made.status == "proposed"
    assert [row.unit for row in made.units.all()] == [north]
    assert [one.to for one in mail.outbox] == [["mona@example.org"]]
    assert "Johan är föreslagen som nyckelperson" in mail.outbox[0].subject


def test_a_unit_that_is_taken_from_an_assignment_stays_in_the_history(signed_in, north, south):
    johan, mona = person("Johan", unit=north), person("Mona", unit=north, manages=True)
    made = appointed(johan, north)
    form = assignment_form(johan, south, since=LONG_AGO, manager=mona.pk)

    signed_in(COUNCIL_EDITORS).post(f"{START}/assignment/edit/{made.pk}/", form)

    rows = made.units.order_by("pk").values_list("unit", "since", "until")
    assert list(rows) == [(north.pk, LONG_AGO, TODAY), (south.pk, TODAY, None)]


def test_a_seat_for_both_sides_is_refused_in_words(signed_in, north):
    ulla = person("Ulla")
    council = Council.objects.create(name="Rådet", county="Påhitts län")
    CouncilSeat.objects.create(
        council=council, user=ulla, category="chair_municipality", since=LONG_AGO
    )
    form = {"council": council.pk, "user": ulla.pk, "category": "chair_region", "since": TODAY}

    answer = signed_in(COUNCIL_EDITORS).post(f"{START}/councilseat/add/", form | {"until": ""})

    assert "Personen har samtidigt en plats för den andra parten." in answer.content.decode()
    assert CouncilSeat.objects.count() == 1


@pytest.mark.parametrize(
    ("group", "register", "allowed"),
    [
        (COUNCIL_EDITORS, "council", True),
        (COUNCIL_EDITORS, "assignment", True),
        (COUNCIL_EDITORS, "unit", False),
        (COORDINATORS, "unit", True),
        (COORDINATORS, "councilseat", False),
    ],
)
def test_each_group_adds_to_its_own_registers_only(signed_in, group, register, allowed):
    answer = signed_in(group).get(f"{START}/{register}/add/")

    assert (answer.status_code == 200) is allowed


def test_the_form_of_an_assignment_shows_its_units_and_what_cannot_be_decided_there(
    signed_in, north, south
):
    made = appointed(person("Johan", unit=north), north)

    page = signed_in(COORDINATORS).get(f"{START}/assignment/edit/{made.pk}/").content.decode()

    boxes = re.findall(r'<input type="checkbox" name="now_units"[^>]*>', page)
    assert ["checked" in box for box in boxes] == [True, False]
    assert 'name="status"' not in page


@pytest.mark.parametrize(
    "register", ["organisation", "unit", "membership", "assignment", "councilseat"]
)
def test_a_listing_costs_as_much_for_one_row_as_for_three(signed_in, town, register):
    client = signed_in(COORDINATORS)
    council = Council.objects.create(name="Rådet", county="Påhitts län")

    def queries(number: int) -> int:
        unit = town.units.create(name=f"Enhet {number}")
        user = person(f"P{number}", unit=unit)
        appointed(user, unit, manager=user)
        seat = {"council": council, "user": user, "category": "editor", "since": LONG_AGO}
        CouncilSeat.objects.create(**seat)
        with CaptureQueriesContext(connection) as seen:
            page = client.get(f"{START}/{register}/").content.decode()
        assert "<table" in page
        return len(seen)

    queries(1)
    few = queries(2)
    queries(3)

    assert queries(4) == few
