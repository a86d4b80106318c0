"""Deadlines, completeness, fields and the coach for goals."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sandbox.process.clock import minutes_in
from sandbox.process.completeness import completeness, is_legally_complete
from sandbox.process.deadlines import deadlines
from sandbox.process.engine import Refused
from sandbox.process.goal_quality import coach, is_question, looks_like_measure
from sandbox.process.overlay import under
from tests.sandbox.process.cases import BODIES, NEUTRAL, SIP, do, in_state, start

GOOD = (
    "Jag vill komma i väg till sommarstugan till midsommar.",
    "Jag vill bli så frisk att jag kan arbeta halvtid efter påsk.",
    "Jag vill orka gå till skolan minst tre dagar i veckan fram till jul.",
    "Jag vill sjunga med kören på vårkonserten.",
)
GOOD_STEPS = (
    "Jag vill träna på att gå med rullator.",
    "Jag vill skriva ett cv så att jag kan söka jobb.",
    "Jag vill klara en halv repetition utan att behöva gå ut.",
)
POOR = (
    "",
    "Trygghet i hemmet",
    "Nedsatt syn",
    "Du ska få en lösning som passar dig",
    "Rullatorträning × 3",
    "Du får hemtjänst x3",
    "Ledsagning × 3",
)


@pytest.mark.parametrize("text", GOOD)
def test_the_coach_has_nothing_to_ask_about_a_good_main_goal(text):
    assert coach(text) == ()


@pytest.mark.parametrize("text", GOOD_STEPS)
def test_the_coach_has_nothing_to_ask_about_a_good_subgoal(text):
    assert coach(text, main=False) == ()


@pytest.mark.parametrize("text", POOR)
def test_the_coach_asks_a_question_about_a_poor_goal(text):
    found = coach(text)
    assert found
    assert all(finding.text.endswith("?") for finding in found)


@pytest.mark.parametrize(
    "text", ["Rullatorträning × 3", "Ledsagning x 3", "Boendestöd två gånger i veckan"]
)
def test_what_somebody_does_is_not_a_goal(text):
    assert looks_like_measure(text)
    assert not looks_like_measure("Jag vill klara mig utan hemtjänst.")


def test_a_question_need_not_end_with_a_question_mark():
    assert is_question("Vad kan göra ljudet uthärdligt")
    assert is_question("Vi behöver veta av er om ledsagning går att få")
    assert not is_question("Vi behöver er på mötet")
    assert not is_question("")


def test_the_dates_of_the_plan_are_kept_in_order_and_cite_their_source():
    found = deadlines(in_state("active"), flow=SIP, profile=NEUTRAL)
    assert [(one.key, one.due // 1440) for one in found] == [
        ("documentation", 11),
        ("follow_up", 36),
    ]
    assert all(one.sources for one in found)
    late = deadlines(replace(in_state("active"), now=12 * 1440), flow=SIP, profile=NEUTRAL)
    assert [one.passed for one in late] == [True, False]


def test_no_local_time_limit_is_computed_in_the_neutral_profile():
    assert deadlines(in_state("met"), flow=SIP, profile=NEUTRAL) == ()
    assert all(example.source.kind == "agreement" for example in NEUTRAL.examples)


def test_a_profile_can_count_a_deadline_from_an_event():
    overlays = {
        "sip": {
            "deadlines": {
                "documentation": {
                    "of": "P3D",
                    "after": "hold_meeting",
                    "source": ["orebro-dokumentation"],
                }
            }
        }
    }
    profile = replace(NEUTRAL, name="test", overlays=overlays)
    case = in_state("met")
    found = deadlines(case, flow=SIP, profile=profile)
    assert [(one.key, one.due - case.now) for one in found] == [("documentation", 3 * 1440)]
    assert found[0].label == "Allt är dokumenterat"


def test_a_period_is_read_or_refused():
    assert minutes_in("P1DT2H30M") == 1440 + 150
    for wrong in ("3 dagar", "P", "PT"):
        with pytest.raises(ValueError, match="tidsperiod"):
            minutes_in(wrong)


def test_a_whole_plan_holds_what_the_law_asks_for():
    case = in_state("active")
    assert is_legally_complete(case, flow=SIP)
    assert not is_legally_complete(in_state("planned"), flow=SIP)
    unmet = {item.rule for item in completeness(case, flow=SIP) if not item.met}
    assert unmet == {"P13"}
    assert all(item.source for item in completeness(case, flow=SIP))


def test_an_own_measure_needs_no_contact_but_a_unit_does():
    body = {**BODIES["write_goals"]}
    body["measures"] = [{**body["measures"][0], "contact": ""}]
    case = do(in_state("met"), "write_goals", body)
    assert "P11" in {item.rule for item in completeness(case, flow=SIP) if not item.met}


def test_a_unit_writes_its_own_measures_into_the_plan():
    case = do(in_state("met"), "write_own_measures", role="unit", actor="rehab")
    found = {item.rule: item.met for item in completeness(case, flow=SIP)}
    assert found["P10a"]
    assert found["P10b"]


WRONG_BODIES = [
    ("record_consent", {"receivers": ["okand"]}, "consent.receivers"),
    ("record_consent", {"receivers": "rehab"}, "consent.receivers"),
    ("record_consent", {"basis": "viskat"}, "consent.basis"),
    ("record_consent", {"hemligt": 1}, "consent.hemligt"),
    ("send_call", {"recipients": [], "day": 8, "time": "10.00"}, "call.recipients"),
    ("send_call", {"recipients": ["rehab"], "day": 8, "time": "kl tio"}, "call.time"),
    ("send_call", {"recipients": ["rehab"], "day": 900, "time": "10.00"}, "call.day"),
    ("send_call", {"recipients": ["rehab"], "day": "snart", "time": "10.00"}, "call.day"),
    (
        "write_mapping",
        {"areas": [{"heading": "fritid", "text": "x" * 501}]},
        "mapping.areas.0.text",
    ),
    ("write_mapping", {"areas": "text"}, "mapping.areas"),
    ("write_mapping", {"areas": [{"text": "x"}] * 14}, "mapping.areas"),
]


@pytest.mark.parametrize(("action", "body", "field"), WRONG_BODIES)
def test_what_cannot_be_kept_is_refused_with_its_field(action, body, field):
    state = {"record_consent": "noticed", "write_mapping": "prepared", "send_call": "mapped"}[
        action
    ]
    with pytest.raises(Refused) as refusal:
        do(in_state(state), action, body)
    assert [reason.field for reason in refusal.value.reasons] == [field]
    assert refusal.value.reasons[0].text


def test_a_body_is_kept_whole_and_tidy():
    case = do(start(), "record_consent", {"receivers": ["rehab"], "purposes": ["make_plan"]})
    assert case.documents[0].body == {
        "given_by": "person",
        "basis": "oral",
        "purposes": ["make_plan"],
        "receivers": ["rehab"],
        "exceptions": [],
        "limits": [],
        "note": "",
    }
    rows = {"areas": [{"heading": "", "text": "  "}, {"heading": "fritid", "text": " Jag vill. "}]}
    mapped = do(case, "write_mapping", rows)
    assert mapped.documents[-1].body["areas"] == [
        {"heading": "fritid", "text": "Jag vill.", "own_words": False}
    ]


def test_the_profile_gives_the_headings_and_can_hide_a_field():
    shown = under(SIP, NEUTRAL).documents["mapping"].fields[0].fields[0]
    assert list(shown.choices.values())[-2:] == ["Dagliga rutiner", "Egna resurser"]
    assert len(shown.choices) == 13
    overlays = {"sip": {"fields": {"call.place": {"hidden": True}, "call.day": {"label": "Datum"}}}}
    fields = under(SIP, replace(NEUTRAL, overlays=overlays)).documents["call"].fields
    assert "place" not in {field.key for field in fields}
    assert next(field for field in fields if field.key == "day").label == "Datum"
