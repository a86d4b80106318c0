"""Who may do what in a plan, and when: one hand-written row for each action, walked whole."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sandbox.process.engine import Refused, offers
from tests.sandbox.process.plans import BODIES, NEUTRAL, RICH, SIP, do, in_state, start

PLAN = "prepared mapped called met planned active"
RUNNING = "called met planned active"
ALWAYS = f"noticed {PLAN} closed"
EVERYBODY = "coordinator unit reader person"
ROWS = {
    "note_need": (EVERYBODY, "noticed prepared", ""),
    "note_refusal": ("coordinator unit", "noticed prepared", ""),
    "record_consent": ("coordinator", f"noticed {PLAN}", "noticed>prepared"),
    "withdraw_consent": ("coordinator person", PLAN, ""),
    "note_withdrawal": ("coordinator unit person", PLAN, ""),
    "write_basis": ("coordinator", PLAN, ""),
    "write_basis_minor": ("coordinator", PLAN, ""),
    "write_mapping": ("coordinator", PLAN, "prepared>mapped"),
    "send_call": ("coordinator", f"mapped {RUNNING}", "mapped>called"),
    "acknowledge_call": ("unit", f"{RUNNING} closed", ""),
    "answer_call": ("unit", RUNNING, ""),
    "cancel_meeting": ("coordinator", RUNNING, "called>mapped"),
    "hold_meeting": ("coordinator", RUNNING, "called>met"),
    "write_goals": ("coordinator", "met planned active", "met>planned"),
    "write_own_measures": ("unit", "met planned active", ""),
    "decide_follow_up": ("coordinator", "planned active", "planned>active"),
    "follow_up_measures": ("coordinator unit", "planned active", ""),
    "write_evaluation": ("coordinator", "active", ""),
    "hand_over": ("coordinator", PLAN, ""),
    "answer_hand_over": ("unit", PLAN, ""),
    "close_plan": (
        "coordinator",
        f"noticed {PLAN}",
        " ".join(f"{state}>closed" for state in f"noticed {PLAN}".split()),
    ),
    "acknowledge": ("coordinator unit", ALWAYS, ""),
    "send_message": ("coordinator unit person", f"noticed {PLAN}", ""),
    "withdraw_document": ("coordinator unit", f"noticed {PLAN}", ""),
    "add_party": ("coordinator unit", f"noticed {PLAN}", ""),
    "report_deviation": ("coordinator unit", ALWAYS, ""),
    "answer_deviation": ("coordinator unit", ALWAYS, ""),
}
INSIDE = ("add_party", "report_deviation", "answer_deviation", "acknowledge")
SEATS = {"coordinator": "home", "unit": "rehab", "reader": "office", "person": "mona"}
LEAN = {
    "record_consent",
    "withdraw_consent",
    "write_mapping",
    "send_call",
    "acknowledge_call",
    "answer_call",
    "cancel_meeting",
    "hold_meeting",
    "write_goals",
    "write_own_measures",
    "decide_follow_up",
    "close_plan",
}


def ready_for(state, action, role):
    """The case where nothing but role and state can hinder the action, and its body."""
    case, body = in_state(state), BODIES.get(action, {})
    if action == "follow_up_measures" and state in ("planned", "active"):
        case = do(case, "rehab", "write_own_measures")
        own = "Följer med" if role == "coordinator" else "Tränar"
        body = {"measures": [{"what": own, "outcome": "done"}]}
    case, body = with_messages(case, state, action, role, body)
    facts = dict(case.facts)
    if action == "write_basis_minor":
        facts["person"] = {**facts["person"], "minor": True, "guardians": ["mother"]}
    if action == "answer_hand_over":
        facts["handed_to"] = "rehab"
    if action == "send_call":
        body = {**body, "day": 60}
    if action == "cancel_meeting" and state in ("met", "planned", "active"):
        case = do(case, "home", "send_call", day=60)
    return replace(case, facts=facts), body


def with_messages(case, state, action, role, body):
    """The case with whatever messages between units the action rests on."""
    if action in INSIDE:
        case = replace(case, facts={**case.facts, "members": ["rehab", "clinic"]})
    if action in ("answer_deviation", "acknowledge"):
        case = do(case, "clinic", "report_deviation", recipients=[SEATS[role]])
    if action == "withdraw_document" and role in ("coordinator", "unit") and state != "closed":
        case = do(case, SEATS[role], "send_message")
        body = {"document": case.documents[-1].number, "reason": "wrong_receiver"}
    return case, body


def test_the_table_has_a_row_for_every_action_and_the_lean_profile_shows_its_own():
    assert set(ROWS) == set(SIP.actions)
    assert {code for code, row in SIP.actions.items() if not row.hidden} == LEAN
    neutral = offers(start(), role="coordinator", flow=SIP, profile=NEUTRAL)
    assert {offer.action for offer in neutral} == LEAN


@pytest.mark.parametrize("action", ROWS)
def test_what_the_table_lists_is_allowed_and_all_else_is_refused_with_a_source(action):
    roles, states, moves = (part.split() for part in ROWS[action])
    target = dict(move.split(">") for move in moves)
    for state in SIP.states:
        for role, who in SEATS.items():
            case, body = ready_for(state, action, role)
            offer = next(
                one
                for one in offers(case, role=role, flow=SIP, profile=RICH, actor=who)
                if one.action == action
            )
            if role in roles and state in states:
                assert offer.enabled, (state, role, offer.reasons)
                after = do(case, who, action, body, role=role)
                assert after.state == target.get(state, state)
                assert after.log[len(case.log)].actor == who
                continue
            assert not offer.enabled
            assert all(reason.text and reason.source for reason in offer.reasons)
            with pytest.raises(Refused) as refusal:
                do(case, who, action, body, role=role)
            assert refusal.value.reasons == offer.reasons
