"""Parties that no human plays: they read calls, come to the meeting or not, as the file says."""

from __future__ import annotations

from typing import Any

from sandbox.exercises import clock
from sandbox.exercises.conditions import Scope, holds
from sandbox.exercises.scenario import Scenario
from sandbox.process.engine import Refused, noted, refusal_event, transition
from sandbox.process.reading import load_flow, load_profile
from sandbox.process.state import CaseState, Timer


def react(case: CaseState, *, scenario: Scenario, action: str) -> CaseState:
    """Return the case with the timers that an action just done gives rise to."""
    for rule in scenario.actors:
        if rule.upon != action:
            continue
        if rule.party in case.facts.get("humans", ()) or not holds(rule.when, Scope(case)):
            case = clock.cancelled(case, rule.ref)
            continue
        payload = {"party": rule.party, "action": rule.do}
        timer = Timer(case.now + rule.after, "actor", rule.ref, payload, "pending")
        case = clock.planned(case, timer)
    meeting = scenario.meeting
    if meeting is None or meeting.upon != action or case.facts.get("meeting_at") is None:
        return case
    payload = {"action": meeting.do}
    timer = Timer(case.facts["meeting_at"], "actor", meeting.step, payload, "pending")
    return clock.planned(case, timer)


def fire(case: CaseState, timer: Timer, *, scenario: Scenario) -> CaseState:
    """Return the case after one timer's action; what the rules refuse is noted, not raised."""
    meeting = scenario.meeting
    is_meeting = meeting is not None and timer.ref == meeting.step
    role = scenario.role.role if is_meeting else "unit"
    actor = role if is_meeting else str(timer.payload["party"])
    kind = "system" if is_meeting else "actor"
    action = str(timer.payload["action"])
    try:
        after = transition(
            case,
            action=action,
            role=role,
            actor_kind=kind,
            body=attendance(case, scenario) if is_meeting else None,
            flow=load_flow(scenario.flow),
            profile=load_profile(scenario.profile),
            actor=actor,
        )
    except Refused as refusal:
        event = refusal_event(
            case, action=action, role=actor, actor_kind=kind, reasons=refusal.reasons
        )
        return noted(case, event)
    return react(after, scenario=scenario, action=action)


def attendance(case: CaseState, scenario: Scenario) -> dict[str, Any]:
    """Return the meeting's body: who came and who did not, as the file's rules say."""
    attended: list[str] = []
    absent: list[dict[str, str]] = []
    for rule in scenario.meeting.attendances if scenario.meeting else ():
        if not holds(rule.listed, Scope(case)):
            continue
        if holds(rule.comes, Scope(case)):
            attended.append(rule.party)
        else:
            absent.append({"party": rule.party, "reason": rule.reason})
    return {"attended": attended, "absent": absent, "notes": ""}
