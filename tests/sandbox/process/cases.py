"""Cases for the rule tests: one small story, played as far as a test needs it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sandbox.process.engine import transition
from sandbox.process.reading import load_flow, load_profile
from sandbox.process.state import CaseState

SIP = load_flow("sip")
NEUTRAL = load_profile("neutral")
EVERYWHERE = ["receiver", "responsible", "coordinator"]
PARTIES = {
    "person": {"name": "Personen", "kind": "person", "principal": "", "uses": ["responsible"]},
    "home": {"name": "Hem", "kind": "social_care", "principal": "municipality", "uses": EVERYWHERE},
    "rehab": {"name": "Rehab", "kind": "health", "principal": "region", "uses": EVERYWHERE},
    "job": {"name": "Jobbet", "kind": "other", "principal": "", "uses": ["receiver"]},
}
BODIES: dict[str, dict[str, Any]] = {
    "record_consent": {
        "purposes": ["make_plan", "share_mapping", "share_goals"],
        "receivers": ["rehab"],
        "exceptions": ["job"],
    },
    "write_mapping": {"areas": [{"heading": "fritid", "text": "Jag vill.", "own_words": True}]},
    "send_call": {
        "recipients": ["rehab"],
        "day": 8,
        "time": "10.00",
        "place": "Hemma",
        "questions": {"rehab": "Vad går att göra?"},
    },
    "answer_call": {"answer": "comes", "who": "Ida Exempel"},
    "hold_meeting": {"attended": ["person", "home", "rehab"]},
    "write_goals": {
        "main_goal": "Jag vill sjunga till våren.",
        "subgoals": [{"text": "Jag vill klara en halv repetition.", "day": 60}],
        "measures": [
            {"text": "Provar", "responsible": "rehab", "contact": "Ida", "until_day": 30},
            {"text": "Frågar", "responsible": "person", "until_day": 14},
        ],
    },
    "write_own_measures": {"measures": [{"text": "Ringer", "contact": "Ida"}]},
    "decide_follow_up": {
        "day": 36,
        "coordinator": "home",
        "principal": "municipality",
        "documentation": [{"party": "rehab", "what": "Sin del"}],
        "documentation_day": 11,
    },
    "close_plan": {"reason": "goals_reached"},
}
ROAD = (
    ("prepared", "record_consent"),
    ("mapped", "write_mapping"),
    ("called", "send_call"),
    ("met", "hold_meeting"),
    ("planned", "write_goals"),
    ("active", "decide_follow_up"),
    ("closed", "close_plan"),
)


def start() -> CaseState:
    """Return a case where somebody has noticed a need, on day 0 at eight."""
    facts = {"parties": PARTIES, "coordinator": "home"}
    return CaseState("sip", "neutral", "noticed", 0, facts, (), (), (), (), 480)


def do(
    case: CaseState,
    action: str,
    body: Mapping[str, Any] | None = None,
    *,
    role: str = "coordinator",
    actor: str = "",
) -> CaseState:
    """Return the case after the action, with the usual body when none is given."""
    return transition(
        case,
        action=action,
        role=role,
        actor_kind="human",
        body=BODIES.get(action) if body is None else body,
        flow=SIP,
        profile=NEUTRAL,
        actor=actor,
    )


def in_state(state: str) -> CaseState:
    """Return a case that has come as far as the state, with the meeting's hour reached."""
    case = start()
    for reached, action in ROAD:
        if case.state == state:
            break
        if action == "hold_meeting":
            case = replace(case, now=case.facts["meeting_at"])
        case = do(case, action)
        assert case.state == reached
    if state == "called":
        case = replace(case, now=case.facts["meeting_at"])
    return case


def with_day(body: Mapping[str, Any], day: int) -> dict[str, Any]:
    """Return the body on another day."""
    return {**body, "day": day}
