"""Every read and every send asks the consent."""

from __future__ import annotations

import pytest

from sandbox.process import consent
from sandbox.process.documents import save_draft
from sandbox.process.engine import Refused
from sandbox.process.state import draft, latest
from tests.sandbox.process.cases import BODIES, SIP, do, in_state, start


def given(**changes):
    return do(start(), "record_consent", {**BODIES["record_consent"], **changes})


def may_read(case, kind, *, role="unit", party="rehab"):
    return consent.may_read(case, role, latest(case, kind), flow=SIP, party=party)


def test_without_consent_only_the_person_and_the_coordinating_unit_may_know():
    case = start()
    allowed = [party for party in consent.parties(case) if consent.may_receive(case, party)]
    assert allowed == ["person", "home"]


def test_the_consent_opens_for_those_it_names_and_nobody_else():
    case = given()
    assert consent.may_receive(case, "rehab")
    assert not consent.may_receive(case, "job")


def test_an_exception_weighs_more_than_a_name():
    case = given(receivers=["rehab", "job"], exceptions=["job"])
    assert not consent.may_receive(case, "job")


def test_a_withdrawn_consent_closes_every_read_and_every_send():
    case = in_state("active")
    assert may_read(case, "goals")
    after = do(case, "withdraw_consent", {}, role="person")
    assert consent.current(after) is None
    assert after.consents[-1].withdrawn_at == after.now
    for kind in ("mapping", "call", "goals", "follow_up"):
        assert not may_read(after, kind)
        assert may_read(after, kind, role="person", party="person")
    with pytest.raises(Refused) as refusal:
        do(after, "write_goals")
    assert "tagit tillbaka sitt ja" in refusal.value.reasons[0].text
    assert "2025:400" in refusal.value.reasons[0].source


def test_a_new_consent_replaces_the_old_one_from_that_moment():
    case = do(
        given(),
        "record_consent",
        {**BODIES["record_consent"], "receivers": ["job"], "exceptions": []},
    )
    assert consent.may_receive(case, "job")
    assert not consent.may_receive(case, "rehab")
    assert len(case.consents) == 2


def test_a_consent_to_talk_is_not_a_consent_to_the_plan():
    case = given(purposes=["share_goals"])
    with pytest.raises(Refused):
        do(case, "write_mapping")


def test_what_may_be_read_follows_what_the_yes_was_about():
    case = do(given(purposes=["make_plan", "share_goals"]), "write_mapping")
    assert not may_read(case, "mapping")
    assert may_read(do(given(), "write_mapping"), "mapping")


def test_a_call_is_read_by_those_who_got_it():
    case = in_state("called")
    assert may_read(case, "call")
    elsewhere = do(
        in_state("prepared"),
        "record_consent",
        {**BODIES["record_consent"], "receivers": ["rehab", "job"], "exceptions": []},
    )
    called = do(do(elsewhere, "write_mapping"), "send_call")
    assert not may_read(called, "call", party="job")


def test_nobody_else_reads_the_consent_itself():
    case = in_state("active")
    assert not may_read(case, "consent")
    assert may_read(case, "consent", role="person", party="person")


def test_a_draft_is_only_for_the_one_who_writes_it():
    case = save_draft(given(), kind="mapping", author="coordinator", body={"areas": []})
    paper = draft(case, "mapping")
    assert consent.may_read(case, "coordinator", paper, flow=SIP)
    assert not consent.may_read(case, "person", paper, flow=SIP, party="person")


def test_a_draft_is_kept_as_typed_and_becomes_what_is_sent():
    case = save_draft(given(), kind="mapping", author="coordinator", body={"areas": "halvt"})
    case = save_draft(case, kind="mapping", author="coordinator", body={"areas": "mer"})
    assert draft(case, "mapping").body == {"areas": "mer"}
    assert len(case.log) == 1
    sent = do(case, "write_mapping")
    assert draft(sent, "mapping") is None
    assert latest(sent, "mapping").number == draft(case, "mapping").number
