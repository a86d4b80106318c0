"""What is asked about a consent that is written down: it can be kept as it is, but hardly meant so."""

from __future__ import annotations

from sandbox.process.flow import field_of
from sandbox.process.guarding import Attempt, guard


def _in_both(attempt: Attempt) -> tuple[str, ...]:
    """Who stands among those who may know, and among those who must not."""
    body = attempt.body or {}
    no = body.get("exceptions") or ()
    return tuple(code for code in body.get("receivers") or () if code in no)


@guard(
    "somebody_may_know",
    "Ingen är vald bland dem som får veta. Då får ingen annan enhet läsa något.",
    "L11",
    field="consent.receivers",
    logs="consent_for_nobody",
)
def _somebody_may_know(attempt: Attempt) -> bool:
    """A real system asks; an exercise lets the receivers tell."""
    kind = attempt.flow.documents["consent"]
    if attempt.body is None or field_of(kind.fields, "givers") is None:
        return True
    return bool(attempt.body.get("receivers"))


@guard(
    "nobody_in_both",
    "Någon står både bland dem som får veta och bland dem som inte får veta. Då gäller nejet.",
    "L11",
    field="consent.exceptions",
    logs="consent_in_both",
    about=_in_both,
)
def _nobody_in_both(attempt: Attempt) -> bool:
    return not _in_both(attempt)
