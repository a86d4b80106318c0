"""Which steps have been taken, by whom, and what was written in them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sandbox.exercises.scenario import Scenario, Step
from sandbox.process.state import CaseState, Document, Happening, draft, latest

STEP = "step"  # under this key a log line says which step it was
NO_STEP = "-"  # instead of a step's key: the act is none of the exercise's steps


def step_line(scenario: Scenario, case: CaseState, step: Step) -> Happening | None:
    """Return the last log line in which the step was taken, or None.

    In a scenario with several seats the line names its step; alone, the action is enough.
    """
    found = [
        line
        for line in case.log
        if line.code == step.action and (not scenario.shared or line.data.get(STEP) == step.key)
    ]
    return found[-1] if found else None


def step_document(scenario: Scenario, case: CaseState, step: Step) -> Document | None:
    """Return what was last sent in the step, or for a step that writes nothing, what it is about.

    None as long as the step has not been taken. A later version by somebody else does not undo it.
    """
    if not scenario.shared:
        return latest(case, step.document)
    line = step_line(scenario, case, step)
    return next((one for one in case.documents if line and one.number == line.document), None)


def is_taken(scenario: Scenario, case: CaseState, step: Step) -> bool:
    """Return whether the step has been taken, complete or not."""
    if scenario.shared:
        return step_line(scenario, case, step) is not None
    return latest(case, step.document) is not None


def step_draft(scenario: Scenario, case: CaseState, step: Step) -> Document | None:
    """Return the seat's own draft in the step, or None."""
    return draft(case, step.document, step.seat if scenario.shared else "")


def step_for(
    scenario: Scenario, case: CaseState, action: str, *, party: str, kind: str = ""
) -> Step | None:
    """Return the step that the action means for a party: the first not taken, else the last.

    `kind` is the document it is about, for an action that writes nothing.
    """
    steps = [step for step in scenario.steps if step.action == action]
    if not scenario.shared:
        return steps[0] if steps else None
    own = [step for step in steps if step.seat == party and _about(step, kind)]
    waiting = [step for step in own if not is_taken(scenario, case, step)]
    return waiting[0] if waiting else own[-1] if own else None


def _about(step: Step, kind: str) -> bool:
    return not kind or step.document in ("", kind)


def model_body(scenario: Scenario, step: Step) -> Mapping[str, Any] | None:
    """Return what the experienced colleague writes in the step, or None when it has no move."""
    return next((move.body for move in scenario.model if move.step == step.key), None)
