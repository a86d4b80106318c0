"""The record of an attempt: what was asked and answered stays, whatever happens afterwards."""

from __future__ import annotations

import re

import pytest
from django.db import IntegrityError, transaction
from django.db.models.deletion import ProtectedError

from courses.quiz.actions import Closed, NoTriesLeft, save_response, start_attempt, submit
from courses.quiz.draws import Draw
from courses.quiz.frozen import FrozenError
from courses.quiz.models import Attempt, Question, QuestionVersion, Step
from courses.quiz.policy import Policy
from tests.courses.quiz.answering import fields, right_answers
from tests.courses.quiz.conftest import PRACTICE

pytestmark = pytest.mark.django_db


def _result(web, attempt: Attempt) -> str:
    """The result page, without the form token that is new each time."""
    html = web.get(f"/fragor/{attempt.public_id}/svar/").content.decode()
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", html)


def _edit(ref: str, **changes: str) -> None:
    question = Question.objects.get(ref=ref)
    for name, value in changes.items():
        setattr(question, name, value)
    raw = question.body.get_prep_value()
    rights = [option["value"]["right"] for option in raw[0]["value"]["options"]]
    for option, right in zip(raw[0]["value"]["options"], rights[1:] + rights[:1], strict=True):
        option["value"]["right"] = right
    question.body = question._meta.get_field("body").to_python(raw)
    question.save_revision().publish()


def test_an_edited_question_leaves_the_old_attempt_as_it_was(web, amina, practice):
    attempt = practice("Q10")
    submit(user=amina, public_id=attempt.public_id, answers=right_answers(attempt))
    before = _result(web, attempt)

    _edit("Q10", stem="En helt annan fråga?", feedback="En helt annan förklaring.")

    assert _result(web, attempt) == before
    attempt.refresh_from_db()
    assert attempt.score == 1.0


def test_an_attempt_that_has_begun_goes_on_with_the_question_as_it_was(web, amina, practice):
    attempt = practice("Q10")
    before = right_answers(attempt)

    _edit("Q10", stem="En helt annan fråga?")

    assert "En helt annan fråga?" not in web.get(f"/fragor/{attempt.public_id}/").content.decode()
    assert submit(user=amina, public_id=attempt.public_id, answers=before).score == 1.0


def test_a_deleted_question_leaves_the_old_attempt_as_it_was(web, amina, practice):
    attempt = practice("Q10")
    submit(user=amina, public_id=attempt.public_id, answers=right_answers(attempt))
    before = _result(web, attempt)

    Question.objects.get(ref="Q10").delete()

    assert _result(web, attempt) == before
    assert QuestionVersion.objects.get(ref="Q10").question is None


def test_a_deleted_question_is_asked_no_more_and_its_number_goes_on_counting(publish):
    publish("Q10", "Q13")
    Question.objects.get(ref="Q10").delete()
    again = Question.objects.get(ref="Q13")
    again.pk, again.ref, again._state.adding = None, "Q10", True
    again.latest_revision = again.live_revision = None
    again.save()
    again.save_revision().publish()

    assert list(QuestionVersion.objects.filter(ref="Q10").values_list("number", flat=True)) == [
        1,
        2,
    ]


def test_publishing_without_a_change_makes_no_new_version(publish):
    publish("Q04")
    question = Question.objects.get(ref="Q04")

    question.save_revision().publish()

    assert question.versions.count() == 1


def test_a_draft_is_not_asked_until_it_is_published(publish, practice):
    publish("Q10")
    question = Question.objects.get(ref="Q10")
    question.stem = "Bara ett utkast?"
    question.save_revision()

    attempt = practice("Q10")

    assert attempt.items.get().version.payload["stem"].startswith("”Hemtjänst tre gånger per dag")


def test_answers_keep_their_ids_through_a_reading_of_the_database(publish):
    publish("Q06")
    question = Question.objects.get(ref="Q06")

    assert question.payload() == Question.objects.get(ref="Q06").payload()
    assert question.payload() == question.versions.get().payload


@pytest.mark.parametrize(
    "change",
    [
        lambda version: version.save(),
        lambda version: version.delete(),
        lambda version: QuestionVersion.objects.update(kind="sant"),
        lambda version: QuestionVersion.objects.all().delete(),
        lambda version: QuestionVersion.objects.bulk_update([version], ["kind"]),
        lambda version: QuestionVersion.objects.update_or_create(ref="Q01"),
    ],
    ids=["save", "delete", "update", "delete many", "bulk update", "update or create"],
)
def test_a_version_can_neither_be_changed_nor_removed(publish, change):
    publish("Q01")
    version = QuestionVersion.objects.get(ref="Q01")

    with pytest.raises(FrozenError):
        change(version)


def test_the_steps_of_an_answer_can_only_be_added(amina, practice):
    attempt = practice("Q10")
    save_response(user=amina, public_id=attempt.public_id, answers=right_answers(attempt))

    with pytest.raises(FrozenError):
        Step.objects.update(fraction=1)
    with pytest.raises(FrozenError):
        Step.objects.get().delete()


def test_a_learner_with_answers_is_not_deleted_by_mistake(amina, practice):
    practice("Q10")

    with pytest.raises(ProtectedError):
        amina.delete()


def test_saving_the_same_answer_again_adds_nothing(amina, practice):
    attempt = practice("Q10", "Q04")
    answers = right_answers(attempt)

    for _time in range(3):
        save_response(user=amina, public_id=attempt.public_id, answers=answers)

    assert Step.objects.count() == 2


def test_a_changed_answer_keeps_the_earlier_one_in_the_history(amina, practice):
    attempt = practice("Q10")
    options = attempt.items.get().option_order["options"]

    for key in options[:2]:
        answers = {1: {"chosen": [key]}}
        save_response(user=amina, public_id=attempt.public_id, answers=answers)

    steps = list(Step.objects.order_by("seq").values_list("seq", "kind", "response"))
    assert steps == [
        (1, "saved", {"chosen": [options[0]]}),
        (2, "saved", {"chosen": [options[1]]}),
    ]


def test_an_answer_after_the_hand_in_is_refused(amina, practice):
    attempt = practice("Q10")
    submit(user=amina, public_id=attempt.public_id, answers=right_answers(attempt))

    with pytest.raises(Closed):
        save_response(user=amina, public_id=attempt.public_id, answers={1: {}})


def test_a_double_click_hands_in_once(web, practice):
    attempt = practice("Q10")
    address = f"/fragor/{attempt.public_id}/"
    right = fields(attempt) | {"do": "submit"}

    first, second = web.post(address, right), web.post(address, {"do": "submit"})

    assert (first.url, second.url) == (f"{address}svar/", f"{address}svar/")
    attempt.refresh_from_db()
    assert attempt.score == 1.0
    assert list(Step.objects.values_list("kind", flat=True)) == ["saved", "submitted", "graded"]


def test_the_record_says_in_words_what_was_answered(amina, practice):
    attempt = practice("Q10")

    submit(user=amina, public_id=attempt.public_id, answers=right_answers(attempt))

    graded = Step.objects.get(kind="graded")
    assert (graded.summary, graded.fraction, graded.actor) == ("”En insats”", 1.0, amina)


def test_starting_again_gives_the_attempt_that_is_open(practice):
    assert practice("Q10").pk == practice("Q04").pk


def test_a_second_open_attempt_is_refused_by_the_database(practice):
    attempt = practice("Q10")
    twin = Attempt.objects.get(pk=attempt.pk)
    twin.pk, twin.public_id, twin.number = None, "another", 2

    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save(force_insert=True)


@pytest.mark.parametrize(
    "broken",
    [
        {"score": 1.0},
        {"passed": True},
        {"max_score": 0},
        {"max_score": -1.0},
    ],
    ids=["score while open", "passed while open", "worth nothing", "worth less than nothing"],
)
def test_an_attempt_that_contradicts_itself_is_refused_by_the_database(practice, broken):
    attempt = practice("Q10")

    with pytest.raises(IntegrityError), transaction.atomic():
        Attempt.objects.filter(pk=attempt.pk).update(**broken)


@pytest.mark.parametrize(
    "broken", [{"fraction": 1.5}, {"fraction": -0.1}, {"fraction": None}, {"kind": "saved"}]
)
def test_a_grade_outside_its_range_is_refused_by_the_database(practice, broken):
    attempt = practice("Q10")
    step = {"item": attempt.items.get(), "seq": 1, "kind": "graded", "fraction": 1.0}

    with pytest.raises(IntegrityError), transaction.atomic():
        Step.objects.create(**step | {"at": attempt.started_at} | broken)


def test_the_next_attempt_leaves_the_former_untouched(amina, practice):
    first = practice("Q10")
    submit(user=amina, public_id=first.public_id, answers=right_answers(first))

    second = practice("Q10")

    assert (first.number, second.number) == (1, 2)
    assert Attempt.objects.get(pk=first.pk).submitted_at is not None


def test_a_new_cycle_keeps_the_results_of_the_former(amina, practice):
    first = practice("Q10")
    submit(user=amina, public_id=first.public_id, answers=right_answers(first))

    again = start_attempt(
        user=amina, place=first.place, cycle=2, policy=PRACTICE, questions=Draw(refs=("Q10",))
    )

    assert (again.cycle, again.number) == (2, 1)
    assert Attempt.objects.get(pk=first.pk).score == 1.0


def test_the_terms_of_an_attempt_do_not_change_once_it_has_begun(amina, publish):
    publish("Q02")

    def start(percent: int) -> Attempt:
        terms = Policy(mode="test", title="", back_url="/", next_url="/", pass_percent=percent)
        draw = Draw(refs=("Q02",))
        return start_attempt(user=amina, place="test:x", cycle=1, policy=terms, questions=draw)

    attempt = start(50)
    half = right_answers(attempt)[1]["chosen"][:2]
    start(100)

    assert (
        submit(user=amina, public_id=attempt.public_id, answers={1: {"chosen": half}}).passed
        is True
    )


def test_tries_that_are_used_up_are_used_up(amina, publish):
    publish("Q10")
    once = Policy(mode="test", title="", back_url="/", next_url="/", pass_percent=80, tries=1)
    terms = {"user": amina, "place": "test:x", "cycle": 1, "policy": once}
    attempt = start_attempt(**terms, questions=Draw(refs=("Q10",)))
    submit(user=amina, public_id=attempt.public_id, answers=right_answers(attempt))

    with pytest.raises(NoTriesLeft):
        start_attempt(**terms, questions=Draw(refs=("Q10",)))
