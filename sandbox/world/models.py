"""Every model of the sandbox, from the modules that hold them."""

from __future__ import annotations

from sandbox.world.cases import Access, Case, Entry, Event, Person, Timer, Token
from sandbox.world.outcomes import CheckResult, Redaction, RunResult, SelfAssessment
from sandbox.world.runs import Run, Scenario, Seat, World
from sandbox.world.sessions import Activity, Contribution, Participant, RunEvent, RunLeader

__all__ = [
    "Access",
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
