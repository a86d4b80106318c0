"""What the courses keep about a learner, in plain words; and what goes when she deletes her account.

Records of learning stay, counted, under a row without a name: what has been answered and completed
is never changed. Her name goes from the certificates.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from courses import catalogue
from courses.attestations import Attestation, AttestRequest
from courses.certificates import Certificate
from courses.labels import day
from courses.outline import FAST
from courses.own_words import OwnWord
from courses.pages import LessonPage
from courses.quiz.access import attempts_of
from courses.quiz.models import Step
from courses.records import Completion, Enrolment, Visit

Row: TypeAlias = Mapping[str, str]


def courses_of(user_id: int) -> list[Row]:
    """The courses she has begun. One query."""
    rows = Enrolment.objects.filter(user_id=user_id).select_related("course")
    return [
        {
            _("Course"): row.course.title if row.course else row.course_key,
            _("Begun"): day(row.started_at),
            _("Unit, as it was called then"): row.unit,
        }
        for row in rows
    ]


def lessons_of(user_id: int) -> list[Row]:
    """The lessons she has opened, and what she has done with them. Three queries."""
    done = {
        (row.enrolment_id, row.key): row.achieved_at
        for row in Completion.objects.filter(
            enrolment__user_id=user_id, revoked_at__isnull=True
        ).only("enrolment_id", "key", "achieved_at")
    }
    titles = _titles()
    return [
        {
            _("Lesson"): titles.get(row.lesson_key, row.lesson_key),
            _("Opened first"): day(row.first_at),
            _("Opened last"): day(row.last_at),
            _("Done"): day(done.get((row.enrolment_id, row.lesson_key))),
        }
        for row in Visit.objects.filter(enrolment__user_id=user_id)
    ]


def answers_of(user_id: int) -> list[Row]:
    """The questions she has answered, with what she answered. Three queries."""
    titles = _titles()
    said: dict[int, list[str]] = {}
    for step in Step.objects.filter(
        item__attempt__user_id=user_id, kind=Step.Kind.SUBMITTED
    ).values_list("item__attempt_id", "summary"):
        said.setdefault(step[0], []).append(step[1])
    return [
        {
            _("Where"): _place(row.place, titles),
            _("Begun"): day(row.started_at),
            _("Handed in"): day(row.submitted_at),
            _("Points"): f"{row.score:g} / {row.max_score:g}" if row.score is not None else "",
            _("Answers"): "; ".join(filter(None, said.get(row.pk, []))),
        }
        for row in attempts_of(user_id)
    ]


def certificates_of(user_id: int) -> list[Row]:
    """Her certificates, as they stand. One query."""
    rows = Certificate.objects.filter(enrolment__user_id=user_id)
    return [
        {
            _("Course"): row.course_title,
            _("Name"): row.name,
            _("Unit"): row.unit,
            _("Issued"): day(row.issued_at),
            _("Code"): row.code,
        }
        for row in rows
    ]


def notes_of(user_id: int) -> list[Row]:
    """What she has written, ticked and answered in lessons. Two queries."""
    titles = _titles()
    return [
        {
            _("Lesson"): titles.get(row.lesson_key, row.lesson_key),
            _("Kind"): row.get_kind_display(),
            _("Text"): _in_words(row),
            _("Written"): day(row.written_at),
        }
        for row in OwnWord.objects.filter(user_id=user_id)
    ]


def attestations_of(user_id: int) -> list[Row]:
    """What trainers have said of her own sessions, and what she has said of others'. One query."""
    rows = Attestation.objects.filter(Q(enrolment__user_id=user_id) | Q(trainer_id=user_id))
    return [
        {
            _("Lesson"): row.lesson_title,
            _("Date of the session"): day(row.held_on),
            _("Trainer"): row.trainer_name,
            _("Points seen"): "; ".join(point["text"] for point in row.points if point["seen"]),
            # What a trainer has written of somebody else is that person's.
            _("Feedback"): "" if row.trainer_id == user_id else row.feedback,
        }
        for row in rows
    ]


def forget(user_id: int) -> None:
    """Delete what she wrote for herself, and take her name from the rest; what is counted stays."""
    OwnWord.objects.filter(user_id=user_id).delete()
    rows = Certificate.objects.filter(enrolment__user_id=user_id)
    rows.update(name=_("Somebody whose account is deleted"))
    waiting = AttestRequest.objects.filter(enrolment__user_id=user_id, closed_at__isnull=True)
    waiting.update(closed_at=timezone.now())
    # A plain query set: the record's own refuses every change.
    plain: models.QuerySet[Attestation] = models.QuerySet(model=Attestation)
    plain.filter(enrolment__user_id=user_id).update(feedback="")


def _in_words(row: OwnWord) -> str:
    """A note as it stands; ticks and answers in the words of the lesson, as it reads now."""
    if row.kind == OwnWord.Kind.NOTE:
        return row.text
    found = catalogue.current().find_lesson(row.lesson_key)
    part = catalogue.current().body(found[1]).own.get(row.block) if found else None
    words = dict(part.options) if part else {}
    return "; ".join(words[key] for key in row.text.split() if key in words)


def _titles() -> dict[str, str]:
    return dict(LessonPage.objects.values_list("key", "title"))


def _place(place: str, titles: dict[str, str]) -> str:
    """Where questions were answered, in words: a lesson's title, or the fast track of a course."""
    key = place.partition(":")[2]
    if not place.startswith(FAST):
        return titles.get(key, place)
    title = next((one.title for one in catalogue.current().courses if one.key == key), key)
    return f"{_('Fast track')}, {title}"
