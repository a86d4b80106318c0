"""Plays of exercise B for the tests: the colleague's plan by all seats, with what somebody changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sandbox.exercises.replies import Reply
from sandbox.exercises.scenario import Move
from sandbox.exercises.solving import solve
from sandbox.process.state import CaseState
from tests.sandbox.exercises import plays
from tests.sandbox.exercises.plays import ROOT, scenario_at

PATH = ROOT / "fixtures" / "scenarios" / "berit-gar-hem.yaml"
BERIT = scenario_at(PATH)
SEATS = tuple(seat.party for seat in BERIT.seats)
UNITS = ["vc-an", "bistand", "hemtjanst-norr", "hsv-norr", "kommunrehab"]
AT_HOME = ["bistand", "hemtjanst-norr", "hsv-norr", "kommunrehab"]


def played(
    changes: Mapping[str, Mapping[str, Any]] | None = None,
    *,
    until: str = "",
    times: Mapping[str, int] | None = None,
) -> CaseState:
    """Return the case of the model with these changes to the bodies, as far as a step.

    `times` moves a step to another simulated minute; the consent is changed both times it is
    written.
    """
    moves: list[Move] = []
    for move in BERIT.model:
        body = {**move.body, **(changes or {}).get(move.step, {})}
        at = (times or {}).get(move.step, move.at)
        moves.append(replace(move, body=body, at=at))
        if move.step == until:
            break
    if times:
        moves.sort(key=lambda one: one.at or 0)
    return solve(replace(BERIT, model=tuple(moves)))


def reply(case: CaseState, step: str, sender: str) -> Reply:
    """Return the answer of one receiver in one step."""
    return plays.reply(case, step, sender, PATH)


def body_of(step: str) -> dict[str, Any]:
    """Return what the experienced colleague writes in the step, the first time."""
    return plays.model_body(BERIT, step)
