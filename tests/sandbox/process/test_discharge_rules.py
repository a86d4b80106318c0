"""What the law asks of a discharge, rule by rule (U2–U8, U15, U18), on Berit's way home."""

from __future__ import annotations

import pytest

from sandbox.process import consent, documents
from sandbox.process.engine import Refused, offers
from sandbox.process.guards import GUARDS
from sandbox.process.overlay import under
from sandbox.process.payment import preconditions
from sandbox.process.state import latest
from tests.sandbox.process.discharge import (
    BODIES,
    NEUTRAL,
    ROLES,
    SPU,
    UNITS,
    do,
    in_state,
    start,
    with_plan,
)


def codes(case):
    return [line.code for line in case.log]


def may_read(case, kind, who):
    return consent.may_read(case, ROLES[who], latest(case, kind), flow=SPU, party=who)


def refused(case, who, action, **changes):
    with pytest.raises(Refused) as refusal:
        do(case, who, action, **changes)
    return refusal.value.reasons[0]


@pytest.mark.parametrize("assessment", ["no", "later"])
def test_u1_no_notice_goes_out_before_the_doctor_has_seen_a_need(assessment):
    case = do(start(), "ward-4", "register_admission", assessment=assessment)
    reason = refused(case, "ward-4", "send_admission_notice")
    assert reason.rule_id == "spu.send_admission_notice.admission_needs_notice"
    assert "2\u00a0kap." in reason.source
    judged = do(case, "ward-4", "register_admission", assessment="yes")
    assert do(judged, "ward-4", "send_admission_notice").state == "notified"


def test_u2_a_forgotten_health_centre_does_not_stop_the_notice_but_shows():
    case = do(in_state("admitted"), "ward-4", "send_admission_notice", recipients=["home-care"])
    assert codes(case)[-2:] == ["send_admission_notice", "open_care_forgotten"]
    assert case.log[-1].data == {"parties": ["health-centre"]}
    reason = refused(case, "health-centre", "appoint_contact")
    assert reason.rule_id == "spu.appoint_contact.part_of_the_case"
    again = do(case, "ward-4", "send_admission_notice")
    assert codes(again).count("open_care_forgotten") == 1
    assert do(again, "health-centre", "appoint_contact").facts["contact_party"] == "health-centre"


def test_u2_without_municipal_health_care_nobody_is_forgotten():
    case = do(in_state("admitted"), "ward-4", "send_admission_notice", recipients=["assessment"])
    assert "open_care_forgotten" not in codes(case)


def test_u3_more_than_the_four_facts_without_a_yes_leaves_a_line():
    said = "Berit är rädd för att duscha."
    case = do(in_state("admitted"), "ward-4", "send_admission_notice", more=said)
    assert codes(case)[-1] == "consent_exceeded"
    assert set(case.log[-1].data["parties"]) <= set(UNITS)
    agreed = do(in_state("admitted"), "ward-4", "record_consent")
    case = do(agreed, "ward-4", "send_admission_notice", more=said)
    assert "consent_exceeded" not in codes(case)


def test_u3_the_notice_itself_needs_no_consent():
    case = in_state("notified")
    assert consent.current(case) is None
    assert all(may_read(case, "admission_notice", who) for who in UNITS)
    alone = do(case, "ward-4", "send_admission_notice", recipients=["health-centre"])
    assert not may_read(alone, "admission_notice", "home-help")


def test_u5_a_new_date_goes_to_those_it_is_told_and_is_the_date_from_then_on():
    case = in_state("planning")
    assert case.facts["estimated_day"] == 6
    after = do(case, "ward-4", "change_date", recipients=["assessment"], estimated_day=9)
    assert after.facts["estimated_day"] == 9
    assert after.log[-1].patch["facts.estimated_day"] == (6, 9)
    assert may_read(after, "date_change", "assessment")
    assert not may_read(after, "date_change", "home-care")


def test_u6_nobody_goes_home_without_a_fixed_care_contact():
    case = do(start(), "ward-4", "register_admission")
    case = do(do(case, "ward-4", "send_admission_notice"), "ward-4", "notify_ready")
    reason = refused(case, "ward-4", "discharge")
    assert reason.rule_id == "spu.discharge.contact_appointed"
    assert "2\u00a0kap.\u00a05\u00a0§" in reason.source
    appointed = do(case, "health-centre", "appoint_contact")
    assert appointed.facts["coordinator"] == "health-centre"
    assert do(appointed, "ward-4", "discharge").facts["discharged_at"] == case.now


def test_u7_those_who_got_the_notice_plan_and_nobody_else():
    case = in_state("notified")
    planned = do(case, "home-care", "write_planning")
    assert planned.state == "planning"
    alone = do(case, "ward-4", "send_admission_notice", recipients=["health-centre"])
    assert refused(alone, "home-care", "write_planning").rule_id.endswith("part_of_the_case")
    assert do(alone, "ward-4", "write_planning").state == "planning"


def test_u7_each_unit_has_its_own_planning():
    case = do(do(in_state("notified"), "home-care", "write_planning"), "ward-4", "write_planning")
    case = do(case, "home-care", "write_planning", ask="Finns material hemma?")
    assert latest(case, "planning", "home-care").body["ask"] == "Finns material hemma?"
    assert latest(case, "planning", "home-care").version == 2
    assert latest(case, "planning", "ward-4").version == 1
    assert latest(case, "planning").author == "home-care"


def test_u7_what_a_unit_has_planned_is_read_inside_the_consent():
    case = do(in_state("notified"), "home-care", "write_planning")
    assert not may_read(case, "planning", "home-help")
    agreed = do(case, "health-centre", "record_consent", receivers=["home-help"])
    assert may_read(agreed, "planning", "home-help")
    assert not may_read(agreed, "planning", "assessment")


def test_u8_ready_needs_the_doctor_who_judged_and_notes_when():
    with pytest.raises(Refused) as refusal:
        do(in_state("planning"), "ward-4", "notify_ready", doctor="")
    assert refusal.value.reasons[0].field == "ready_notice.doctor"
    case = in_state("planning")
    assert do(case, "ward-4", "notify_ready").facts["ready_at"] == case.now


def test_u14_there_is_no_call_without_the_persons_yes():
    case = in_state("planning")
    assert refused(case, "health-centre", "send_call").rule_id == "sip.send_call.from"
    no = do(case, "health-centre", "record_consent", purposes=[])
    assert refused(no, "health-centre", "send_call").rule_id == "sip.send_call.consent_given"


def test_u15_only_the_fixed_care_contact_calls():
    case = do(start(), "ward-4", "register_admission")
    case = do(case, "ward-4", "send_admission_notice")
    case = do(case, "ward-4", "record_consent")
    assert "fasta vårdkontakten" in refused(case, "ward-4", "send_call").text
    reason = refused(case, "health-centre", "send_call")
    assert reason.rule_id == "sip.send_call.is_contact"
    assert "4\u00a0kap." in reason.source
    called = do(do(case, "health-centre", "appoint_contact"), "health-centre", "send_call")
    assert called.facts["tracks"] == {"sip": "called"}


def test_the_answer_about_a_plan_is_kept_also_when_it_is_no():
    case = do(in_state("planning"), "health-centre", "offer_sip", answer="no")
    assert case.facts["sip_answer"] == "no"


def test_u18_the_municipality_pays_only_when_everything_before_was_done():
    case = do(start(), "ward-4", "register_admission")
    case = do(case, "ward-4", "send_admission_notice", recipients=["health-centre"], facts=["name"])
    case = do(do(case, "health-centre", "appoint_contact"), "health-centre", "offer_sip")
    case = do(case, "ward-4", "notify_ready", recipients=["health-centre"])
    lacking = [item for item in preconditions(case, flow=SPU) if not item.met]
    assert [item.rule for item in lacking] == ["U2", "U3", "U8", "U15"]
    assert all(item.label and "5\u00a0kap." in item.source for item in lacking)
    whole = do(in_state("planning"), "health-centre", "offer_sip")
    whole = do(do(whole, "ward-4", "notify_ready"), "health-centre", "record_consent")
    whole = do(whole, "health-centre", "send_call")
    assert all(item.met for item in preconditions(whole, flow=SPU))


def test_u18_a_person_who_wants_no_plan_does_not_free_the_municipality():
    case = do(in_state("planning"), "health-centre", "offer_sip", answer="no")
    case = do(case, "ward-4", "notify_ready")
    assert all(item.met for item in preconditions(case, flow=SPU))


def test_a_receipt_is_each_receivers_own_and_the_last_one_closes_it():
    case = do(in_state("admitted"), "ward-4", "send_admission_notice")
    notice = latest(case, "admission_notice")
    for who in UNITS:
        assert latest(case, "admission_notice").status == "sent"
        case = do(case, who, "acknowledge", {"document": notice.number})
        assert case.log[-1].document == notice.number
    assert latest(case, "admission_notice").status == "acknowledged"
    assert case.facts["read"] == {str(notice.number): UNITS}
    assert documents.receipts(case, latest(case, "admission_notice")) == tuple(UNITS)
    assert refused(case, "home-care", "acknowledge").rule_id == "spu.acknowledge.document_addressed"


def test_a_receipt_is_only_for_what_has_come_to_you():
    case = in_state("notified")
    case = do(case, "ward-4", "change_date", recipients=["assessment"])
    change = latest(case, "date_change")
    with pytest.raises(Refused):
        do(case, "home-help", "acknowledge", {"document": change.number})
    with pytest.raises(Refused):
        do(case, "assessment", "acknowledge", {"document": 999})
    assert documents.unread(case, flow=SPU, party="assessment")[-1] == change


def test_without_a_number_the_oldest_unread_is_acknowledged():
    case = in_state("notified")
    first, second = documents.unread(case, flow=SPU, party="home-care")
    case = do(case, "home-care", "acknowledge", {})
    assert documents.unread(case, flow=SPU, party="home-care") == (second,)
    assert documents.receipts(case, first) == ("home-care",)
    after = do(case, "home-care", "acknowledge", {})
    assert documents.unread(after, flow=SPU, party="home-care") == ()


def test_messages_stand_side_by_side_and_are_read_by_those_they_are_sent_to():
    case = in_state("planning")
    case = do(case, "ward-4", "send_message", recipients=["home-care"], subject="Sår")
    case = do(case, "ward-4", "send_message", recipients=["home-care"], subject="Rullator")
    sent = [one for one in case.documents if one.kind == "message" and one.author == "ward-4"]
    assert [(one.status, one.version) for one in sent] == [("sent", 1), ("sent", 1)]
    assert may_read(case, "message", "home-care")
    assert not may_read(case, "message", "home-help")


def test_neither_the_sender_nor_the_person_is_waited_for():
    to = ["home-care", "ward-4", "berit", "daughter"]
    case = do(in_state("planning"), "ward-4", "send_message", recipients=to)
    sent = latest(case, "message")
    assert sent not in documents.unread(case, flow=SPU, party="ward-4")
    read = do(case, "home-care", "acknowledge", {"document": sent.number})
    assert latest(read, "message").status == "acknowledged"


def test_a_message_to_somebody_outside_leaves_a_line():
    case = do(in_state("planning"), "ward-4", "send_message", recipients=["home-care", "berit"])
    assert "consent_exceeded" not in codes(case)
    told = do(case, "ward-4", "send_message", recipients=["daughter"])
    assert told.log[-1].code == "consent_exceeded"
    assert told.log[-1].data == {"parties": ["daughter"]}
    agreed = do(case, "ward-4", "record_consent")
    agreed = do(agreed, "ward-4", "send_message", recipients=["daughter"])
    assert agreed.log[-1].code == "send_message"


@pytest.mark.parametrize("action", ["change_date", "notify_ready", "send_information"])
def test_what_the_ward_tells_the_units_is_not_for_the_daughter_without_a_yes(action):
    to = {"recipients": ["home-care", "daughter"]}
    told = do(in_state("planning"), "ward-4", action, **to)
    assert told.log[-1].code == "consent_exceeded"
    assert told.log[-1].data == {"parties": ["daughter"]}
    agreed = do(in_state("planning"), "ward-4", "record_consent")
    assert do(agreed, "ward-4", action, **to).log[-1].code == action


def test_a_notice_to_the_daughter_does_not_make_her_part_of_the_case():
    case = do(in_state("admitted"), "ward-4", "send_admission_notice", recipients=["daughter"])
    assert case.log[-1].data == {"parties": ["daughter"]}
    told = do(case, "ward-4", "send_message", recipients=["daughter"])
    assert told.log[-1].code == "consent_exceeded"


@pytest.mark.parametrize(
    ("action", "name", "line"),
    [
        ("send_admission_notice", "open_care_included", "open_care_forgotten"),
        ("send_admission_notice", "more_needs_consent", "consent_exceeded"),
        ("send_admission_notice", "units_only", "consent_exceeded"),
        ("send_message", "stays_inside", "consent_exceeded"),
        ("send_information", "stays_inside", "consent_exceeded"),
        ("send_call", "recipients_covered", "consent_exceeded"),
        ("discharge", "goes_somewhere", "destination_lacking"),
        ("offer_sip", "offer_agrees", "sip_need_contradicted"),
    ],
)
def test_what_only_warns_never_hinders_and_says_why(action, name, line):
    assert name in SPU.actions[action].warns
    assert name not in SPU.actions[action].guards
    assert GUARDS[name].logs == line
    assert GUARDS[name].text
    assert GUARDS[name].sources


def test_a_called_unit_says_who_comes_and_each_answer_is_its_own():
    case = do(with_plan("called"), "home-care", "answer_call", answer="sends", who="Kim Låtsas")
    case = do(case, "assessment", "answer_call", answer="phone")
    assert latest(case, "call_answer", "home-care").body["answer"] == "sends"
    assert latest(case, "call_answer", "assessment").body["answer"] == "phone"
    assert may_read(case, "call_answer", "health-centre")
    narrow = do(with_plan("mapped"), "health-centre", "send_call", recipients=["home-care"])
    assert refused(narrow, "assessment", "answer_call").rule_id == "sip.answer_call.addressed"


def test_the_receipt_of_a_call_is_kept_with_the_others():
    case = do(with_plan("called"), "home-care", "acknowledge_call")
    call = latest(case, "call")
    assert documents.receipts(case, call) == ("home-care",)
    assert case.facts["acknowledged"] == ["home-care"]
    assert call.status == "sent"


LIMITS = [{"party": "daughter", "heading": "ekonomi"}]


def headings(case, who):
    mapping = latest(case, "mapping")
    return [row["heading"] for row in consent.body_for(case, who, mapping)["areas"]]


def test_berit_may_keep_one_area_from_one_party():
    case = with_plan("mapped")
    assert headings(case, "daughter") == ["hemliv", "ekonomi"]
    narrowed = do(case, "health-centre", "record_consent", limits=LIMITS)
    assert headings(narrowed, "daughter") == ["hemliv"]
    assert headings(narrowed, "home-care") == ["hemliv", "ekonomi"]
    assert narrowed.consents[-1].limits == {("daughter", "ekonomi")}
    assert latest(narrowed, "mapping").body["areas"][1]["heading"] == "ekonomi"


def test_berit_may_open_the_area_again():
    narrowed = do(with_plan("mapped"), "health-centre", "record_consent", limits=LIMITS)
    opened = do(narrowed, "health-centre", "record_consent")
    assert headings(opened, "daughter") == ["hemliv", "ekonomi"]


def test_a_limit_needs_both_a_party_and_an_area():
    half = [{"party": "daughter", "heading": ""}, {"party": "", "heading": "ekonomi"}]
    case = do(with_plan("mapped"), "health-centre", "record_consent", limits=half)
    assert case.consents[-1].limits == frozenset()


def test_a_new_consent_by_another_unit_replaces_the_old_paper():
    case = do(in_state("admitted"), "ward-4", "record_consent")
    case = do(case, "health-centre", "record_consent")
    papers = [(one.author, one.status) for one in case.documents if one.kind == "consent"]
    assert papers == [("ward-4", "withdrawn"), ("health-centre", "sent")]


def test_every_action_is_offered_to_every_role_with_a_yes_or_a_reason():
    case = in_state("notified")
    for who, role in ROLES.items():
        found = offers(case, role=role, flow=SPU, profile=NEUTRAL, actor=who)
        assert {offer.action for offer in found} == set(under(SPU, NEUTRAL).actions)
        assert all(offer.enabled != bool(offer.reasons) for offer in found)
    assert set(BODIES) <= set(SPU.actions)
