"""Who may do what in a discharge, and when: one hand-written row for each transition, walked whole."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import pytest

from sandbox.process.engine import Refused, offers
from sandbox.process.overlay import under
from sandbox.process.reading import load_profile, profile_names
from sandbox.process.tracks import state_in, usual_roles
from tests.sandbox.process.discharge import (
    BODIES,
    SEATS,
    SHOWN,
    SPU,
    do,
    in_state,
    start,
    with_care_plan,
    with_plan,
)

OUTSIDE = "primary_care specialist municipality care_unit"  # those outside hospital
UNITS = f"ward {OUTSIDE}"
STAY = "notified planning ready"
INSIDE = f"requested admitted {STAY} discharged open_care"  # as long as the case goes on
OPEN = f"prepared {INSIDE}"


@dataclass(frozen=True)
class Row:
    """One transition: its number in the domain reference, and what is allowed."""

    id: str
    action: str
    roles: str
    states: str
    moves: str = ""
    guards: str = ""


def all_to(target: str, states: str) -> str:
    """Return the moves from every one of the states to one."""
    return " ".join(f"{state}>{target}" for state in states.split())


ROWS = (
    Row("T1", "save_prepared_request", OUTSIDE, "new prepared", "new>prepared",
        "request_consent no_address"),
    Row("T2", "send_care_request", OUTSIDE, "new prepared requested",
        "new>requested prepared>requested",
        "request_consent to_the_hospital named_units_only no_address"),
    Row("T3", "register_admission", "ward", "new prepared requested admitted",
        "new>admitted prepared>admitted requested>admitted",
        "admitting_ward assessor_is_named first_day_ahead "
        "payer_is_municipality"),
    Row("T4", "assess_later", "ward", "admitted notified planning", "",
        "admitting_ward assessor_is_named payer_is_municipality"),
    Row("T5", "send_admission_notice", "ward", f"admitted {STAY}", "admitted>notified",
        "admitting_ward admission_needs_notice named_units_only no_address"),
    Row("T6", "acknowledge", UNITS, f"new {OPEN} closed interrupted cancelled", "",
        "document_addressed"),
    Row("T7", "refuse_notice", "municipality", STAY, "",
        "part_of_the_case turned_down_says_why"),
    Row("T8", "appoint_contact", "primary_care specialist", f"{STAY} open_care", "",
        "part_of_the_case"),
    Row("T9", "write_planning", UNITS, f"{STAY} open_care", "notified>planning",
        "part_of_the_case"),
    Row("T10", "change_date", "ward", "notified planning", "",
        "admitting_ward named_units_only"),
    Row("T11", "offer_sip", "primary_care specialist", f"{STAY} discharged open_care", "",
        "part_of_the_case sip_not_care_plan"),
    Row("T12", "notify_ready", "ward", "notified planning", "notified>ready planning>ready",

        "admitting_ward readdressed named_units_only"),
    Row("T13", "withdraw_ready", "ward", "ready", "ready>planning", "admitting_ward"),
    Row("T16", "send_information", "ward", "planning ready discharged", "",
        "admitting_ward named_units_only"),
    Row("T17", "discharge", "ward", "planning ready", "planning>discharged ready>discharged",
        "admitting_ward ready_first contact_appointed has_gone_home was_on_the_ward"),
    Row("T18", "interrupt", UNITS, OPEN, all_to("interrupted", OPEN), "owns_or_ward"),
    Row("T19", "close_case", UNITS, "discharged open_care", "discharged>closed open_care>closed",
        "owns_case everything_acknowledged sip_settled"),
    Row("T20", "reopen_case", UNITS, "closed interrupted", "closed>discharged interrupted>planning",
        "owns_or_ward reopened_in_time"),
    Row("T21", "withdraw_document", UNITS, INSIDE, "", "own_message nothing_follows"),
    Row("T23", "add_party", UNITS, INSIDE, "", "inside_the_case party_is_new named_party"),
    Row("T23", "replace_party", UNITS, INSIDE, "",
        "inside_the_case party_is_new replaced_is_part named_party"),
    Row("MVO", "send_care_message", "ward specialist", f"new {OPEN}", "", "named_units_only"),
    Row("ADM", "send_message", f"{UNITS} person", INSIDE, "",
        "may_forward forward_stays_inside named_units_only"),
    Row("CHK", "tick_checklist", "ward", STAY, "", "admitting_ward"),
    Row("open care", "open_in_open_care", OUTSIDE, "new prepared requested",
        all_to("open_care", "new prepared requested"), "request_consent named_units_only"),
    Row("cancelled", "cancel_case", UNITS, "prepared requested admitted open_care",
        all_to("cancelled", "prepared requested admitted open_care"), "owns_case"),
)  # fmt: skip
PLAN = "prepared mapped called met planned active"
SIP_ROWS = (
    Row("T14", "send_call", "primary_care", PLAN, "prepared>called mapped>called",
        "consent_given sip_not_care_plan identity_not_protected one_plan_at_a_time is_contact "
        "meeting_day_ahead"),
    Row("T15", "answer_call", "ward specialist municipality care_unit", "called met planned active",
        "", "addressed sent_is_named no_says_why"),
    Row("T24", "withdraw_consent", f"{UNITS} person", f"noticed {PLAN}", "", "consent_in_force"),
)  # fmt: skip
ALIVE = "drafted applied in_force"
CARE_PLAN_ROWS = (
    Row("T22", "write_care_plan", "ward", "not_begun drafted in_force", "not_begun>drafted",
        "compulsory_care named_units_only"),
    Row("T22", "write_own_plan_part", UNITS, "drafted in_force", "", "part_of_the_plan"),
    Row("T22", "adjust_plan", UNITS, "drafted in_force", "", "part_of_the_plan own_part_written"),
    Row("T22", "notify_application", "ward", "drafted in_force", "drafted>applied in_force>applied",
        "adjusted_by_all followed_up_first"),
    Row("T22", "notify_decision", "ward", "applied", "applied>in_force", "named_units_only"),
    Row("T22", "notify_refusal", "ward", "applied", "applied>drafted", "named_units_only"),
    Row("T22", "follow_up_care_plan", UNITS, "in_force", "", "part_of_the_plan"),
    Row("T22", "return_to_ward", "ward", "in_force", "in_force>drafted", "named_units_only"),
    Row("T22", "end_care_plan", "ward", ALIVE, all_to("ended", ALIVE)),
)  # fmt: skip
TRACKS = {
    "spu": (ROWS, in_state),
    "sip": (SIP_ROWS, with_plan),
    "vardplan": (CARE_PLAN_ROWS, with_care_plan),
}
EVERY = [(track, row) for track, (rows, _) in TRACKS.items() for row in rows]


@cache
def offered(track, state, role, profile="neutral"):
    """What a role is offered where the track has come to the state, by action."""
    found = offers(
        TRACKS[track][1](state),
        role=role,
        flow=SPU,
        profile=load_profile(profile),
        actor=SEATS[role],
    )
    return {offer.action: offer for offer in found}


def body_of(case, action, who):
    if action == "send_call":
        return {**BODIES[action], "day": 80}
    if action == "withdraw_document":
        mine = [
            one.number
            for one in case.documents
            if one.author == who and one.kind in ("message", "care_request", "admission_notice")
        ]
        return {**BODIES[action], "document": mine[-1] if mine else 999}
    return BODIES.get(action, {})


def test_every_transition_has_its_row_and_every_row_of_the_discharge_is_in_the_table():
    known = {f"T{number}" for number in range(1, 25)}
    assert known <= {row.id for _, row in EVERY}
    for track in ("spu", "vardplan"):
        own = {code for code, action in SHOWN.actions.items() if action.track == track}
        assert {row.action for row in TRACKS[track][0]} == own
    for _, row in EVERY:
        action = SHOWN.actions[row.action]
        assert set(usual_roles(SHOWN, action)) == set(row.roles.split()), row.action
        assert set(action.from_states) == set(row.states.split()), row.action
        assert set(action.guards) == set(row.guards.split()), row.action
        assert action.moves == dict(move.split(">") for move in row.moves.split()), row.action


@pytest.mark.parametrize(("track", "row"), EVERY, ids=[row.action for _, row in EVERY])
def test_what_the_row_lists_is_allowed_and_all_else_is_refused_with_a_source(track, row):
    done = 0
    for state in SPU.tracks[track].states:
        for role in SPU.roles:
            offer = offered(track, state, role)[row.action]
            if role not in row.roles.split() or state not in row.states.split():
                assert not offer.enabled, (state, role)
                assert offer.reasons[0].rule_id.rpartition(".")[2] in ("roles", "from")
            assert all(reason.text and reason.source for reason in offer.reasons)
            for reason in offer.reasons:
                assert reason.rule_id.startswith(f"{track}.{row.action}.")
            named = {reason.rule_id.rpartition(".")[2] for reason in offer.reasons}
            assert named <= {"roles", "from", "guests", *row.guards.split()}, (state, role)
            done += tried(track, row, state, role, offer)
    assert done, "nobody could ever do it"


def tried(track, row, state, role, offer):
    """Do it, or be refused for the very reasons that were offered; return whether it was done."""
    case, who = TRACKS[track][1](state), SEATS[role]
    after, reasons = attempted(case, who, row.action)
    if after is None:
        named = {reason.rule_id.rpartition(".")[2] for reason in reasons}
        # Where it was offered only what is written can be wrong, and a guard of the row says so.
        assert named <= set(row.guards.split()) if offer.enabled else reasons == offer.reasons
        return False
    assert offer.enabled
    moves = dict(move.split(">") for move in row.moves.split())
    if row.action not in ("withdraw_document", "reopen_case"):
        assert state_in(after, SPU, track) == moves.get(state, state)
    line = after.log[len(case.log)]
    assert (line.code, line.actor) == (row.action, who)
    return True


def attempted(case, who, action):
    """Return the case afterwards, or None and the reasons."""
    try:
        return do(case, who, action, body_of(case, action, who)), ()
    except Refused as refusal:
        return None, refusal.reasons


@pytest.mark.parametrize("profile", profile_names())
def test_in_every_profile_what_its_rows_do_not_list_is_refused_with_a_source(profile):
    shown = under(SPU, load_profile(profile))
    for track in TRACKS:
        for state in SPU.tracks[track].states:
            for role in SPU.roles:
                for code, offer in offered(track, state, role, profile).items():
                    row = shown.actions[code]
                    if row.track != track:
                        continue
                    listed = role in usual_roles(shown, row) and state in row.from_states
                    assert listed or not offer.enabled, (code, state, role)
                    assert offer.enabled or all(one.text and one.source for one in offer.reasons)


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
    holder = going_on.facts["coordinator"]
    assert do(going_on, holder, "write_goals").facts["tracks"] == {"sip": "active"}


def test_the_log_holds_what_the_plan_was_and_became():
    case = do(in_state("planning"), "ward-4", "record_consent")
    assert case.log[-1].patch["facts.tracks"] == (None, {"sip": "prepared"})
    after = do(case, "health-centre", "write_mapping")
    assert after.log[-1].patch["facts.tracks"] == ({"sip": "prepared"}, {"sip": "mapped"})
    assert after.state == "planning"
