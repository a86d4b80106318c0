"""What the start page and Mina sidor show: courses and practice of the person signed in."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.catalogue import Catalogue
from courses.labels import day
from courses.queries import Progress, course_cards
from sandbox import practice

STATES = {"not_started": "todo", "ongoing": "now", "done": "done"}
NAMED_AT_MOST = 3


@dataclass(frozen=True)
class CourseCard:
    """One course as a list shows it, and how far this person has come in it."""

    key: str
    title: str
    url: str
    lead: str
    minutes: int
    minutes_left: int
    done: int
    total: int
    state: str  # todo | now | done
    left: tuple[str, ...]  # the first lessons that are not done
    more: int  # how many more than those
    resume_title: str
    resume_goal: str
    resume_minutes: int
    resume_url: str
    was_here: str  # when, in words; empty for a course not begun
    last_at: datetime.datetime | None

    kind = "course"


@dataclass(frozen=True)
class ExerciseCard:
    """One exercise, and how far this person has come in it."""

    title: str
    lead: str
    minutes: int
    role: str
    url: str
    state: str  # todo | now | done
    word: str  # says more than the state's own word, or empty
    missing: tuple[str, ...]  # the first things left to do in one that is begun
    more: int  # how many more than those
    was_here: str  # when, in words; empty for one not under way
    last_at: datetime.datetime | None

    kind = "exercise"

    @property
    def resume_title(self) -> str:
        """What there is to go on with."""
        return self.title


@dataclass(frozen=True)
class Home:
    """Everything a start page shows. A guest has exercises only."""

    courses: tuple[CourseCard, ...] = ()
    exercises: tuple[ExerciseCard, ...] = ()

    @property
    def resume(self) -> CourseCard | ExerciseCard | None:
        """Where the person was last: a course or an exercise; else a course not begun, or none."""
        cards: tuple[CourseCard | ExerciseCard, ...] = (*self.courses, *self.exercises)
        begun = [
            card for card in cards if card.state == "now" and card.resume_title and card.last_at
        ]
        if begun:
            return max(begun, key=_last_at)
        return next((one for one in self.courses if one.state == "todo" and one.resume_title), None)


def _last_at(card: CourseCard | ExerciseCard) -> datetime.datetime:
    """When the person was last there; long ago when never."""
    return card.last_at or datetime.datetime.min.replace(tzinfo=datetime.UTC)


def home(user: Any, published: Catalogue | None = None) -> Home:
    """Courses and exercises as `user` has left them; for a guest the exercises, not begun.

    The number of queries does not depend on how many courses and exercises there are.
    """
    user_id = user.pk if user is not None and user.is_authenticated else None
    now = timezone.localtime()
    cards = course_cards(user_id, published) if user_id else []
    # The courses have asked of the exercises in them already.
    known = {slug: status for card in cards for slug, status in card.practice.by_slug.items()}
    return Home(
        courses=tuple(_course(one, now) for one in cards),
        exercises=_exercises(user_id, known, now),
    )


def when(moment: datetime.datetime, now: datetime.datetime) -> str:
    """A moment as one would say it: "i dag kl. 14.20", "i går kl. 14.20", "12 november 2026"."""
    moment = timezone.localtime(moment)
    clock = f"kl.\u00a0{date_format(moment, 'TIME_FORMAT')}"
    days = (now.date() - moment.date()).days
    if days == 0:
        return _("today at %(clock)s") % {"clock": clock}
    if days == 1:
        return _("yesterday at %(clock)s") % {"clock": clock}
    return day(moment)


def about(minutes: int) -> int:
    """Minutes as one would say them: to the nearest five, from a quarter of an hour up."""
    return minutes if minutes < 15 else 5 * round(minutes / 5)


def _course(one: Progress, now: datetime.datetime) -> CourseCard:
    left = [lesson for lesson in one.course.lessons if one.state[lesson.key] != "done"]
    last = one.standing.last_at
    return CourseCard(
        key=one.course.key,
        title=one.course.title,
        url=one.course.url,
        lead=one.course.lead,
        minutes=about(one.course.minutes),
        minutes_left=about(sum(lesson.minutes for lesson in left)),
        done=one.done,
        total=one.total,
        state="done" if one.finished else "now" if one.started else "todo",
        left=tuple(lesson.name for lesson in left[:NAMED_AT_MOST]),
        more=max(len(left) - NAMED_AT_MOST, 0),
        resume_title=one.resume.title if one.resume else "",
        resume_goal=one.resume.goal if one.resume else "",
        resume_minutes=one.resume.minutes if one.resume else 0,
        resume_url=one.resume_url,
        was_here=when(last, now) if last else "",
        last_at=last,
    )


def _exercises(
    user_id: int | None, known: dict[str, practice.PracticeStatus], now: datetime.datetime
) -> tuple[ExerciseCard, ...]:
    found = practice.every_status(user_id=user_id, known=known)
    return tuple(_exercise(info, status, now) for info, status in found)


def _exercise(
    info: practice.ExerciseInfo, status: practice.PracticeStatus, now: datetime.datetime
) -> ExerciseCard:
    state = STATES[status.state]
    missing = status.missing if state == "now" else ()
    word = ""
    if state == "now" and status.steps:
        step = min(status.step + 1, status.steps)
        word = _("Step %(step)s of %(steps)s") % {"step": step, "steps": status.steps}
    return ExerciseCard(
        title=info.title,
        lead=info.lead,
        minutes=info.minutes,
        role=info.role,
        url=status.url,
        state=state,
        word=word,
        missing=missing[:NAMED_AT_MOST],
        more=max(len(missing) - NAMED_AT_MOST, 0),
        was_here=when(status.last_at, now) if status.last_at and state == "now" else "",
        last_at=status.last_at,
    )
