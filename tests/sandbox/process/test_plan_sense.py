"""What is written in a plan holds together: its days, who takes over, who came and who has written."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from sandbox.process.deadlines import deadlines, follow_up_limit
from sandbox.process.engine import Refused, foreseen
from sandbox.process.guards import GUARDS
from sandbox.process.own_parts import unwritten
from sandbox.process.reading import load_profile
from tests.sandbox.process.plans import BODIES, RICH, SHOWN, SIP, do, in_state, rules

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
        ("hand_over", {"from_day": 1}, "field.hand_over.from_day"),
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
        ("called", "hold_meeting", {"held_day": 7}, "held_another_day"),
        (
            "prepared",
            "write_mapping",
            {"areas": [{"heading": "fritid", "text": text} for text in ("Ut.", "Hem.")]},
            "mapping_heading_twice",
        ),
        (
            "planned",
            "decide_follow_up",
            {"documentation": [{"what": "Allt"}]},
            "documentation_half",
        ),
        (
            "planned",
            "decide_follow_up",
            {"documentation": [{"party": "rehab"}]},
            "documentation_half",
        ),
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


def test_the_days_for_documentation_are_counted_from_the_day_that_the_meeting_was_held():
    called = in_state("called")
    day = called.facts["meeting_at"] // 1440
    late = replace(called, now=called.facts["meeting_at"] + 2 * 1440)

    def until(case):
        rows = deadlines(case, flow=SIP, profile=load_profile("lifecare"))
        return next(one.due for one in rows if one.key == "documented")

    as_called = until(do(late, "home", "hold_meeting"))
    assert until(do(late, "home", "hold_meeting", held_day=day)) == as_called
    assert until(do(late, "home", "hold_meeting", held_day=day + 1)) == as_called + 1440
    levelled = replace(late, facts={**late.facts, "level": "sip_plus"})
    limits = [
        follow_up_limit(do(levelled, "home", "hold_meeting", **said), SIP)
        for said in ({"held_day": day}, {})
    ]
    assert limits[1] - limits[0] == 2
    ahead = refused(late, "home", "hold_meeting", held_day=day + 3)
    assert ahead == "field.meeting.held_day"


@pytest.mark.parametrize(
    ("day", "asks"),
    [
        ("2026-11-28", "meeting_not_on_saturday"),
        ("2026-11-29", "meeting_not_on_sunday"),
        ("2026-12-24", "meeting_not_on_holiday"),  # an eve that the law treats as a Sunday
        ("2026-12-25", "meeting_not_on_holiday"),
        ("2026-11-30", ""),
    ],
)
def test_a_call_to_a_day_off_is_asked_about_by_its_day_and_can_be_sent(day, asks):
    case = in_state("mapped")
    case = replace(case, facts={**case.facts, "anchor": "2026-11-20"})
    number = (date.fromisoformat(day) - date(2026, 11, 20)).days
    body = {**BODIES["send_call"], "day": number}
    questions = foreseen(
        case,
        action="send_call",
        role="coordinator",
        actor="home",
        body=body,
        flow=SIP,
        profile=RICH,
    )
    asked = [one.text for one in questions if one.field == "call.day"]
    assert asked == ([GUARDS[asks].text] if asks else [])
    sent = do(case, "home", "send_call", body)
    assert sent.state == "called"
    assert rules(sent).count("meeting_on_day_off") == len(asked)


def test_a_case_without_a_calendar_has_no_days_off():
    assert "meeting_on_day_off" not in rules(do(in_state("mapped"), "home", "send_call", day=9))


@pytest.mark.parametrize(("found", "lines"), [("partly", 1), ("no", 1), ("yes", 0)])
def test_a_plan_that_ends_because_the_goals_are_reached_is_held_against_its_evaluation(
    found, lines
):
    case = do(in_state("active"), "home", "write_evaluation", main_goal=found)
    closed = do(case, "home", "close_plan")
    assert closed.state == "closed"
    assert rules(closed).count("closed_before_reached") == lines
    other = do(case, "home", "close_plan", reason="no_longer_needed")
    assert "closed_before_reached" not in rules(other)
