"""Every model of the sandbox, from the modules that hold them."""

from __future__ import annotations

from sandbox.world.cases import Case, Entry, Event, Person, Timer, Token
from sandbox.world.outcomes import CheckResult, Redaction, RunResult, SelfAssessment
from sandbox.world.runs import Run, Scenario, Seat, World

__all__ = [
    "Case",
    "CheckResult",
    "Entry",
    "Event",
    "Person",
    "Redaction",
    "Run",
    "RunResult",
    "Scenario",
    "Seat",
    "SelfAssessment",
    "Timer",
    "Token",
    "World",
]
