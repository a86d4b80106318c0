"""How a page shows itself to its editor: as a signed-out reader would see it, draft text and all."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from courses import catalogue
from courses.body_html import write_body
from courses.completion_rules import Facts
from courses.outline import Course, Lesson
from courses.own_showing import with_own
from courses.queries import Practice, progress
from courses.screens import LessonView, card, course_screen, lesson_screen
from courses.standings import Standing


def preview_context(page: Any) -> dict[str, Any]:
    """The context of the page's template, from the page as it is being edited."""
    published = catalogue.current()
    if hasattr(page, "body"):
        return _lesson(page, published)
    if hasattr(page, "lead"):
        course = published.course(page.key) or _new_course(page)
        course = replace(course, title=page.title, lead=page.lead, draft=page.is_draft)
        return course_screen(progress(course, Standing(0, course.key), Practice()), signed_in=False)
    shown = [progress(row, Standing(0, row.key), Practice()) for row in published.courses]
    return {"index": page, "cards": [card(row) for row in shown], "signed_in": False}


def _lesson(page: Any, published: catalogue.Catalogue) -> dict[str, Any]:
    """A lesson that may not be published yet, in the course it lies in or in none."""
    found = published.find_lesson(page.key)
    course, lesson = found or _new_lesson(page)
    lesson = replace(
        lesson, title=page.title, goal=page.goal, minutes=page.minutes, draft=page.is_draft
    )
    lessons = tuple(lesson if row.key == lesson.key else row for row in course.lessons)
    modules = tuple(
        replace(
            module,
            lessons=tuple(lesson if row.key == lesson.key else row for row in module.lessons),
        )
        for module in course.modules
    )
    course = replace(course, lessons=lessons, modules=modules)
    body = with_own(write_body(page.body, published.shelf, {"lesson": lesson}), lesson)
    guest = progress(course, Standing(0, course.key), Practice())
    return lesson_screen(lesson, body, LessonView(guest, Facts(), signed_in=False))


def _new_lesson(page: Any) -> tuple[Course, Lesson]:
    """A lesson nobody has published: alone in its course."""
    return catalogue.alone(page)


def _new_course(page: Any) -> Course:
    """A course nobody has published: without lessons."""
    return catalogue.course_of(page)
