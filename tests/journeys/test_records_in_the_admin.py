"""A question is edited and deleted in the administration: what was answered stands as it was."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, streamfield

from courses.pages import LessonQuestion
from courses.quiz.models import Attempt, Question, QuestionVersion, Step
from tests.courses.quiz.answering import fields, right_answers
from tests.journeys.learner import Learner
from training_site.people.models import User


def _admin(email: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(email=email))
    return client


def _address(name: str, question: Question) -> str:
    return reverse(Question.snippet_viewset.get_url_name(name), args=[question.pk])


def _form(question: Question, **changes: str) -> dict[str, Any]:
    """The editor's form, with the right answer moved one step on."""
    block = question.body.get_prep_value()[0]
    options = block["value"]["options"]
    rights = [option["value"]["right"] for option in options]
    rows = [
        {
            "id": option["id"],
            "order": str(place),
            "type": "item",
            "deleted": "",
            "value": {"text": f"Nytt svar {place}"} | ({"right": "on"} if right else {}),
        }
        for place, (option, right) in enumerate(
            zip(options, [rights[-1], *rights[:-1]], strict=True)
        )
    ]
    listed = {f"{place}": row for place, row in enumerate(rows)} | {"count": str(len(rows))}
    plain = {
        name: getattr(question, name)
        for name in ("ref", "bank", "stem", "feedback", "level", "sources", "county", "reviewed_by")
    }
    body = streamfield([(block["type"], {"options": listed})])
    return nested_form_data(plain | {"body": body} | changes | {"action-publish": "1"})


@pytest.fixture
def amina(site: None) -> Learner:
    return Learner("amina@example.org")


@pytest.fixture
def answered(amina: Learner) -> Attempt:
    """A handed-in attempt with a question with options of its own."""
    for lesson in ("K1-1.1", "K1-1.2", "K1-1.3", "K1-2.1", "K1-4.2"):
        public_id = amina.answer(lesson)
        attempt = Attempt.objects.get(public_id=public_id)
        if attempt.submitted_at and attempt.items.filter(version__kind="en").exists():
            return attempt
    raise LookupError("No lesson asks a question with one right option.")


def _shown(amina: Learner, attempt: Attempt) -> str:
    page = amina.client.get(f"/fragor/{attempt.public_id}/svar/").content.decode()
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)


def _asked(attempt: Attempt) -> Question:
    found = attempt.items.filter(version__kind="en").select_related("version__question").first()
    return found.version.question


def test_a_question_edited_in_the_admin_leaves_the_old_answers_as_they_were(
    amina: Learner, answered: Attempt
):
    question, before = _asked(answered), _shown(amina, answered)
    marks = list(Step.objects.filter(kind="graded").values("fraction", "outcome", "response"))

    form = _form(question, stem="En helt annan fråga?", feedback="En annan förklaring.")
    answer = _admin("lena@example.org").post(_address("edit", question), form)

    assert answer.status_code == 302, re.findall(r"error[^<]{0,200}", answer.content.decode())
    question.refresh_from_db()
    assert question.stem == "En helt annan fråga?"
    assert QuestionVersion.objects.filter(question=question).count() == 2
    assert _shown(amina, answered) == before
    assert (
        list(Step.objects.filter(kind="graded").values("fraction", "outcome", "response")) == marks
    )


def test_the_next_attempt_asks_the_new_question_and_grades_by_it(amina: Learner, answered: Attempt):
    question = _asked(answered)
    _admin("lena@example.org").post(
        _address("edit", question), _form(question, stem="En ny fråga?")
    )

    amina.client.post(f"/fragor/{answered.public_id}/igen/")

    second = Attempt.objects.get(place=answered.place, number=2)
    assert "En ny fråga?" in amina.client.get(f"/fragor/{second.public_id}/").content.decode()
    slot = second.items.get(version__question=question).slot
    old = answered.items.get(version__question=question)
    assert right_answers(second)[slot] != right_answers(answered)[old.slot]


def _taken_out_of_the_lesson(question: Question) -> None:
    """As an editor does it: the lesson is published without the question."""
    for link in LessonQuestion.objects.filter(question=question).select_related("lesson"):
        lesson = link.lesson
        lesson.question_links.set(lesson.question_links.exclude(question=question))
        lesson.save_revision().publish()


def test_a_question_that_a_lesson_asks_is_not_deleted_and_the_page_says_why(answered: Attempt):
    question, olle = _asked(answered), _admin("olle@example.org")

    olle.post(_address("delete", question))

    assert Question.objects.filter(pk=question.pk).exists()
    page = olle.get(_address("delete", question)).content.decode()
    assert "används på annat håll och kan därför inte tas bort" in page


def test_a_question_deleted_in_the_admin_leaves_the_old_answers_as_they_were(
    amina: Learner, answered: Attempt
):
    question, before = _asked(answered), _shown(amina, answered)
    _taken_out_of_the_lesson(question)

    answer = _admin("olle@example.org").post(_address("delete", question))

    assert answer.status_code == 302
    assert not Question.objects.filter(pk=question.pk).exists()
    assert _shown(amina, answered) == before


def test_an_edit_and_a_deletion_in_the_middle_of_an_attempt_change_nothing_in_it(
    amina: Learner, answered: Attempt
):
    question = _asked(answered)
    amina.client.post(f"/fragor/{answered.public_id}/igen/")
    running = Attempt.objects.get(place=answered.place, number=2)
    right = right_answers(running)
    _admin("lena@example.org").post(_address("edit", question), _form(question, stem="Ändrad?"))
    _taken_out_of_the_lesson(question)
    _admin("olle@example.org").post(_address("delete", question))

    assert not Question.objects.filter(pk=question.pk).exists()
    assert "Ändrad?" not in amina.client.get(f"/fragor/{running.public_id}/").content.decode()
    assert right_answers(running) == right
    amina.client.post(f"/fragor/{running.public_id}/", fields(running) | {"do": "submit"})
    running.refresh_from_db()
    assert running.score == running.max_score


@pytest.mark.parametrize("email", ["amina@example.org", "karin@example.org"])
@pytest.mark.parametrize("name", ["edit", "delete", "history", "usage"])
def test_who_is_no_editor_gets_nowhere_in_the_admin(site: None, email: str, name: str):
    question = Question.objects.order_by("pk")[0]
    client = _admin(email)

    for answer in (client.get(_address(name, question)), client.post(_address(name, question))):
        assert answer.status_code in (302, 403)
        assert question.feedback[:40] not in answer.content.decode()
    assert Question.objects.filter(pk=question.pk, stem=question.stem).exists()


def test_the_councils_editor_may_not_delete_questions_or_people(site: None):
    lena = _admin("lena@example.org")
    question = Question.objects.order_by("pk")[0]

    lena.post(_address("delete", question))
    for address in ("/admin/users/", "/admin/users/new/", "/admin/groups/", "/admin/settings/"):
        assert lena.get(address).status_code in (302, 403, 404), address

    assert Question.objects.filter(pk=question.pk).exists()


def test_no_answer_attempt_or_exercise_can_be_reached_in_the_admin(site: None):
    olle = _admin("olle@example.org")

    page = olle.get("/admin/snippets/").content.decode()

    for app in ("attempt", "step", "attemptitem", "questionversion", "entry", "event", "seat"):
        assert f"/{app}/" not in page
        for label in ("courses_quiz", "sandbox"):
            assert olle.get(f"/admin/snippets/{label}/{app}/").status_code == 404
