"""Words for what the rules say: states, minutes, and what is missing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.completion_rules import Evaluation, Missing, Need
from courses.outline import Course, Lesson
from sandbox.practice import PracticeStatus


@dataclass(frozen=True)
class Lack:
    """One thing that is missing, in words, and where to do it."""

    text: str
    url: str
    details: tuple[str, ...] = ()


def minutes(number: int) -> str:
    """For example "6 minuter"."""
    return ngettext("%(n)d minute", "%(n)d minutes", number) % {"n": number}


def answer_questions(number: int) -> str:
    """The button that leads to the questions."""
    if number == 1:
        return _("Answer one question")
    return _("Answer %(n)d questions") % {"n": number}


def lessons_done(done: int, total: int) -> str:
    """For example "9 av 15 lektioner klara"."""
    return _("%(done)d of %(total)d lessons done") % {"done": done, "total": total}


def some_done(done: int, total: int) -> str:
    """For example "3 av 3 klara"."""
    return _("%(done)d of %(total)d done") % {"done": done, "total": total}


def step_of(practised: PracticeStatus | None) -> str:
    """Which step of an exercise is next, e.g. "Steg 3 av 5"; empty unless it is under way."""
    if practised is None or practised.state != "ongoing" or not practised.steps:
        return ""
    step = min(practised.step + 1, practised.steps)
    return _("Step %(step)s of %(steps)s") % {"step": step, "steps": practised.steps}


def course_facts(course: Course) -> list[str]:
    """The row of metadata under the heading of a course."""
    day = "j F Y"
    return [
        minutes(course.minutes),
        _("Version %(version)s") % {"version": course.version},
        _("Updated %(day)s") % {"day": date_format(course.updated_on, day)}
        if course.updated_on
        else "",
        _("Owner: %(owner)s") % {"owner": course.owner},
        _("Reviewed no later than %(day)s") % {"day": date_format(course.review_by, day)}
        if course.review_by
        else "",
    ]


def lesson_facts(course: Course, lesson: Lesson) -> list[str]:
    """The row of metadata under the heading of a lesson."""
    facts = course_facts(course)
    number = _("Lesson %(number)s") % {"number": lesson.number}
    return [minutes(lesson.minutes), number, facts[2], facts[3]]


def what_is_missing(rows: Iterable[tuple[Lesson, Evaluation]]) -> list[Lack]:
    """Everything that is missing, in the order of the course."""
    return [missing(lesson, lack) for lesson, outcome in rows for lack in outcome.missing]


def missing(lesson: Lesson, lack: Missing) -> Lack:
    """One thing that is missing, in words."""
    title = lesson.name
    if lack.row.need is Need.QUESTIONS:
        text = ngettext(
            "Answer %(n)d question in %(lesson)s", "Answer %(n)d questions in %(lesson)s", lack.left
        ) % {"n": lack.left, "lesson": title}
        return Lack(text, lesson.url)
    if lack.row.need is Need.EXERCISE:
        text = _("Do the exercise in %(lesson)s") % {"lesson": title}
        return Lack(text, lesson.url, lack.details)
    if lack.row.need is Need.TEST:
        return Lack(_test(title, lack), lesson.url)
    return Lack(_("Finish reading %(lesson)s") % {"lesson": title}, lesson.url)


def _test(title: str, lack: Missing) -> str:
    """What a test that is not passed needs, with the best try so far."""
    words = {"lesson": title, "pass": lack.row.percent, "best": lack.percent}
    if lack.percent is None:
        return _("Pass %(lesson)s with at least %(pass)d per cent right") % words
    return (
        _("Pass %(lesson)s with at least %(pass)d per cent right. Your best is %(best)d per cent.")
        % words
    )
