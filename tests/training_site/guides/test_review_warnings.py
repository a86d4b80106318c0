"""What is to be reviewed is told of at 60, 30 and 0 days, once each, and seen on the desk."""

from __future__ import annotations

import datetime

import pytest
from django.core import mail

from tests.training_site.guides.conftest import House, person, seat
from training_site.guides import review_warnings
from training_site.guides.versions import freeze

LAST = datetime.date(2027, 3, 1)


@pytest.fixture
def council(house: House) -> House:
    """A guide in force that is to be reviewed on LAST."""
    seat(house.editor, house.council, "editor")
    house.guide.review_by, house.guide.live = LAST, True
    house.guide.save()
    freeze(house.guide, revision=None, approved_by=[])
    return house


def warned(days: int, capture) -> list[str]:
    """Who is written to with so many days left."""
    mail.outbox.clear()
    with capture(execute=True):
        review_warnings.warn(LAST - datetime.timedelta(days=days))
    return sorted(letter.to[0].split("@")[0] for letter in mail.outbox)


def test_each_stage_is_told_of_once_to_editors_and_key_holders(
    council: House, django_capture_on_commit_callbacks
):
    capture, everyone = django_capture_on_commit_callbacks, ["lena", "ragnar", "ulla"]

    assert warned(61, capture) == []
    assert warned(60, capture) == everyone
    assert warned(59, capture) == []
    assert warned(30, capture) == everyone
    assert warned(0, capture) == everyone
    assert warned(-1, capture) == []


def test_a_stage_that_was_passed_by_is_not_told_of_afterwards(
    council: House, django_capture_on_commit_callbacks
):
    assert warned(10, django_capture_on_commit_callbacks) == ["lena", "ragnar", "ulla"]
    assert warned(9, django_capture_on_commit_callbacks) == []


def test_a_new_day_of_review_is_warned_of_anew(council: House, django_capture_on_commit_callbacks):
    warned(0, django_capture_on_commit_callbacks)
    council.guide.versions.update(review_by=LAST + datetime.timedelta(days=60))

    assert warned(0, django_capture_on_commit_callbacks) == ["lena", "ragnar", "ulla"]


def test_another_council_is_not_written_to(council: House, django_capture_on_commit_callbacks):
    other = type(council.council).objects.create(name="Grannens råd", county="Grannlän")
    seat(person("greta"), other, "chair_region")

    assert "greta" not in warned(60, django_capture_on_commit_callbacks)
