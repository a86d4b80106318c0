"""The models of the sandbox, where Django looks for them."""

from __future__ import annotations

from sandbox.world.models import (
    Activity,
    Case,
    CheckResult,
    Contribution,
    Entry,
    Event,
    Participant,
    Person,
    Redaction,
    Run,
    RunEvent,
    RunLeader,
    RunResult,
    Scenario,
    Seat,
    SelfAssessment,
    Timer,
    Token,
    World,
)

__all__ = [
    "Activity",
    "Case",
    "CheckResult",
    "Contribution",
    "Entry",
    "Event",
    "Participant",
    "Person",
    "Redaction",
    "Run",
    "RunEvent",
    "RunLeader",
    "RunResult",
    "Scenario",
    "Seat",
    "SelfAssessment",
    "Timer",
    "Token",
    "World",
]
