"""A meeting that is called off: what holds afterwards, who is told, and what comes next."""

from __future__ import annotations

import pytest

from sandbox.process import consent, documents
from sandbox.process.deadlines import deadlines
from sandbox.process.engine import Refused
from sandbox.process.reading import load_profile
from sandbox.process.state import latest
from sandbox.process.tracks import state_in
from tests.sandbox.process import discharge
from tests.sandbox.process.plans import SHOWN, SIP, do, in_state


def refused(*args, **changes):
    with pytest.raises(Refused) as refusal:
        do(*args, **changes)
    return refusal.value.reasons[0].rule_id.removeprefix("sip.")


def dates(case):
    return {one.key for one in deadlines(case, flow=SIP, profile=load_profile("lifecare"))}


def test_the_plan_stands_where_it_stood_before_the_call_and_a_new_call_is_next():
    called = in_state("called")
    off = do(called, "home", "cancel_meeting")
    assert off.state == "mapped"
    assert latest(off, "call") is None
    assert off.facts["meeting_at"] is None
    assert refused(off, "home", "hold_meeting") == "hold_meeting.from"
    again = do(off, "home", "send_call", day=20)
    assert (again.state, again.facts["meeting_at"] // 1440) == ("called", 20)


def test_everybody_who_was_called_is_told_in_the_inbox_and_the_person_reads_it():
    called = in_state("called")
    off = do(called, "home", "cancel_meeting", recipients=[])
    paper = latest(off, "meeting_cancellation")
    assert set(paper.body["recipients"]) == {"rehab", "clinic", "office"}
    assert paper in documents.unread(off, flow=SHOWN, party="rehab")
    assert not [
        one for one in documents.unread(off, flow=SHOWN, party="rehab") if one.kind == "call"
    ]
    assert consent.may_read(off, "person", paper, flow=SHOWN, party="mona")
    assert not consent.may_read(off, "unit", paper, flow=SHOWN, party="school")


def test_what_was_answered_to_the_call_holds_no_more_and_the_next_call_is_answered_anew():
    answered = do(in_state("called"), "rehab", "answer_call")
    off = do(answered, "home", "cancel_meeting")
    assert latest(off, "call_answer", "rehab") is None
    again = do(off, "home", "send_call", day=20)
    assert latest(do(again, "rehab", "answer_call"), "call_answer", "rehab") is not None


def test_the_time_of_the_meeting_is_no_longer_kept():
    called = in_state("called")
    assert "meeting" in dates(called)
    assert "meeting" not in dates(do(called, "home", "cancel_meeting"))


def test_when_a_meeting_has_been_held_the_call_to_it_holds_again():
    met = in_state("met")
    first = latest(met, "call")
    second = do(met, "home", "send_call", day=met.now // 1440 + 9)
    off = do(second, "home", "cancel_meeting")
    assert off.state == "met"
    assert (latest(off, "call"), off.facts["meeting_at"]) == (first, met.facts["meeting_at"])
    # What was said at the meeting that was held can still be put right.
    assert do(off, "home", "hold_meeting", notes="Rättat.").state == "met"
    assert refused(off, "home", "cancel_meeting") == "cancel_meeting.meeting_to_cancel"


def test_a_meeting_that_has_been_held_is_not_called_off():
    assert refused(in_state("met"), "home", "cancel_meeting") == "cancel_meeting.meeting_to_cancel"


def test_during_a_discharge_the_call_is_owed_again_within_the_time_of_the_law():
    ready = discharge.do(discharge.with_plan("prepared"), "ward-4", "notify_ready")
    called = discharge.do(ready, "health-centre", "send_call")

    def owed(case):
        rows = deadlines(case, flow=discharge.SPU, profile=load_profile("lifecare"))
        return next(one for one in rows if one.key == "call").done_at is None

    body = {"reason": "person"}
    off = discharge.do(called, "health-centre", "cancel_meeting", body)
    assert [owed(one) for one in (ready, called, off)] == [True, False, True]
    assert state_in(off, discharge.SPU, "sip") == "prepared"
    with pytest.raises(Refused) as refusal:
        discharge.do(called, "clinic", "cancel_meeting", body)
    assert refusal.value.reasons[0].rule_id == "sip.cancel_meeting.roles"


def test_a_unit_that_has_neither_called_nor_coordinates_does_not_call_it_off():
    called = in_state("called")
    with pytest.raises(Refused) as refusal:
        do(called, "clinic", "cancel_meeting", role="coordinator")
    assert refusal.value.reasons[0].rule_id == "sip.cancel_meeting.cancels_own_call"
