"""A school in the county: what it is in a plan and in a discharge, and what it does when nobody plays it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sandbox.exercises.county import County, exercise_in
from sandbox.exercises.play import advance
from sandbox.exercises.roles import READER, UNIT, role_in
from sandbox.exercises.stories import load_stories, told
from sandbox.process.documents import unread
from sandbox.process.engine import offers
from sandbox.process.reading import load_flow, load_profile, profile_names
from sandbox.process.state import CaseState, day_of, latest
from tests.sandbox.exercises.test_county import COUNTY, PEOPLE, TELLING, load_county

PUPILS, LETTERS = "elevhalsan", "skolan"
SAME_DAY = range(8 * 60, 16 * 60)


@pytest.fixture(scope="module")
def county() -> County:
    return load_county(COUNTY)


@pytest.fixture(scope="module")
def saga(county: County) -> CaseState:
    """The child whose plan the school has been called to, on the first morning."""
    stories = {one.slug: one for one in load_stories(COUNTY.parent / "cases", PEOPLE)}
    return told(county, stories["saga"], TELLING)


def test_the_school_is_in_the_system_of_a_plan_and_outside_it_in_a_discharge(county: County):
    plan, discharge = county.register_in("sip"), county.register_in("spu")
    assert plan[PUPILS]["kind"] == "education"
    assert discharge[PUPILS]["kind"] == plan[LETTERS]["kind"] == "other"
    assert {code for code in plan if plan[code] != discharge[code]} == {PUPILS}
    assert role_in(load_flow("sip"), plan[PUPILS], code=PUPILS, coordinator="bup") == UNIT
    assert role_in(load_flow("spu"), discharge[PUPILS], code=PUPILS, coordinator="bup") == READER


def test_the_school_may_be_asked_for_a_plan_but_not_to_hold_it_ahead(county: County):
    assert county.units[PUPILS].party.uses == ("receiver", "responsible")
    assert "coordinator" in county.units["bup"].party.uses


@pytest.mark.parametrize("profile", profile_names())
def test_no_action_of_a_discharge_is_ever_open_to_a_school(
    county: County, saga: CaseState, profile: str
):
    flow = load_flow("spu")
    facts = {**saga.facts, "parties": county.register_in("spu"), "coordinator": ""}
    for state in flow.states:
        case = replace(saga, flow="spu", state=state, facts=facts, documents=(), consents=())
        found = offers(case, role=READER, flow=flow, profile=load_profile(profile), actor=PUPILS)
        own = [one.action for one in found if one.enabled]
        assert [code for code in own if flow.actions[code].track != "sip"] == [], state


def test_nobody_plays_the_school_in_a_discharge(county: County):
    plan = exercise_in(county, flow="sip", profile="samsa", coordinator="bup")
    discharge = exercise_in(county, flow="spu", profile="samsa")
    assert {rule.do for rule in plan.actors if rule.party == PUPILS} >= {
        "acknowledge_call",
        "acknowledge",
        "answer_call",
        "write_own_measures",
        "send_message",
    }
    assert [rule.ref for rule in discharge.actors if rule.party == PUPILS] == []


def test_what_has_come_to_the_school_is_unread_the_first_morning_and_read_at_its_hours(
    county: County, saga: CaseState
):
    call = latest(saga, "call")
    waiting = unread(saga, flow=load_flow("sip"), party=PUPILS)
    assert [one.kind for one in waiting] == ["call", "message"]
    exercise = exercise_in(county, flow="sip", profile=saga.profile, coordinator=call.author)
    later = advance(saga, scenario=exercise, to=saga.now + 10 * 60).case
    acts = [line for line in later.log[len(saga.log) :] if line.actor == PUPILS]
    assert {line.code for line in acts} >= {"acknowledge_call", "acknowledge", "answer_call"}
    assert all(line.at % 1440 in SAME_DAY for line in acts)
    assert {day_of(line.at) for line in acts} == {day_of(saga.now)}
    answer = latest(later, "call_answer", PUPILS)
    assert answer.body["answer"] in ("comes", "phone")
    assert answer.body["role"] == "skolkurator"


def test_the_school_writes_its_own_part_after_the_meeting(county: County, saga: CaseState):
    exercise = exercise_in(
        county, flow="sip", profile=saga.profile, coordinator=saga.facts["coordinator"]
    )
    later = advance(saga, scenario=exercise, to=saga.now + 5 * 1440).case
    assert latest(later, "meeting") is not None
    part = latest(later, "contribution", PUPILS)
    assert part is not None
    assert part.body["measures"][0]["text"]
