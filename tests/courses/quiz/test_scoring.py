"""How each kind is scored: the truth table."""

from __future__ import annotations

from random import Random

import pytest

from courses.quiz.kinds import KINDS
from courses.quiz.policy import Policy
from courses.quiz.scoring import Mark, total

ONE = {"options": [{"id": key, "text": key, "right": key == "a"} for key in "abcd"]}
TWO_OF_FIVE = {"options": [{"id": key, "text": key, "right": key in "ab"} for key in "abcde"]}
TRUE = KINDS["sant"].payload({"right": True})
STEPS = {"steps": [{"id": key, "text": key} for key in "abcde"]}
PAIRS = {"pairs": [{"id": key, "left": key, "right": key.upper()} for key in "abcd"]}
CARDS = {
    "heaps": [{"id": "x", "text": "X"}, {"id": "y", "text": "Y"}],
    "cards": [{"id": key, "text": key, "heap": "x" if key in "ab" else "y"} for key in "abcd"],
}
JUDGED = {
    "statements": [{"id": key, "text": key, "good": key in "ab", "why": "…"} for key in "abcd"]
}


def chosen(*keys: str) -> dict:
    return {"chosen": list(keys)}


def placed(**targets: str) -> dict:
    return {"placed": targets}


TABLE = {
    "en: the right one": ("en", ONE, chosen("a"), 1),
    "en: a wrong one": ("en", ONE, chosen("b"), 0),
    "en: nothing": ("en", ONE, {}, 0),
    "en: two at once, the last one counts": ("en", ONE, chosen("a", "b"), 0),
    "sant: right": ("sant", TRUE, chosen("true"), 1),
    "sant: wrong": ("sant", TRUE, chosen("false"), 0),
    "sant: nothing": ("sant", TRUE, {}, 0),
    "flera: all right ones": ("flera", TWO_OF_FIVE, chosen("a", "b"), 1),
    "flera: one of two": ("flera", TWO_OF_FIVE, chosen("a"), 1 / 2),
    "flera: both and one wrong": ("flera", TWO_OF_FIVE, chosen("a", "b", "c"), 1 / 2),
    "flera: one right, one wrong": ("flera", TWO_OF_FIVE, chosen("a", "c"), 0),
    "flera: one right, two wrong is never below 0": (
        "flera",
        TWO_OF_FIVE,
        chosen("a", "c", "d"),
        0,
    ),
    "flera: everything": ("flera", TWO_OF_FIVE, chosen(*"abcde"), 0),
    "flera: nothing": ("flera", TWO_OF_FIVE, {}, 0),
    "fall: one of two": ("fall", TWO_OF_FIVE, chosen("b"), 1 / 2),
    "fall: one of two and a wrong one": ("fall", TWO_OF_FIVE, chosen("b", "e"), 0),
    "ordning: right": ("ordning", STEPS, {"order": list("abcde")}, 1),
    "ordning: backwards": ("ordning", STEPS, {"order": list("edcba")}, 0),
    "ordning: last first": ("ordning", STEPS, {"order": list("eabcd")}, 3 / 4),
    "ordning: two change places": ("ordning", STEPS, {"order": list("acbde")}, 1 / 4),
    "ordning: nothing": ("ordning", STEPS, {}, 0),
    "para: all": ("para", PAIRS, placed(a="a", b="b", c="c", d="d"), 1),
    "para: two change places": ("para", PAIRS, placed(a="b", b="a", c="c", d="d"), 2 / 4),
    "para: the same answer everywhere": ("para", PAIRS, placed(a="a", b="a", c="a", d="a"), 1 / 4),
    "para: one answered": ("para", PAIRS, placed(d="d"), 1 / 4),
    "sortera: all": ("sortera", CARDS, placed(a="x", b="x", c="y", d="y"), 1),
    "sortera: one heap for all": ("sortera", CARDS, placed(a="x", b="x", c="x", d="x"), 2 / 4),
    "sortera: nothing": ("sortera", CARDS, {}, 0),
    "bedom: all": ("bedom", JUDGED, placed(a="good", b="good", c="less", d="less"), 1),
    "bedom: three of four": (
        "bedom",
        JUDGED,
        placed(a="good", b="less", c="less", d="less"),
        3 / 4,
    ),
}


@pytest.mark.parametrize(("kind", "content", "response", "fraction"), TABLE.values(), ids=TABLE)
def test_a_response_is_worth_its_fraction(kind, content, response, fraction):
    assert KINDS[kind].grade(content, response).fraction == pytest.approx(fraction)


def test_the_table_has_a_row_for_every_kind():
    assert {row[0] for row in TABLE.values()} == set(KINDS)


def test_every_judged_statement_says_why():
    graded = KINDS["bedom"].grade(JUDGED, placed(a="good"))

    assert [(part.id, part.ok, part.feedback) for part in graded.parts] == [
        ("a", True, "…"),
        ("b", False, "…"),
        ("c", False, "…"),
        ("d", False, "…"),
    ]


def test_every_option_says_what_became_of_it():
    graded = KINDS["flera"].grade(TWO_OF_FIVE, chosen("a", "c"))

    assert [part.code for part in graded.parts] == [
        "chosen_right",
        "missed",
        "chosen_wrong",
        "left_out",
        "left_out",
    ]
    assert (graded.got, graded.of, graded.wrong) == (1, 2, 1)


@pytest.mark.parametrize("seed", range(40))
def test_steps_are_never_shown_in_the_right_order(seed):
    assert KINDS["ordning"].order(STEPS, Random(seed))["steps"] != list("abcde")


TEST = Policy(mode="test", title="", back_url="/", next_url="/", pass_percent=80)
PRACTICE = Policy(mode="practice", title="", back_url="/", next_url="/")


@pytest.mark.parametrize(
    ("fractions", "passed"),
    [([1.0] * 4 + [0.0], True), ([1.0] * 3 + [0.99, 0.0], False), ([0.0] * 5, False), ([], False)],
    ids=["exactly 80 percent", "a hair below", "nothing right", "nothing asked"],
)
def test_a_test_is_passed_at_eighty_percent(fractions, passed):
    marks = [Mark(fraction, 1, answered=True) for fraction in fractions]

    assert total(marks, TEST).passed is passed


def test_thirds_that_add_up_to_the_pass_mark_pass():
    marks = [Mark(2 / 3, 1, answered=True)] * 3 + [Mark(1, 1, answered=True)] * 6

    assert total(marks, Policy(mode="test", title="", back_url="/", next_url="/", pass_percent=88))
    assert total(marks * 5, TEST).passed is True


def test_practice_passes_when_all_is_answered_however_wrong():
    assert total([Mark(0, 1, answered=True)], PRACTICE).passed is True
    assert total([Mark(1, 1, answered=True), Mark(0, 1, answered=False)], PRACTICE).passed is False
    assert total([], PRACTICE).passed is False


def test_a_test_without_one_answer_never_passes_even_with_a_pass_mark_of_one_percent():
    lenient = Policy(mode="test", title="", back_url="/", next_url="/", pass_percent=1)

    assert total([Mark(0, 1, answered=False)] * 12, lenient).passed is False


def test_a_policy_comes_back_from_json_as_it_was():
    policy = Policy(
        mode="test",
        title="Slutprov",
        back_url="/a/",
        next_url="/b/",
        pass_percent=80,
        tries=3,
        crumbs=(("Kurser", "/kurser/"),),
    )

    assert Policy.from_json(policy.to_json()) == policy


@pytest.mark.parametrize(
    "terms",
    [
        {"mode": "test"},
        {"mode": "practice", "pass_percent": 80},
        {"mode": "test", "pass_percent": 0},
        {"mode": "test", "pass_percent": 101},
        {"mode": "exam", "pass_percent": 80},
        {"mode": "practice", "tries": 0},
    ],
)
def test_terms_that_make_no_sense_are_refused(terms):
    with pytest.raises(ValueError, match=r"."):
        Policy(title="", back_url="/", next_url="/", **terms)
