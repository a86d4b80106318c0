"""Two flows in one case: the joined rows, the profile's words over them, and the page of both."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from content_files.yaml_marks import ContentError
from sandbox.process import consent
from sandbox.process.engine import Refused
from sandbox.process.lint import lint, reachable
from sandbox.process.overlay import under
from sandbox.process.pages import page
from sandbox.process.reading import load_flow, read_flow
from sandbox.process.state import latest
from sandbox.process.tracks import role_on, usual_roles
from tests.sandbox.process.discharge import NEUTRAL, SPU, do, in_state, start, with_plan

FILE = Path(__file__).resolve().parents[3] / "sandbox" / "process" / "flows" / "spu.yaml"
SIP = load_flow("sip")


def changed(tmp_path, old, new):
    text = FILE.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "spu.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


def laid(**overlays):
    return under(SPU, replace(NEUTRAL, name="other", overlays=overlays))


def test_every_row_knows_its_track():
    assert list(SPU.tracks) == ["spu", "sip", "vardplan"]
    assert {row.track for row in SIP.actions.values()} == {"sip"}
    for kind in ("actions", "documents", "deadlines"):
        own, joined = getattr(SPU, kind), getattr(SIP, kind)
        there = {key for key, row in joined.items() if not getattr(row, "alone", False)}
        assert {key for key, row in own.items() if row.track == "sip"} == there
    for track in SPU.tracks.values():
        assert {state.track for state in track.states.values()} == {track.name}


def test_the_plan_keeps_its_own_rows_where_the_discharge_says_nothing_else():
    assert SPU.actions["write_goals"].guards == SIP.actions["write_goals"].guards
    assert SPU.actions["write_goals"].roles == ("coordinator",)
    assert usual_roles(SPU, SPU.actions["write_goals"]) == ("primary_care",)
    assert SPU.actions["send_call"].warns == SIP.actions["send_call"].warns
    assert "is_contact" not in SIP.actions["send_call"].guards


def test_whoever_read_as_a_called_unit_reads_as_one_in_the_discharge():
    assert SPU.documents["call"].readers == SIP.documents["call"].readers
    called = do(with_plan("mapped"), "health-centre", "send_call", recipients=["assessment"])
    paper = latest(called, "call")
    assert consent.may_read(called, "municipality", paper, flow=SPU, party="assessment")
    assert not consent.may_read(called, "care_unit", paper, flow=SPU, party="home-help")
    assert consent.may_read(called, "primary_care", paper, flow=SPU, party="health-centre")


def test_whoever_holds_the_plan_together_now_is_its_coordinator():
    held = {**start().facts, "coordinator": "home-care"}
    case = replace(with_plan("active"), facts={**with_plan("active").facts, **held})
    for role, actor, as_ in (
        ("care_unit", "home-care", "coordinator"),
        ("care_unit", "home-help", "unit"),
        ("primary_care", "health-centre", "unit"),
        ("person", "berit", "person"),
    ):
        assert role_on(case, SPU, "sip", role=role, actor=actor) == as_
        assert role_on(case, SPU, "spu", role=role, actor=actor) == role
    assert do(case, "home-care", "write_goals").log[-1].actor == "home-care"
    with pytest.raises(Refused, match="den som samordnar planen som skriver huvudmålet"):
        do(case, "health-centre", "write_goals")
    nobody = replace(case, facts={**case.facts, "coordinator": ""})
    assert role_on(nobody, SPU, "sip", role="primary_care", actor="health-centre") == "coordinator"


def test_a_plan_stands_at_its_beginning_until_something_moves_it():
    assert "tracks" not in in_state("discharged").facts
    assert with_plan("met").facts["tracks"] == {"sip": "met"}


def test_every_state_of_both_tracks_can_be_reached():
    for name, track in SPU.tracks.items():
        assert reachable(SPU, name) == frozenset(track.states)
    assert reachable(SPU) == frozenset(SPU.states)


def test_what_a_profile_says_of_the_plan_holds_in_the_discharge_too():
    shown = laid(
        sip={
            "labels": {"write_goals": "Skriv målen"},
            "hidden": ["answer_call"],
            "roles": {"write_mapping": {"roles": ["unit"], "source": ["praxis-steg"]}},
            "fields": {"call.place": {"hidden": True}},
        }
    )
    assert shown.actions["write_goals"].label == "Skriv målen"
    assert "answer_call" not in shown.actions
    mapping = shown.actions["write_mapping"]
    assert usual_roles(shown, mapping) == ("ward", "specialist", "municipality", "care_unit")
    assert "place" not in {field.key for field in shown.documents["call"].fields}


def test_what_a_profile_says_of_the_discharge_weighs_more():
    shown = laid(
        sip={"labels": {"write_goals": "Skriv målen"}},
        spu={"labels": {"write_goals": "Målen", "discharge": "Hemgång"}},
    )
    assert shown.actions["write_goals"].label == "Målen"
    assert shown.actions["discharge"].label == "Hemgång"
    assert laid().actions["discharge"].label == "Skriv ut"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("      person: [person]\n      reader: [reader]\n", "", "var och en av rollerna i sip"),
        ("unit: [ward, specialist", "unit: [specialist", "precis en roll i sip"),
        ("    changes:\n      record_consent:", "    changes:\n      sing:", "”sing”"),
        ("flow: spu", "flow: sip2", None),
        ("  send_message:\n    label", "  send_call:\n    label", "både i spu och i sip"),
        (
            "roles: [coordinator, primary_care, ward]\n",
            "documents: [call]\n",
            "kan inte ändra ”documents”",
        ),
        ("        source: [L7, L1, L2, L11]\n", "", "saknar källa"),
    ],
)
def test_a_join_that_does_not_fit_is_told_with_file_and_line(tmp_path, old, new, said):
    path = changed(tmp_path, old, new)
    if said is None:
        assert list(read_flow(path).tracks) == ["sip2", "sip", "vardplan"]
        return
    with pytest.raises(ContentError, match=r"spu\.yaml, rad \d+: ") as error:
        read_flow(path)
    assert said in str(error.value)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("counts: hours, after: register", "counts: moons, after: register", "”moons”"),
        ("done: send_information", "done: sing", "nämner ”sing”"),
        ('only: {assessment: "yes"}', 'only: {mood: "yes"}', "Fältet ”admission.mood” finns inte"),
        (
            "unless: {sip_offer.answer",
            "unless: {sip_offer.mood",
            "Fältet ”sip_offer.mood” finns inte",
        ),
        ("after_noon: P4D", "after_noon: fyra", "tidsperiod"),
        ("warns: [four_facts_included", "warns: [contact_appointed", "det kan inte varna"),
        ("addressed_by: recipients", "addressed_by: facts", "som inte är parter"),
        ("    many: true\n", "    many: true\n    own: true\n", "Välj many eller own"),
        (
            "    addressed_by: recipients\n    followed_by: [contact, pl",
            "    followed_by: [contact, pl",
            "saknas",
        ),
        ("ward: always, primary_care: notified", "ward: always, primary_care: maybe", "”maybe”"),
        ("moves: {ready: discharged,", "moves: {ready: met,", "Tillståndet ”met” finns inte"),
    ],
)
def test_the_linter_sees_what_is_wrong_in_a_discharge(tmp_path, old, new, said):
    problems = lint(read_flow(changed(tmp_path, old, new)), NEUTRAL)
    assert any(said in problem.text for problem in problems), problems


def test_the_page_shows_both_tracks_and_what_each_role_may_do():
    text = page(SPU, NEUTRAL)
    assert text.count("stateDiagram-v2") == 3
    nurse = text.split("### Avdelningen")[1].split("###")[0]
    assert "- [Skriv ut](#skriv-ut)" in nurse
    assert "Utse fast vårdkontakt" not in nurse
    call = text.split("### Skicka kallelse till SIP")[1].split("###")[0]
    assert "| Vem får? | Samordningsansvarig (från början: Vårdcentralen), Vårdcentralen |" in call
    assert "`sip.yaml`: `send_call`" in call
    assert "om inte ”Erbjudande om SIP” har svaret ”Nej tack”" in text
    assert "4 dagar om det var efter kl. 12.00" in text
