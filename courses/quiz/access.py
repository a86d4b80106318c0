"""Who may open an attempt: the learner whose it is, nobody else."""

from __future__ import annotations

from django.db.models import QuerySet

from courses.quiz.models import Attempt
from courses.quiz.prepared import Given


def attempts_of(user_id: int | Given) -> QuerySet[Attempt]:
    """The learner's own attempts; every page and every write of this app starts here."""
    return Attempt.objects.filter(user_id=user_id)
