"""What the pages about assignments say: promises, facts and what an assignment means."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.utils.functional import Promise as Text
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from courses import catalogue
from courses.outline import Course
from sandbox import practice
from training_site.people import coverage, units
from training_site.people.assignments import Assignment
from training_site.people.models import Unit, User
from training_site.people.promises import Promise

SESSIONS_A_YEAR = 2
UNITS_PAGE, STAFF_PAGE = "/mitt-uppdrag/enheter/", "/mitt-uppdrag/medarbetare/"

# What each assignment means, point by point.
MEANING: dict[str, tuple[str | Text, ...]] = {
    Assignment.Kind.KEY_PERSON: (
        gettext_lazy("You are the link between the process council and your units."),
        gettext_lazy("You see to it that training is held, together with the other organisations."),
        gettext_lazy("You go to one meeting each term and pass on what is new."),
        gettext_lazy("You raise problems and ideas with the process council."),
        gettext_lazy("You tell your manager when you leave the assignment."),
    ),
    Assignment.Kind.SIP_TRAINER: (
        gettext_lazy("You lead two mixed sessions a year, together with somebody else."),
        gettext_lazy("You use the material of the process council."),
        gettext_lazy("Your manager gives you time to prepare and to follow up."),
        gettext_lazy("You tell your manager when you leave the assignment."),
    ),
}


def courses() -> tuple[Course, ...]:
    """The published courses, in the order they are listed."""
    return catalogue.current().courses


def coverage_words(found: Iterable[units.Row]) -> str:
    """The key person's promise: "3 av 14 enheter saknar utbildade"."""
    kept = list(found)
    number = units.lacking(kept)
    words = {"number": number, "all": len(kept)}
    if not kept:
        return _("No unit is yours yet")
    if not number:
        return _("Somebody is trained at every unit that shows a number")
    return _("%(number)s of %(all)s units lack trained staff") % words


def sessions_words(led: int) -> str:
    """How far a trainer has come this year: "1 av 2 pass i år"."""
    return _("%(led)s of %(all)s sessions this year") % {"led": led, "all": SESSIONS_A_YEAR}


def of_key_person(user: User, day: datetime.date) -> Iterable[Promise]:
    """Which units lack trained staff, in the course that is listed first."""
    if not coverage.covering(day).filter(assignment__user=user).exists():
        return
    first = next(iter(courses()), None)
    own = units.rows(coverage.units_of(user, day), course_key=first.key if first else "", day=day)
    number = units.lacking(own)
    yield Promise(
        text=coverage_words(own),
        title=_("Your units"),
        url=UNITS_PAGE,
        state="warn" if number else "done",
        word=ngettext("%(n)s lacks", "%(n)s lack", number) % {"n": number} if number else "",
        place=10,
    )


def of_trainer(user: User, day: datetime.date) -> Iterable[Promise]:
    """How many of the year's sessions have been led."""
    trains = Assignment.objects.active(day).filter(user=user, kind=coverage.SIP_TRAINER)
    if not trains.exists():
        return
    led = practice.led(user_ids=[user.pk], year=day.year).get(user.pk, 0)
    yield Promise(
        text=sessions_words(led),
        title=_("Your sessions"),
        url="/utbildare/" if user.has_perm("sandbox.lead_run") else "",
        state="done" if led >= SESSIONS_A_YEAR else "now" if led else "todo",
        word=_("%(led)s of %(all)s") % {"led": led, "all": SESSIONS_A_YEAR},
        place=20,
    )


def of_manager(user: User, day: datetime.date) -> Iterable[Promise]:
    """What waits for a manager's answer, and which head counts are old."""
    own: list[Unit] = list(coverage.managed_units(user, day))
    if not own:
        return
    waiting = coverage.proposals_for(user, day).count()
    if waiting:
        text = ngettext(
            "%(n)s assignment waits for your answer",
            "%(n)s assignments wait for your answer",
            waiting,
        ) % {"n": waiting}
        yield Promise(
            text=text,
            title=_("Assignments to answer"),
            url=STAFF_PAGE,
            state="warn",
            word=_("Your answer is needed"),
            place=5,
        )
    stale = sum(units.is_stale(unit, day) for unit in own)
    text = _("The number of employees is old") if stale else _("The number of employees is fresh")
    yield Promise(
        text=text,
        title=_("Your staff"),
        url=STAFF_PAGE,
        state="warn" if stale else "done",
        word=_("Your answer is needed") if stale else "",
        place=30,
    )


SOURCES = (of_key_person, of_trainer, of_manager)
