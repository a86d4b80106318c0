"""The learner's own judgement against the rubric, kept apart from every check."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.utils import timezone

from sandbox.world.models import Seat, SelfAssessment
from sandbox.world.templates import file_of


def assess(*, seat: Seat, answers: Mapping[str, int], now: datetime | None = None) -> None:
    """Keep the seat's own judgement, 0, 1 or 2 per row of the rubric, apart from every check.

    Raises ValueError for another answer or a row the rubric does not have.
    """
    if seat.world is None:
        raise ValueError("The seat has no world.")
    known = {item.key for item in file_of(seat.run.scenario).rubric}
    if set(answers) - known or set(answers.values()) - {0, 1, 2}:
        raise ValueError("The rubric has no such row or answer.")
    at = now or timezone.now()
    SelfAssessment.objects.for_world(seat.world).bulk_create(
        [
            SelfAssessment(world=seat.world, seat=seat, key=key, answer=answer, at=at)
            for key, answer in answers.items()
        ],
        update_conflicts=True,
        unique_fields=["world", "seat", "key"],
        update_fields=["answer", "at"],
    )


def assessment(seat: Seat) -> dict[str, int]:
    """The seat's own answers by row of the rubric."""
    rows = SelfAssessment.objects.for_world(seat.world_id or 0).filter(seat=seat)
    return dict(rows.values_list("key", "answer"))
