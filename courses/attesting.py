"""Asking for an attestation, withdrawing it, and answering: a code is answered once."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction

from courses import catalogue
from courses.attestations import VALID_FOR, Attestation, AttestRequest
from courses.outline import Course, Lesson
from courses.standings import Standing


class Closed(Exception):
    """The code has been answered or withdrawn, or has run out."""


@dataclass(frozen=True)
class Asked:
    """What a lesson page shows of the attestation: the open code, and the answers so far."""

    open: AttestRequest | None = None
    approved: Attestation | None = None
    latest: Attestation | None = None  # the newest answer that asks for another session


@dataclass(frozen=True)
class Answer:
    """What a trainer answers: the points she saw, in the words she was shown."""

    trainer: Any
    held_on: datetime.date
    seen: Collection[str]
    feedback: str


def asked_for(*, standing: Standing, lesson: Lesson, now: datetime.datetime) -> Asked:
    """Where the learner's attestation of a lesson stands. One query; none for other lessons."""
    if not lesson.attested or standing.enrolment_id is None:
        return Asked()
    rows = list(
        AttestRequest.objects.filter(enrolment_id=standing.enrolment_id, lesson_key=lesson.key)
        .select_related("answer")
        .order_by("made_at", "pk")
    )
    waiting = [row for row in rows if row.closed_at is None and row.expires_at > now]
    answers = [row.answer for row in rows if hasattr(row, "answer")]
    approved = next((one for one in answers if one.approved), None)
    return Asked(
        open=waiting[-1] if waiting else None,
        approved=approved,
        latest=answers[-1] if answers and not approved else None,
    )


def ask(*, standing: Standing, lesson: Lesson, now: datetime.datetime) -> None:
    """Make a code for the lesson; the one that waits already if there is one.

    The learner has opened the lesson. Does nothing for a lesson that is attested.
    """
    if standing.enrolment_id is None or lesson.key in standing.attested:
        return
    _open(standing.enrolment_id, lesson).filter(expires_at__lte=now).update(closed_at=now)
    AttestRequest.objects.get_or_create(
        enrolment_id=standing.enrolment_id,
        lesson_key=lesson.key,
        closed_at=None,
        defaults={"made_at": now, "expires_at": now + VALID_FOR},
    )


def withdraw(*, standing: Standing, lesson: Lesson, now: datetime.datetime) -> None:
    """Make the learner's code useless. What has been answered stays."""
    if standing.enrolment_id is not None:
        _open(standing.enrolment_id, lesson).update(closed_at=now)


def _open(enrolment_id: int, lesson: Lesson) -> Any:
    return AttestRequest.objects.filter(
        enrolment_id=enrolment_id, lesson_key=lesson.key, closed_at__isnull=True
    )


def find(code: str) -> tuple[AttestRequest, Course, Lesson]:
    """The request with this code, and what is to be attested. Raises LookupError."""
    row = (
        AttestRequest.objects.filter(code=code.lower())
        .select_related("enrolment__user", "answer")
        .first()
    )
    found = catalogue.current().find_lesson(row.lesson_key) if row else None
    if row is None or found is None:
        raise LookupError(code)
    return row, *found


def answer(
    *, code: str, lesson: Lesson, given: Answer, now: datetime.datetime
) -> tuple[Attestation, bool]:
    """Keep what the trainer saw; approved when all of it was seen. Returns (record, new).

    The trainer's own answer is returned again if she sends it twice. Raises Closed when somebody
    else has answered, or the code is withdrawn or has run out; LookupError for no such code;
    ValueError for the learner's own.
    """
    try:
        with transaction.atomic():
            return _answer(code=code, lesson=lesson, given=given, now=now)
    except IntegrityError:
        # Two tabs at once: the other one was first.
        with transaction.atomic():
            return _answer(code=code, lesson=lesson, given=given, now=now)


def _answer(
    *, code: str, lesson: Lesson, given: Answer, now: datetime.datetime
) -> tuple[Attestation, bool]:
    row = (
        AttestRequest.objects.select_for_update(of=("self",))
        .select_related("enrolment")
        .filter(code=code)
        .first()
    )
    if row is None or row.lesson_key != lesson.key:
        raise LookupError(code)
    if row.enrolment.user_id == given.trainer.pk:
        raise ValueError("Ingen kan intyga sig själv.")
    kept = Attestation.objects.filter(request=row).first()
    if kept is not None and kept.trainer_id == given.trainer.pk:
        return kept, False
    if kept is not None or row.closed_at is not None or row.expires_at <= now:
        raise Closed
    points = [{"text": point, "seen": point in given.seen} for point in lesson.attested]
    approved = all(point["seen"] for point in points)
    # The learner had asked anew in another tab while the first code was being answered.
    if approved and _is_attested(row):
        raise Closed
    made = Attestation.objects.create(
        request=row,
        enrolment=row.enrolment,
        lesson_key=lesson.key,
        lesson_title=lesson.title,
        content_version=lesson.version,
        trainer=given.trainer,
        trainer_name=given.trainer.get_full_name(),
        held_on=given.held_on,
        points=points,
        feedback=given.feedback,
        approved=approved,
        at=now,
    )
    row.closed_at = now
    row.save(update_fields=["closed_at"])
    return made, True


def _is_attested(row: AttestRequest) -> bool:
    rows = Attestation.objects.filter(enrolment=row.enrolment_id, lesson_key=row.lesson_key)
    return rows.filter(approved=True).exists()


def attestations_of(enrolment_id: int) -> list[Attestation]:
    """What trainers have attested within an enrolment, oldest first."""
    return list(Attestation.objects.filter(enrolment_id=enrolment_id, approved=True))
