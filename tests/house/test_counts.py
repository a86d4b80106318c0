"""What pages ask of the database and how much they send: exact, and never more than agreed."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client

from bench import council_measures, made, measures
from bench.verdicts import Count

# The mark puts these before the tests that empty the database.
pytestmark = pytest.mark.django_db


def _client_for(user) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


@pytest.fixture(scope="module")
def counts(django_db_setup, django_db_blocker) -> dict[str, Count]:
    """Every count by name, of data that is gone again afterwards."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_scenarios", verbosity=0)
        measures.make()
        found = {count.name: count for count in measures.all_counts(_client_for)}
        transaction.set_rollback(True)
    return found


def test_a_lesson_asks_at_most_nine_questions_of_the_database(counts):
    assert counts["lesson, signed in: queries"].number <= 9


def test_opening_a_lesson_again_writes_nothing(counts):
    assert counts["lesson, signed in: rows written"].number == 0


def test_a_lesson_with_twelve_kilobytes_of_text_is_at_most_twenty_five(counts):
    assert counts["lesson, signed in: bytes"].number <= 25_000
    assert counts["lesson, guest: bytes"].number <= 25_000


def test_a_guest_reads_a_lesson_at_the_cost_of_one_query(counts):
    assert counts["lesson, guest: queries"].number <= 1


def test_an_answer_is_stored_with_at_most_six_queries(counts):
    assert counts["one answer stored: queries"].number <= 6


def test_an_answer_is_one_new_row_and_nothing_else(counts):
    assert counts["one answer stored: rows written"].number == 1


def test_a_course_of_a_thousand_lessons_asks_no_more_than_one_of_ten(counts):
    assert counts["course of 1,000: queries"].number <= counts["course of 10: queries"].number


def test_the_page_of_a_thousand_lessons_weighs_what_the_page_of_ten_does(counts):
    ratio = counts["course of 1,000: bytes"].number / counts["course of 10: bytes"].number

    assert ratio <= measures.GROWTH


def test_no_count_with_a_limit_is_over_it(counts):
    assert [count.name for count in counts.values() if count.verdict == "MISSED"] == []


@pytest.fixture(scope="module")
def of_the_council(django_db_setup, django_db_blocker) -> dict[str, Count]:
    """Every count of a council's pages and its readers', by name; the data is gone afterwards."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_pages", verbosity=0)
        made.county()
        made.course("KORT", lessons=measures.SHORT)
        found = {count.name: count for count in council_measures.council_counts(_client_for)}
        transaction.set_rollback(True)
    return found


@pytest.mark.parametrize("name", council_measures.MANY)
def test_a_page_asks_as_much_for_one_row_as_for_three_and_fifty(of_the_council, name):
    assert of_the_council[f"{name}, 1, 3 or 50 rows: queries apart"].number == 0
    assert of_the_council[f"{name}: queries"].number <= council_measures.MANY[name]


@pytest.mark.parametrize("role", council_measures.STARTS)
def test_the_start_page_of_each_role_asks_no_more_than_agreed(of_the_council, role):
    assert of_the_council[f"start page, {role}: queries"].number <= council_measures.STARTS[role]
