"""What is next: for one party, and for the whole group."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.exercises.checks import step_state
from sandbox.exercises.scenario import Scenario, Step
from sandbox.exercises.taken import is_taken
from sandbox.process.state import CaseState


@dataclass(frozen=True)
class Ball:
    """A party that others wait for, and the step they wait for."""

    party: str
    step: str
    title: str


def next_step_for(scenario: Scenario, case: CaseState, party: str) -> Step | None:
    """Return the first step the party can take now: not taken, or sent with something missing.

    What has not been sent goes before what can be mended. None when the party has to wait.
    """
    open_steps = [
        (is_taken(scenario, case, step), step)
        for step in scenario.steps_of(party)
        if step.kind == "form"
        and step_state(scenario, case, step.key).state in ("not_started", "draft")
    ]
    return min(open_steps, key=lambda one: one[0])[1] if open_steps else None


def whose_ball(scenario: Scenario, case: CaseState) -> tuple[Ball, ...]:
    """Return the parties with an open step that a later step of somebody else waits for.

    Each party once, with its first such step, in the order of the steps.
    """
    states = [(step, step_state(scenario, case, step.key).state) for step in scenario.steps]
    found: dict[str, Ball] = {}
    for index, (step, state) in enumerate(states):
        if state not in ("not_started", "draft") or is_taken(scenario, case, step):
            continue
        waits = any(
            other.seat != step.seat and theirs == "locked" for other, theirs in states[index + 1 :]
        )
        if step.kind == "form" and waits:
            found.setdefault(step.seat, Ball(step.seat, step.key, step.title))
    return tuple(found.values())
