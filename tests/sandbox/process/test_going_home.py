"""Going home: the days that do not add up, and what is left to do before the case ends."""

from __future__ import annotations

import pytest

from sandbox.process.engine import Refused
from sandbox.process.going_home import asks_about_sip, remaining, too_early
from sandbox.process.reading import load_profile
from sandbox.process.state import latest
from tests.sandbox.process.discharge import SPU, do, in_state, with_plan

LIFECARE = load_profile("lifecare")


def left(case):
    return [(one.what, one.parties, one.document) for one in remaining(case, flow=SPU)]


def test_a_unit_that_can_receive_first_after_the_estimated_day_makes_the_days_not_add_up():
    case = do(
        in_state("notified"), "home-care", "write_planning", profile=LIFECARE, can_receive_day=8
    )
    assert too_early(case) == {"home-care": 8}
    assert too_early(do(case, "ward-4", "change_date", estimated_day=8)) == {}


def test_nobody_can_receive_from_a_day_that_has_been():
    with pytest.raises(Refused) as refusal:
        do(in_state("ready"), "home-care", "write_planning", profile=LIFECARE, can_receive_day=0)
    assert refusal.value.reasons[0].rule_id == "field.planning.can_receive_day"


@pytest.mark.parametrize(("to", "lines"), [("", 1), ("home", 0)])
def test_where_somebody_goes_is_asked_about_and_noted(to, lines):
    home = do(in_state("ready"), "ward-4", "discharge", profile=LIFECARE, to=to)
    assert home.state == "discharged"
    assert [line.code for line in home.log].count("destination_lacking") == lines


@pytest.mark.parametrize(("need", "lines"), [("no", 1), ("yes", 0)])
def test_a_plan_that_is_wanted_and_not_needed_is_asked_about_and_noted(need, lines):
    answer = {"need": need, "answer": "yes"}
    case = do(in_state("ready"), "health-centre", "offer_sip", profile=LIFECARE, **answer)
    assert [line.code for line in case.log].count("sip_need_contradicted") == lines


def gone_home(case):
    return do(case, "ward-4", "discharge", profile=LIFECARE, recipients=["assessment", "home-care"])


def test_what_remains_is_the_information_every_receipt_and_the_answer_about_a_plan():
    case = gone_home(in_state("ready"))
    information, receipts, answer = left(case)
    assert information == ("send_information", ("ward-4",), "information")
    assert (receipts[0], receipts[2]) == ("acknowledge", "discharge")
    assert answer == ("note_answer", ("health-centre",), "")
    assert asks_about_sip(case)
    for who in receipts[1]:
        number = latest(case, "discharge").number
        case = do(case, who, "acknowledge", profile=LIFECARE, document=number)
    assert left(case) == [information, answer]
    settled = do(case, "health-centre", "offer_sip", answer="no")
    assert left(settled) == [information]
    assert not asks_about_sip(settled)


def test_a_plan_that_was_wanted_remains_until_its_meeting_has_been_held():
    wanted = do(gone_home(in_state("ready")), "health-centre", "offer_sip", answer="yes")
    assert left(wanted)[-1] == ("call_to_meeting", ("health-centre",), "")
    called = gone_home(do(with_plan("called"), "ward-4", "notify_ready"))
    called = do(called, "health-centre", "offer_sip", answer="yes")
    assert left(called)[-1] == ("hold_meeting", ("health-centre",), "")
    held = do(called, "health-centre", "hold_meeting")
    assert "hold_meeting" not in [what for what, _parties, _paper in left(held)]


def test_nothing_remains_of_going_home_while_the_person_is_in_hospital():
    assert left(in_state("ready")) == []
    assert not asks_about_sip(in_state("ready"))
