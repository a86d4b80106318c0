"""Writes: opening, reading, answering, and settling what has become done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from courses.certificates import issue
from courses.completion_rules import Facts, rule_as_data
from courses.outline import Course, Lesson
from courses.queries import newly_met
from courses.records import Completion, Enrolment, Visit
from courses.standings import Seen, Standing, standing_in

# A reload within this time is the same visit: it costs no write.
SAME_VISIT = timedelta(minutes=5)

# Where the learner works on that day, in words; asked for only when it is written down.
Unit = Callable[[], str]


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
    cycle = standing.cycle + 1 if standing.enrolment_id else 1
    return enrol(user_id=user_id, course=course, unit=unit, now=now, cycle=cycle)


def open_lesson(
    *, standing: Standing, course: Course, lesson: Lesson, unit: Unit, now: datetime
) -> Standing:
    """Note that the lesson was opened; enrols on the first one. Returns the standing after it."""
    seen = standing.visits.get(lesson.key)
    newest = max((row.last_at for row in standing.visits.values()), default=now)
    if seen is not None and seen.last_at == newest and now - newest < SAME_VISIT:
        return standing
    enrolment_id = standing.enrolment_id
    if enrolment_id is None:
        enrolment_id = enrol(user_id=standing.user_id, course=course, unit=unit(), now=now).pk
    if seen is None:
        Visit.objects.get_or_create(
            enrolment_id=enrolment_id,
            lesson_key=lesson.key,
            defaults={"first_at": now, "last_at": now},
        )
        seen = Seen(now)
    else:
        Visit.objects.filter(enrolment_id=enrolment_id, lesson_key=lesson.key).update(last_at=now)
        seen = replace(seen, last_at=now)
    return replace(standing, enrolment_id=enrolment_id, visits=standing.visits | {lesson.key: seen})


def mark_read(
    *, standing: Standing, course: Course, lesson: Lesson, unit: Unit, now: datetime
) -> Standing:
    """Note that the lesson has been read to its end. Returns the standing after it."""
    standing = open_lesson(standing=standing, course=course, lesson=lesson, unit=unit, now=now)
    seen = standing.visits[lesson.key]
    if seen.read_at is not None:
        return standing
    visits = Visit.objects.filter(
        enrolment__user_id=standing.user_id,
        enrolment__course_key=standing.course_key,
        enrolment__cycle=standing.cycle,
        lesson_key=lesson.key,
    )
    visits.filter(read_at__isnull=True).update(read_at=now)
    return replace(standing, visits=standing.visits | {lesson.key: replace(seen, read_at=now)})


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
    *, standing: Standing, course: Course, facts: Facts, unit: Unit, now: datetime
) -> tuple[Standing, tuple[str, ...]]:
    """Turn what the facts now meet into completions. Only adds; returns the newly done keys."""
    enrolment_id = standing.enrolment_id
    fresh = newly_met(course, standing, facts)
    if enrolment_id is None or not fresh:
        return standing, ()
    Completion.objects.bulk_create(
        [
            Completion(
                enrolment_id=enrolment_id,
                key=key,
                rule=rule_as_data(rule),
                content_version=version,
                unit=unit(),
                achieved_at=now,
                source=_source(key, facts),
                evidence=_evidence(key, facts),
            )
            for key, (rule, version) in fresh.items()
        ],
        # When two requests settle at once, the first one stands.
        ignore_conflicts=True,
    )
    if course.key in fresh and course.certificate:
        issue(
            enrolment_id=enrolment_id,
            user_id=standing.user_id,
            course=course,
            unit=unit(),
            now=now,
        )
    written: dict[str, datetime | None] = dict.fromkeys(fresh, now)
    after = replace(
        standing,
        completions=written | standing.completions,
        by_fast_track=standing.by_fast_track | (facts.shown & written.keys()),
    )
    return after, tuple(written)


def _source(key: str, facts: Facts) -> str:
    """What made it done."""
    return Completion.Source.FAST_TRACK if key in facts.shown else Completion.Source.AUTOMATIC


def _evidence(key: str, facts: Facts) -> dict[str, Any]:
    """What a completion rests on besides its rule."""
    return {"percent": facts.best_percent[key]} if key in facts.best_percent else {}


def revoke(*, completion: Completion, by_id: int, reason: str, now: datetime) -> None:
    """Take one completion back, with a reason and by name. Raises ValueError without a reason."""
    if not reason.strip():
        raise ValueError("En orsak måste anges.")
    completion.revoked_at, completion.revoked_by_id = now, by_id
    completion.revoked_reason = reason.strip()
    completion.save(update_fields=["revoked_at", "revoked_by", "revoked_reason"])
