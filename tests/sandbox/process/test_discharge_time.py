"""The times a discharge has to keep: three different "three days", and twenty-four hours."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sandbox.process.deadlines import deadlines, planned_by
from tests.sandbox.process.discharge import NEUTRAL, SHOWN, SPU, at, do, in_state, start, with_plan

MONDAY, THURSDAY, FRIDAY, TUESDAY = 1, 4, 5, 9


def due(case, key):
    return next((one for one in deadlines(case, flow=SPU, profile=NEUTRAL) if one.key == key), None)


def ready_at(moment):
    return do(in_state("planning"), "ward-4", "notify_ready", now=moment)


@pytest.mark.parametrize(
    ("sent", "opens"),
    [
        (at(MONDAY, "11.40"), THURSDAY),
        (at(MONDAY, "12.00"), THURSDAY),
        (at(MONDAY, "12.01"), FRIDAY),
        (at(FRIDAY, "15.00"), TUESDAY),
    ],
)
def test_u19_the_payment_begins_after_three_days_and_four_past_noon(sent, opens):
    found = due(ready_at(sent), "payment")
    assert found.opens
    assert found.due == at(opens, "0.00")
    assert not found.passed
    assert due(replace(ready_at(sent), now=at(opens, "0.00")), "payment").passed


def test_u19_who_goes_home_before_costs_nothing():
    case = ready_at(at(MONDAY, "11.40"))
    home = do(case, "ward-4", "discharge", now=at(3, "23.00"))
    assert not due(replace(home, now=at(9, "8.00")), "payment").passed
    late = do(case, "ward-4", "discharge", now=at(THURSDAY, "8.00"))
    assert due(late, "payment").passed


@pytest.mark.parametrize("sent", ["0.01", "11.40", "12.01", "23.59"])
def test_u15_the_call_is_due_at_the_end_of_the_third_day_whatever_the_hour(sent):
    assert due(ready_at(at(MONDAY, sent)), "call").due == at(THURSDAY, "23.59")


def test_u4_the_notice_has_twenty_four_real_hours_weekend_or_not():
    friday = do(start(at(FRIDAY, "16.10")), "ward-4", "register_admission")
    found = due(friday, "admission_notice")
    assert found.due == at(FRIDAY + 1, "16.10")
    assert not found.passed
    sent = do(friday, "ward-4", "send_admission_notice", now=found.due)
    assert not due(replace(sent, now=found.due + 600), "admission_notice").passed
    late = do(friday, "ward-4", "send_admission_notice", now=found.due + 1)
    assert due(late, "admission_notice").passed


def test_u4_a_need_seen_later_counts_from_then_and_only_once():
    case = do(start(at(1, "8.00")), "ward-4", "register_admission", assessment="later")
    assert due(case, "admission_notice") is None
    case = do(case, "ward-4", "register_admission", now=at(2, "9.00"))
    assert due(case, "admission_notice").due == at(3, "9.00")
    assert case.facts["admitted_at"] == at(1, "8.00")
    again = do(case, "ward-4", "register_admission", now=at(2, "15.00"))
    assert due(again, "admission_notice").due == at(3, "9.00")


def test_u10_the_information_is_due_on_the_day_of_going_home():
    case = do(ready_at(at(5, "13.10")), "ward-4", "discharge", now=at(7, "10.00"))
    assert due(case, "information").due == at(7, "23.59")
    assert due(replace(case, now=at(8, "0.00")), "information").passed
    sent = do(case, "ward-4", "send_information", now=at(7, "16.00"))
    assert not due(replace(sent, now=at(8, "8.00")), "information").passed


def test_the_three_days_of_the_call_and_of_the_payment_are_not_the_same_days():
    case = ready_at(at(5, "13.10"))
    assert due(case, "call").due == at(8, "23.59")
    assert due(case, "payment").due == at(9, "0.00")
    rows = [SPU.deadlines[key] for key in ("call", "payment")]
    assert rows[0].sources != rows[1].sources


def test_another_county_moves_one_of_the_three_days_and_no_other():
    agreed = {"of": "P5D", "counts": "days", "after": "notify_ready", "source": ["L8"]}
    overlays = {"spu": {"deadlines": {"payment": agreed}}}
    profile = replace(NEUTRAL, name="other", overlays=overlays)
    found = {
        one.key: one.due for one in deadlines(ready_at(at(5, "13.10")), flow=SPU, profile=profile)
    }
    assert found["payment"] == at(10, "0.00")
    assert found["call"] == at(8, "23.59")


def started(case):
    start_, _ = planned_by(SHOWN, case, case.log[-1])
    return {timer.ref: timer.due for timer in start_}


def ended(case):
    return planned_by(SHOWN, case, case.log[-1])[1]


def test_an_action_starts_the_timers_of_what_has_to_follow():
    admitted = do(start(at(1, "16.00")), "ward-4", "register_admission")
    assert started(admitted) == {"deadline:admission_notice": at(2, "16.00")}
    case = ready_at(at(5, "13.10"))
    assert started(case) == {"deadline:call": at(8, "23.59"), "deadline:payment": at(9, "0.00")}
    timers, _ = planned_by(SHOWN, case, case.log[-1])
    assert {(timer.kind, timer.status) for timer in timers} == {("deadline", "pending")}
    assert timers[0].payload == {"deadline": "call"}


def test_an_action_ends_the_timers_of_what_it_does():
    case = ready_at(at(5, "13.10"))
    home = do(case, "ward-4", "discharge", now=at(7, "10.00"))
    assert ended(home) == ("deadline:payment",)
    assert started(home) == {"deadline:information": at(7, "23.59")}
    assert ended(do(home, "ward-4", "send_information")) == ("deadline:information",)


def test_what_has_been_done_already_starts_no_timer():
    called = with_plan("called")
    assert "deadline:call" not in started(do(called, "ward-4", "notify_ready"))
    informed = do(ready_at(at(5, "13.10")), "ward-4", "send_information")
    assert started(do(informed, "ward-4", "discharge")) == {}


def test_a_person_who_wants_no_plan_is_not_called_to_one():
    case = ready_at(at(5, "13.10"))
    no = do(case, "health-centre", "offer_sip", answer="no", now=at(6, "8.00"))
    assert due(no, "call") is None
    assert due(no, "payment") is not None
    assert ended(no) == ("deadline:call",)
    yes = do(no, "health-centre", "offer_sip", answer="yes", now=at(7, "8.00"))
    assert started(yes) == {"deadline:call": at(8, "23.59")}
    late = do(no, "health-centre", "offer_sip", answer="yes", now=at(9, "8.00"))
    assert started(late) == {}
    said = do(in_state("planning"), "health-centre", "offer_sip", answer="no")
    assert "deadline:call" not in started(do(said, "ward-4", "notify_ready"))


def test_doing_it_again_gives_no_more_time():
    case = do(start(at(1, "16.00")), "ward-4", "register_admission")
    again = do(case, "ward-4", "register_admission", now=at(2, "10.00"))
    assert started(again) == {}
