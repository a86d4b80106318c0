"""Who is key person for what, and whom a rule means."""

from __future__ import annotations

import datetime

import pytest

from tests.people.conftest import DAY, appointed, person
from training_site.people import coverage

YESTERDAY = DAY - datetime.timedelta(days=1)
TOMORROW = DAY + datetime.timedelta(days=1)


def names(units) -> list[str]:
    return [unit.name for unit in units]


def test_a_unit_without_key_person_is_found_and_the_order_is_swedish(north, south, far):
    appointed(person("Johan"), south)

    assert names(coverage.units_without_key_person(DAY)) == [
        "Hemtjänst Norr",
        "Äldreboendet Övning",
    ]
    assert coverage.key_person_of(south, DAY).given_name == "Johan"
    assert coverage.key_person_of(north, DAY) is None


@pytest.mark.parametrize(
    ("fields", "holds"),
    [
        ({"status": "proposed"}, False),
        ({"status": "declined"}, False),
        ({"status": "ended", "until": YESTERDAY}, False),
        ({"status": "ended", "until": DAY}, True),
        ({"since": TOMORROW}, False),
        ({"kind": "sip_trainer"}, False),
    ],
)
def test_only_an_assignment_that_holds_makes_a_key_person(north, fields, holds):
    appointed(person("Johan"), north, **fields)

    assert coverage.active_key_persons(DAY).exists() is holds
    assert coverage.units_without_key_person(DAY).exists() is not holds


def test_a_closed_account_leaves_its_units_without_key_person(north):
    johan = person("Johan")
    appointed(johan, north)
    johan.is_active = False
    johan.save()

    assert names(coverage.units_without_key_person(DAY)) == ["Hemtjänst Norr"]
    assert coverage.audience({"kind": "key_persons"}, DAY) == set()


def test_a_unit_that_is_closed_needs_nobody(north, south):
    north.closed_on = YESTERDAY
    north.save()
    johan = person("Johan")
    appointed(johan, north, south)

    assert names(coverage.units_of(johan, DAY)) == ["Hemtjänst Söder"]
    assert names(coverage.units_of(johan, YESTERDAY)) == ["Hemtjänst Norr", "Hemtjänst Söder"]


def test_an_audience_is_a_rule_and_follows_the_day(north, far, town):
    johan, mona, siv = person("Johan"), person("Mona", unit=north, manages=True), person("Siv")
    appointed(johan, north)
    appointed(siv, far, since=TOMORROW)
    karin = person("Karin")
    appointed(karin, kind="sip_trainer")

    def asked(day=DAY, **rule):
        return coverage.audience(rule, day)

    assert asked(kind="key_persons") == {johan.pk}
    assert asked(TOMORROW, kind="key_persons") == {johan.pk, siv.pk}
    assert asked(TOMORROW, kind="key_persons", municipality=town.pk) == {johan.pk}
    assert asked(kind="role", assignment="sip_trainer") == {karin.pk}
    assert asked(kind="managers") == {mona.pk}
    assert asked(kind="key_persons_and_managers") == {johan.pk, mona.pk}


def test_a_rule_that_nobody_knows_is_refused(db):
    with pytest.raises(ValueError, match="Okänd målgrupp"):
        coverage.audience({"kind": "alla"}, DAY)


def test_a_deputy_acts_while_the_assignment_holds(north):
    johan, siv = person("Johan"), person("Siv")
    appointed(johan, north, deputy=siv, status="ended", until=DAY)

    assert coverage.deputies_for(johan, DAY) == [siv]
    assert coverage.deputised_by(siv, DAY) == [johan]
    assert coverage.deputies_for(johan, TOMORROW) == []


def test_staff_are_those_of_the_units_one_manages(north, far):
    mona = person("Mona", unit=north, manages=True)
    amina = person("Amina", unit=north)
    person("Bo", unit=far)

    assert [row.user for row in coverage.staff_of(mona, DAY)] == [amina]
    assert list(coverage.managers_of(amina, DAY)) == [mona]
    assert list(coverage.managers_of(mona, DAY)) == []


@pytest.mark.parametrize("many", [1, 3])
def test_a_list_costs_as_much_for_one_unit_as_for_three(town, many, django_assert_num_queries):
    for number in range(many):
        unit = town.units.create(name=f"Enhet {number}")
        appointed(person(f"N{number}"), unit)

    ids = [unit.pk for unit in town.units.all()]

    with django_assert_num_queries(1):
        assert len(coverage.key_persons_of(ids, DAY)) == many
    with django_assert_num_queries(1):
        list(coverage.units_without_key_person(DAY))
    with django_assert_num_queries(2):
        coverage.audience({"kind": "key_persons_and_managers"}, DAY)
