"""Fictitious numbers: outside every Swedish scheme, twice over."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest
import time_machine
from personnummer import personnummer
from stdnum.se import orgnr
from stdnum.se import personnummer as stdnum_personnummer

from sandbox.fictive.identities import (
    SEXES,
    draw_number,
    fictive_number,
    is_fictitious,
    is_fictitious_digits,
    luhn_digit,
)
from sandbox.fictive.people import people
from sandbox.fictive.phones import FICTION_RANGES, draw_phone, is_fiction_phone
from sandbox.fictive.provider import fictive_faker

ANCHOR = date(2026, 1, 12)


def _accepted_by(number: str) -> list[str]:
    """The validators that take the number, in any of its written forms, for an issued one."""
    forms = [number, number.replace("-", ""), number[2:], number[2:].replace("-", "")]
    forms.append(number[2:].replace("-", "+"))
    found = []
    for form in forms:
        if stdnum_personnummer.is_valid(form):
            found.append("stdnum personnummer")
        if orgnr.is_valid(form):
            found.append("stdnum orgnr")
        # The second package counts samordningsnummer too.
        if personnummer.valid(form):
            found.append("personnummer")
    return found


def test_of_ten_thousand_people_no_number_is_taken_for_an_issued_one():
    made = people(10_000, "validators", ANCHOR)

    assert [person.identity_number for person in made if _accepted_by(person.identity_number)] == []


def test_the_validators_do_take_numbers_that_follow_the_real_rule():
    nine = "900101238"

    assert set(_accepted_by(f"19{nine[:6]}-{nine[6:]}{luhn_digit(nine)}")) >= {
        "stdnum personnummer",
        "personnummer",
    }


def test_ten_thousand_people_have_ten_thousand_numbers_that_follow_our_rule():
    made = people(10_000, 1, ANCHOR)

    assert len({person.identity_number for person in made}) == 10_000
    assert all(is_fictitious(person.identity_number, sex=person.sex) for person in made)
    assert all(person.identity_number[:4] == str(person.birth_year) for person in made)


def test_the_same_seed_and_anchor_give_the_same_people_on_another_day():
    with time_machine.travel("2026-02-03"):
        first = people(200, "vår", ANCHOR)
    with time_machine.travel("2031-09-30"):
        second = people(200, "vår", ANCHOR)

    assert first == second


def test_one_more_person_leaves_the_others_as_they_are():
    assert people(300, 7, ANCHOR)[:299] == people(299, 7, ANCHOR)


def test_another_seed_gives_other_people():
    assert people(5, 1, ANCHOR) != people(5, 2, ANCHOR)


def test_ages_count_from_the_anchor():
    earlier, later = people(50, 1, date(2006, 1, 1)), people(50, 1, date(2026, 1, 1))

    assert [person.age_in(2006) for person in earlier] == [person.age_in(2026) for person in later]


def test_people_say_that_they_are_made_up():
    for person in people(500, 3, ANCHOR):
        assert person.email.endswith("@hittestad.example")
        assert person.email.isascii()
        assert ", 000 " in person.address
        assert "-" in person.phone
        assert is_fiction_phone("".join(char for char in person.phone if char.isdigit()))


@pytest.mark.parametrize("n", [-1, -50])
def test_fewer_than_no_people_is_refused(n: int):
    with pytest.raises(ValueError, match="negative"):
        people(n, 1, ANCHOR)


@pytest.mark.parametrize("anchor", [date(1999, 12, 31), date(2100, 1, 1)])
def test_an_anchor_outside_the_years_is_refused(anchor: date):
    with pytest.raises(ValueError, match="2000"):
        people(1, 1, anchor)


@pytest.mark.parametrize(
    "parts",
    [
        {"month": 12},
        {"month": 20},
        {"day": 0},
        {"day": 29},
        {"serial": 0},
        {"serial": 1000},
        {"year": 1899},
        {"year": 2100},
    ],
    ids=str,
)
def test_parts_outside_the_rule_are_refused(parts: dict[str, int]):
    with pytest.raises(ValueError, match="month 13–19"):
        fictive_number(**{"year": 2001, "month": 13, "day": 5, "serial": 11, **parts})


@pytest.mark.parametrize("sex", SEXES)
def test_the_serial_says_the_sex(sex):
    numbers = [draw_number(Random(seed), year=1950, sex=sex) for seed in range(300)]

    odd = {int(number[11]) % 2 == 1 for number in numbers}
    assert odd == {"male": {True}, "female": {False}, "neutral": {True, False}}[sex]


@pytest.mark.parametrize(
    ("number", "sex", "ours"),
    [
        ("20011305-0111", None, True),
        ("20011305-0111", "male", True),
        ("20011305-0111", "neutral", True),
        ("20011305-0111", "female", False),
        ("20011305-0116", None, False),
        ("200113050111", None, False),
        ("20011205-0111", None, False),
        ("18011305-0111", None, False),
        ("20011305-0111\n", None, False),
        ("20011305-0111".replace("2", "\uff12"), None, False),
        ("", None, False),
    ],
)
def test_our_own_numbers_are_recognised(number, sex, ours):
    assert is_fictitious(number, sex=sex) is ours


def test_our_own_numbers_are_recognised_by_their_digits():
    assert is_fictitious_digits("200113050111")
    assert is_fictitious_digits("0113050111")
    assert not is_fictitious_digits("0113050112")
    assert not is_fictitious_digits("13050111")


def test_phones_are_drawn_from_all_ranges_and_printed_apart():
    drawn = {draw_phone(Random(seed)) for seed in range(5000)}

    assert {phone.split("-")[0] for phone in drawn} == {area for area, *_ in FICTION_RANGES}
    assert all(" " in phone for phone in drawn)
    assert "070-174 06 05" in drawn


@pytest.mark.parametrize(
    "digits", ["0701740604", "0313900599", "0701740700", "031390060", "1701740606", ""]
)
def test_a_phone_beside_the_ranges_is_not_for_fiction(digits: str):
    assert not is_fiction_phone(digits)


def test_our_faker_gives_nothing_that_could_be_somebodys():
    faker = fictive_faker(11)

    for _ in range(200):
        assert is_fictitious(faker.ssn())
        assert is_fictitious(faker.profile()["ssn"])
        assert is_fictitious(faker.fictive_number(sex="female"), sex="female")
        for phone in (faker.phone_number(), faker.msisdn(), faker.fictive_phone()):
            assert is_fiction_phone("".join(char for char in phone if char.isdigit()))
        for mail in (faker.email(), faker.company_email(), faker.ascii_free_email()):
            assert mail.endswith(".example")
        assert faker.postcode().startswith("000 ")
        assert faker.city() in faker.address() or ", 000 " in faker.address()
        assert not orgnr.is_valid(faker.org_id())
    assert faker.fictive_person(anchor=ANCHOR).birth_year <= 2026


def test_our_faker_repeats_itself_for_a_seed():
    one, other = fictive_faker(5), fictive_faker(5)

    assert [one.name() for _ in range(20)] == [other.name() for _ in range(20)]
    assert one.name_female() == other.name_female()
    assert one.name_male() == other.name_male()
