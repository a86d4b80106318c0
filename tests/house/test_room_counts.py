"""What a room for free practice asks of the database: as much for all its cases as for one."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.test import Client

from bench import room_made
from bench.room_measures import room_counts
from bench.verdicts import Count
from tests.sandbox.county import load_small_county

# The mark puts these before the tests that empty the database.
pytestmark = pytest.mark.django_db
CASES = 30


def _client_for(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture(scope="module")
def counts(django_db_setup, django_db_blocker) -> dict[str, Count]:
    """Every count by name, in a county that is gone again afterwards."""
    with django_db_blocker.unblock(), transaction.atomic():
        county = load_small_county()
        room_made.repeat(county.template, CASES)
        found = {count.name: count for count in room_counts(_client_for)}
        transaction.set_rollback(True)
    return found


def test_a_case_page_asks_at_most_twenty_questions_however_long_the_case(counts):
    assert counts["case, longest: queries"].number <= 20
    assert counts["case, short or long: queries apart"].number == 0


@pytest.mark.parametrize("listed", ["inbox", "overview", "patients"])
def test_a_list_asks_the_same_for_one_case_three_and_thirty(counts, listed):
    assert counts[f"{listed}, 1, 3 or all people: queries apart"].number == 0


@pytest.mark.parametrize("deed", ["room opened", "room begun again", "room left"])
def test_a_room_is_made_and_taken_away_in_as_many_statements_whatever_is_in_it(counts, deed):
    assert counts[f"{deed}, 1, 3 or all people: queries apart"].number == 0


def test_no_count_of_a_room_with_a_limit_is_over_it(counts):
    assert [count.name for count in counts.values() if count.verdict == "MISSED"] == []
