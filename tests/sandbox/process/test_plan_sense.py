"""What is written in a plan holds together: its days, who takes over, who came and who has written."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sandbox.process.deadlines import deadlines
from sandbox.process.engine import Refused
from sandbox.process.own_parts import unwritten
from sandbox.process.reading import load_profile
from tests.sandbox.process.plans import SHOWN, SIP, do, in_state, rules

BACKWARDS = {"text": "Tränar", "from_day": 40, "until_day": 30}


def refused(*args, **changes):
    with pytest.raises(Refused) as refusal:
        do(*args, **changes)
    return refusal.value.reasons[0].rule_id.removeprefix("sip.")


@pytest.mark.parametrize(
    ("action", "changes", "why"),
    [
        ("write_goals", {"measures": [BACKWARDS]}, "write_goals.goals_run_forwards"),
        ("write_goals", {"own_measures": [BACKWARDS]}, "write_goals.goals_run_forwards"),
        ("hand_over", {"to": "home"}, "hand_over.successor_is_another"),
        ("hand_over", {"from_day": 1}, "hand_over.hand_over_day_ahead"),
        ("decide_follow_up", {"day": 1}, "field.follow_up.day"),
        ("decide_follow_up", {"documentation_day": 1}, "field.follow_up.documentation_day"),
    ],
)
def test_a_plan_takes_no_day_that_cannot_be_and_goes_over_to_somebody_else(action, changes, why):
    assert refused(in_state("planned"), "home", action, **changes) == why


def test_a_unit_writes_nothing_that_ends_before_it_begins():
    why = refused(in_state("planned"), "rehab", "write_own_measures", measures=[BACKWARDS])
    assert why == "write_own_measures.part_runs_forwards"


@pytest.mark.parametrize(
    ("state", "action", "changes", "asked"),
    [
        (
            "called",
            "hold_meeting",
            {"absent": [{"party": "rehab", "reason": "Sjuk"}]},
            "noted_twice",
        ),
        ("called", "hold_meeting", {"person_took_part": "not"}, "person_there_and_not"),
        (
            "prepared",
            "write_mapping",
            {"areas": [{"text": "Jag vill ut."}]},
            "mapping_without_heading",
        ),
    ],
)
def test_what_contradicts_itself_is_asked_about_and_noted(state, action, changes, asked):
    assert asked in rules(do(in_state(state), "home", action, **changes))
    assert asked not in rules(do(in_state(state), "home", action))


def test_whoever_has_handed_over_owes_no_part_for_what_it_wrote_among_the_goals():
    asked = do(in_state("active"), "home", "hand_over")
    moved = do(asked, "rehab", "answer_hand_over")
    waits = unwritten(moved, flow=SHOWN, reader="rehab", role="coordinator")
    assert moved.facts["coordinator"] == "rehab"
    assert "home" not in waits
    assert "clinic" in waits


def test_the_days_for_documentation_are_counted_from_the_meeting_and_not_from_when_it_is_written():
    """Whoever writes the meeting down late gets no more time for it."""
    called = in_state("called")
    held = called.facts["meeting_at"]
    lifecare = load_profile("lifecare")

    def until(case):
        rows = {one.key: one.due for one in deadlines(case, flow=SIP, profile=lifecare)}
        return rows["documented"]

    same_day = do(replace(called, now=held), "home", "hold_meeting")
    late = do(replace(called, now=held + 2 * 1440), "home", "hold_meeting")
    assert until(late) == until(same_day)
    # The meeting to follow up on has days of its own: calling to it moves nothing.
    again = do(late, "home", "send_call", day=late.now // 1440 + 9, time="13.00")
    assert until(again) == until(late)
