"""Points of a whole attempt, and whether it passed. Plain Python."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from courses.quiz.policy import Policy

# Thirds and fifths do not add up exactly in binary; a hair's breadth is no difference.
HAIR = 1e-9


@dataclass(frozen=True)
class Mark:
    """One question's outcome: fraction 0–1, what it is worth, and if it was answered in full."""

    fraction: float
    worth: float
    answered: bool


@dataclass(frozen=True)
class Total:
    """Points, of how many, and passed."""

    score: float
    of: float
    passed: bool


def needed(of: float, policy: Policy) -> float:
    """The points it takes to pass; 0 for practice."""
    return of * policy.pass_percent / 100 if policy.pass_percent else 0.0


def total(marks: Iterable[Mark], policy: Policy) -> Total:
    """Add up. A test passes at its share of the points, practice when all is answered.

    Nothing asked, or nothing answered, never passes.
    """
    marks = tuple(marks)
    of = sum(mark.worth for mark in marks)
    score = min(of, sum(mark.fraction * mark.worth for mark in marks))
    if policy.pass_percent is None:
        passed = bool(marks) and all(mark.answered for mark in marks)
    else:
        answered = any(mark.answered or mark.fraction for mark in marks)
        passed = answered and score + HAIR >= needed(of, policy)
    return Total(round(score, 6), of, passed)
