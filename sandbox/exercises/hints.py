"""Hints for what is not there yet, from light to plain."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.exercises.checks import checks
from sandbox.exercises.scenario import Scenario
from sandbox.process.state import CaseState


@dataclass(frozen=True)
class Hint:
    """One hint: the check it helps with, how plain it is (from 1), and the words."""

    check: str
    level: int
    text: str


def hints(scenario: Scenario, case: CaseState, step: str) -> tuple[Hint, ...]:
    """Return the hints for the unmet checks of one step, every check's lightest first."""
    unmet = {outcome.key for outcome in checks(scenario, case) if not outcome.met}
    found = [
        Hint(check.key, level, text)
        for check in scenario.step(step).checks
        if check.key in unmet
        for level, text in enumerate(check.hints, start=1)
    ]
    return tuple(sorted(found, key=lambda hint: hint.level))
