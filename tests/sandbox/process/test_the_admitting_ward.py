"""Only the ward where the person is admitted acts for the stay; a stray message opens nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sandbox.process import consent, documents, members
from sandbox.process.engine import Refused, foreseen, offers
from sandbox.process.overlay import under
from sandbox.process.reading import load_profile
from sandbox.process.state import MINUTES_PER_DAY, day_of, latest
from tests.sandbox.process.discharge import PARTIES, SPU, do, in_state, party

LIFECARE = load_profile("lifecare")
SHOWN = under(SPU, LIFECARE)
STRAY = {"recipients": ["ward-7"], "subject": "Såret", "text": "Vem beställer förband?"}
FOR_THE_STAY = (
    "send_admission_notice",
    "change_date",
    "notify_ready",
    "tick_checklist",
    "send_information",
)


def strayed():
    """A stay on ward 4 where the home care has written to ward 7 by mistake."""
    case = in_state("planning")
    parties = {**PARTIES, "ward-7": party("Avdelning 7", "inpatient")}
    case = replace(case, facts={**case.facts, "parties": parties})
    return do(case, "home-care", "send_message", STRAY, profile=LIFECARE)


def test_a_ward_that_got_a_stray_message_may_answer_it_and_nothing_of_the_stay():
    rows = offers(strayed(), role="ward", flow=SPU, profile=LIFECARE, actor="ward-7")
    open_ = {one.action for one in rows if one.enabled}
    assert "send_message" in open_
    assert not open_ & set(FOR_THE_STAY)


def test_whoever_has_only_got_a_message_is_offered_no_work_and_told_why():
    rows = offers(strayed(), role="ward", flow=SPU, profile=LIFECARE, actor="ward-7")
    open_ = {one.action for one in rows if one.enabled}
    assert open_ <= {"acknowledge", "send_message", "withdraw_document", "send_care_message"}
    consent_row = next(one for one in rows if one.action == "record_consent")
    assert consent_row.reasons[0].rule_id == "sip.record_consent.guests"
    assert "bara fått ett meddelande" in consent_row.reasons[0].text
    assert consent_row.reasons[0].source


def test_whoever_is_added_or_sent_what_opened_the_case_is_no_guest():
    case = strayed()
    assert members.is_guest(case, flow=SHOWN, party="ward-7")
    added = do(case, "ward-4", "add_party", {"party": "ward-7", "reason": "Byter avdelning."})
    assert not members.is_guest(added, flow=SHOWN, party="ward-7")
    number = latest(case, "admission_notice").number
    on = {"recipients": ["ward-7"], "subject": "Till er", "text": "Läs.", "forwards": number}
    message = replace(latest(case, "message"), body=on)
    assert not members.is_guest(documents.put(case, message), flow=SHOWN, party="ward-7")


def test_saying_that_a_message_was_not_for_them_acknowledges_it():
    case = strayed()
    number = latest(case, "message").number
    body = {"recipients": ["home-care"], "subject": "Fel", "text": "Inte hos oss."}
    answer = {**body, "misdirected": True, "answers": number}
    case = do(case, "ward-7", "send_message", answer, role="ward", profile=LIFECARE)
    assert documents.unread(case, flow=SHOWN, party="ward-7") == ()
    assert "ward-7" in documents.receipts(case, case.documents[number - 1])


def test_the_same_ward_reads_the_stray_message_and_not_the_papers_of_the_stay():
    case = strayed()
    read = {
        one.kind
        for one in case.documents
        if consent.may_read(case, "ward", one, flow=SHOWN, party="ward-7")
    }
    assert read == {"message"}


def test_a_discharge_says_when_the_person_left_and_not_when_it_was_written():
    case = in_state("ready")
    gone = {"day": day_of(case.now), "time": "10.00", "to": "home"}
    later = replace(case, now=(day_of(case.now) + 2) * MINUTES_PER_DAY + 480)
    case = do(later, "ward-4", "discharge", gone, profile=LIFECARE)
    assert day_of(case.facts["discharged_at"]) == gone["day"]
    assert latest(case, "discharge").sent_at == later.now


def test_nobody_is_discharged_on_a_day_that_has_not_been():
    case = in_state("ready")
    with pytest.raises(Refused) as refusal:
        do(
            case,
            "ward-4",
            "discharge",
            {"day": day_of(case.now) + 1, "time": "10.00", "to": "home"},
            profile=LIFECARE,
        )
    assert refusal.value.reasons[0].field == "discharge.day"


def test_information_that_leaves_out_what_the_evening_needs_is_asked_about_first():
    thin = {"recipients": ["home-care"], "summary": "Opererad höft."}
    whole = {
        **thin,
        "medicines": "Smärtlindring i tre dagar är medskickad.",
        "follow_up": "Återbesök om två veckor.",
        "ward_contact": "Kim Låtsas, 070-174 06 05.",
    }
    asked = [
        foreseen(
            in_state("ready"),
            action="send_information",
            role="ward",
            actor="ward-4",
            body=body,
            flow=SPU,
            profile=LIFECARE,
        )
        for body in (thin, whole)
    ]
    assert [[one.field for one in found] for found in asked] == [["information.medicines"], []]
