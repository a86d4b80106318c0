"""What the rules of a plan make of a school: inside the system or reached by letter, never a principal."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from sandbox.process.completeness import completeness
from sandbox.process.engine import Refused, transition
from sandbox.process.looking import Looking
from sandbox.process.own_parts import unwritten
from sandbox.process.state import CaseState, latest
from tests.sandbox.process.plans import OVERLAY, PARTIES, RICH, SHOWN, SIP, do, party, rules, start

PUPILS = party("Elevhälsan", "education", "municipality", "school")


def called(**facts: Any) -> CaseState:
    """A plan that a school with the system and a clinic have been called to, on day 0."""
    case = start(parties={**PARTIES, "pupils": PUPILS}, **facts)
    case = do(case, "home", "record_consent", receivers=["pupils", "school", "clinic"])
    case = do(case, "home", "write_mapping")
    return do(case, "home", "send_call", recipients=["pupils", "school", "clinic"])


def met() -> CaseState:
    return held(called(), "home", attended=["home", "pupils", "clinic"])


def held(case: CaseState, who: str, *, attended: list[str]) -> CaseState:
    """The plan when its meeting has been held, at the hour it was called to."""
    there = replace(case, now=case.facts["meeting_at"])
    return do(there, who, "hold_meeting", attended=attended)


def test_a_school_with_the_system_is_called_there_and_another_gets_a_letter():
    call = latest(called(), "call")
    assert call.body["by_letter"] == ["mona", "school"]
    answered = do(called(), "pupils", "answer_call", who="Alva Hittepå")
    assert latest(answered, "call_answer", "pupils").body["recipients"] == ["home"]


def test_the_plan_waits_for_what_a_school_with_the_system_does_until_it_has_written_it():
    case = met()
    assert "pupils" in unwritten(case, flow=SHOWN, reader="home", role="coordinator")
    written = do(case, "pupils", "write_own_measures")
    assert "pupils" not in unwritten(written, flow=SHOWN, reader="home", role="coordinator")


def test_nobody_else_writes_what_a_school_with_the_system_does_but_for_one_without_it():
    guards = {"write_goals": {"guards": ["measures_are_own"], "source": ["praxis-mal"]}}
    given: dict[str, Any] = {
        "action": "write_goals",
        "role": "coordinator",
        "actor_kind": "human",
        "flow": SIP,
        "profile": replace(RICH, name="own", overlays={"sip": {**OVERLAY, "guards": guards}}),
        "actor": "home",
    }

    def of(responsible: str) -> dict[str, Any]:
        return {"measures": [{"text": "Möter vid porten", "responsible": responsible}]}

    assert transition(met(), body=of("school"), **given).state == "planned"
    with pytest.raises(Refused, match="sina egna insatser"):
        transition(met(), body=of("pupils"), **given)


def test_a_school_is_no_principal_whoever_s_it_is():
    look = Looking(met(), SIP, RICH)
    assert [look.principal(code) for code in ("pupils", "school", "home")] == [
        "",
        "",
        "municipality",
    ]
    alone = do(called(), "home", "send_call", recipients=["pupils"])
    assert rules(alone)[-1] == "not_statutory"


def test_what_a_school_does_in_a_plan_counts_as_neither_the_region_s_nor_the_municipality_s():
    parties = {**PARTIES, "pupils": {**PUPILS, "uses": ["receiver", "responsible"]}}
    case = start(parties=parties, coordinator="clinic")
    case = do(case, "clinic", "record_consent", receivers=["school", "pupils"])
    case = do(case, "clinic", "write_mapping")
    case = do(case, "clinic", "send_call", recipients=["pupils", "school"])
    case = held(case, "clinic", attended=["clinic", "pupils"])
    rows = [
        {"text": "Samtal", "responsible": "clinic"},
        {"text": "Anpassat schema", "responsible": "school"},
    ]
    written = do(case, "clinic", "write_goals", measures=rows)
    found = {one.rule: one.met for one in completeness(written, flow=SHOWN)}
    assert found["P10c"]
    assert not found["P13"]


def test_a_school_that_has_begun_a_plan_names_somebody_in_care_to_hold_it_ahead():
    parties = {**PARTIES, "pupils": PUPILS}
    case = start(parties=parties, coordinator="pupils")
    case = do(case, "pupils", "note_need", noticed_by="school")
    case = do(case, "pupils", "record_consent", receivers=["clinic", "home"])
    case = do(case, "pupils", "write_mapping")
    case = do(case, "pupils", "send_call", recipients=["clinic", "home"])
    case = held(case, "pupils", attended=["clinic", "home", "pupils"])
    case = do(case, "pupils", "write_goals", measures=[])
    with pytest.raises(Refused) as refusal:
        do(case, "pupils", "decide_follow_up", coordinator="pupils")
    assert refusal.value.reasons[0].rule_id == "sip.decide_follow_up.coordinator_from_care"
    ahead = do(case, "pupils", "decide_follow_up", coordinator="clinic")
    assert ahead.state == "active"
