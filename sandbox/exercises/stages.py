"""How far the group has come, as the columns of the leader's board."""

from __future__ import annotations

from sandbox.exercises.scenario import Scenario
from sandbox.exercises.taken import is_taken
from sandbox.process.state import CaseState


def stage_states(scenario: Scenario, case: CaseState) -> tuple[tuple[str, str, str], ...]:
    """Return (key, title, state) of every stage: "done", "now" or "todo".

    Done: every step has been taken. Now: begun, and the first one that is not done.
    """
    found: list[tuple[str, str, str]] = []
    for stage in scenario.stages:
        taken = [is_taken(scenario, case, scenario.step(key)) for key in stage.steps]
        first = all(state == "done" for _, _, state in found)
        state = "done" if all(taken) else "now" if first or any(taken) else "todo"
        found.append((stage.key, stage.title, state))
    return tuple(found)
