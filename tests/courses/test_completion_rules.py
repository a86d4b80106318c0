"""When a lesson or course counts as done, and what is missing."""

from __future__ import annotations

import pytest

from courses.completion_rules import (
    Facts,
    Need,
    Practised,
    course_rule,
    evaluate,
    lesson_rule,
    rule_as_data,
    shown_rule,
)

READ = lesson_rule("a")
ASKED = lesson_rule("a", questions=3)
PRACTISED = lesson_rule("a", questions=1, exercise="alex")
TESTED = lesson_rule("a", pass_percent=80)
COURSE = course_rule(("a", "b"))
ATTESTED = lesson_rule("a", points=5)
SHOWN = shown_rule(ASKED, "a", questions=2)
SHOWN_BUT_NOT_PRACTISED = shown_rule(PRACTISED, "a", questions=1)


@pytest.mark.parametrize(
    ("rule", "facts", "done", "missing"),
    [
        (READ, Facts(), False, [Need.READ]),
        (ATTESTED, Facts(read=frozenset({"a"})), False, [Need.ATTESTED]),
        (ATTESTED, Facts(read=frozenset({"a"}), attested=frozenset({"b"})), False, [Need.ATTESTED]),
        (ATTESTED, Facts(read=frozenset({"a"}), attested=frozenset({"a"})), True, []),
        (SHOWN, Facts(), False, [Need.SHOWN]),
        (SHOWN, Facts(shown=frozenset({"a"})), True, []),
        (SHOWN_BUT_NOT_PRACTISED, Facts(shown=frozenset({"a"})), False, [Need.EXERCISE]),
        (READ, Facts(read=frozenset({"a"})), True, []),
        (READ, Facts(read=frozenset({"b"})), False, [Need.READ]),
        (ASKED, Facts(), False, [Need.READ, Need.QUESTIONS]),
        (ASKED, Facts(read=frozenset({"a"})), False, [Need.QUESTIONS]),
        (ASKED, Facts(answered={"a": 3}), False, [Need.READ]),
        (ASKED, Facts(read=frozenset({"a"}), answered={"a": 2}), False, [Need.QUESTIONS]),
        (ASKED, Facts(read=frozenset({"a"}), answered={"a": 3}), True, []),
        (PRACTISED, Facts(answered={"a": 1}), False, [Need.EXERCISE]),
        (PRACTISED, Facts(practised={"alex": Practised(done=True)}), False, [Need.QUESTIONS]),
        (
            PRACTISED,
            Facts(answered={"a": 1}, practised={"alex": Practised(done=True)}),
            True,
            [],
        ),
        (TESTED, Facts(), False, [Need.TEST]),
        (TESTED, Facts(best_percent={"a": 79}), False, [Need.TEST]),
        (TESTED, Facts(best_percent={"a": 80}), True, []),
        (COURSE, Facts(done=frozenset({"a"})), False, [Need.CHILDREN]),
        (COURSE, Facts(done=frozenset({"a", "b"})), True, []),
        (course_rule(()), Facts(), False, [Need.CHILDREN]),
        ((), Facts(), False, []),
    ],
)
def test_a_rule_is_met_by_exactly_the_facts_it_asks_for(rule, facts, done, missing):
    outcome = evaluate(rule, facts)

    assert outcome.done is done
    assert [lack.row.need for lack in outcome.missing] == missing


def test_what_is_missing_says_how_much_is_left():
    (lack,) = evaluate(ASKED, Facts(read=frozenset({"a"}), answered={"a": 1})).missing

    assert lack.left == 2


def test_an_exercise_says_in_its_own_words_what_is_missing():
    facts = Facts(answered={"a": 1}, practised={"alex": Practised(False, ("Bestäm en dag.",))})

    assert evaluate(PRACTISED, facts).missing[0].details == ("Bestäm en dag.",)


def test_a_failed_test_tells_the_best_result_so_far():
    assert evaluate(TESTED, Facts(best_percent={"a": 60})).missing[0].percent == 60


def test_the_rule_of_a_long_course_is_kept_as_a_count():
    assert rule_as_data(course_rule(tuple(map(str, range(1000))))) == [
        {"need": Need.CHILDREN, "number": 1000}
    ]
