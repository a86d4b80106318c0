"""The guards of days that are written in forms: what has been, what has not, and what comes first."""

from __future__ import annotations

from sandbox.process.guarding import Attempt, guard
from sandbox.process.state import CaseState, day_of, latest


def _ahead(attempt: Attempt, key: str) -> bool:
    """Whether the day, if one is written, is today or later."""
    day = (attempt.body or {}).get(key)
    return day is None or day >= day_of(attempt.case.now)


def _has_been(attempt: Attempt, key: str) -> bool:
    """Whether the day, if one is written, is today or earlier."""
    day = (attempt.body or {}).get(key)
    return day is None or day <= day_of(attempt.case.now)


@guard(
    "first_day_ahead",
    "Den beräknade dagen har redan varit. Välj i dag, en senare dag eller ingen dag.",
    "L3",
    field="admission.estimated_day",
)
def _first_day_ahead(attempt: Attempt) -> bool:
    return _ahead(attempt, "estimated_day")


@guard(
    "has_gone_home",
    "Dagen för utskrivning har inte varit än. Skriv ut när personen har åkt.",
    "L6",
    field="discharge.day",
)
def _has_gone_home(attempt: Attempt) -> bool:
    return _has_been(attempt, "day")


@guard(
    "was_on_the_ward",
    "Dagen för utskrivning är före den dag då personen skrevs in. Välj dagen då personen åkte.",
    "L6",
    field="discharge.day",
)
def _was_on_the_ward(attempt: Attempt) -> bool:
    day = (attempt.body or {}).get("day")
    return day is None or day >= _came(attempt.case)


def _came(case: CaseState) -> int:
    """The day the person came to the ward: as it is written, or when it was registered."""
    admission = latest(case, "admission")
    written = admission.body.get("admitted_day") if admission else None
    return day_of(case.facts.get("admitted_at", 0)) if written is None else int(written)


def _backwards(attempt: Attempt) -> bool:
    """Whether something that somebody does is written to end before it begins."""
    body = attempt.body or {}
    rows = (row for key in ("measures", "own_measures") for row in body.get(key) or ())
    spans = ((row.get("from_day"), row.get("until_day")) for row in rows)
    return any(None not in span and span[1] < span[0] for span in spans)


@guard(
    "goals_run_forwards",
    "En insats slutar före den börjar. Ändra den ena dagen.",
    "praxis-insats",
    field="goals.measures",
)
def _goals_run_forwards(attempt: Attempt) -> bool:
    return not _backwards(attempt)


@guard(
    "part_runs_forwards",
    "En insats slutar före den börjar. Ändra den ena dagen.",
    "praxis-insats",
    field="contribution.measures",
)
def _part_runs_forwards(attempt: Attempt) -> bool:
    return not _backwards(attempt)
