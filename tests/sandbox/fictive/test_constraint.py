"""The database itself refuses a number that anyone could have, on SQLite and on PostgreSQL."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, connection, transaction

from sandbox.fictive.factories import PersonFactory
from sandbox.fictive.people import people
from sandbox.models import Person, World

OURS = "20011305-0111"


@pytest.fixture
def world(db) -> World:
    return World.objects.create(
        kind=World.Kind.TEMPLATE, profile="neutral", sim_start=date(2026, 1, 12)
    )


def _refused(world: World, number: str, sex: str = "neutral") -> bool:
    """Whether the database refuses the number, by whatever way it is put there."""
    row = PersonFactory.build(world=world, identity_number=number, sex=sex)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except (IntegrityError, DataError):
        return True
    return False


def test_generated_people_are_let_in(world):
    rows = PersonFactory.build_batch(1000, world=world, seed="table")

    Person.everywhere.bulk_create(rows)

    assert Person.objects.for_world(world).count() == 1000


def test_the_factory_makes_the_same_people_for_a_seed(world):
    one = PersonFactory.build(world=world, no=7, seed="vår")
    other = PersonFactory.create(world=world, no=7, seed="vår", family_name="Hittepå")

    assert one.identity_number == other.identity_number
    assert (other.family_name, other.pk is None) == ("Hittepå", False)


def test_nine_of_ten_check_digits_are_refused(world):
    for person in people(20, "digits", date(2026, 1, 12)):
        stem = person.identity_number[:-1]
        let_in = [digit for digit in "0123456789" if not _refused(world, stem + digit)]

        assert let_in == [person.identity_number[-1]]


@pytest.mark.parametrize(
    ("place", "digits"),
    [
        (0, "18"),
        (0, "21"),
        (4, "12"),
        (4, "20"),
        (4, "00"),
        (6, "00"),
        (6, "29"),
        (6, "61"),
        (9, "000"),
    ],
    ids=str,
)
def test_parts_outside_the_rule_are_refused_whatever_the_check_digit(world, place, digits):
    changed = OURS[:place] + digits + OURS[place + len(digits) :]

    assert all(_refused(world, changed[:-1] + digit) for digit in "0123456789")


@pytest.mark.parametrize(
    "number",
    [
        "",
        "200113050111",
        "20011305+0111",
        "20011305-011 ",
        "20011305-0111\n",
        "2001130\uff15-0111",
        "abcdefgh-ijkl",
        "20o11305-0111",
        "20011305-011x",
    ],
)
def test_another_form_is_refused(world, number):
    assert _refused(world, number)


@pytest.mark.parametrize(
    ("sex", "refused"), [("male", False), ("neutral", False), ("female", True), ("", True)]
)
def test_the_parity_must_fit_the_sex(world, sex, refused):
    assert _refused(world, OURS, sex) is refused


def test_plain_sql_is_refused_too(world):
    row = PersonFactory.create(world=world, identity_number=OURS, sex="male")

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {Person._meta.db_table} SET identity_number = %s WHERE id = %s",
            [OURS[:-1] + "2", row.pk],
        )


def test_a_form_is_told_before_the_database_is(world):
    row = PersonFactory.build(world=world, identity_number=OURS[:-1] + "2", sex="male")
    with pytest.raises(ValidationError):
        row.validate_constraints()

    row.identity_number = OURS
    row.validate_constraints()
