"""Discharges for the rule tests: Berit goes home, played as far as a test needs it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sandbox.process.engine import transition
from sandbox.process.overlay import under
from sandbox.process.reading import load_flow, load_profile
from sandbox.process.state import CaseState
from sandbox.process.tracks import state_in

SPU = load_flow("spu")
NEUTRAL = load_profile("neutral")
SHOWN = under(SPU, NEUTRAL)
ALL = ["receiver", "responsible", "coordinator"]


def party(name: str, unit: str = "", kind: str = "health", principal: str = "region", uses=ALL):
    """Return a party as a scenario describes it."""
    return {"name": name, "kind": kind, "principal": principal, "uses": uses, "unit": unit}


PARTIES = {
    "berit": party("Berit", kind="person", principal="", uses=["responsible"]),
    "ward-4": party("Avdelning 4", "inpatient"),
    "health-centre": party("Vårdcentralen", "primary_care"),
    "assessment": party("Bistånd", "municipal_assessment", "social_care", "municipality"),
    "home-help": party("Hemtjänst", "municipal_provider", "social_care", "municipality"),
    "home-care": party(
        "Hälso- och sjukvård i hemmet", "municipal_health", "health", "municipality"
    ),
    "daughter": party("Dottern", kind="other", principal="", uses=["receiver"]),
}
SEATS = {
    "ward": "ward-4",
    "primary_care": "health-centre",
    "municipality": "assessment",
    "care_unit": "home-care",
    "person": "berit",
}
ROLES = {**{code: role for role, code in SEATS.items()}, "home-help": "care_unit"}
UNITS = ["health-centre", "assessment", "home-help", "home-care"]
FACTS = ["name", "identity_number", "address", "estimated_day"]
BODIES: dict[str, dict[str, Any]] = {
    "register_admission": {"assessment": "yes", "assessed_by": "Kim Låtsas", "estimated_day": 6},
    "send_admission_notice": {"recipients": UNITS, "facts": FACTS, "estimated_day": 6},
    "appoint_contact": {"name": "Ida Exempel"},
    "write_planning": {"before": "Gick själv.", "ask": "Vem lägger om såret?"},
    "change_date": {"recipients": UNITS, "estimated_day": 7},
    "offer_sip": {"answer": "yes", "own_words": "Ja, gärna."},
    "notify_ready": {"recipients": UNITS, "doctor": "Kim Låtsas"},
    "send_information": {"recipients": UNITS, "summary": "Opererad höft."},
    "discharge": {"time": "10.00", "to": "home"},
    "send_message": {"recipients": [*UNITS, "ward-4", "berit"], "subject": "Hej", "text": "Hej."},
    "record_consent": {
        "purposes": ["make_plan", "share_mapping", "share_goals"],
        "receivers": [*UNITS, "ward-4", "daughter"],
    },
    "write_mapping": {
        "areas": [
            {"heading": "hemliv", "text": "Fyra trappsteg.", "own_words": False},
            {"heading": "ekonomi", "text": "Pengarna räcker inte.", "own_words": True},
        ]
    },
    "send_call": {"recipients": [*UNITS, "ward-4"], "day": 60, "time": "10.00"},
    "answer_call": {"answer": "comes"},
    "hold_meeting": {"attended": ["berit"]},
    "write_goals": {"main_goal": "Jag vill gå ut med katten."},
    "write_own_measures": {"measures": [{"text": "Lägger om såret."}]},
    "decide_follow_up": {"coordinator": "home-care", "day": 40},
    "close_plan": {"reason": "goals_reached"},
}
ROAD = (
    ("ward-4", "register_admission"),
    ("ward-4", "send_admission_notice"),
    ("home-care", "write_planning"),
    ("ward-4", "notify_ready"),
    ("ward-4", "discharge"),
    ("health-centre", "close_case"),
)
PLAN = (
    "record_consent",
    "write_mapping",
    "send_call",
    "hold_meeting",
    "write_goals",
    "decide_follow_up",
    "close_plan",
)


def at(day: int, time: str) -> int:
    """Return the minute of a weekday, day 1 being a Monday."""
    hours, minutes = time.split(".")
    return day * 1440 + int(hours) * 60 + int(minutes)


def start(now: int = at(1, "16.00")) -> CaseState:
    """Return a case where nobody has been admitted yet."""
    facts = {"parties": PARTIES, "coordinator": "health-centre"}
    return CaseState("spu", "neutral", "new", 0, facts, (), (), (), (), now)


def do(
    case: CaseState,
    who: str,
    action: str,
    body: Mapping[str, Any] | None = None,
    /,
    *,
    role: str = "",
    now: int | None = None,
    **changes: Any,
) -> CaseState:
    """Return the case after a party's action, with the usual body and some changes to it."""
    return transition(
        case if now is None else replace(case, now=now),
        action=action,
        role=role or ROLES[who],
        actor_kind="human",
        body={**BODIES.get(action, {}), **changes} if body is None else body,
        flow=SPU,
        profile=NEUTRAL,
        actor=who,
    )


def in_state(state: str) -> CaseState:
    """Return a case that has come as far as the state; everybody has something unread."""
    case = start()
    for who, action in ROAD:
        if case.state == state:
            break
        case = do(case, who, action)
        if action == "send_admission_notice":
            case = do(case, "health-centre", "appoint_contact")
    assert case.state == state
    if state in ("notified", "planning", "ready", "discharged"):
        case = do(case, "berit", "send_message")
    return case


def with_plan(state: str, case: CaseState | None = None) -> CaseState:
    """Return a case in planning whose plan has come as far as the state."""
    case = case or in_state("planning")
    for action in PLAN:
        if state_in(case, SPU, "sip") == state:
            break
        if action == "hold_meeting":
            case = replace(case, now=case.facts["meeting_at"])
        case = do(case, "health-centre", action)
    assert state_in(case, SPU, "sip") == state
    if state == "called":
        case = replace(case, now=case.facts["meeting_at"])
    return case
