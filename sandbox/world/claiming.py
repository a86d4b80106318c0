"""Attendance claimed afterwards: a guest's own code ties what she did to her account."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from sandbox.world.models import Participant, RunResult
from sandbox.world.results import pseudonym_of


def claim(personal_code: str, user: Any) -> Participant | None:
    """Tie the participant with this code, and every result of hers, to the account.

    Never by name. None when nobody has the code, or when it already belongs to another account; the
    same person may claim again, and nothing changes.
    """
    wanted = personal_code.strip().upper()
    if not wanted:
        return None
    with transaction.atomic():
        rows = Participant.objects.select_for_update(of=("self",), no_key=True)
        found = rows.select_related("run").filter(personal_code=wanted).first()
        if found is None or found.user_id not in (None, user.pk):
            return None
        found.user = user
        found.save(update_fields=["user"])
        # Her results go on under the name that her other results already have.
        RunResult.objects.filter(participant=found).update(
            user=user, pseudonym=pseudonym_of(f"user:{user.pk}")
        )
    return found
