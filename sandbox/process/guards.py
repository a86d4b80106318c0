"""The named guards of the plan: one small function each, with its Swedish reason and source.

Those of the discharge are in guards_discharge.py, and so on; all are in `GUARDS`.
"""

from __future__ import annotations

from sandbox.process import (
    consent,
    guards_care_plan,
    guards_consent,
    guards_days,
    guards_discharge,
    guards_meeting,
    guards_messages,
    guards_plan,
    guards_said,
)
from sandbox.process.guarding import GUARDS, Attempt, Guard, beyond, guard
from sandbox.process.state import latest, minute_of

__all__ = ["GUARDS", "SUBJECTS", "Attempt", "Guard", "guard"]

# Each registers its guards when it is read.
SUBJECTS = (
    guards_discharge,
    guards_days,
    guards_messages,
    guards_care_plan,
    guards_plan,
    guards_consent,
    guards_meeting,
    guards_said,
)


@guard(
    "consent_given",
    "Personen har inte sagt ja till att planen görs, eller har tagit tillbaka sitt ja. "
    "Skriv ner samtycket först.",
    "L1",
    "L2",
    mended_by="record_consent",
)
def _consent_given(attempt: Attempt) -> bool:
    return consent.covers_plan(attempt.case)


@guard(
    "consent_in_force",
    "Det finns inget samtycke att ta tillbaka.",
    "L1",
    "L2",
)
def _consent_in_force(attempt: Attempt) -> bool:
    return consent.current(attempt.case) is not None


@guard(
    "recipients_covered",
    "Samtycket omfattar inte alla mottagare.",
    "L11",
    logs="consent_exceeded",
    about=beyond,
)
def _recipients_covered(attempt: Attempt) -> bool:
    return not beyond(attempt)


@guard(
    "consent_covers_unit",
    "Samtycket omfattar inte er enhet.",
    "L11",
)
def _consent_covers_unit(attempt: Attempt) -> bool:
    return consent.may_receive(attempt.case, attempt.actor)


@guard(
    "mapping_says_something",
    "Kartläggningen är tom. Skriv något om minst ett livsområde, eller spara och fortsätt senare.",
    "praxis-kartlaggning",
    field="mapping.areas",
)
def _mapping_says_something(attempt: Attempt) -> bool:
    return attempt.body is None or any(row["text"] for row in attempt.body["areas"])


@guard(
    "mapping_under_headings",
    "Det står text utan livsområde i kartläggningen. Välj ett, så att de andra hittar den.",
    "praxis-kartlaggning",
    field="mapping.areas",
    logs="mapping_without_heading",
)
def _mapping_under_headings(attempt: Attempt) -> bool:
    rows = (attempt.body or {}).get("areas") or ()
    return all(row.get("heading") or not row.get("text") for row in rows)


@guard(
    "measures_say_something",
    "Du har inte skrivit någon insats än. Skriv vad ni gör, eller spara och fortsätt senare.",
    "praxis-insats",
    field="contribution.measures",
)
def _measures_say_something(attempt: Attempt) -> bool:
    """Whoever has written what it does may take all of it away; the first time it says something."""
    if attempt.body is None or latest(attempt.case, "contribution", attempt.actor):
        return True
    return any(row["text"] for row in attempt.body["measures"])


@guard(
    "meeting_day_ahead",
    "Mötet behöver ligga framåt i tiden. Välj en senare dag eller ett senare klockslag.",
    "praxis-kallelse",
    field="call.day",
)
def _meeting_day_ahead(attempt: Attempt) -> bool:
    if attempt.body is None:
        return True
    return minute_of(attempt.body["day"], attempt.body["time"]) > attempt.case.now


@guard(
    "meeting_time_reached",
    "Mötet har inte börjat än. Flytta fram klockan till mötet.",
    "praxis-steg",
)
def _meeting_time_reached(attempt: Attempt) -> bool:
    at = attempt.case.facts.get("meeting_at")
    return at is not None and attempt.case.now >= at


@guard(
    "addressed",
    "Ni har inte fått någon kallelse i det här ärendet.",
    "praxis-kvittering",
)
def _addressed(attempt: Attempt) -> bool:
    call = latest(attempt.case, "call")
    return call is not None and attempt.actor in consent.addressed(call, flow=attempt.flow)


@guard(
    "coordinator_from_care",
    "Samordningsansvarig behöver komma från en enhet inom vård eller socialtjänst.",
    "praxis-steg",
    field="follow_up.coordinator",
)
def _coordinator_from_care(attempt: Attempt) -> bool:
    chosen = (attempt.body or {}).get("coordinator")
    if not chosen:
        return True
    party = consent.parties(attempt.case).get(chosen, {})
    return party.get("kind") in attempt.flow.coordinator_kinds
