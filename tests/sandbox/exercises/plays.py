"""Plays of the exercises for the tests: the model plan, with what a learner changed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from sandbox.exercises.play import Turn, advance, begin, next_moment, play
from sandbox.exercises.reading import load_scenario
from sandbox.exercises.replies import Reply, replies_for
from sandbox.exercises.scenario import Scenario
from sandbox.process.state import CaseState

ROOT = Path(__file__).resolve().parents[3]
ALEX = ROOT / "fixtures" / "scenarios" / "alex-kor.yaml"
RUT = Path(__file__).parent / "scenarios" / "rut-insulin.yaml"


@lru_cache(maxsize=4)
def scenario_at(path: Path = ALEX) -> Scenario:
    """Return a scenario, read once."""
    return load_scenario(path)


def model_body(scenario: Scenario, step: str) -> dict[str, Any]:
    """Return what the experienced colleague writes in the step."""
    return dict(next(move.body for move in scenario.model if move.step == step))


def take(case: CaseState, step: str, body: Mapping[str, Any], scenario: Scenario) -> Turn:
    """Return the turn when the learner fills in the step so."""
    action = scenario.step(step).action
    return play(case, scenario=scenario, action=action, role="coordinator", body=body)


def to_meeting(case: CaseState, scenario: Scenario) -> CaseState:
    """Return the case with the clock moved to the meeting, if one waits."""
    moment = next_moment(case, scenario)
    return case if moment is None else advance(case, scenario=scenario, to=moment).case


def played(
    changes: Mapping[str, Mapping[str, Any]] | None = None,
    *,
    until: str = "",
    path: Path = ALEX,
) -> CaseState:
    """Return the case of the model plan with these changes, as far as the step `until`."""
    scenario = scenario_at(path)
    case = begin(scenario)
    for step in scenario.form_steps:
        body = {**model_body(scenario, step.key), **(changes or {}).get(step.key, {})}
        turn = take(case, step.key, body, scenario)
        assert not turn.refused, turn.refused
        case = turn.case
        if step.key == until:
            return case
        case = to_meeting(case, scenario)
    return case


def reply(case: CaseState, step: str, sender: str, path: Path = ALEX) -> Reply:
    """Return the answer of one receiver in one step."""
    found = [one for one in replies_for(scenario_at(path), case, step) if one.sender == sender]
    assert len(found) == 1, f"{sender} answers {len(found)} times"
    return found[0]
