"""Writes: opening, reading, answering, and settling what has become done."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from courses.completion_rules import Evaluation, Facts, Rule, evaluate, rule_as_data
from courses.outline import Course, Lesson
from courses.queries import Standing, evaluations, open_lessons, standing_in
from courses.records import Completion, Enrolment, Visit

# A reload within this time is the same visit: it costs no write.
SAME_VISIT = timedelta(minutes=5)


def enrol(*, user_id: int, course: Course, unit: str, now: datetime, cycle: int = 1) -> Enrolment:
    """Begin a course; the enrolment that is there already if two tabs begin at once."""
    enrolment, _made = Enrolment.objects.get_or_create(
        user_id=user_id,
        course_key=course.key,
        cycle=cycle,
        defaults={"course_id": course.pk, "unit": unit, "started_at": now},
    )
    return enrolment


def begin_again(*, user_id: int, course: Course, unit: str, now: datetime) -> Enrolment:
    """Begin a new cycle. The earlier ones stay as they are."""
    standing = standing_in(user_id, course)
    cycle = standing.cycle + 1 if standing.enrolment else 1
    return enrol(user_id=user_id, course=course, unit=unit, now=now, cycle=cycle)


def open_lesson(
    *, standing: Standing, course: Course, lesson: Lesson, unit: str, now: datetime
) -> Standing:
    """Note that the lesson was opened; enrols on the first one. Returns the standing after it."""
    visit = standing.visits.get(lesson.key)
    newest = max((row.last_at for row in standing.visits.values()), default=now)
    if visit is not None and visit.last_at == newest and now - newest < SAME_VISIT:
        return standing
    enrolment = standing.enrolment or enrol(
        user_id=standing.user_id, course=course, unit=unit, now=now
    )
    if visit is None:
        visit, _made = Visit.objects.get_or_create(
            enrolment=enrolment,
            lesson_key=lesson.key,
            defaults={"first_at": now, "last_at": now},
        )
    else:
        visit.last_at = now
        visit.save(update_fields=["last_at"])
    return Standing(
        standing.user_id,
        standing.course_key,
        enrolment,
        standing.visits | {lesson.key: visit},
        standing.completions,
    )


def mark_read(
    *, standing: Standing, course: Course, lesson: Lesson, unit: str, now: datetime
) -> Standing:
    """Note that the lesson has been read to its end. Returns the standing after it."""
    standing = open_lesson(standing=standing, course=course, lesson=lesson, unit=unit, now=now)
    visit = standing.visits[lesson.key]
    if visit.read_at is None:
        visit.read_at = now
        visit.save(update_fields=["read_at"])
    return standing


def record_position(*, user_id: int, lesson: Lesson, block: str, now: datetime) -> bool:
    """Note which part of the lesson the reader has in front of them. False if never opened."""
    newest = Visit.objects.filter(
        enrolment__user_id=user_id,
        enrolment__course_key=lesson.course_key,
        lesson_key=lesson.key,
    ).order_by("-enrolment__cycle")
    visit = newest.first()
    if visit is None:
        return False
    visit.block, visit.last_at = block, now
    visit.save(update_fields=["block", "last_at"])
    return True


def settle(
    *, standing: Standing, course: Course, facts: Facts, now: datetime
) -> tuple[Standing, tuple[str, ...]]:
    """Turn what the facts now meet into completions. Only adds; returns the newly done keys."""
    if standing.enrolment is None:
        return standing, ()
    fresh: dict[str, tuple[Rule, str, Evaluation]] = {}
    for lesson, outcome in evaluations(open_lessons(course, standing), standing, facts):
        if outcome.done:
            fresh[lesson.key] = (lesson.rule, lesson.version, outcome)
    done = Facts(done=frozenset({*standing.completions, *fresh}))
    whole = evaluate(course.rule, done)
    if whole.done and course.key not in standing.completions:
        fresh[course.key] = (course.rule, course.version, whole)
    written = {
        key: _complete(standing.enrolment, key, rule, version, facts, now)
        for key, (rule, version, _outcome) in fresh.items()
    }
    if not written:
        return standing, ()
    after = Standing(
        standing.user_id,
        standing.course_key,
        standing.enrolment,
        standing.visits,
        standing.completions | written,
    )
    return after, tuple(written)


def _complete(
    enrolment: Enrolment, key: str, rule: Rule, version: str, facts: Facts, now: datetime
) -> datetime:
    """Write one completion; when two requests settle at once, the first one stands."""
    evidence: dict[str, Any] = {}
    if key in facts.best_percent:
        evidence["percent"] = facts.best_percent[key]
    try:
        with transaction.atomic():
            Completion.objects.create(
                enrolment=enrolment,
                key=key,
                rule=rule_as_data(rule),
                content_version=version,
                unit=enrolment.unit,
                achieved_at=now,
                evidence=evidence,
            )
    except IntegrityError:
        row = Completion.objects.get(enrolment=enrolment, key=key, revoked_at__isnull=True)
        return row.achieved_at
    return now


def revoke(*, completion: Completion, by_id: int, reason: str, now: datetime) -> None:
    """Take one completion back, with a reason and by name. Raises ValueError without a reason."""
    if not reason.strip():
        raise ValueError("En orsak måste anges.")
    completion.revoked_at, completion.revoked_by_id = now, by_id
    completion.revoked_reason = reason.strip()
    completion.save(update_fields=["revoked_at", "revoked_by", "revoked_reason"])
