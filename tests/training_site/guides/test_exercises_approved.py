"""The two keys take the draft mark from lessons, questions and exercises; a change brings it back."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from wagtail.models import Page, Site

from courses.models import CoursePage, LessonPage, ModulePage
from courses.quiz.models import Question
from sandbox import practice
from sandbox.world.models import Scenario
from tests.training_site.guides.conftest import House
from training_site.guides.reviews import ExerciseReview, list_exercises

ALEX = Path("fixtures/scenarios/alex-kor.yaml")
TRUE_FALSE = [{"type": "sant", "value": {"right": True}}]


def approve(obj, *users) -> None:
    """Send it, and turn the keys."""
    obj.save_revision()
    obj.get_workflow().start(obj, None)
    for user in users:
        fresh = type(obj).objects.get(pk=obj.pk)
        state = fresh.current_workflow_task_state
        state.task.specific.on_action(state, user, "approve")


@pytest.fixture
def exercise(house: House) -> Scenario:
    """An exercise whose file has been loaded, a draft."""
    return Scenario.objects.create(
        slug="alex-kor",
        version="1",
        digest="a" * 64,
        title="Alex vill tillbaka till kören",
        path=str(ALEX),
        source=ALEX.read_text(encoding="utf-8"),
    )


def test_a_lesson_that_both_sides_approve_is_no_draft(house: House):
    root = Page.objects.get(pk=Site.objects.get(is_default_site=True).root_page_id)
    course = root.add_child(
        instance=CoursePage(
            title="Kurs", slug="kurs", key="K9", lead="Kort.", audience="Alla", outcomes="Kan.",
            owned_by="Rådet",
        )
    )  # fmt: skip
    module = course.add_child(instance=ModulePage(title="Del", slug="del", key="K9-1"))
    lesson = module.add_child(
        instance=LessonPage(title="Lektion", slug="lektion", key="K9-1.1", goal="Kan.", minutes=5)
    )
    assert lesson.is_draft

    approve(lesson, house.ulla, house.ragnar)

    lesson.refresh_from_db()
    assert not lesson.is_draft
    assert "ulla (kommunerna), ragnar (regionen)" in lesson.reviewed_by


def test_a_question_that_both_sides_approve_is_no_draft(house: House):
    question = Question.objects.create(
        ref="Q99", bank="K9", level=1, stem="Du kallar.", feedback="Så är det.", body=TRUE_FALSE
    )

    approve(question, house.ulla, house.ragnar)

    question.refresh_from_db()
    assert "ulla" in question.reviewed_by


def test_an_exercise_that_both_sides_approve_is_no_draft_until_its_file_changes(
    house: House, exercise: Scenario
):
    assert list_exercises() == 1
    review = ExerciseReview.objects.get()
    with pytest.raises(PermissionDenied):
        review.get_latest_revision().publish()

    approve(review, house.ulla)
    assert practice.exercise("alex-kor").draft
    approve_second(review, house.ragnar)
    assert not practice.exercise("alex-kor").draft
    assert list_exercises() == 0

    exercise.current = False
    exercise.save()
    Scenario.objects.create(
        slug="alex-kor", version="2", digest="b" * 64, title=exercise.title, path=exercise.path,
        source=exercise.source,
    )  # fmt: skip
    assert practice.exercise("alex-kor").draft
    assert list_exercises() == 1
    assert ExerciseReview.objects.filter(live=False).get().file_version == "2"


def approve_second(obj, user) -> None:
    """The other key of what has been sent."""
    state = type(obj).objects.get(pk=obj.pk).current_workflow_task_state
    state.task.specific.on_action(state, user, "approve")
