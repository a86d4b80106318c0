"""A key person's units in numbers: right, and never a way to a name."""

from __future__ import annotations

import datetime
import html
import re

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courses.certificates import Certificate
from courses.records import Enrolment
from tests.courses.conftest import course, folder, load
from tests.people.conftest import LONG_AGO, appointed, person
from training_site.people import coverage, units
from training_site.people.models import Membership

__all__ = ["course", "folder", "load"]

TODAY = timezone.localdate()
PAGE = "/mitt-uppdrag/enheter/"


def certified(user, *, course: str = "T1", **fields) -> Certificate:
    """A certificate for the person."""
    now = timezone.now()
    enrolment = Enrolment.objects.create(user=user, course_key=course, started_at=now)
    kept = {"code": f"c{enrolment.pk}", "name": "x", "course_title": course, "issued_at": now}
    return Certificate.objects.create(enrolment=enrolment, **(kept | fields))


def unit_of(town, name: str, employees: int | None, trained: int = 0, **fields):
    """A unit where so many are trained."""
    counted = {"employees": employees, "employees_on": TODAY if employees is not None else None}
    made = town.units.create(name=name, **(counted | fields))
    for number in range(trained):
        certified(person(f"{name}{number}".replace(" ", ""), unit=made))
    return made


@pytest.fixture
def johan(town):
    """The key person of five units."""
    user = person("Johan")
    appointed(
        user,
        unit_of(town, "Alm", 10, 3),
        unit_of(town, "Björk", 20),
        unit_of(town, "Ceder", 4, 2),
        unit_of(town, "Druva", None, 1),
        unit_of(town, "Ek", 8, 1, employees_on=LONG_AGO),
    )
    return user


@pytest.fixture
def client(johan) -> Client:
    found = Client()
    found.force_login(johan)
    return found


def rows(user):
    found = units.rows(coverage.units_of(user, TODAY), course_key="T1", day=TODAY)
    return {row.unit.name: row for row in found}


def shown(client, **query) -> tuple[str, dict[str, str]]:
    """The page, and the text of each row by the unit's name, in order."""
    page = html.unescape(client.get(PAGE, query).content.decode())
    body = page[page.index("<h1>") :]
    texts = [
        re.sub(r"<[^>]+>|\s+", " ", row) for row in re.findall(r"<tr>.*?</tr>", body, re.DOTALL)
    ]
    words = [" ".join(text.split()) for text in texts[1:]]
    return page, {text.split()[0]: text for text in words}


def test_trained_are_those_who_work_there_now_and_hold_what_counts(johan, town):
    found = rows(johan)
    assert {name: row.trained for name, row in found.items()} == {
        "Alm": 3, "Björk": 0, "Ceder": None, "Druva": None, "Ek": 1,
    }  # fmt: skip

    first, second = Certificate.objects.filter(enrolment__user__given_name__startswith="Alm")[:2]
    first.valid_until = TODAY - datetime.timedelta(days=1)
    first.save()
    Membership.objects.filter(user=second.enrolment.user).update(until=LONG_AGO)
    certified(person("Annan", unit=town.units.get(name="Björk")), course="T2")

    assert rows(johan)["Alm"].trained == 1
    assert rows(johan)["Björk"].trained == 0


@pytest.mark.usefixtures("course")
def test_few_employees_hide_the_number_and_no_sum_or_order_gives_it_away(client, johan):
    page, found = shown(client)

    assert "1 av 5 enheter saknar utbildade" in page
    assert "färre än 5" in found["Ceder"]
    assert "antal saknas" in found["Druva"]
    assert not re.search(r"\b[24] av|visas 4", found["Ceder"])
    assert "I de 3 enheter som visas med siffra: 4 av 38 utbildade." in page
    assert list(found)[-2:] == ["Ceder", "Druva"]
    for order in ("utbildade", "-utbildade", "pass", "-pass"):
        assert list(shown(client, ordna=order)[1])[-2:] == ["Ceder", "Druva"]
    for show in ("saknar", "utan-pass"):
        assert not {"Ceder", "Druva"} & set(shown(client, visa=show)[1])


@pytest.mark.usefixtures("course")
def test_an_untrained_unit_with_few_employees_looks_as_any_other_such_unit(client, johan):
    before = shown(client)
    Certificate.objects.filter(enrolment__user__given_name__startswith="Ceder").delete()

    assert shown(client)[1] == before[1]


def test_an_old_head_count_is_marked_and_another_is_asked_for(client):
    _page, found = shown(client, ordna="enhet")

    assert "Gammal uppgift" in found["Ek"]
    assert "Be om nytt antal" in found["Ek"]
    assert "Aldrig räknat" in found["Druva"]
    assert "Boka pass" in found["Björk"]
    assert set(shown(client, visa="gammal")[1]) == {"Druva", "Ek"}


@pytest.mark.usefixtures("course")
def test_a_phone_that_shows_no_headings_sorts_by_a_list(client):
    page, _found = shown(client, ordna="-utbildade")

    assert '<option value="-utbildade" selected>Utbildade, omvänd ordning</option>' in page
    assert '<option value="pass">Senaste pass</option>' in page
    assert page.count('name="ordna"') == 1


@pytest.mark.usefixtures("course")
def test_columns_sort_both_ways_and_nonsense_in_the_address_is_the_first_choice(client):
    assert list(shown(client, ordna="enhet")[1]) == ["Alm", "Björk", "Ceder", "Druva", "Ek"]
    assert list(shown(client, ordna="-enhet")[1]) == ["Ek", "Druva", "Ceder", "Björk", "Alm"]
    page, found = shown(client, ordna="-utbildade")
    assert list(found)[:3] == ["Alm", "Ek", "Björk"]
    assert 'aria-sort="descending"' in page
    page, found = shown(client, ordna="<b>", visa="'", kurs="K99", verksamhet="")
    assert next(iter(found)) == "Björk"


def test_no_name_of_staff_is_on_the_page(client, johan):
    page, _found = shown(client)

    assert not re.search(r"(Alm|Ceder|Druva|Ek)\d", page)


def test_the_table_costs_as_much_for_five_units_as_for_twenty(client, johan, town):
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            client.get(PAGE)
        return len(seen)

    queries()
    few = queries()
    own = johan.assignments.get()
    for number in range(15):
        own.units.create(unit=unit_of(town, f"Nya{number}", 9, 1), since=LONG_AGO)

    assert queries() == few


def test_a_ready_letter_goes_to_the_manager_once_a_day(client, johan, town):
    alm = town.units.get(name="Alm")
    person("Mona", unit=alm, manages=True)

    for _time in range(2):
        client.post(f"{PAGE}{alm.pk}/session/")

    [letter] = mail.outbox
    assert letter.to == ["mona@example.org"]
    assert letter.reply_to == ["johan@example.org"]
    assert letter.subject == "Ska vi boka ett pass för Alm?"
    assert not re.search(r"\d+ av \d+", letter.body)


def test_letters_about_other_peoples_units_are_not_sent(client, far):
    person("Otto", unit=far, manages=True)

    assert client.post(f"{PAGE}{far.pk}/session/").status_code == 404
    assert not mail.outbox
