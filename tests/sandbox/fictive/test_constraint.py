"""The database itself refuses a number that anyone could have."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, connection, models, transaction
from django.test.utils import isolate_apps

from sandbox.fictive.constraint import fictitious_number_condition
from sandbox.fictive.people import people

OURS = "20011305-0111"


@pytest.fixture
def table(transactional_db):
    """A table with nothing but the rule."""
    with isolate_apps("sandbox"):

        class Numbered(models.Model):
            number = models.CharField(max_length=40)
            sex = models.CharField(max_length=10)

            class Meta:
                app_label = "sandbox"
                constraints = [
                    models.CheckConstraint(
                        condition=fictitious_number_condition("number", sex_field="sex"),
                        name="numbered_cannot_exist",
                    )
                ]

            def __str__(self) -> str:
                return self.number

        with connection.schema_editor() as editor:
            editor.create_model(Numbered)
        yield Numbered
        with connection.schema_editor() as editor:
            editor.delete_model(Numbered)


def _refused(table, number: str, sex: str = "neutral") -> bool:
    try:
        with transaction.atomic():
            table.objects.create(number=number, sex=sex)
    except (IntegrityError, DataError):
        return True
    return False


def test_generated_people_are_let_in(table):
    rows = [
        table(number=person.identity_number, sex=person.sex)
        for person in people(1000, "table", date(2026, 1, 12))
    ]

    assert len(table.objects.bulk_create(rows)) == 1000


def test_nine_of_ten_check_digits_are_refused(table):
    let_in = [digit for digit in "0123456789" if not _refused(table, OURS[:-1] + digit)]

    assert let_in == [OURS[-1]]


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
def test_parts_outside_the_rule_are_refused_whatever_the_check_digit(table, place, digits):
    changed = OURS[:place] + digits + OURS[place + len(digits) :]

    assert all(_refused(table, changed[:-1] + digit) for digit in "0123456789")


@pytest.mark.parametrize(
    "number",
    [
        "",
        "200113050111",
        "20011305+0111",
        "20011305-0111 ",
        "20011305-0111\n",
        "2001130\uff15-0111",
        "abcdefgh-ijkl",
        "20o11305-0111",
        "20011305-011x",
    ],
)
def test_another_form_is_refused(table, number):
    assert _refused(table, number)


@pytest.mark.parametrize(
    ("sex", "refused"), [("male", False), ("neutral", False), ("female", True), ("", True)]
)
def test_the_parity_must_fit_the_sex(table, sex, refused):
    assert _refused(table, OURS, sex) is refused


def test_an_update_is_refused_too(table):
    table.objects.create(number=OURS, sex="male")

    with pytest.raises(IntegrityError), transaction.atomic():
        table.objects.update(number=OURS[:-1] + "2")


def test_a_form_is_told_before_the_database_is(table):
    with pytest.raises(ValidationError):
        table(number=OURS[:-1] + "2", sex="male").validate_constraints()
    table(number=OURS, sex="male").validate_constraints()
