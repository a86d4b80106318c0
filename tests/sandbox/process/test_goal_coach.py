"""The coach for goals, judged by sentences that were written without sight of its rules."""

from __future__ import annotations

from pathlib import Path

import pytest

from sandbox.process.goal_quality import coach

HERE = Path(__file__).parent
# Each was written by somebody new, and kept before the rules were touched.
SETS = ("goal_sentences.txt", "goal_sentences_second.txt", "goal_sentences_third.txt")


def judged(name: str) -> list[tuple[str, bool, bool]]:
    """Each sentence, whether its writer would ask about it, and whether the coach does."""
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line.strip() and not line.startswith("#")]
    return [
        (text, verdict == "flag", bool(coach(text, main=kind == "huvudmål")))
        for kind, verdict, _rules, text in rows
    ]


@pytest.mark.parametrize("name", SETS)
def test_nine_of_ten_sentences_the_coach_asks_about_deserve_it(name):
    asked = [wanted for _text, wanted, found in judged(name) if found]
    assert sum(asked) / len(asked) >= 0.9


@pytest.mark.parametrize("name", SETS)
def test_eight_of_ten_sentences_that_deserve_a_question_get_one(name):
    deserving = [found for _text, wanted, found in judged(name) if wanted]
    assert sum(deserving) / len(deserving) >= 0.8


@pytest.mark.parametrize("name", SETS)
def test_there_are_sixty_sentences_and_half_of_them_are_good(name):
    rows = judged(name)
    assert len(rows) == 60
    assert sum(wanted for _text, wanted, _found in rows) == 30


def test_the_words_of_somebody_quoted_are_what_is_looked_at():
    assert coach("Ester säger: ”Jag vill gå till kiosken själv före midsommar.”") == ()
