"""The guards of what a paper of the plan says against itself, or against another: they ask, and no more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from sandbox.process.guarding import Attempt, guard
from sandbox.process.state import latest


@guard(
    "mapping_heading_once",
    "Samma livsområde står två gånger. Skriv ihop det, så att de andra läser allt på ett ställe.",
    "praxis-kartlaggning",
    field="mapping.areas",
    logs="mapping_heading_twice",
)
def _mapping_heading_once(attempt: Attempt) -> bool:
    named = Counter(row.get("heading") or "" for row in _rows(attempt, "areas"))
    return all(count == 1 for heading, count in named.items() if heading)


@guard(
    "documentation_is_whole",
    "Under ”Vem dokumenterar vad?” står någon utan vad, eller något utan vem.",
    "praxis-uppfoljning",
    field="follow_up.documentation",
    logs="documentation_half",
)
def _documentation_is_whole(attempt: Attempt) -> bool:
    rows = _rows(attempt, "documentation")
    return all(bool(row.get("party")) == bool(row.get("what")) for row in rows)


@guard(
    "evaluated_as_reached",
    "Den senaste utvärderingen säger inte att huvudmålet är uppnått. Stämmer skälet?",
    "praxis-avslut",
    field="closing.reason",
    logs="closed_before_reached",
)
def _evaluated_as_reached(attempt: Attempt) -> bool:
    evaluation = latest(attempt.case, "evaluation")
    reached = (attempt.body or {}).get("reason") == "goals_reached"
    return not reached or evaluation is None or evaluation.body.get("main_goal") == "yes"


def _rows(attempt: Attempt, key: str) -> Iterator[Mapping[str, Any]]:
    yield from (attempt.body or {}).get(key) or ()
