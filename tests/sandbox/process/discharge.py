"""Discharges for the rule tests: Berit goes home, played as far as a test needs it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from sandbox.process.engine import transition
from sandbox.process.flow import Profile
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
    "clinic": party("Psykiatriska mottagningen", "specialist_care"),
    "other-town": party(
        "Bistånd i Övningsköping", "municipal_assessment", "social_care", "municipality"
    ),
    "rehab": party("Kommunens rehab", "municipal_health", "health", "municipality"),
    "daughter": party("Dottern", kind="other", principal="", uses=["receiver"]),
}
SEATS = {
    "ward": "ward-4",
    "primary_care": "health-centre",
    "municipality": "assessment",
    "care_unit": "home-care",
    "person": "berit",
    "specialist": "clinic",
    "reader": "daughter",
}
ROLES = {
    **{code: role for role, code in SEATS.items()},
    "home-help": "care_unit",
    "rehab": "care_unit",
    "other-town": "municipality",
}
UNITS = ["health-centre", "assessment", "home-help", "home-care", "clinic"]
IN_PLAN = ["health-centre", "assessment", "clinic"]
FACTS = ["name", "identity_number", "address", "estimated_day"]
REQUEST = {
    "consent": "consent",
    "function": "Går med stavar varje dag och klarar sig själv.",
    "ongoing": "Hjälp med inköp en gång i veckan.",
    "contacts": "Kim Låtsas, 070-174 06 05.",
}
BODIES: dict[str, dict[str, Any]] = {
    "save_prepared_request": REQUEST,
    "send_care_request": {
        **REQUEST,
        "recipients": ["ward-4", "health-centre"],
        "reason": "Föll i köket i morse och kan inte stödja på benet.",
    },
    "assess_later": {"assessment": "yes", "assessed_by": "Kim Låtsas"},
    "refuse_notice": {"answer": "unknown_here", "reason": "Har inga insatser."},
    "withdraw_ready": {"reason": "Feber i natt."},
    "tick_checklist": {"points": ["medicines", "transport"]},
    "send_care_message": {
        "recipients": ["health-centre", "home-care"],
        "visit": "emergency",
        "text": "Såret är sytt. Stygnen tas om tio dagar.",
    },
    "open_in_open_care": {
        "recipients": UNITS,
        "consent": "consent",
        "reason": "Berit ramlar ofta hemma.",
    },
    "withdraw_document": {"reason": "wrong_content"},
    "add_party": {"party": "rehab", "reason": "Rullatorn ska provas ut."},
    "replace_party": {"party": "rehab", "replaces": "home-help", "reason": "Byter område."},
    "interrupt": {"reason": "no_need"},
    "cancel_case": {"reason": "started_twice"},
    "write_care_plan": {
        "kind": "opt",
        "recipients": IN_PLAN,
        "needs_region": "Läkemedel och samtal.",
        "needs_municipality": "Boendestöd.",
        "goals": "Jag vill bo kvar hemma.",
        "attitude": "Jag tar sprutan om jag slipper sjukhuset.",
    },
    "write_own_plan_part": {"measures": [{"text": "Boendestöd", "decided": True}]},
    "adjust_plan": {"answer": "agrees", "who": "Kim Låtsas, enhetschef"},
    "notify_application": {"kind": "first", "day": 1, "doctor": "Lo Fantasivik"},
    "notify_decision": {
        "recipients": IN_PLAN,
        "doctor": "Lo Fantasivik",
        "decided_day": 1,
        "until_day": 120,
    },
    "notify_refusal": {"recipients": IN_PLAN, "text": "Vi fortsätter på avdelningen."},
    "follow_up_care_plan": {"outcome": "Sprutan har fungerat."},
    "return_to_ward": {"recipients": IN_PLAN, "reason": "Försämrad.", "doctor": "Lo Fantasivik"},
    "end_care_plan": {"reason": "ended"},
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
    "decide_follow_up": {"coordinator": "home-care", "day": 90},
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
BESIDE = {
    "new": (),
    "prepared": (("home-care", "save_prepared_request"),),
    "requested": (("home-care", "send_care_request"),),
    "open_care": (("assessment", "open_in_open_care"),),
    "cancelled": (("home-care", "send_care_request"), ("home-care", "cancel_case")),
}
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
    profile: Profile = NEUTRAL,
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
        profile=profile,
        actor=who,
    )


@cache
def in_state(state: str) -> CaseState:
    """Return a case that has come as far as the state; everybody has something unread."""
    case = start()
    if state == "interrupted":
        return do(in_state("planning"), "ward-4", "interrupt")
    for who, action in BESIDE.get(state, ROAD):
        if case.state == state:
            break
        case = do(case, who, action)
        if action == "discharge":
            case = do(case, "health-centre", "offer_sip", answer="no")
        if action == "send_admission_notice":
            case = do(case, "health-centre", "appoint_contact")
    assert case.state == state
    if state in ("notified", "planning", "ready", "discharged", "open_care"):
        case = do(case, "berit", "send_message")
    return case


@cache
def compulsory(state: str = "planning") -> CaseState:
    """Return a case of somebody in compulsory care, as far as the state."""
    case = in_state(state)
    return replace(case, facts={**case.facts, "compulsory": "lpt"})


@cache
def with_care_plan(state: str) -> CaseState:
    """Return a case in planning whose care plan has come as far as the state, and is adjusted."""
    case = compulsory()
    if state == "not_begun":
        return case
    case = do(case, "ward-4", "write_care_plan")
    for who in IN_PLAN:
        case = do(case, who, "write_own_plan_part")
    for who in IN_PLAN:
        case = do(case, who, "adjust_plan")
    for action in ("notify_application", "notify_decision", "end_care_plan"):
        if state_in(case, SPU, "vardplan") == state:
            break
        case = do(case, "ward-4", action)
    if state == "in_force":
        case = do(case, "clinic", "follow_up_care_plan")
    assert state_in(case, SPU, "vardplan") == state
    return case


@cache
def with_plan(state: str) -> CaseState:
    """Return a case in planning whose plan has come as far as the state."""
    case = in_state("planning")
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
