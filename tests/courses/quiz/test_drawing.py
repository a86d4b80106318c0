"""Which questions an attempt asks."""

from __future__ import annotations

import pytest

from courses.quiz.actions import start_attempt, submit
from courses.quiz.draws import Draw, NothingToAsk
from courses.quiz.models import Question
from tests.courses.quiz.answering import right_answers
from tests.courses.quiz.conftest import PRACTICE, TEST

pytestmark = pytest.mark.django_db


def _refs(attempt) -> list[str]:
    return list(attempt.items.values_list("version__ref", flat=True))


def test_a_lesson_asks_its_questions_in_the_order_it_names_them(practice):
    assert _refs(practice("Q20", "Q04", "Q10")) == ["Q20", "Q04", "Q10"]


def test_a_test_draws_different_questions_of_many_kinds(final_test):
    attempt = final_test()

    refs = _refs(attempt)
    kinds = set(attempt.items.values_list("version__kind", flat=True))
    assert (len(refs), len(set(refs))) == (12, 12)
    assert kinds == {"en", "flera", "sant", "ordning", "para", "sortera", "bedom", "fall"}


def test_the_next_test_asks_what_has_not_been_asked_before(amina, final_test):
    first = final_test(count=11)
    submit(user=amina, public_id=first.public_id, blanks_allowed=True)

    second = final_test(count=11, seed=8)

    assert set(_refs(first)).isdisjoint(_refs(second))


@pytest.mark.parametrize("seed", range(5))
def test_another_countys_own_rule_is_never_drawn_for_a_test(final_test, seed):
    assert "Q17" not in _refs(final_test(count=23, seed=seed))


def test_the_countys_own_rule_is_drawn_at_home_and_a_lesson_may_always_show_it(
    bank, web, amina, practice
):
    draw = Draw(bank="K1", count=23, county="Västra Götaland")
    at_home = start_attempt(user=amina, place="test:x", cycle=1, policy=TEST, questions=draw)
    in_a_lesson = practice("Q17")

    assert "Q17" in _refs(at_home)
    html = web.get(f"/fragor/{in_a_lesson.public_id}/").content.decode()
    assert "Exempel från Västra Götaland" in html


def test_the_same_seed_gives_the_same_test(amina, outsider, final_test):
    first = final_test(seed=42)

    twin = start_attempt(
        user=outsider,
        place="test:x",
        cycle=1,
        policy=TEST,
        questions=Draw.from_json(first.draw),
        seed=42,
    )

    rows = "version__ref", "option_order"
    assert list(first.items.values_list(*rows)) == list(twin.items.values_list(*rows))


def test_a_question_taken_down_is_passed_over(amina, publish):
    publish("Q10", "Q13")
    Question.objects.get(ref="Q10").unpublish()
    terms = {"user": amina, "place": "lesson:x", "cycle": 1, "policy": PRACTICE}

    assert _refs(start_attempt(**terms, questions=Draw(refs=("Q10", "Q13")))) == ["Q13"]
    terms["place"] = "lesson:y"
    with pytest.raises(NothingToAsk):
        start_attempt(**terms, questions=Draw(refs=("Q10",)))


def test_an_empty_bank_has_nothing_to_ask(amina, db):
    draw = Draw(bank="K9", count=3)

    with pytest.raises(NothingToAsk):
        start_attempt(user=amina, place="test:x", cycle=1, policy=TEST, questions=draw)


@pytest.mark.parametrize(
    "recipe", [{}, {"refs": ("Q01",), "bank": "K1", "count": 1}, {"bank": "K1"}]
)
def test_a_recipe_names_questions_or_a_bank(recipe):
    with pytest.raises(ValueError, match=r"Ange"):
        Draw(**recipe)


def test_a_test_of_twelve_answered_right_is_passed(amina, final_test):
    attempt = final_test()

    done = submit(user=amina, public_id=attempt.public_id, answers=right_answers(attempt))

    assert (done.score, done.max_score, done.passed) == (12.0, 12.0, True)
