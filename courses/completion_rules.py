"""RULES: when a lesson or course counts as done, and what is missing. Plain Python, no clock.

A rule is a tuple of rows; every row must be met. Percentages are never stored: the facts are.
Source: course catalogue, "80 % på slutprov + övning klar"; architecture, decision 10.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum


class Need(StrEnum):
    """What a row asks for."""

    READ = "read"
    QUESTIONS = "questions"
    EXERCISE = "exercise"
    TEST = "test"
    ATTESTED = "attested"
    SHOWN = "shown"
    CHILDREN = "children"


@dataclass(frozen=True)
class Row:
    """One thing that must be met.

    `ref` is a lesson key, an exercise slug, or empty for children; `number` counts questions,
    points to attest or the children that must be done; `percent` is the pass mark of a test;
    `children` their keys.
    """

    need: Need
    ref: str = ""
    number: int = 0
    percent: int = 0
    children: tuple[str, ...] = ()


Rule = tuple[Row, ...]


@dataclass(frozen=True)
class Practised:
    """What the practice environment says of one exercise."""

    done: bool
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Facts:
    """What is known of one learner in one cycle; what is not there has not happened."""

    read: frozenset[str] = frozenset()
    answered: Mapping[str, int] = field(default_factory=dict)  # lesson key → answered questions
    best_percent: Mapping[str, int] = field(default_factory=dict)  # lesson key → best test, 0–100
    practised: Mapping[str, Practised] = field(default_factory=dict)  # exercise slug
    attested: frozenset[str] = frozenset()  # keys of lessons a trainer has attested
    shown: frozenset[str] = frozenset()  # keys of lessons whose questions the fast track had right
    done: frozenset[str] = frozenset()  # keys of lessons that already count as done


@dataclass(frozen=True)
class Missing:
    """One row that is not met. `left` says how many remain; `details` the exercise's own words."""

    row: Row
    left: int = 0
    percent: int | None = None
    details: tuple[str, ...] = ()


@dataclass(frozen=True)
class Evaluation:
    """Whether a rule is met, and if not, what is missing, in the order of the rule."""

    done: bool
    missing: tuple[Missing, ...] = ()


def lesson_rule(
    key: str,
    *,
    questions: int = 0,
    exercise: str = "",
    pass_percent: int | None = None,
    points: int = 0,
) -> Rule:
    """The rule of a lesson: a test is passed, an exercise done, a text read; questions answered.

    With `points` a trainer attests the learner's own session.
    """
    rows = [Row(Need.QUESTIONS, key, number=questions)] if questions else []
    if pass_percent is not None:
        rows.append(Row(Need.TEST, key, percent=pass_percent))
    if exercise:
        rows.append(Row(Need.EXERCISE, exercise))
    if pass_percent is None and not exercise:
        rows.insert(0, Row(Need.READ, key))
    if points:
        rows.append(Row(Need.ATTESTED, key, number=points))
    return tuple(rows)


def shown_rule(rule: Rule, key: str, *, questions: int) -> Rule:
    """The rule of a lesson whose `questions` were right in the fast track.

    Reading and answering are replaced; an exercise, a test and an attestation remain.
    """
    rest = tuple(row for row in rule if row.need not in {Need.READ, Need.QUESTIONS})
    return (Row(Need.SHOWN, key, number=questions), *rest)


def course_rule(keys: tuple[str, ...]) -> Rule:
    """The rule of a course: every lesson is done."""
    return (Row(Need.CHILDREN, number=len(keys), children=keys),)


def evaluate(rule: Rule, facts: Facts) -> Evaluation:
    """Whether `rule` is met by `facts`. An empty rule is never met: nothing was asked for."""
    missing = tuple(lack for row in rule if (lack := _lack(row, facts)) is not None)
    return Evaluation(done=bool(rule) and not missing, missing=missing)


def _lack(row: Row, facts: Facts) -> Missing | None:
    """What `row` still lacks; None when it is met."""
    happened = {Need.READ: facts.read, Need.ATTESTED: facts.attested, Need.SHOWN: facts.shown}
    if row.need in happened:
        return None if row.ref in happened[row.need] else Missing(row)
    if row.need is Need.QUESTIONS:
        left = row.number - facts.answered.get(row.ref, 0)
        return Missing(row, left=left) if left > 0 else None
    if row.need is Need.TEST:
        best = facts.best_percent.get(row.ref)
        passed = best is not None and best >= row.percent
        return None if passed else Missing(row, percent=best)
    if row.need is Need.EXERCISE:
        practised = facts.practised.get(row.ref, Practised(done=False))
        return None if practised.done else Missing(row, details=practised.missing)
    left = row.number - sum(key in facts.done for key in row.children)
    return Missing(row, left=left) if left > 0 or not row.number else None


def rule_as_data(rule: Rule) -> list[dict[str, object]]:
    """The rule as JSON, kept with a completion; children are counted, not listed."""
    return [
        {name: value for name, value in asdict(row).items() if value and name != "children"}
        for row in rule
    ]
