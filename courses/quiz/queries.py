"""What there is to read of attempts; every function has a fixed number of queries."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Avg, Count, OuterRef, Q, QuerySet, Subquery
from django.http import Http404

from courses.quiz.access import attempts_of
from courses.quiz.asked import ATTEMPT, attempt_of, columns, items_of
from courses.quiz.kinds import KINDS, Json
from courses.quiz.models import Attempt, Question, Step
from courses.quiz.prepared import Prepared, number, text
from courses.quiz.scoring import Mark

STEP = columns(Step)


@dataclass(frozen=True)
class Result:
    """The best submitted attempt at one place; tries is how many were submitted."""

    place: str
    public_id: str
    score: float
    of: float
    passed: bool
    submitted_at: datetime.datetime
    tries: int


@dataclass(frozen=True)
class OpenAttempt:
    """An attempt that has been started and not submitted."""

    place: str
    public_id: str
    questions: int
    answered: int
    saved_at: datetime.datetime


@dataclass(frozen=True)
class Mastery:
    """One learner and one question: the best fraction in any attempt, and how many times asked."""

    ref: str
    best: float
    times: int
    latest_at: datetime.datetime


def best_results(user_id: int, places: Iterable[str], cycle: int) -> dict[str, Result]:
    """Best result by place, for places with a submitted attempt. One query."""
    names = {f"place{at}": place for at, place in enumerate(places)}
    rows = _submitted(len(names)).rows(user=user_id, cycle=cycle, **names) if names else []
    best: dict[str, Result] = {}
    row: Any
    for row in rows:
        place, public_id, score, of, passed, at = row
        before = best.get(place)
        tries = before.tries + 1 if before else 1
        now = Result(place, public_id, score, of, passed, at, tries)
        better = before is None or (passed, score / of) > (before.passed, before.score / before.of)
        best[place] = now if better else Result(**vars(before) | {"tries": tries})
    return best


@lru_cache(maxsize=64)
def _submitted(size: int) -> Prepared:
    """The query for submitted attempts at so many places, oldest first."""
    places = [text(f"place{at}") for at in range(size)]
    return Prepared(
        lambda: (
            attempts_of(number("user"))
            .filter(place__in=places, cycle=number("cycle"), submitted_at__isnull=False)
            .order_by("submitted_at", "pk")
            .values_list("place", "public_id", "score", "max_score", "passed", "submitted_at")
        )
    )


def open_attempts(user_id: int, places: Iterable[str], cycle: int) -> dict[str, OpenAttempt]:
    """What is begun and not submitted, by place. One query."""
    rows = (
        attempts_of(user_id)
        .filter(place__in=list(places), cycle=cycle, submitted_at__isnull=True)
        .annotate(
            questions=Count("items", distinct=True),
            answered=Count("items", filter=Q(items__steps__isnull=False), distinct=True),
        )
        .values_list("place", "public_id", "questions", "answered", "started_at")
    )
    return {row[0]: OpenAttempt(*row) for row in rows.order_by()}


def attempt_with_answers(
    user_id: int, public_id: str, *, origin: str = "", locked: bool = False
) -> tuple[Attempt, list[Any]]:
    """The attempt and its items as asked.items_of has them. Two queries.

    Raises Http404 for anyone else's attempt, and for one that is not there.
    """
    attempt = attempt_of(user_id, public_id, locked=locked)
    if attempt is None:
        raise Http404
    return attempt, items_of(attempt, origin=origin)


def attempt_with_history(user_id: int, public_id: str) -> tuple[Attempt, list[Any]]:
    """The attempt and its items, each with `history`: every step in order. Three queries.

    Raises Http404 as attempt_with_answers does.
    """
    attempt, items = attempt_with_answers(user_id, public_id)
    by_item: dict[int, list[Step]] = {item.pk: [] for item in items}
    for row in _STEPS.rows(attempt=attempt.pk):
        step = Step.from_db(DEFAULT_DB_ALIAS, STEP, row)
        by_item[step.item_id].append(step)
    for item in items:
        item.history = by_item[item.pk]
    return attempt, items


_STEPS = Prepared(
    lambda: (
        Step.objects.filter(item__attempt_id=number("attempt"))
        .order_by("item_id", "seq")
        .values_list(*STEP)
    )
)


def history(user_id: int, place: str, cycle: int, *, at_most: int | None = None) -> list[Attempt]:
    """The learner's submitted attempts at a place, newest first; the latest ones. One query."""
    rows = _submitted_at_place(at_most).rows(user=user_id, place=place, cycle=cycle)
    return [Attempt.from_db(DEFAULT_DB_ALIAS, ATTEMPT, row) for row in rows]


@lru_cache(maxsize=4)
def _submitted_at_place(at_most: int | None) -> Prepared:
    return Prepared(
        lambda: (
            attempts_of(number("user"))
            .filter(place=text("place"), cycle=number("cycle"), submitted_at__isnull=False)
            .order_by("-number")
            .values_list(*ATTEMPT)[:at_most]
        )
    )


def latest_attempt(user_id: int, place: str, cycle: int) -> Attempt | None:
    """The learner's last attempt at a place, open or submitted. One query."""
    rows = _LATEST.rows(user=user_id, place=place, cycle=cycle)
    return Attempt.from_db(DEFAULT_DB_ALIAS, ATTEMPT, rows[0]) if rows else None


_LATEST = Prepared(
    lambda: (
        attempts_of(number("user"))
        .filter(place=text("place"), cycle=number("cycle"))
        .order_by("-number")
        .values_list(*ATTEMPT)[:1]
    )
)


def mastery(user_id: int, refs: Iterable[str] | None = None) -> dict[str, Mastery]:
    """How well the learner has each question that has been graded, by ref. One query."""
    graded = Step.objects.filter(kind=Step.Kind.GRADED, item__attempt__user_id=user_id)
    if refs is not None:
        graded = graded.filter(item__version__ref__in=list(refs))
    rows = graded.order_by("at", "pk").values_list("item__version__ref", "fraction", "at")
    found: dict[str, Mastery] = {}
    for ref, fraction, at in rows:
        before = found.get(ref)
        best = max(fraction, before.best) if before else fraction
        found[ref] = Mastery(ref, best, before.times + 1 if before else 1, at)
    return found


def question_statistics() -> QuerySet[Question]:
    """Questions with `answers` and `mean` (of fractions). The labels hide small groups."""
    graded = (
        Step.objects.filter(kind=Step.Kind.GRADED, item__version__question=OuterRef("pk"))
        .values("item__version__question")
        .order_by()
    )
    return Question.objects.annotate(
        answers=Subquery(graded.annotate(n=Count("pk")).values("n")),
        mean=Subquery(graded.annotate(mean=Avg("fraction")).values("mean")),
    )


def response_of(item: Any) -> Json:
    """The latest response of an item from asked.items_of; {} before the first."""
    return item.latest_response or {}


def mark_of(item: Any, response: Json, fraction: float) -> Mark:
    """How one answered item counts."""
    kind = KINDS[item.version.kind]
    complete = kind.complete(item.version.payload["content"], response)
    return Mark(fraction, item.max_mark, complete)
