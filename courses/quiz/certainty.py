"""How sure a learner was of each answer: kept beside the answers, never a part of the grade."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Subquery

from courses.quiz.models import Attempt, Certainty, Step
from courses.quiz.policy import Policy
from courses.quiz.queries import attempt_with_answers


@dataclass(frozen=True)
class Judged:
    """One graded answer: its question, the share that was right (0–1), and how sure it was."""

    ref: str
    fraction: float
    sure: bool | None


def note_certainty(
    *, user_id: int, public_id: str, sure: Mapping[int, bool], at: datetime.datetime
) -> None:
    """Store how sure the answers are, by slot; what is unchanged adds nothing.

    Nothing is stored in an attempt that does not ask, or that is handed in. Raises Http404 for an
    attempt that is not the user's.
    """
    attempt, items = attempt_with_answers(user_id, public_id)
    if attempt.submitted_at or not Policy.from_json(attempt.policy).certainty:
        return
    before = certainty_of(items)
    Certainty.objects.bulk_create(
        [
            Certainty(item_id=item.pk, sure=sure[item.slot], at=at)
            for item in items
            if item.slot in sure and sure[item.slot] != before.get(item.slot)
        ]
    )


def certainty_of(items: Iterable[Any]) -> dict[int, bool]:
    """Slot → the latest word on how sure the answer is. One query."""
    slots = {item.pk: item.slot for item in items}
    rows = Certainty.objects.filter(item_id__in=slots).order_by("pk").values_list("item_id", "sure")
    return {slots[item]: sure for item, sure in rows}


def judged(attempt: Attempt) -> list[Judged]:
    """The graded answers of an attempt, in the order they were asked. One query."""
    latest = Certainty.objects.filter(item=OuterRef("item")).order_by("-pk")
    rows = (
        Step.objects.filter(item__attempt=attempt, kind=Step.Kind.GRADED)
        .annotate(sure=Subquery(latest.values("sure")[:1]))
        .order_by("item__slot")
        .values_list("item__version__ref", "fraction", "sure")
    )
    return [Judged(*row) for row in rows]
