"""A deviation reaches the unit it is about and nobody else, and gets an answer."""

from __future__ import annotations

import pytest

from sandbox.process import consent, documents
from sandbox.process.engine import Refused
from sandbox.process.overlay import under
from sandbox.process.reading import load_profile
from sandbox.process.state import latest
from tests.sandbox.process.discharge import ROLES, SPU, do, in_state

LIFECARE = load_profile("lifecare")
SHOWN = under(SPU, LIFECARE)
WRITTEN = {
    "recipients": ["ward-4"],
    "about": "missing",
    "happened": "Listan över läkemedel kom dagen efter hemgången.",
}


def reported():
    return do(in_state("discharged"), "home-care", "report_deviation", WRITTEN, profile=LIFECARE)


def readers(case, kind):
    found = latest(case, kind)
    return {
        who for who in ROLES if consent.may_read(case, ROLES[who], found, flow=SHOWN, party=who)
    }


def test_only_the_unit_it_is_about_reads_a_deviation():
    assert readers(reported(), "deviation") == {"ward-4"}


def test_a_deviation_waits_to_be_read_and_its_answer_too():
    case = reported()
    waiting = documents.unread(case, flow=SHOWN, party="ward-4")
    assert "deviation" in {one.kind for one in waiting}
    answer = {"recipients": ["home-care"], "change": "Listan skrivs ut kvällen före hemgång."}
    case = do(case, "ward-4", "answer_deviation", answer, profile=LIFECARE)
    back = documents.unread(case, flow=SHOWN, party="home-care")
    assert "deviation_answer" in {one.kind for one in back}


def test_only_the_unit_a_deviation_has_come_to_answers_it():
    answer = {"recipients": ["ward-4"], "change": "Inget."}
    refused = []
    for case, who in ((in_state("discharged"), "ward-4"), (reported(), "home-care")):
        with pytest.raises(Refused) as refusal:
            do(case, who, "answer_deviation", answer, profile=LIFECARE)
        refused += [one.text for one in refusal.value.reasons]

    assert refused == ["Ingen avvikelse har kommit till er enhet i det här ärendet."] * 2


def test_a_deviation_says_what_happened_and_an_answer_what_changes():
    with pytest.raises(Refused) as refusal:
        do(
            in_state("discharged"),
            "home-care",
            "report_deviation",
            {**WRITTEN, "happened": ""},
            profile=LIFECARE,
        )
    assert refusal.value.reasons[0].field == "deviation.happened"
    with pytest.raises(Refused) as refusal:
        do(
            reported(),
            "ward-4",
            "answer_deviation",
            {"recipients": ["home-care"]},
            profile=LIFECARE,
        )
    assert refusal.value.reasons[0].field == "deviation_answer.change"


def test_the_person_does_not_meet_deviations_between_units():
    assert not consent.may_read(
        reported(), "person", latest(reported(), "deviation"), flow=SHOWN, party="berit"
    )


def test_only_a_unit_that_has_received_a_deviation_answers_one():
    answer = {"recipients": ["home-care"], "change": "Listan skrivs ut kvällen före hemgång."}
    with pytest.raises(Refused, match="Ingen avvikelse har kommit"):
        do(reported(), "assessment", "answer_deviation", answer, profile=LIFECARE)


def test_information_without_medicines_or_whom_to_ring_is_noted_and_goes_all_the_same():
    thin = {"recipients": ["health-centre"], "summary": "Opererad, mår bra.", "medicines": ""}
    case = do(in_state("ready"), "ward-4", "send_information", thin, profile=LIFECARE)
    assert "information_lacking" in [line.code for line in case.log]
