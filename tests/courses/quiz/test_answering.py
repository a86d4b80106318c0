"""A learner answers questions in the browser."""

from __future__ import annotations

import pytest

from tests.courses.quiz.answering import fields

pytestmark = pytest.mark.django_db


def test_a_question_from_the_file_is_answered_and_graded(web, practice):
    attempt = practice("Q01")
    address = f"/fragor/{attempt.public_id}/"
    assert "När ska en SIP upprättas" in web.get(address).content.decode()

    answer = web.post(address, fields(attempt) | {"do": "submit"}, follow=True)

    attempt.refresh_from_db()
    assert (attempt.score, attempt.passed) == (1.0, True)
    assert answer.redirect_chain == [(f"{address}svar/", 302)]
    assert "Ålder, remiss och antal verksamheter avgör inte." in answer.content.decode()
