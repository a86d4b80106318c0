"""Words for what the rules say: states, minutes, and what is missing."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.certificates import last_day
from courses.completion_rules import Evaluation, Missing, Need
from courses.outline import Course, Lesson
from courses.references import NBSP
from sandbox.practice import PracticeStatus


@dataclass(frozen=True)
class Lack:
    """One thing that is missing, in words, and where to do it."""

    text: str
    url: str
    details: tuple[str, ...] = ()


def day(value: datetime.date | None) -> str:
    """For example "21 november 2026", kept together on one line; empty for none."""
    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        value = timezone.localtime(value).date()
    return str(date_format(value, "j F Y")).replace(" ", NBSP)


def moment(value: datetime.datetime | None) -> str:
    """For example "21 november 2026 kl. 14.20", kept together on one line; empty for none."""
    if value is None:
        return ""
    clock = timezone.localtime(value).strftime("%H.%M")
    return f"{day(value)}{NBSP}kl.{NBSP}{clock}"


def minutes(number: int) -> str:
    """For example "6 minuter"."""
    return ngettext("%(n)d minute", "%(n)d minutes", number) % {"n": number}


def valid_until(course: Course, done_at: datetime.datetime | None) -> str:
    """Through which day what was learned counts; empty when it does not run out."""
    last = last_day(course, done_at)
    return day(last) if last else ""


def do_first(lesson: Lesson) -> str:
    """Why a lesson is locked, e.g. "Gör övningen först"."""
    if lesson.exercise:
        return _("Do the exercise first")
    return _("First do %(lesson)s") % {"lesson": lesson.name}


def go_to(lesson: Lesson) -> str:
    """The button from a locked lesson to what it waits for."""
    if lesson.exercise:
        return _("Go to the exercise")
    return _("Go to %(lesson)s") % {"lesson": lesson.name}


def answer_questions(number: int) -> str:
    """The button that leads to the questions."""
    if number == 1:
        return _("Answer one question")
    return _("Answer %(n)d questions") % {"n": number}


def lessons_done(done: int, total: int) -> str:
    """For example "9 av 15 lektioner klara"."""
    return _("%(done)d of %(total)d lessons done") % {"done": done, "total": total}


def fast_door(course: Course) -> str:
    """The door of the fast track, e.g. "Snabbspår 20 min – för dig som gjort det här"."""
    words = _("Fast track %(minutes)d min – for you who have done this before")
    return words % {"minutes": course.fast_minutes}


def fast_covers(course: Course) -> str:
    """For example "Frågorna täcker 4 av 11 lektioner."."""
    covered = sum(bool(lesson.diagnosed) for lesson in course.lessons)
    words = _("The questions cover %(n)d of %(of)d lessons.")
    return words % {"n": covered, "of": len(course.lessons)}


def known(of_them: int, total: int) -> str:
    """For example "Du kan 6 av 8."."""
    return _("You know %(known)d of %(total)d.") % {"known": of_them, "total": total}


def to_read(lessons: int, length: int) -> str:
    """For example "Läs 2 lektioner, 9 minuter."."""
    if not lessons:
        return _("There is nothing you have to read because of the questions.")
    words = ngettext("Read %(n)d lesson, %(minutes)s.", "Read %(n)d lessons, %(minutes)s.", lessons)
    return words % {"n": lessons, "minutes": minutes(length)}


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
    return [
        minutes(course.minutes),
        _("Version %(version)s") % {"version": course.version},
        _("Updated %(day)s") % {"day": day(course.updated_on)} if course.updated_on else "",
        _("Owner: %(owner)s") % {"owner": course.owner},
        _("Reviewed no later than %(day)s") % {"day": day(course.review_by)}
        if course.review_by
        else "",
    ]


def lesson_facts(course: Course, lesson: Lesson) -> list[str]:
    """The row of metadata under the heading of a lesson."""
    facts = course_facts(course)
    number = _("Lesson %(number)s") % {"number": lesson.number}
    return [minutes(lesson.minutes), number, facts[2], facts[3]]


def what_is_missing(rows: Iterable[tuple[Lesson, Evaluation]]) -> list[Lack]:
    """What is missing in each lesson, in the order of the course."""
    return [missing(lesson, outcome.missing) for lesson, outcome in rows if outcome.missing]


def missing(lesson: Lesson, lacks: Sequence[Missing]) -> Lack:
    """What one lesson lacks, in words: "Läs klart 1.1 …. Svara på 2 frågor i 1.1 …"."""
    needs = {lack.row.need: lack for lack in lacks}
    if {Need.READ, Need.QUESTIONS} == set(needs):
        left = needs[Need.QUESTIONS].left
        text = ngettext(
            "Read %(lesson)s and answer %(n)d question",
            "Read %(lesson)s and answer %(n)d questions",
            left,
        ) % {"lesson": lesson.name, "n": left}
        return Lack(text, lesson.url)
    first, *others = (_one(lesson, lack) for lack in lacks)
    return Lack(first.text, lesson.url, (*first.details, *(other.text for other in others)))


def _one(lesson: Lesson, lack: Missing) -> Lack:
    """One thing that is missing."""
    words = {"lesson": lesson.name, "n": lack.left}
    if lack.row.need is Need.QUESTIONS:
        text = ngettext(
            "Answer %(n)d question in %(lesson)s", "Answer %(n)d questions in %(lesson)s", lack.left
        )
        return Lack(text % words, lesson.url)
    if lack.row.need is Need.EXERCISE:
        return Lack(_("Do the exercise in %(lesson)s") % words, lesson.url, lack.details)
    if lack.row.need is Need.ATTESTED:
        return Lack(_("A trainer must attest your trial session"), lesson.url)
    if lack.row.need is Need.TEST:
        return Lack(_test(lesson.name, lack), lesson.url)
    return Lack(_("Finish reading %(lesson)s") % words, lesson.url)


def _test(title: str, lack: Missing) -> str:
    """What a test that is not passed needs, with the best try so far."""
    words = {"lesson": title, "pass": lack.row.percent, "best": lack.percent}
    if lack.percent is None:
        return _("Pass %(lesson)s with at least %(pass)d per cent right") % words
    return (
        _("Pass %(lesson)s with at least %(pass)d per cent right. Your best is %(best)d per cent.")
        % words
    )
