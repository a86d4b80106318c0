"""Begins the questions of a lesson: which ones, and under which policy."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from courses.outline import Course, Lesson
from courses.quiz.actions import start_attempt
from courses.quiz.draws import Draw
from courses.quiz.policy import Policy


def start_questions(*, user: Any, course: Course, lesson: Lesson, cycle: int, county: str) -> str:
    """Begin the lesson's questions, or go on with those begun; returns the address of the page.

    A lesson asks its own questions; a test draws from its bank, never on another county's rule.
    Raises draws.NothingToAsk when none of them is published.
    """
    attempt = start_attempt(
        user=user,
        place=lesson.place,
        cycle=cycle,
        policy=policy_of(course, lesson),
        questions=draw_of(lesson, county),
    )
    return reverse("quiz:take", args=[attempt.public_id])


def start_fast_track(*, user: Any, course: Course, cycle: int) -> str:
    """Begin the fast track of a course, or go on with it; returns the address of the page.

    Raises draws.NothingToAsk when none of its questions is published.
    """
    policy = Policy(
        mode="practice",
        title=_("Fast track"),
        back_url=course.url,
        next_url=reverse("courses:fast_track", args=[course.key]),
        next_title=_("Show my map"),
        crumbs=(
            (_("Courses"), reverse("courses:serve", args=["kurser/"])),
            (course.title, course.url),
        ),
        certainty=True,
        straight_on=True,
    )
    attempt = start_attempt(
        user=user,
        place=course.fast_place,
        cycle=cycle,
        policy=policy,
        questions=Draw(refs=course.fast_track),
    )
    return reverse("quiz:take", args=[attempt.public_id])


def draw_of(lesson: Lesson, county: str) -> Draw:
    """Which questions are asked."""
    if lesson.test is None:
        return Draw(refs=lesson.questions)
    return Draw(bank=lesson.test.bank, count=lesson.test.draw, county=county)


def policy_of(course: Course, lesson: Lesson) -> Policy:
    """The terms: practice wants every answer, a test has its pass mark; tries are unlimited."""
    following = course.after(lesson)
    # The exercise comes after the questions in the same lesson.
    onward = lesson if lesson.exercise else following
    return Policy(
        mode="test" if lesson.test else "practice",
        title=lesson.title,
        back_url=lesson.url,
        next_url=onward.url if onward else course.url,
        next_title=_("Go on: %(title)s") % {"title": onward.title}
        if onward
        else _("Back to the course"),
        pass_percent=lesson.test.pass_percent if lesson.test else None,
        minutes=lesson.minutes if lesson.test else None,
        crumbs=(
            (_("Courses"), reverse("courses:serve", args=["kurser/"])),
            (course.title, course.url),
            (lesson.title, lesson.url),
        ),
    )
