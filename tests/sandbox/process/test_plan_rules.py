"""The steps of a plan in a real system: levels, letters, own measures, handing over, ending."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sandbox.exercises.firing import fire
from sandbox.process import consent, members
from sandbox.process.completeness import completeness
from sandbox.process.deadlines import deadlines
from sandbox.process.documents import unread
from sandbox.process.effects_plan import move_plan
from sandbox.process.engine import Refused, offers, transition
from sandbox.process.guards_plan import measures_of
from sandbox.process.pages import page
from sandbox.process.reading import load_flow
from sandbox.process.state import Consent, day_of, latest
from sandbox.world.patches import undone
from tests.sandbox.exercises.plays import scenario_at
from tests.sandbox.process import discharge
from tests.sandbox.process.plans import (
    ADULT,
    BODIES,
    NEUTRAL,
    OVERLAY,
    RICH,
    SHOWN,
    SIP,
    do,
    in_state,
    may_read,
    rules,
    start,
    with_person,
)

SPU = load_flow("spu")
RICH_SPU = replace(RICH, overlays={"sip": OVERLAY})


def refused(*args, **changes):
    with pytest.raises(Refused) as refusal:
        do(*args, **changes)
    reason = refusal.value.reasons[0]
    assert reason.text
    assert reason.source
    return reason.rule_id.removeprefix("sip.")


def test_a_new_profile_shows_the_whole_plan_without_any_code():
    assert not any(row.hidden for row in SHOWN.documents["goals"].fields)
    assert {"situation", "own_measures", "others"} <= {
        field.key for field in SHOWN.documents["goals"].fields
    }
    assert list(SHOWN.levels) == ["sip", "sip_plus", "sip_plus_plus"]


def test_the_page_of_the_flow_shows_the_rows_that_only_some_systems_have():
    text = page(SIP, NEUTRAL)
    section = text.split("### Lämna över samordningen")[1].split("###")[0]
    assert "| Var finns den? | I de system vars profil visar den |" in section
    assert "Var finns den?" not in text.split("### Spara kartläggningen")[1].split("###")[0]


def test_a_whole_plan_counts_what_the_person_and_others_do():
    measure = {"text": "Följer med", "responsible": "rehab", "name": "Kim", "phone": ""}
    for phone, met in (("070-174 06 05", True), ("", False)):
        case = do(in_state("met"), "home", "write_goals", measures=[{**measure, "phone": phone}])
        items = {item.rule: item.met for item in completeness(case, flow=SHOWN)}
        assert items["P11"] is met
        assert items["P10c"]


def test_anybody_may_note_a_need_and_a_no_is_written_down_too():
    for who in ("home", "rehab", "school", "mona"):
        assert do(start(), who, "note_need").state == "noticed"
    declined = do(start(), "rehab", "note_refusal")
    assert declined.facts["sip_answer"] == "no"
    assert declined.state == "noticed"
    assert refused(start(), "home", "note_refusal", what="refused") == (
        "note_refusal.refusal_has_reason"
    )
    said = do(start(), "home", "note_refusal", what="refused", reason="Planen finns redan.")
    assert "sip_answer" not in said.facts


@pytest.mark.parametrize("action", ["note_need", "write_basis", "write_mapping", "send_call"])
def test_a_second_plan_is_not_begun_where_the_profile_says_one_at_a_time(action):
    state = {"note_need": "noticed", "send_call": "mapped"}.get(action, "prepared")
    case = in_state(state)
    case = replace(case, facts={**case.facts, "elsewhere": {"active_sip": "2026-7"}})
    with pytest.raises(Refused, match=r"Anslut er till den, följ upp den, eller avsluta den"):
        do(case, "home", action)
    many = replace(RICH, name="many", overlays={"sip": {**OVERLAY, "unique_active_sip": False}})
    found = offers(case, role="coordinator", flow=SIP, profile=many, actor="home")
    assert next(offer for offer in found if offer.action == action).enabled
    running = in_state("active")
    going_on = replace(running, facts={**running.facts, "elsewhere": {"active_sip": "2026-7"}})
    assert do(going_on, "home", "write_mapping").state == "active"


DIGITAL = {
    "noticed": ("note_need",),
    "mapped": ("write_basis", "write_mapping", "send_call", "hand_over"),
    "called": ("hold_meeting",),
    "active": ("write_goals", "decide_follow_up", "write_evaluation"),
}


@pytest.mark.parametrize("state", DIGITAL)
def test_with_a_protected_identity_nothing_is_written_but_the_end(state):
    case = with_person(in_state(state), protected=True)
    for action in DIGITAL[state]:
        assert refused(case, "home", action) == f"{action}.identity_not_protected"
    assert refused(case, "home", "close_plan") == "close_plan.closing_reason_fits"
    closed = do(case, "home", "close_plan", reason="protected_identity", note="Ny adress.")
    assert closed.state == "closed"
    if state == "active":
        assert may_read(closed, "closing", "rehab")
        assert consent.body_for(closed, "rehab", latest(closed, "closing")) == {
            "recipients": ["rehab"]  # that it has come, and nothing of why
        }


def test_the_school_and_one_principal_is_told_not_to_be_a_plan_by_law_and_may_meet_anyway():
    case = do(
        do(start(), "home", "record_consent", receivers=["rehab", "school"]),
        "home",
        "write_mapping",
    )
    alone = do(case, "home", "send_call", recipients=["school"])
    assert rules(alone)[-1] == "not_statutory"
    both = do(case, "home", "send_call", recipients=["school", "rehab"])
    assert "not_statutory" not in rules(both)
    without = do(case, "home", "send_call", recipients=["rehab"])
    assert "not_statutory" not in rules(without)


def test_who_is_outside_the_system_gets_a_letter_and_the_profile_says_who_that_is():
    everybody = ["rehab", "clinic", "office", "school", "mother"]
    case = do(start(), "home", "record_consent", receivers=everybody)
    case = do(case, "home", "write_mapping")
    call = latest(do(case, "home", "send_call", recipients=everybody), "call")
    assert call.body["by_letter"] == ["mona", "school", "office", "mother"]
    fields = {
        **OVERLAY["fields"],
        "call.by_letter": {"hidden": False, "choices": {"external": "x"}},
    }
    inside = replace(RICH, name="school", overlays={"sip": {**OVERLAY, "fields": fields}})
    sent = transition(
        case,
        action="send_call",
        role="coordinator",
        actor_kind="human",
        body={**BODIES["send_call"], "recipients": everybody, "by_letter": ["rehab"]},
        flow=SIP,
        profile=inside,
        actor="home",
    )
    assert latest(sent, "call").body["by_letter"] == ["mona", "office"]


@pytest.mark.parametrize(
    ("level", "day", "late"),
    [
        ("", 300, False),
        ("sip", 190, False),
        ("sip", 220, True),
        ("sip_plus", 50, False),
        ("sip_plus", 60, True),
        ("sip_plus_plus", 36, False),
        ("sip_plus_plus", 38, True),
    ],
)
def test_the_level_says_when_the_plan_is_to_be_followed_up(level, day, late):
    case = do(in_state("planned"), "home", "decide_follow_up", level=level, day=day)
    assert case.facts.get("level", "") == level
    assert ("follow_up_late" in rules(case)) is late


def test_somebody_outside_the_plan_leads_the_meeting_from_the_second_level():
    case = do(in_state("called"), "home", "write_basis", level="sip_plus")
    assert refused(case, "home", "hold_meeting", leader="") == "hold_meeting.leader_at_level"
    assert do(case, "home", "hold_meeting").state == "met"
    plain = do(in_state("called"), "home", "write_basis", level="sip")
    assert do(plain, "home", "hold_meeting", leader="").state == "met"


def test_an_absence_has_a_reason_and_a_new_way():
    absent = {"party": "clinic", "reason": "Sjuk", "new_way": ""}
    case = do(in_state("called"), "home", "hold_meeting", absent=[absent])
    assert case.log[-1].code == "absence_unexplained"
    assert case.log[-1].data == {"parties": ["clinic"]}
    told = {**absent, "new_way": "Ringer på torsdag"}
    case = do(in_state("called"), "home", "hold_meeting", absent=[told])
    assert "absence_unexplained" not in rules(case)


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        ({"answer": "sends"}, "answer_call.sent_is_named"),
        ({"answer": "sends", "role": "stödassistent"}, ""),
        ({"answer": "declines"}, "answer_call.no_says_why"),
        ({"answer": "declines", "reason": "Vi känner inte Mona."}, ""),
    ],
)
def test_an_answer_says_whom_one_sends_and_why_one_does_not_come(body, rule):
    case = in_state("called")
    if rule:
        assert refused(case, "rehab", "answer_call", who="", **body) == rule
        return
    answered = do(case, "rehab", "answer_call", body)
    assert latest(answered, "call_answer").body["recipients"] == ["home"]
    assert [one.kind for one in unread(answered, flow=SHOWN, party="home")] == ["call_answer"]


def test_outside_hospital_a_party_is_added_and_a_deviation_gets_its_answer():
    case = do(start(), "home", "add_party")
    assert "school" in members.parts(case, flow=SHOWN)
    assert "consent_to_widen" in rules(case)
    assert refused(case, "home", "add_party") == "add_party.party_is_new"
    called = in_state("called")
    sent = do(called, "rehab", "report_deviation")
    assert may_read(sent, "deviation", "clinic")
    assert not may_read(sent, "deviation", "home")
    assert not may_read(sent, "deviation", "mona")
    assert refused(sent, "home", "answer_deviation") == "answer_deviation.deviation_received"
    answered = do(sent, "clinic", "answer_deviation", recipients=["rehab"])
    assert may_read(answered, "deviation_answer", "rehab")
    told = do(answered, "clinic", "send_message", recipients=["school"])
    assert rules(told)[-1] == "consent_exceeded"


def test_whoever_was_called_is_noted_as_there_or_absent():
    case = do(in_state("called"), "home", "hold_meeting", attended=["mona", "rehab"])
    noted = next(line for line in case.log if line.code == "called_not_noted")
    assert noted.data == {"parties": ["clinic", "office"]}
    absent = [{"party": one, "reason": "Sjuk", "new_way": "Ringer"} for one in ("clinic", "office")]
    case = do(in_state("called"), "home", "hold_meeting", attended=["rehab"], absent=absent)
    assert "called_not_noted" not in rules(case)


def test_each_unit_writes_its_own_part_and_never_replaces_anothers():
    case = do(in_state("met"), "rehab", "write_own_measures")
    case = do(case, "clinic", "write_own_measures", measures=[{"text": "Samtal"}])
    case = do(case, "rehab", "write_own_measures", measures=[{"text": "Tränar mer"}])
    case = do(case, "home", "write_goals")
    standing = {
        one.author: one.body["measures"][0]["text"]
        for one in case.documents
        if one.kind == "contribution" and one.status == "sent"
    }
    assert standing == {"rehab": "Tränar mer", "clinic": "Samtal"}
    assert latest(case, "goals").body["own_measures"][0]["text"] == "Jag ringer kören"


def test_a_profile_can_say_that_nobody_writes_the_measures_of_another():
    guards = {"write_goals": {"guards": ["measures_are_own"], "source": ["praxis-mal"]}}
    strict = replace(RICH, name="strict", overlays={"sip": {**OVERLAY, "guards": guards}})
    for responsible, held in (("rehab", False), ("home", True), ("mona", True)):
        body = {"measures": [{"text": "x", "responsible": responsible}]}
        given = {
            "action": "write_goals",
            "role": "coordinator",
            "actor_kind": "human",
            "body": body,
            "flow": SIP,
            "profile": strict,
            "actor": "home",
        }
        if held:
            assert transition(in_state("met"), **given).state == "planned"
            continue
        with pytest.raises(Refused, match="sina egna insatser"):
            transition(in_state("met"), **given)


def test_each_unit_follows_up_its_own_measures_and_the_coordinator_the_persons():
    case = do(in_state("active"), "rehab", "write_own_measures")
    assert measures_of(case, "rehab") == {"Tränar"}
    assert measures_of(case, "home") == {"Följer med", "Jag ringer kören", "Utreder"}
    followed = do(case, "rehab", "follow_up_measures")
    own = [{"what": "Jag ringer kören", "outcome": "done"}]
    followed = do(followed, "home", "follow_up_measures", measures=own)
    standing = [one.author for one in followed.documents if one.kind == "measure_follow_up"]
    assert standing == ["rehab", "home"]
    assert refused(case, "clinic", "follow_up_measures") == (
        "follow_up_measures.follows_own_measures"
    )
    assert may_read(followed, "measure_follow_up", "clinic", author="rehab")


def test_the_day_of_documentation_is_kept_when_everybody_has_written():
    def waits(case):
        return [
            one for one in deadlines(case, flow=SIP, profile=RICH) if one.key == "documentation"
        ]

    case = do(in_state("planned"), "home", "decide_follow_up", documentation_day=20)
    assert [one.done_at for one in waits(case)] == [None]  # rehab was there and has not written
    late = replace(case, now=30 * 1440)
    assert [one.passed for one in waits(late)] == [True]
    whole = do(case, "rehab", "write_own_measures")
    assert [(one.done_at, one.passed) for one in waits(replace(whole, now=30 * 1440))] == [
        (whole.now, False)
    ]
    named = [{"party": "home", "what": "Planen"}]
    alone = do(case, "home", "decide_follow_up", documentation_day=20, documentation=named)
    assert [one.done_at for one in waits(alone)] == [alone.now]


def test_who_is_needed_beyond_the_consent_is_told_when_the_basis_is_written():
    case = do(in_state("called"), "home", "write_basis", units=["rehab", "school"])
    assert case.log[-1].code == "basis_beyond_consent"
    assert case.log[-1].data == {"parties": ["school"]}


def test_an_evaluation_and_a_long_time_never_end_a_plan_by_themselves():
    case = do(in_state("active"), "home", "write_evaluation", next="close", main_goal="yes")
    assert case.state == "active"
    assert do(replace(case, now=case.now + 999 * 1440), "home", "write_goals").state == "active"


def test_the_plan_is_handed_over_in_writing_and_moves_when_the_other_says_yes():
    case = do(do(in_state("active"), "clinic", "write_own_measures"), "home", "hand_over")
    assert case.facts["coordinator"] == "home"
    assert [one.kind for one in unread(case, flow=SHOWN, party="rehab")] == ["call", "hand_over"]
    assert may_read(case, "hand_over", "rehab")
    assert not may_read(case, "hand_over", "clinic")
    assert refused(case, "clinic", "answer_hand_over") == "answer_hand_over.handed_to_us"
    after = do(case, "rehab", "answer_hand_over")
    assert after.facts["coordinator"] == "rehab"
    assert after.facts["handed_to"] is None
    assert after.log[-1].patch["facts.coordinator"] == ("home", "rehab")
    assert latest(after, "hand_over").status == "acknowledged"
    assert do(after, "rehab", "write_goals").log[-1].actor == "rehab"
    assert refused(after, "home", "write_goals") == "write_goals.roles"
    # Who held it before goes on with its measures: the yes it asked for was to a plan it is in.
    assert may_read(after, "contribution", "home", author="clinic")
    assert may_read(do(after, "rehab", "close_plan"), "closing", "home")
    assert may_read(after, "mapping", "home")
    # A later yes, asked for by whoever holds the plan now, says by name who is in it.
    again = do(after, "rehab", "record_consent")
    assert not may_read(again, "contribution", "home", author="clinic")
    # Nor is it in what another unit may share, when the person has taken the whole of it back.
    gone = do(after, "clinic", "note_withdrawal", extent="whole")
    anew = Consent(
        "person",
        frozenset({"clinic"}),
        frozenset({"make_plan", "share_mapping", "share_goals"}),
        frozenset(),
        "oral",
        gone.now,
        asked_by="clinic",
    )
    shared = replace(gone, consents=(*gone.consents, anew))
    assert not may_read(shared, "contribution", "home", author="clinic")
    assert may_read(shared, "goals", "clinic")


@pytest.mark.parametrize("key", ["name", "phone"])
def test_a_yes_to_taking_over_says_whom_the_person_rings(key):
    case = do(in_state("active"), "home", "hand_over")
    rule = {"name": "taker_is_named", "phone": "taker_is_reached"}[key]
    assert refused(case, "rehab", "answer_hand_over", **{key: ""}) == f"answer_hand_over.{rule}"


def test_a_no_to_taking_over_leaves_the_plan_where_it_was():
    case = do(in_state("active"), "home", "hand_over")
    after = do(
        case, "rehab", "answer_hand_over", answer="no", name="", phone="", reason="Ingen tid."
    )
    assert after.facts["coordinator"] == "home"
    assert refused(after, "rehab", "answer_hand_over") == "answer_hand_over.handed_to_us"


@pytest.mark.parametrize(
    ("to", "rule"),
    [("school", "field"), ("office", "field"), ("home", "another"), ("clinic", "")],
)
def test_only_a_unit_of_care_inside_the_consent_can_take_over(to, rule):
    case = in_state("active")
    if rule:
        words = {"field": "Välj ett av alternativen", "another": "Ni samordnar redan"}[rule]
        with pytest.raises(Refused, match=words):
            do(case, "home", "hand_over", to=to)
        return
    assert do(case, "home", "hand_over", to=to).facts["handed_to"] == to
    less = do(case, "home", "note_withdrawal", receivers=["clinic"])
    assert refused(less, "home", "hand_over", to=to) == "hand_over.successor_covered"


def test_a_yes_is_given_at_once_and_the_plan_moves_the_day_that_is_written():
    asked = do(in_state("active"), "home", "hand_over", from_day=40)
    said = do(asked, "rehab", "answer_hand_over")
    assert said.facts["coordinator"] == "home"
    assert [(one.kind, one.due) for one in said.timers] == [("handover", 40 * 1440)]
    assert move_plan(said) == (said, {})
    there = replace(said, now=40 * 1440)
    moved, patch = move_plan(there)
    assert moved.facts["coordinator"] == "rehab"
    assert patch["facts.coordinator"] == ("home", "rehab")
    # Somebody else is asked meanwhile, or the person no longer lets the unit know: nothing moves.
    again = do(said, "home", "hand_over", to="clinic", from_day=50)
    assert move_plan(replace(again, now=60 * 1440))[0].facts["coordinator"] == "home"
    less = replace(do(said, "home", "note_withdrawal", receivers=["rehab"]), now=60 * 1440)
    kept = fire(less, said.timers[0], scenario=scenario_at())
    assert kept.facts["coordinator"] == "home"
    assert kept.log[-1].code == "coordinator_stays"
    assert undone(kept, kept.log[-1]).facts == less.facts


def test_after_a_discharge_the_plan_can_be_handed_to_the_municipality():
    case = discharge.with_plan("active")
    home = {**case.facts, "person": ADULT, "discharged_at": case.now}
    case = replace(case, state="discharged", facts=home)

    def act(case, who, action, **changes):
        return transition(
            case,
            action=action,
            role=discharge.ROLES[who],
            actor_kind="human",
            body={**BODIES.get(action, {}), **changes},
            flow=SPU,
            profile=RICH_SPU,
            actor=who,
        )

    today = day_of(case.now)
    asked = act(case, "health-centre", "hand_over", to="home-care", from_day=today)
    moved = act(asked, "home-care", "answer_hand_over")
    assert moved.facts["coordinator"] == "home-care"
    assert moved.facts["contact_party"] == "health-centre"
    assert act(moved, "home-care", "write_evaluation").log[-1].actor == "home-care"
    called = act(moved, "home-care", "send_call", recipients=["health-centre"], day=80)
    assert called.log[-1].code == "send_call"
    with pytest.raises(Refused, match="den som samordnar planen som utvärderar"):
        act(moved, "health-centre", "write_evaluation")


def test_a_mapping_and_the_measures_of_a_unit_say_something():
    agreed, met = in_state("prepared"), in_state("met")
    for empty in ([], [{"heading": "fritid", "text": ""}]):
        rule = refused(agreed, "home", "write_mapping", areas=empty)
        assert rule == "write_mapping.mapping_says_something"
    rule = refused(met, "rehab", "write_own_measures", measures=[])
    assert rule == "write_own_measures.measures_say_something"
    # A unit that does nothing more takes away what it has written.
    written = do(met, "rehab", "write_own_measures")
    assert latest(do(written, "rehab", "write_own_measures", measures=[]), "contribution")


@pytest.mark.parametrize(
    ("state", "action"),
    [
        ("noticed", "note_need"),
        ("noticed", "record_consent"),
        ("planned", "note_withdrawal"),
    ],
)
def test_what_has_been_said_was_said_today_or_before(state, action):
    case = in_state(state)
    today = case.now // 1440
    assert refused(case, "home", action, day=today + 1).startswith("field.")
    assert do(case, "home", action, day=today).log[-1].code == action


def test_the_day_to_ask_again_has_not_been():
    case = replace(in_state("noticed"), now=5 * 1440)
    assert refused(case, "home", "note_refusal", ask_again_day=4) == "field.refusal.ask_again_day"
    assert do(case, "home", "note_refusal", ask_again_day=5).facts["sip_answer"] == "no"
