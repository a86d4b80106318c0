"""The learner's plan beside an experienced colleague's, section by section, with what differs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sandbox.exercises.conditions import Scope, blank, holds, quoting
from sandbox.exercises.scenario import CompareSection, Remark, Scenario
from sandbox.exercises.solving import solve
from sandbox.exercises.wording import fill, unfilled
from sandbox.process.state import CaseState

SENTENCES = 2
NOT_LETTERS = re.compile(r"[^\w]+")


@dataclass(frozen=True)
class Side:
    """One section beside the other: both as lines of Swedish, and one sentence on the difference."""

    key: str
    title: str
    status: str  # "equal" | "differs" | "missing"
    mine: tuple[str, ...]
    theirs: tuple[str, ...]
    note: str
    difference: str


@dataclass(frozen=True)
class Comparison:
    """What is good, the one thing to practise, and the sections."""

    good: str
    practise: str
    sections: tuple[Side, ...]


@lru_cache(maxsize=32)
def model_case(scenario: Scenario) -> CaseState:
    """Return the case of the model solution, played once per scenario."""
    return solve(scenario)


def compare(scenario: Scenario, case: CaseState, *, shown: CaseState | None = None) -> Comparison:
    """Return the comparison of the case with the model solution.

    The whole `case` is judged; only `shown`, what the reader may read of it, is quoted from.
    """
    seen = shown or case
    return Comparison(
        good=" ".join(_said(scenario, case, seen, scenario.praise)[:SENTENCES]),
        practise=" ".join(_said(scenario, case, seen, scenario.practise)[:1]),
        sections=tuple(_side(scenario, case, seen, section) for section in scenario.compare),
    )


def _said(
    scenario: Scenario, case: CaseState, seen: CaseState, remarks: tuple[Remark, ...]
) -> list[str]:
    found = []
    for remark in remarks:
        scope = quoting(remark.when, seen)
        if holds(remark.when, Scope(case)) and _sayable(remark.says, case, scope):
            found.append(fill(remark.says, scenario, scope))
    return found


def _sayable(says: str, case: CaseState, scope: Scope) -> bool:
    """Whether the reader may read everything that the sentence quotes."""
    return scope.case is case or not unfilled(says, scope)


def _side(scenario: Scenario, case: CaseState, seen: CaseState, section: CompareSection) -> Side:
    model = model_case(scenario)
    status, difference = _difference(scenario, case, seen, section)
    return Side(
        key=section.key,
        title=section.title,
        status=status,
        mine=_lines(scenario, seen, section),
        theirs=_lines(scenario, model, section),
        note=fill(section.note, scenario, Scope(model)),
        difference=difference,
    )


def _difference(
    scenario: Scenario, case: CaseState, seen: CaseState, section: CompareSection
) -> tuple[str, str]:
    mine = [Scope(case).get(path) for path in section.same]
    theirs = [Scope(model_case(scenario)).get(path) for path in section.same]
    if all(blank(value) for value in mine):
        return "missing", section.absent
    if _plain(mine) == _plain(theirs):
        return "equal", section.equal
    found = []
    for rule in section.differences:
        scope = quoting(rule.when, seen)
        if holds(rule.when, Scope(case)) and _sayable(rule.says, case, scope):
            found.append((rule.status, fill(rule.says, scenario, scope)))
    if not found:
        return "differs", section.otherwise
    status = "missing" if any(one == "missing" for one, _ in found[:SENTENCES]) else "differs"
    return status, " ".join(text for _, text in found[:SENTENCES])


def _lines(scenario: Scenario, case: CaseState, section: CompareSection) -> tuple[str, ...]:
    scope = Scope(case)
    found = [_line(scenario, scope, template) for template in section.lines]
    rows = scope.get(section.rows) if section.rows else None
    for row in rows or ():
        inner = Scope(case, row=row)
        parts = [_line(scenario, inner, part) for part in section.parts]
        found.append(" ".join(part for part in parts if part))
    return tuple(line for line in found if line)


def _line(scenario: Scenario, scope: Scope, template: str) -> str:
    return "" if unfilled(template, scope) else fill(template, scenario, scope)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return NOT_LETTERS.sub(" ", value).strip().casefold() if isinstance(value, str) else value
