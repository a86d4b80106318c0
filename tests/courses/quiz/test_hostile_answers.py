"""Whatever is sent, grading holds: within 0–1, nothing gained, nothing raised."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.quiz.actions import save_response, submit
from courses.quiz.kinds import KINDS
from courses.quiz.models import Attempt, Step
from tests.courses.quiz.answering import fields, right_answer
from tests.courses.quiz.test_scoring import CARDS, JUDGED, ONE, PAIRS, STEPS, TRUE, TWO_OF_FIVE

CONTENTS = {
    "en": ONE,
    "flera": TWO_OF_FIVE,
    "fall": TWO_OF_FIVE,
    "sant": TRUE,
    "ordning": STEPS,
    "para": PAIRS,
    "sortera": CARDS,
    "bedom": JUDGED,
}
# Words the kinds themselves use, so that chance comes close to real answers.
WORDS = st.sampled_from([*"abcdexy", "good", "less", "true", "chosen", "order", "placed"])
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | WORDS
ANYTHING = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=6) | st.dictionaries(WORDS, inner, max_size=6),
    max_leaves=8,
)
RESPONSES = ANYTHING | st.fixed_dictionaries(
    {}, optional=dict.fromkeys(("chosen", "order", "placed"), ANYTHING)
)


@pytest.mark.parametrize("code", KINDS)
@given(response=RESPONSES)
@settings(deadline=None, max_examples=50)
def test_any_response_at_all_gets_a_fraction_from_0_to_1(code, response):
    kind, content = KINDS[code], CONTENTS[code]

    tidy = kind.tidy(content, response)

    assert 0 <= kind.grade(content, response).fraction <= 1
    assert kind.tidy(content, tidy) == tidy
    assert isinstance(kind.summary(content, response), str)
    assert tidy or kind.grade(content, response).fraction == 0


@pytest.mark.parametrize("code", KINDS)
@given(
    posted=st.dictionaries(
        st.sampled_from(["q1", *(f"q1.{key}" for key in "abcde"), "q1.flytta", "q2", "ratt"]),
        st.lists(st.text() | WORDS | st.sampled_from(["1", "2", "99", "-1", "1" * 50, "b.upp"])),
    )
)
@settings(deadline=None, max_examples=50)
def test_any_posted_fields_at_all_can_be_read(code, posted):
    kind, content = KINDS[code], CONTENTS[code]
    order = kind.order(content, Random(1))

    response = kind.parse(content, order, posted, prefix="q1")

    assert kind.tidy(content, response) == response


@pytest.mark.parametrize("code", KINDS)
def test_the_right_answer_is_worth_everything_and_is_complete(code):
    kind, content = KINDS[code], CONTENTS[code]
    response = right_answer(code, content)

    assert kind.grade(content, response).fraction == 1
    assert kind.complete(content, response)
    assert kind.tidy(content, response) == response


@pytest.mark.django_db
def test_another_questions_option_is_no_answer(web, practice):
    attempt, other = practice("Q01"), practice("Q09", place="lesson:K1-2.1")
    foreign = [option["id"] for option in other.items.get().version.payload["content"]["options"]]

    answer = web.post(f"/fragor/{attempt.public_id}/", {"q1": foreign, "do": "submit"})

    assert answer.status_code == 422
    assert not Step.objects.exists()


@pytest.mark.django_db
def test_forged_scores_are_left_aside(web, practice):
    attempt = practice("Q01")
    wrong = next(
        option["id"]
        for option in attempt.items.get().version.payload["content"]["options"]
        if not option["right"]
    )
    forged = {"score": "1", "fraction": "1", "passed": "on", "ratt": "true", "q1.fraction": "1"}

    web.post(f"/fragor/{attempt.public_id}/", forged | {"q1": wrong, "do": "submit"})

    attempt.refresh_from_db()
    assert (attempt.score, attempt.passed) == (0.0, True)


@pytest.mark.django_db
def test_nobody_else_reaches_the_answers(client, outsider, practice):
    attempt = practice("Q01")
    client.force_login(outsider)
    address = f"/fragor/{attempt.public_id}/"

    answers = [
        client.get(address),
        client.post(address, fields(attempt) | {"do": "submit"}),
        client.post(f"{address}spara/", fields(attempt)),
        client.get(f"{address}svar/"),
        client.post(f"{address}igen/"),
    ]

    assert [answer.status_code for answer in answers] == [404] * 5
    assert not Step.objects.exists()
    assert Attempt.objects.count() == 1


@pytest.mark.django_db
def test_a_slot_that_is_not_there_is_left_aside(amina, practice):
    attempt = practice("Q01")

    save_response(user=amina, public_id=attempt.public_id, answers={0: {}, 9: {"chosen": ["a"]}})

    assert not Step.objects.exists()


@pytest.mark.django_db
def test_an_empty_test_never_passes(amina, final_test):
    attempt = submit(user=amina, public_id=final_test().public_id, blanks_allowed=True)

    assert (attempt.score, attempt.passed) == (0.0, False)
