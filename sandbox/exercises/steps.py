"""What is next: for one party, and for the whole group."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.exercises.acting import about, act
from sandbox.exercises.checks import step_state
from sandbox.exercises.scenario import Scenario, Step
from sandbox.exercises.taken import is_taken, model_body
from sandbox.process.engine import Refused
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
    """Return the parties with an open step that somebody else waits for, in order of the steps.

    First of all those whose step, done as the colleague would, opens a step for another party. If
    no single step does, those that have something to do before a step of somebody else. Each
    party once, with its first such step.
    """
    states = {step.key: step_state(scenario, case, step.key).state for step in scenario.steps}
    waiting = [step for step in scenario.steps if states[step.key] == "locked"]
    ready = [
        step
        for step in scenario.steps
        if step.kind == "form"
        and states[step.key] in ("not_started", "draft")
        and not is_taken(scenario, case, step)
    ]
    opening = [step for step in ready if _opens(scenario, case, step, waiting)]
    before = [step for step in ready if _later(scenario, step, waiting)]
    found: dict[str, Ball] = {}
    for step in opening or before:
        found.setdefault(step.seat, Ball(step.seat, step.key, step.title))
    return tuple(found.values())


def _opens(scenario: Scenario, case: CaseState, step: Step, waiting: list[Step]) -> bool:
    try:
        after = act(
            case,
            scenario=scenario,
            action=step.action,
            role=scenario.role_of(step.seat),
            actor=step.seat if scenario.shared else "",
            actor_kind="human",
            body=about(case, scenario, step, model_body(scenario, step)),
            step=step.key,
        )
    except Refused:
        return False
    return any(
        other.seat != step.seat and step_state(scenario, after, other.key).state != "locked"
        for other in waiting
    )


def _later(scenario: Scenario, step: Step, waiting: list[Step]) -> bool:
    order = [one.key for one in scenario.steps]
    place = order.index(step.key)
    return any(other.seat != step.seat and order.index(other.key) > place for other in waiting)
