"""What a led session asks of the database and sends: exact, and never more than agreed."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client

from bench.live_measures import KINDS, live_counts
from bench.verdicts import Count

# The mark puts these before the tests that empty the database.
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def counts(django_db_setup, django_db_blocker) -> dict[str, Count]:
    """Every count by name, of a session that is gone again afterwards."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_scenarios", verbosity=0)
        found = {count.name: count for count in live_counts(lambda user: Client())}
        transaction.set_rollback(True)
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_without_news_costs_no_query_and_a_few_bytes(counts, kind):
    assert counts[f"{kind} poll, unchanged: queries"].number == 0
    assert counts[f"{kind} poll, unchanged: bytes, headers and all"].number <= 300


def test_whoever_joins_costs_four_queries_and_is_one_new_row(counts):
    assert counts["join by code: queries"].number <= 4
    assert counts["join by code: rows written"].number <= 2


def test_no_count_of_a_led_session_with_a_limit_is_over_it(counts):
    assert [count.name for count in counts.values() if count.verdict == "MISSED"] == []
