"""What a refusal says, what a move leaves behind, and each guard in its own words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sandbox.process.engine import Refused, noted, refusal_event
from sandbox.process.guards import GUARDS
from sandbox.process.state import latest
from tests.sandbox.process.cases import BODIES, SIP, do, in_state, start, with_day


def test_only_the_coordinator_may_write_the_mapping():
    assert SIP.actions["write_mapping"].roles == ("coordinator",)
    for role in ("unit", "person", "reader"):
        with pytest.raises(Refused) as refusal:
            do(in_state("prepared"), "write_mapping", role=role, actor="rehab")
        reason = refusal.value.reasons[0]
        assert "Bara samordningsansvarig skriver i kartläggningen" in reason.text
        assert reason.rule_id == "sip.write_mapping.roles"
        assert "Samverkanspraxis" in reason.source
        assert "Exempel från Örebro län" in reason.source


def test_a_refusal_says_which_state_is_needed_and_which_it_is():
    with pytest.raises(Refused) as refusal:
        do(start(), "write_goals")
    assert refusal.value.reasons[0].text == (
        "Det här går att göra när ärendet är: Möte hållet. Nu är det: Behov uppmärksammat."
    )


def test_a_closed_plan_can_only_be_read():
    with pytest.raises(Refused) as refusal:
        do(in_state("closed"), "write_mapping")
    assert refusal.value.reasons[0].text == "Planen är avslutad och går bara att läsa."


def test_an_action_that_does_not_exist_is_refused():
    with pytest.raises(Refused):
        do(start(), "fly_away", {})


def test_a_refused_attempt_becomes_a_line_in_the_log():
    case = in_state("prepared")
    with pytest.raises(Refused) as refusal:
        do(case, "write_mapping", role="person")
    event = refusal_event(
        case,
        action="write_mapping",
        role="person",
        actor_kind="human",
        reasons=refusal.value.reasons,
    )
    after = noted(case, event)
    assert after.log[-1].code == "refused"
    assert after.log[-1].seq == len(after.log)
    assert after.log[-1].data == {
        "action": "write_mapping",
        "rules": ["sip.write_mapping.roles"],
    }
    assert after.state == case.state


def test_doing_it_again_makes_a_new_version_and_keeps_the_old_one():
    case = in_state("called")
    again = do(case, "send_call", with_day(BODIES["send_call"], 12))
    calls = [document for document in again.documents if document.kind == "call"]
    assert [(one.version, one.status, one.body["day"]) for one in calls] == [
        (1, "withdrawn", 8),
        (2, "sent", 12),
    ]
    assert latest(again, "call") == calls[-1]
    assert again.state == "called"
    assert [line.code for line in again.log].count("send_call") == 2


def test_the_log_holds_what_was_and_what_became():
    case = do(in_state("mapped"), "send_call")
    line = case.log[-1]
    assert line.patch["state"] == ("mapped", "called")
    assert line.patch["facts.meeting_at"] == (None, 8 * 1440 + 600)
    assert line.patch[f"document.{line.document}.status"] == (None, "sent")


def test_a_call_beyond_the_consent_is_sent_but_leaves_an_event():
    case = in_state("mapped")
    body = {**BODIES["send_call"], "recipients": ["rehab", "job"]}
    after = do(case, "send_call", body)
    assert [line.code for line in after.log[-2:]] == ["send_call", "consent_exceeded"]
    assert after.log[-1].data == {"parties": ["job"]}
    assert after.log[-1].seq == len(after.log)


def test_the_meeting_waits_for_its_hour():
    case = do(in_state("mapped"), "send_call")
    with pytest.raises(Refused) as refusal:
        do(case, "hold_meeting")
    assert "Flytta fram klockan" in refusal.value.reasons[0].text
    assert do(replace(case, now=case.facts["meeting_at"]), "hold_meeting").state == "met"


def test_a_meeting_cannot_be_called_to_a_time_that_has_passed():
    with pytest.raises(Refused) as refusal:
        do(in_state("met"), "send_call")
    assert "framåt i tiden" in refusal.value.reasons[0].text


def test_a_unit_that_was_not_called_has_nothing_to_acknowledge():
    with pytest.raises(Refused) as refusal:
        do(in_state("called"), "acknowledge_call", {}, role="unit", actor="job")
    assert refusal.value.reasons[0].rule_id == "sip.acknowledge_call.addressed"
    after = do(in_state("called"), "acknowledge_call", {}, role="unit", actor="rehab")
    assert latest(after, "call").status == "acknowledged"
    assert after.facts["acknowledged"] == ["rehab"]


def test_any_unit_in_health_or_social_care_may_coordinate_but_nobody_else():
    for chosen in ("home", "rehab"):
        body = {**BODIES["decide_follow_up"], "coordinator": chosen}
        assert do(in_state("planned"), "decide_follow_up", body).state == "active"
    body = {**BODIES["decide_follow_up"], "coordinator": "job"}
    with pytest.raises(Refused) as refusal:
        do(in_state("planned"), "decide_follow_up", body)
    assert refusal.value.reasons[0].field == "follow_up.coordinator"


CALL = BODIES["send_call"]
GUARDED = [
    ("noticed", "record_consent", {"receivers": []}, "write_mapping", None, "", "consent_given"),
    ("prepared", "withdraw_consent", {}, "withdraw_consent", {}, "", "consent_in_force"),
    ("met", None, None, "send_call", CALL, "", "meeting_day_ahead"),
    ("mapped", "send_call", CALL, "hold_meeting", None, "", "meeting_time_reached"),
    ("called", None, None, "acknowledge_call", {}, "job", "addressed"),
    ("met", None, None, "write_own_measures", None, "job", "consent_covers_unit"),
    (
        "planned",
        None,
        None,
        "decide_follow_up",
        {"coordinator": "job"},
        "",
        "coordinator_from_care",
    ),
]


@pytest.mark.parametrize(
    ("state", "first", "first_body", "action", "body", "actor", "rule"), GUARDED
)
def test_each_guard_refuses_with_its_own_words_and_source(
    state, first, first_body, action, body, actor, rule
):
    case = in_state(state)
    if first:
        case = do(case, first, first_body)
    if rule == "coordinator_from_care":
        parties = {**case.facts["parties"]}
        parties["job"] = {**parties["job"], "uses": ["coordinator"]}
        case = replace(case, facts={**case.facts, "parties": parties})
    with pytest.raises(Refused) as refusal:
        do(case, action, body, role="unit" if actor else "coordinator", actor=actor)
    reason = refusal.value.reasons[0]
    assert reason.rule_id == f"sip.{action}.{rule}"
    assert reason.text == GUARDS[rule].text
    assert reason.source
    assert reason.field == GUARDS[rule].field
    assert not reason.only_a_field


def test_a_guard_that_warns_lets_the_act_happen():
    assert "recipients_covered" in SIP.actions["send_call"].warns
    body = {**CALL, "recipients": ["job"], "questions": {"job": "Vad?"}}
    assert do(in_state("mapped"), "send_call", body).state == "called"
