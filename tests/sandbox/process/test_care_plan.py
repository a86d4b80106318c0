"""The coordinated care plan: from compulsory care on a ward to compulsory care outside it (T22)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.template.loader import get_template

from sandbox.process import consent
from sandbox.process.advising import load_advice
from sandbox.process.deadlines import planned_by
from sandbox.process.engine import Refused
from sandbox.process.overlay import under
from sandbox.process.reading import load_flow
from sandbox.process.state import latest
from sandbox.process.tracks import role_on, state_in
from tests.sandbox.process.discharge import (
    IN_PLAN,
    NEUTRAL,
    ROLES,
    SPU,
    at,
    compulsory,
    do,
    in_state,
    start,
    with_care_plan,
)

ADMISSION = replace(
    NEUTRAL, name="law", overlays={"spu": {"fields": {"admission.law": {"hidden": False}}}}
)


def refused(case, who, action, **changes):
    with pytest.raises(Refused) as refusal:
        do(case, who, action, **changes)
    return refusal.value.reasons[0]


def stands(case):
    return state_in(case, SPU, "vardplan")


def drafted():
    """A plan that nobody has written a part of or adjusted."""
    return do(compulsory(), "ward-4", "write_care_plan")


def adjusted(case, *units):
    for who in IN_PLAN:
        case = do(case, who, "write_own_plan_part")
    for who in units:
        case = do(case, who, "adjust_plan")
    return case


@pytest.mark.parametrize("law", ["lpt", "lrv"])
def test_u13_compulsory_care_is_noted_at_admission_and_closes_the_way_to_a_sip(law):
    case = do(start(), "ward-4", "register_admission", law=law, profile=ADMISSION)
    assert case.facts["compulsory"] == law
    started, _ = planned_by(under(SPU, ADMISSION), case, case.log[-1])
    waiting = {one.ref: one.due for one in started}
    four_weeks = {"deadline:care_application": at(29, "23.59")} if law == "lpt" else {}
    assert waiting == {"deadline:admission_notice": case.now + 1440, **four_weeks}
    case = do(case, "ward-4", "send_admission_notice")
    reason = refused(case, "health-centre", "offer_sip")
    assert reason.rule_id == "spu.offer_sip.sip_not_care_plan"
    assert "samordnad vårdplan" in reason.text
    assert "4\u00a0kap." in reason.source
    called = do(do(case, "ward-4", "record_consent"), "health-centre", "appoint_contact")
    assert (
        refused(called, "health-centre", "send_call").rule_id == "sip.send_call.sip_not_care_plan"
    )
    freed = do(case, "ward-4", "assess_later", law="none", profile=ADMISSION)
    assert do(freed, "health-centre", "offer_sip").facts["sip_answer"] == "yes"


def test_without_compulsion_there_is_no_care_plan():
    reason = refused(in_state("planning"), "ward-4", "write_care_plan")
    assert reason.rule_id == "vardplan.write_care_plan.compulsory_care"
    assert "SIP" in reason.text


def test_only_the_chief_writes_the_plan_whoever_coordinates():
    assert "chefsöverläkaren" in refused(compulsory(), "health-centre", "write_care_plan").text
    case = compulsory()
    assert case.facts["coordinator"] == "health-centre"
    assert role_on(case, SPU, "vardplan", role="primary_care", actor="health-centre") == "unit"
    assert role_on(case, SPU, "vardplan", role="ward", actor="ward-4") == "chief"


@pytest.mark.parametrize("field", ["needs_region", "goals", "attitude", "kind", "recipients"])
def test_the_plan_holds_what_the_law_asks_for(field):
    reason = refused(compulsory(), "ward-4", "write_care_plan", **{field: ""})
    assert reason.field == f"care_plan.{field}"


def test_each_unit_writes_its_own_part_and_nobody_elses():
    case = do(drafted(), "assessment", "write_own_plan_part")
    case = do(case, "clinic", "write_own_plan_part", measures=[{"text": "Spruta var fjärde vecka"}])
    assert latest(case, "plan_part", "assessment").body["measures"][0]["text"] == "Boendestöd"
    assert latest(case, "plan_part", "clinic").author == "clinic"
    outside = refused(case, "home-help", "write_own_plan_part")
    assert outside.rule_id == "vardplan.write_own_plan_part.part_of_the_plan"


def test_the_plan_needs_no_consent_and_is_read_by_those_who_stand_in_it():
    case = drafted()
    plan = latest(case, "care_plan")
    assert consent.current(case) is None
    for who in IN_PLAN:
        assert consent.may_read(case, ROLES[who], plan, flow=SPU, party=who)
    assert not consent.may_read(case, "care_unit", plan, flow=SPU, party="home-help")
    part = do(case, "assessment", "write_own_plan_part")
    paper = latest(part, "plan_part")
    assert consent.may_read(part, "specialist", paper, flow=SPU, party="clinic")
    assert not consent.may_read(part, "care_unit", paper, flow=SPU, party="home-help")


def test_a_unit_adjusts_after_it_has_written_its_part():
    assert refused(drafted(), "clinic", "adjust_plan").rule_id.endswith("own_part_written")


def test_no_application_goes_to_court_before_every_unit_has_adjusted():
    case = adjusted(drafted(), "health-centre", "assessment")
    reason = refused(case, "ward-4", "notify_application")
    assert reason.rule_id == "vardplan.notify_application.adjusted_by_all"
    assert "HFD 2021:20" in reason.source
    assert (
        stands(do(do(case, "clinic", "adjust_plan"), "ward-4", "notify_application")) == "applied"
    )


def test_whoever_objects_has_not_adjusted():
    whole = adjusted(drafted(), *IN_PLAN)
    against = do(whole, "clinic", "adjust_plan", answer="objects", comment="Villkoret saknas.")
    assert refused(against, "ward-4", "notify_application").rule_id.endswith("adjusted_by_all")


@pytest.mark.parametrize(
    ("who", "action"), [("ward-4", "write_care_plan"), ("clinic", "write_own_plan_part")]
)
def test_what_is_written_anew_is_adjusted_anew(who, action):
    changed = do(with_care_plan("drafted"), who, action)
    assert changed.facts["adjusted"] == []
    assert refused(changed, "ward-4", "notify_application").rule_id.endswith("adjusted_by_all")


def test_u9_the_notice_of_the_decision_is_a_notice_of_readiness():
    case = do(with_care_plan("applied"), "ward-4", "notify_decision", now=at(6, "11.00"))
    assert (case.state, case.facts["ready_at"]) == ("ready", at(6, "11.00"))
    assert case.log[-1].patch["state"] == ("planning", "ready")
    started, _ = planned_by(under(SPU, NEUTRAL), case, case.log[-1])
    assert "deadline:payment" in {one.ref for one in started}
    assert "deadline:call" not in {one.ref for one in started}
    assert do(case, "ward-4", "discharge").state == "discharged"


def test_a_court_that_says_no_takes_the_plan_back_to_a_draft():
    case = do(with_care_plan("applied"), "ward-4", "notify_refusal")
    assert (stands(case), case.state) == ("drafted", "planning")


def test_care_goes_on_only_when_the_plan_has_been_followed_up():
    case = do(with_care_plan("applied"), "ward-4", "notify_decision")
    assert refused(case, "ward-4", "notify_application").rule_id.endswith("followed_up_first")
    followed = do(case, "clinic", "follow_up_care_plan")
    assert stands(do(followed, "ward-4", "notify_application", kind="prolonged")) == "applied"


def test_26_a_a_return_to_the_ward_gives_four_days_to_apply_again():
    case = do(with_care_plan("in_force"), "ward-4", "discharge")
    case = do(case, "ward-4", "return_to_ward", now=at(20, "14.00"))
    assert (case.state, stands(case), case.facts["ready_at"]) == ("planning", "drafted", None)
    started, _ = planned_by(under(SPU, NEUTRAL), case, case.log[-1])
    due = next(one.due for one in started if one.ref == "deadline:plan_application")
    assert due == at(24, "23.59")
    assert stands(do(case, "ward-4", "notify_application", kind="after_return")) == "applied"


def test_when_the_compulsion_ends_a_sip_may_be_offered_and_the_case_may_close():
    case = do(with_care_plan("in_force"), "ward-4", "end_care_plan")
    assert case.facts["compulsory"] is None
    assert do(case, "health-centre", "offer_sip").facts["sip_answer"] == "yes"
    home = do(with_care_plan("in_force"), "ward-4", "discharge")
    assert do(home, "health-centre", "close_case").state == "closed"


def test_the_care_plan_stands_as_a_flow_of_its_own_too():
    flow = load_flow("vardplan")
    assert flow.initial == "not_begun"
    assert set(flow.actions) <= set(SPU.actions)


def test_every_paper_of_the_care_plan_has_support_and_a_form_of_its_own():
    support = load_advice("vardplan")[0]
    for kind, row in load_flow("vardplan").documents.items():
        assert support[kind].ask
        assert set(support[kind].fields) <= {field.key for field in row.fields}
        assert get_template(f"replica/documents/{kind}.html")
