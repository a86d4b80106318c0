"""The models of the sandbox, where Django looks for them."""

from __future__ import annotations

from sandbox.world.models import (
    Case,
    CheckResult,
    Entry,
    Event,
    Person,
    Redaction,
    Run,
    RunResult,
    Scenario,
    Seat,
    SelfAssessment,
    Timer,
    Token,
    World,
)

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
