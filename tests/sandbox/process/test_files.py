"""The flow files themselves: sound, sourced, and shown on a fresh page."""

from __future__ import annotations

from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from content_files.yaml_marks import ContentError
from sandbox.process.guards import GUARDS
from sandbox.process.lint import lint, reachable
from sandbox.process.pages import page
from sandbox.process.reading import (
    flow_names,
    load_flow,
    load_profile,
    load_sources,
    profile_names,
    read_flow,
    read_profile,
)
from tests.sandbox.process.cases import NEUTRAL, SIP

ROOM = Path(__file__).resolve().parents[3] / "sandbox" / "process"


@pytest.mark.parametrize("flow", flow_names())
@pytest.mark.parametrize("profile", profile_names())
def test_every_flow_is_sound_under_every_profile(flow, profile):
    assert lint(load_flow(flow), load_profile(profile)) == ()


def test_every_row_has_a_source_and_no_local_agreement_stands_alone():
    for flow in map(load_flow, flow_names()):
        rows = [*flow.actions.values(), *flow.states.values(), *flow.documents.values()]
        for row in [*rows, *flow.deadlines.values()]:
            assert row.sources
            assert any(source.kind != "agreement" for source in row.sources)
    for guard in GUARDS.values():
        assert guard.sources
        assert all(SIP.sources[code].kind != "agreement" for code in guard.sources)


def test_a_local_agreement_is_always_called_an_example():
    for source in load_sources().values():
        if source.kind == "agreement":
            assert source.text.startswith("Exempel från ")
            assert source.level == "Exempel på överenskommelse"


def test_every_state_can_be_reached_from_the_first():
    assert reachable(SIP) == frozenset(SIP.states)


def broken(tmp_path, old, new):
    path = tmp_path / "sip.yaml"
    text = (ROOM / "flows" / "sip.yaml").read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "guards: [consent_in_force]",
            "guards: [moon_is_full]",
            "Villkoret ”moon_is_full” finns inte",
        ),
        ("moves: {noticed: prepared}", "moves: {noticed: lost}", "Tillståndet ”lost” finns inte"),
        ("roles: [coordinator, person]", "roles: [king]", "Rollen ”king” finns inte"),
        ("effects: [note_coordinator_ahead,", "effects: [dance,", "Effekten ”dance” finns inte"),
        ("moves: {called: met}", "moves: {}", "Tillståndet ”met” går inte att nå"),
        ("document: closing", "document: poem", "Dokumentet ”poem” finns inte"),
        ("day_in: follow_up.day,", "of: P3D, after: nothing,", "räknas från ”nothing”"),
        ("day_in: goals.main_day", "day_in: goals.wrong", "Fältet ”goals.wrong” finns inte"),
        (
            "closed: {label: Avslutad, final: true",
            "closed: {label: Avslutad",
            "kommer man inte vidare",
        ),
        ("    opens: Skriv kallelsen\n", "", "Vägen till formuläret heter ”Skicka kallelsen”"),
    ],
)
def test_the_linter_finds_what_is_wrong(tmp_path, old, new, said):
    problems = lint(read_flow(broken(tmp_path, old, new)), NEUTRAL)
    assert any(said in problem.text for problem in problems), problems


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("    source: [praxis-avslut]\n    refused", "    refused", "saknar källa"),
        ("source: [praxis-kvittering]", "source: [hittepa]", "Källan ”hittepa” finns inte"),
        ('type: choice\n        label: "Vem', 'type: magic\n        label: "Vem', "okänd typ"),
        ("initial: noticed", "first: noticed", "saknar ”initial”"),
    ],
)
def test_a_row_that_cannot_be_read_names_file_and_line(tmp_path, old, new, said):
    with pytest.raises(ContentError, match=r"sip\.yaml, rad \d+: ") as error:
        read_flow(broken(tmp_path, old, new))
    assert said in str(error.value)


def test_an_overlay_must_point_at_something_and_say_why():
    overlays = {
        "sip": {
            "labels": {"sing": "Sjung"},
            "roles": {"write_mapping": {"roles": ["unit"]}},
            "fields": {"call.song": {"hidden": True}},
        }
    }
    texts = [problem.text for problem in lint(SIP, replace(NEUTRAL, overlays=overlays))]
    assert any("”sing”" in text for text in texts)
    assert any("”write_mapping” saknar giltig källa" in text for text in texts)
    assert any("”call.song”" in text for text in texts)


def test_hiding_a_row_that_the_rest_needs_is_found():
    overlays = {"sip": {"hidden": ["hold_meeting"]}}
    texts = [problem.text for problem in lint(SIP, replace(NEUTRAL, overlays=overlays))]
    assert "Tillståndet ”met” går inte att nå." in texts


def test_a_profile_cannot_change_just_anything(tmp_path):
    path = tmp_path / "odd.yaml"
    path.write_text(
        "profile: odd\ntitle: Udda\nheadings: []\nflows:\n  sip:\n    states: {}\n",
        encoding="utf-8",
    )
    with pytest.raises(ContentError, match=r"odd\.yaml, rad 6: Profilen kan inte ändra ”states”"):
        read_profile(path)


def test_the_page_shows_the_row_that_answers_who_may_write_the_mapping():
    text = page(SIP, NEUTRAL)
    section = text.split("### Spara kartläggningen")[1].split("###")[0]
    assert "| Vem får? | Samordningsansvarig |" in section
    assert "Samverkanspraxis: den som samordnar håller ihop kartläggningen" in section
    assert "`write_mapping`" in section


def test_the_pages_in_docs_are_fresh_and_the_rules_are_sound():
    out = StringIO()
    call_command("process_pages", "--check", stdout=out)
    call_command("check_process", stdout=out)
    assert "sip med profilen neutral: inga fel" in out.getvalue()


def test_a_stale_page_is_told(tmp_path, settings):
    settings.PROJECT = tmp_path
    with pytest.raises(CommandError, match=r"sip\.md är inaktuell"):
        call_command("process_pages", "--check")
    call_command("process_pages", stdout=StringIO())
    call_command("process_pages", "--check")
