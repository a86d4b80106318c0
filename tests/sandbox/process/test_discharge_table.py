"""Who may do what in a discharge, and when: one hand-written row for each action, walked whole."""

from __future__ import annotations

import pytest

from sandbox.process.engine import Refused, offers
from sandbox.process.tracks import state_in, usual_roles
from tests.sandbox.process.discharge import (
    BODIES,
    NEUTRAL,
    SEATS,
    SPU,
    do,
    in_state,
    start,
    with_plan,
)

EVERYBODY = "ward primary_care municipality care_unit"
CALLED = "ward municipality care_unit"
STAY = "notified planning ready"
PLAN = "prepared mapped called met planned active"
DISCHARGE_ROWS = {
    "register_admission": ("ward", "new admitted", "new>admitted"),
    "send_admission_notice": ("ward", f"admitted {STAY}", "admitted>notified"),
    "acknowledge": (EVERYBODY, f"{STAY} discharged", ""),
    "appoint_contact": ("primary_care", STAY, ""),
    "write_planning": (EVERYBODY, STAY, "notified>planning"),
    "change_date": ("ward", "notified planning", ""),
    "offer_sip": ("primary_care", f"{STAY} discharged", ""),
    "notify_ready": ("ward", "notified planning", "notified>ready planning>ready"),
    "send_information": ("ward", "planning ready discharged", ""),
    "discharge": ("ward", "ready", "ready>discharged"),
    "send_message": (f"{EVERYBODY} person", f"admitted {STAY} discharged", ""),
    "close_case": ("primary_care", "discharged", "discharged>closed"),
}
PLAN_ROWS = {
    "record_consent": ("primary_care ward", f"noticed {PLAN}", "noticed>prepared"),
    "withdraw_consent": ("primary_care person", PLAN, ""),
    "write_mapping": ("primary_care", PLAN, "prepared>mapped"),
    "send_call": ("primary_care", PLAN, "prepared>called mapped>called"),
    "acknowledge_call": (CALLED, "called met planned active", ""),
    "answer_call": (CALLED, "called met planned active", ""),
    "hold_meeting": ("primary_care", "called met planned active", "called>met"),
    "write_goals": ("primary_care", "met planned active", "met>planned"),
    "write_own_measures": (CALLED, "met planned active", ""),
    "decide_follow_up": ("primary_care", "planned active", "planned>active"),
    "close_plan": (
        "primary_care",
        f"noticed {PLAN}",
        " ".join(f"{state}>closed" for state in f"noticed {PLAN}".split()),
    ),
}
CELLS = [
    (track, state, role, action)
    for track, rows in (("spu", DISCHARGE_ROWS), ("sip", PLAN_ROWS))
    for state in SPU.tracks[track].states
    for role in SPU.roles
    for action in rows
]


def test_the_table_has_a_row_for_every_action():
    written = {**DISCHARGE_ROWS, **PLAN_ROWS}
    assert set(written) == set(SPU.actions)
    for code, (roles, states, _) in written.items():
        assert set(usual_roles(SPU, SPU.actions[code])) == set(roles.split())
        assert set(SPU.actions[code].from_states) == set(states.split())


def body_of(case, action):
    if action == "send_call":
        return {**BODIES[action], "day": 80}
    return BODIES.get(action, {})


@pytest.mark.parametrize(("track", "state", "role", "action"), CELLS)
def test_what_the_table_lists_is_allowed_and_all_else_is_refused_with_a_source(
    track, state, role, action
):
    case = in_state(state) if track == "spu" else with_plan(state)
    roles, states, moves = {**DISCHARGE_ROWS, **PLAN_ROWS}[action]
    who = SEATS[role]
    offer = next(
        one
        for one in offers(case, role=role, flow=SPU, profile=NEUTRAL, actor=who)
        if one.action == action
    )
    if role in roles.split() and state in states.split():
        assert offer.enabled, offer.reasons
        after = do(case, who, action, body_of(case, action))
        target = dict(move.split(">") for move in moves.split()).get(state, state)
        assert state_in(after, SPU, track) == target
        other = "sip" if track == "spu" else "spu"
        assert state_in(after, SPU, other) == state_in(case, SPU, other)
        assert after.log[len(case.log)].actor == who
        return
    assert not offer.enabled
    assert all(reason.text and reason.source for reason in offer.reasons)
    assert offer.reasons[0].rule_id.startswith(f"{track}.{action}.")
    with pytest.raises(Refused) as refusal:
        do(case, who, action, body_of(case, action))
    assert refusal.value.reasons == offer.reasons


def test_a_refusal_speaks_of_the_track_it_is_about():
    with pytest.raises(Refused) as refusal:
        do(in_state("planning"), "health-centre", "write_goals")
    assert refusal.value.reasons[0].text == (
        "Det här går att göra när SIP har kommit till: Möte hållet. "
        "Nu är läget: Behov uppmärksammat."
    )
    with pytest.raises(Refused) as refusal:
        do(start(), "ward-4", "notify_ready")
    assert "Inskrivningsmeddelande skickat. Nu är det: Inte inskriven." in str(refusal.value)


def test_the_case_and_the_plan_end_each_on_its_own():
    case = do(with_plan("closed"), "ward-4", "notify_ready")
    with pytest.raises(Refused, match="Planen är avslutad"):
        do(case, "health-centre", "write_goals")
    ended = do(do(case, "ward-4", "discharge"), "health-centre", "close_case")
    with pytest.raises(Refused, match="Ärendet är avslutat"):
        do(ended, "ward-4", "send_message")
    going_on = do(do(with_plan("active"), "ward-4", "notify_ready"), "ward-4", "discharge")
    going_on = do(going_on, "health-centre", "close_case")
    assert do(going_on, "health-centre", "write_goals").facts["tracks"] == {"sip": "active"}


def test_the_log_holds_what_the_plan_was_and_became():
    case = do(in_state("planning"), "ward-4", "record_consent")
    assert case.log[-1].patch["facts.tracks"] == (None, {"sip": "prepared"})
    after = do(case, "health-centre", "write_mapping")
    assert after.log[-1].patch["facts.tracks"] == ({"sip": "prepared"}, {"sip": "mapped"})
    assert after.state == "planning"
