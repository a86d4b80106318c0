"""The only writers of attempts: start, save, submit. Each is one transaction."""

from __future__ import annotations

import datetime
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.utils import timezone

from courses.quiz.draws import Draw, resolve
from courses.quiz.kinds import KINDS, Json
from courses.quiz.kinds.base import response_digest
from courses.quiz.models import Attempt, AttemptItem, QuestionVersion, Step
from courses.quiz.policy import Policy
from courses.quiz.prepared import insert
from courses.quiz.queries import attempt_with_answers, latest_attempt, mark_of, response_of
from courses.quiz.scoring import total

Found = TypeVar("Found")
Answers = Mapping[int, object]  # slot -> response
Reader = Callable[[list[Any]], Answers]  # reads a posted form against the items it is about
# Two writers at once: one of them finds its number taken and does it again.
RETRIES = 5


@dataclass(frozen=True)
class PageView:
    """One opening of the questions page: its token, and a mark of each answer it showed by slot."""

    token: str
    seen: Mapping[int, str]

    def unchanged(self, item: Any, response: Json) -> bool:
        """True when this page has not touched the answer since it last sent it, or was opened."""
        if item.own_response is not None:
            return bool(response == item.own_response)
        return response_digest(response) == self.seen.get(item.slot)


class Closed(Exception):
    """The attempt is submitted; its answers can no longer change."""


class NoTriesLeft(Exception):
    """The policy's number of attempts is used up."""


class Incomplete(Exception):
    """Practice wants every question answered: `slots` are those that are not."""

    def __init__(self, slots: tuple[int, ...]) -> None:
        super().__init__(slots)
        self.slots = slots


def start_attempt(
    *, user: Any, place: str, cycle: int, policy: Policy, questions: Draw, seed: int | None = None
) -> Attempt:
    """The learner's open attempt at this place, or a new one.

    Raises NoTriesLeft when the policy's tries are used up, draws.NothingToAsk.
    """

    def begin() -> Attempt:
        latest = latest_attempt(user.pk, place, cycle)
        if latest and latest.submitted_at is None:
            return latest
        number = latest.number + 1 if latest else 1
        if policy.tries is not None and number > policy.tries:
            raise NoTriesLeft
        used = secrets.randbits(48) if seed is None else seed
        versions = resolve(questions, user_id=user.pk, rng=_random(used, 0))
        attempt = Attempt.objects.create(
            user=user,
            place=place,
            cycle=cycle,
            number=number,
            policy=policy.to_json(),
            draw=questions.to_json(),
            seed=used,
            started_at=timezone.now(),
            max_score=float(len(versions)),
        )
        _ask(attempt, versions)
        return attempt

    return _insisting(begin)


def save_response(
    *,
    user: Any,
    public_id: str,
    answers: Answers | Reader,
    page: PageView | None = None,
    at: datetime.datetime | None = None,
) -> list[Any]:
    """Store what has changed as `saved` steps; what is unchanged adds nothing.

    A slot left out of `answers` is left alone, and so is one that `page` has not touched: what
    another tab wrote there stands. Returns the items with their latest answers.
    Raises Closed after submission, Http404 for an attempt that is not the user's.
    """

    def save() -> list[Any]:
        attempt, items = _locked(user.pk, public_id, page)
        if attempt.submitted_at:
            raise Closed
        steps = _changes(items, answers, page, _Writer(user, at or timezone.now(), page))
        insert(steps)
        return items

    return _insisting(save)


def submit(
    *,
    user: Any,
    public_id: str,
    answers: Answers | Reader | None = None,
    page: PageView | None = None,
    blanks_allowed: bool = False,
    at: datetime.datetime | None = None,
) -> Attempt:
    """Store the last answers, grade them all and close the attempt, in one transaction.

    A second submission changes nothing. Raises Incomplete (after saving what was answered) while
    an answer is missing, unless blanks are allowed, which practice never does.
    """
    missing: tuple[int, ...] = ()
    writer = _Writer(user, at or timezone.now(), page)

    def close() -> Attempt:
        nonlocal missing
        attempt, items = _locked(user.pk, public_id, page)
        if attempt.submitted_at:
            return attempt
        policy = Policy.from_json(attempt.policy)
        steps = _changes(items, answers or {}, page, writer)
        missing = unanswered_slots(items)
        if missing and (policy.mode == "practice" or not blanks_allowed):
            insert(steps)
            return attempt
        marks = []
        for item in items:
            outcome = _graded(item, writer)
            steps.extend(outcome)
            marks.append(mark_of(item, response_of(item), outcome[-1].fraction or 0.0))
        insert(steps)
        missing = ()
        sum_up = total(marks, policy)
        attempt.submitted_at, attempt.score = writer.at, sum_up.score
        attempt.passed = sum_up.passed
        attempt.save(update_fields=["submitted_at", "score", "passed"])
        return attempt

    attempt = _insisting(close)
    if missing:
        raise Incomplete(missing)
    return attempt


def try_again(*, user: Any, public_id: str) -> Attempt:
    """A new attempt on the terms of a submitted one: same place, cycle, policy and draw.

    Raises as start_attempt; Http404 for an attempt that is not the user's.
    """
    attempt, _items = attempt_with_answers(user.pk, public_id)
    return start_attempt(
        user=user,
        place=attempt.place,
        cycle=attempt.cycle,
        policy=Policy.from_json(attempt.policy),
        questions=Draw.from_json(attempt.draw),
    )


def unanswered_slots(items: list[Any]) -> tuple[int, ...]:
    """Slots whose latest answer is not complete."""
    return tuple(
        item.slot
        for item in items
        if not KINDS[item.version.kind].complete(item.version.payload["content"], response_of(item))
    )


def _ask(attempt: Attempt, versions: list[QuestionVersion]) -> None:
    insert(
        [
            AttemptItem(
                attempt=attempt,
                slot=slot,
                version=version,
                option_order=KINDS[version.kind].order(
                    version.payload["content"], _random(attempt.seed, slot)
                ),
            )
            for slot, version in enumerate(versions, 1)
        ]
    )


def _random(seed: int, slot: int) -> Random:
    """Chance that can be played again; it hides nothing and guards nothing."""
    return Random(f"{seed}:{slot}")  # noqa: S311


@dataclass(frozen=True)
class _Writer:
    """Who writes, when and from which opening of the page."""

    user: Any
    at: datetime.datetime
    page: PageView | None

    def step(self, item: Any, kind: str, response: Json) -> Step:
        """The item's next step, not stored yet; the item is brought along."""
        item.latest_seq = (item.latest_seq or 0) + 1
        item.latest_response = response
        content = item.version.payload["content"]
        return Step(
            item_id=item.pk,
            seq=item.latest_seq,
            kind=kind,
            response=response,
            summary=KINDS[item.version.kind].summary(content, response),
            actor_id=self.user.pk,
            origin=self.page.token if self.page else "",
            at=self.at,
        )


def _locked(user_id: int, public_id: str, page: PageView | None) -> tuple[Attempt, list[Any]]:
    """The attempt and its items; writers of one attempt wait for one another."""
    origin = page.token if page else ""
    return attempt_with_answers(user_id, public_id, origin=origin, locked=True)


def _changes(
    items: list[Any], answers: Answers | Reader, page: PageView | None, writer: _Writer
) -> list[Step]:
    """A `saved` step for each answer that differs from the latest."""
    given = answers(items) if callable(answers) else answers
    steps = []
    for item in items:
        if item.slot not in given:
            continue
        kind = KINDS[item.version.kind]
        response = kind.tidy(item.version.payload["content"], given[item.slot])
        before = response_of(item)
        if response == before or (not before and response == kind.initial(item.option_order)):
            continue
        if page is None or not page.unchanged(item, response):
            steps.append(writer.step(item, Step.Kind.SAVED, response))
    return steps


def _graded(item: Any, writer: _Writer) -> list[Step]:
    """A `submitted` and a `graded` step for an item's latest answer."""
    response = response_of(item)
    graded = KINDS[item.version.kind].grade(item.version.payload["content"], response)
    submitted = writer.step(item, Step.Kind.SUBMITTED, response)
    result = writer.step(item, Step.Kind.GRADED, response)
    result.fraction, result.outcome = graded.fraction, graded.to_json()
    return [submitted, result]


def _insisting(write: Callable[[], Found]) -> Found:
    """Do it in a transaction, again when another writer took the same number first."""
    for _attempt in range(RETRIES - 1):
        try:
            with transaction.atomic():
                return write()
        except IntegrityError:
            continue
    with transaction.atomic():
        return write()
