"""What is left of a time to keep, and when a unit's routine says that it reads."""

from __future__ import annotations

from datetime import date

import pytest

from sandbox.process.almanac import Almanac
from sandbox.process.deadlines import Due
from sandbox.process.state import MINUTES_PER_DAY
from sandbox.web.replica.times import left, reads_next

MONDAY = Almanac(date(2026, 11, 23))
NOON = 12 * 60


@pytest.mark.parametrize(
    ("due", "opens", "words"),
    [
        (NOON + 45, False, "45 min kvar"),
        (NOON + 18 * 60, False, "18 tim kvar"),
        (4 * MINUTES_PER_DAY - 1, False, "3 dagar kvar"),
        (NOON - 60, False, "gick ut kl.\N{NO-BREAK SPACE}11.00"),
        (-1, False, "gick ut i går"),
        (-2 * MINUTES_PER_DAY, False, "gick ut för 2 dagar sedan"),
        (3 * MINUTES_PER_DAY, True, "om 3 dagar"),
        (0, True, "från i dag"),
    ],
)
def test_a_time_to_keep_is_told_as_what_is_left_of_it(due, opens, words):
    one = Due("key", "Något", due, passed=False, sources=(), opens=opens)

    assert left(one, NOON, MONDAY).words == words


@pytest.mark.parametrize(
    ("routine", "came", "reads"),
    [
        ("kvitterar vardagar kl. 9 och 15", NOON, 15 * 60),
        ("kvitterar vardagar kl. 9 och 15", 16 * 60, MINUTES_PER_DAY + 9 * 60),
        ("kvitterar vardagar kl. 9", 4 * MINUTES_PER_DAY + NOON, 7 * MINUTES_PER_DAY + 9 * 60),
        ("kvitterar varje dag kl. 8, vardagar även kl. 15", NOON, 15 * 60),
        (
            "kvitterar varje dag kl. 8, vardagar även kl. 15",
            5 * MINUTES_PER_DAY + NOON,
            6 * MINUTES_PER_DAY + 8 * 60,
        ),
        ("får brev och svarar i telefon", NOON, None),
    ],
)
def test_a_routine_in_words_says_when_the_unit_reads_next(routine, came, reads):
    assert reads_next(routine, came, MONDAY) == reads
