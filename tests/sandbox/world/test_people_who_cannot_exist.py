"""The database itself refuses an identity number that somebody could have."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from sandbox.fictive.identities import wrong_digit
from sandbox.world.models import Person

RIGHT = "20011305-0111"


def number(**parts: str) -> str:
    """The right number with one part replaced, and the check digit made wrong by five again."""
    made = {"century": "20", "year": "01", "month": "13", "day": "05", "serial": "011"} | parts
    nine = f"{made['year']}{made['month']}{made['day']}{made['serial']}"
    return f"{made['century']}{nine[:6]}-{nine[6:]}{wrong_digit(nine)}"


OUTSIDE = {
    "month 12": number(month="12"),
    "month 20": number(month="20"),
    "month 00": number(month="00"),
    "century 18": number(century="18"),
    "century 21": number(century="21"),
    "day 29": number(day="29"),
    "day 00": number(day="00"),
    "day 61": number(day="61"),
    "serial 000": number(serial="000"),
    "right check digit": RIGHT[:-1] + "6",
    "check digit one off": RIGHT[:-1] + "2",
    "no dash": RIGHT.replace("-", ""),
    "plus": RIGHT.replace("-", "+"),
    "a letter": RIGHT.replace("0111", "A111"),
    "empty": "",
}


def person(world, **fields) -> Person:
    made = {"given_name": "Alex", "family_name": "Hittepå", "birth_year": 2001, "sex": "neutral"}
    return Person(world=world, no=2, identity_number=RIGHT, **made | fields)


def test_a_number_by_the_rule_is_kept(seat):
    assert number() == RIGHT

    person(seat.world).save()

    assert Person.objects.for_world(seat.world).filter(identity_number=RIGHT).count() == 2


@pytest.mark.parametrize("wrong", OUTSIDE.values(), ids=OUTSIDE.keys())
def test_a_number_outside_the_rule_is_refused(seat, wrong):
    made = person(seat.world)
    made.identity_number = wrong

    with pytest.raises(IntegrityError), transaction.atomic():
        made.save()

    assert Person.objects.for_world(seat.world).count() == 1


def test_a_number_cannot_be_changed_to_one_outside_the_rule(seat):
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.for_world(seat.world).update(identity_number=OUTSIDE["month 12"])

    assert Person.objects.for_world(seat.world).get().identity_number == RIGHT


@pytest.mark.parametrize("sex", ["female", "unknown", ""])
def test_the_serial_goes_with_the_sex(seat, sex):
    with pytest.raises(IntegrityError), transaction.atomic():
        person(seat.world, sex=sex).save()

    assert Person.objects.for_world(seat.world).count() == 1
