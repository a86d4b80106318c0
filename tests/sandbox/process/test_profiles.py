"""Profiles: the words and limits of other systems, over the same rules and the same log."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from content_files.yaml_marks import ContentError
from sandbox.process.engine import Refused, offers
from sandbox.process.flow import field_of
from sandbox.process.lint import lint
from sandbox.process.lint_profile import MENU
from sandbox.process.overlay import readable, under
from sandbox.process.payment import liability
from sandbox.process.reading import flow_names, load_flow, load_profile, profile_names, read_profile
from sandbox.process.state import CaseState
from tests.sandbox.process.discharge import PARTIES, SPU, do

PROFILES = ("lifecare", "link", "neutral", "prator", "samsa")
SIP = load_flow("sip")
OWN = """
profile: hemma
title: Vårt eget system
headings: [{key: hemliv, label: Hemliv}]
flows:
  spu:
    hidden: [send_care_message]
    labels: {write_planning: Skicka läget}
    words:
      states: {notified: Ni vet}
      documents: {planning: Läget}
      done: {write_planning: Skickade läget}
    deadlines:
      planning: {of: PT48H, source: [L5]}
    fields:
      planning.before: {label: "Hur var det förut?", required: true}
  sip: {words: {roles: {coordinator: Spindeln}}}
limits: {payment: {model: law}}
pages:
  menu: [{key: inbox, label: Brevlådan}]
  train: {spu: [{label: Läget, done: [write_planning]}], sip: [{label: Ja, done: [record_consent]}]}
  ahead: {spu: [write_planning], sip: [record_consent]}
  tabs:
    spu: [{key: allt, label: Allt, all: true}]
    sip: [{key: allt, label: Allt, all: true}]
  plan: [{key: oversikt, label: Planen}]
"""


def of_file(tmp_path, text=OWN):
    path = tmp_path / "hemma.yaml"
    path.write_text(text, encoding="utf-8")
    return read_profile(path)


def texts(profile, flow=SPU):
    return [problem.text for problem in lint(flow, profile)]


@cache
def told_in_lifecare() -> CaseState:
    """Return a discharge as far as planning, with everything that only some systems show."""
    profile = load_profile("lifecare")
    facts = {"parties": PARTIES, "coordinator": "health-centre"}
    case = CaseState("spu", "lifecare", "new", 0, facts, (), (), (), (), 2400)
    case = do(case, "home-care", "send_care_request", profile=profile)
    case = do(case, "ward-4", "register_admission", profile=profile, cause="Föll i köket.")
    case = do(case, "ward-4", "send_admission_notice", profile=profile)
    case = do(
        case,
        "home-care",
        "write_planning",
        profile=profile,
        track="yellow",
        aids="Rullator hämtas på torsdag.",
        current=[{"text": "Inköp", "how_often": "en gång i veckan", "who": "hemtjänsten"}],
    )
    case = do(case, "ward-4", "tick_checklist", profile=profile)
    return do(case, "health-centre", "offer_sip", profile=profile, need="yes")


def test_five_profiles_come_with_the_system_and_all_have_pages():
    assert profile_names() == PROFILES
    for name in PROFILES:
        profile = load_profile(name)
        assert profile.pages["menu"]
        assert profile.limits["ack"]
        assert name == "neutral" or profile.title.startswith("Liknar ")


def test_a_profile_has_its_own_words_for_the_same_row():
    said = {
        name: (
            (shown := under(SPU, load_profile(name))).actions["write_planning"].label,
            shown.documents["planning"].label,
            shown.tracks["sip"].names["coordinator"],
        )
        for name in ("neutral", "samsa", "prator", "link")
    }
    assert said["neutral"] == ("Skicka er planering", "Planering", "Samordningsansvarig")
    assert said["samsa"] == (
        "Skicka planeringsmeddelande",
        "Planeringsmeddelande",
        "Huvudansvarig för SIP",
    )
    assert said["prator"][0] == "Skicka planeringen"
    assert said["link"][:2] == ("Skicka anteckningen", "Anteckning i utskrivningsplanen")


@pytest.mark.parametrize(
    ("name", "button", "way"),
    [
        ("neutral", "Skicka er planering", "Skriv planering"),
        ("samsa", "Skicka planeringsmeddelande", "Skriv planeringsmeddelande"),
        ("prator", "Skicka planeringen", "Skriv planering"),
        ("link", "Skicka anteckningen", "Skriv anteckning i planen"),
    ],
)
def test_the_way_to_a_form_says_what_is_written_there_and_the_button_what_it_does(
    name, button, way
):
    action = under(SPU, load_profile(name)).actions["write_planning"]
    assert (action.label, action.opening) == (button, way)


def test_what_the_counties_agree_on_differs_and_is_never_called_law():
    assert load_profile("prator").addressing == "profession"
    assert (
        "Yrke"
        in field_of(
            under(SIP, load_profile("prator")).documents["call"].fields, "professions"
        ).label
    )
    child = under(SIP, load_profile("samsa")).deadlines["child_meeting"]
    assert (child.of, child.sources[0].kind) == ("P21D", "agreement")
    assert not under(SIP, load_profile("samsa")).one_plan
    case = replace(told_in_lifecare(), state="planning")
    found = liability(case, flow=SPU, profile=load_profile("link"))
    assert found.model == "average"
    assert not found.liable


def test_the_answers_of_a_field_are_the_same_whatever_they_are_called():
    field = field_of(under(SPU, load_profile("prator")).documents["planning"].fields, "track")
    assert field.choices == {"green": "Grön process", "yellow": "Gul process", "red": "Röd process"}
    made_up = replace(
        load_profile("prator"),
        overlays={"spu": {"fields": {"planning.track": {"choices": {"blue": "Blå"}}}}},
    )
    assert "planning.track har inget svar ”blue”." in texts(made_up)


@pytest.mark.parametrize("name", PROFILES)
def test_a_case_played_in_one_system_is_read_whole_in_the_words_of_another(name):
    case, words = told_in_lifecare(), readable(SPU, load_profile(name))
    for line in case.log:
        assert words.actions[line.code].done
    for document in case.documents:
        kind = words.documents[document.kind]
        for key, value in document.body.items():
            field = field_of(kind.fields, key)
            assert field is not None, (name, document.kind, key)
            if field.type == "choice" and field.choices and value:
                assert field.choices[value]
            if field.type == "rows":
                assert set().union(*value) <= {column.key for column in field.fields}
    assert offers(case, role="ward", flow=SPU, profile=load_profile(name), actor="ward-4")


def test_everything_that_lifecare_shows_has_a_place_in_every_other_profile():
    for flow in (SPU, SIP):
        shown = under(flow, load_profile("lifecare"))
        for name in PROFILES:
            words = readable(flow, load_profile(name))
            for kind in shown.documents.values():
                for field in kind.fields:
                    found = field_of(words.documents[kind.kind].fields, field.key)
                    assert found is not None
                    assert set(field.choices or ()) <= set(found.choices or ())


def test_what_a_profile_hides_is_read_in_its_words_but_not_written():
    case, link = told_in_lifecare(), load_profile("link")
    assert "send_care_request" not in under(SPU, link).actions
    sent = case.documents[0]
    assert readable(SPU, link).documents[sent.kind].label == "Vårdbegäran"
    plan = next(one for one in case.documents if one.kind == "planning")
    shown = under(SPU, load_profile("samsa")).documents["planning"]
    assert plan.body["track"] == "yellow"
    assert field_of(shown.fields, "track") is None
    words = readable(SPU, load_profile("samsa")).documents["planning"]
    assert field_of(words.fields, "track").choices["yellow"] == "Gult"


def test_a_new_profile_is_a_file_and_a_case_is_played_under_it(tmp_path):
    profile = of_file(tmp_path)
    assert all(lint(load_flow(name), profile) == () for name in flow_names())
    case = CaseState("spu", "hemma", "new", 0, {"parties": PARTIES}, (), (), (), (), 2400)
    for who, action in (("ward-4", "register_admission"), ("ward-4", "send_admission_notice")):
        case = do(case, who, action, profile=profile)
    with pytest.raises(Refused, match=r"Hur var det förut\?"):
        do(case, "home-care", "write_planning", profile=profile, before="")
    case = do(case, "home-care", "write_planning", profile=profile)
    assert case.state == "planning"
    shown = under(SPU, profile)
    assert shown.documents["planning"].label == "Läget"
    assert shown.tracks["sip"].names["coordinator"] == "Spindeln"
    found = offers(case, role="ward", flow=SPU, profile=profile, actor="ward-4")
    assert "send_care_message" not in {one.action for one in found}
    early = replace(case, state="new")
    refused = offers(early, role="care_unit", flow=SPU, profile=profile, actor="home-care")
    said = next(one for one in refused if one.action == "write_planning")
    assert "Ni vet" in said.reasons[0].text


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("{key: inbox, label: Brevlådan}", "{key: songs, label: Sånger}", "”songs”"),
        (
            "[{key: inbox, label: Brevlådan}]",
            "[{key: inbox, label: A}, {key: inbox, label: B}]",
            "menu nämner ”inbox” två gånger",
        ),
        ("done: [write_planning]}]", "done: [sing]}]", "Handlingen ”sing”, som inte finns"),
        ("done: [write_planning]}]", "done: [send_care_message]}]", "blir aldrig klar"),
        ("ahead: {spu: [write_planning]", "ahead: {spu: [send_care_message]", "profilen döljer"),
        ("spu: [{key: allt, label: Allt, all: true}]", "spu: []", "tabs saknar ”spu”"),
        (
            "    spu: [{key: allt, label: Allt, all: true}]",
            "    spu: [{key: a, label: A, documents: [poem], actions: [sing]}, {key: a, label: B}]",
            "Dokumentet ”poem” finns inte",
        ),
        (
            "    spu: [{key: allt, label: Allt, all: true}]",
            "    spu: [{key: a, label: A}, {key: a, label: B}]",
            "Fliken ”a” står två gånger",
        ),
        ("required: true}", "needed: true}", "planning.before kan inte ändra ”needed”"),
        ("{of: PT48H, ", "{long: PT48H, ", "deadlines: planning kan inte säga ”long”"),
        ("{notified: Ni vet}", "{lost: Borta}", "states nämner ”lost”"),
        ("{planning: Läget}", "{poem: Dikt}", "documents nämner ”poem”"),
        ("hidden: [send_care_message]", "unused: [notified]", "unused nämner ”notified”"),
        ("  plan: [{key: oversikt", "  plan: [{key: slut", "Fliken ”oversikt” behövs"),
        ("model: law}", "model: law, source: [hittepa]}", "källan ”hittepa” finns inte"),
        ("flows:\n  spu:", "addressing: mood\nflows:\n  spu:", "addressing kan inte vara ”mood”"),
    ],
)
def test_the_linter_finds_what_is_wrong_in_a_profile(tmp_path, old, new, said):
    assert old in OWN
    profile = of_file(tmp_path, OWN.replace(old, new, 1))
    found = [text for name in flow_names() for text in texts(profile, load_flow(name))]
    assert any(said in text for text in found), found


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("limits:", "colours: red\nlimits:", "kan inte säga ”colours”"),
        ("label: Hemliv}]", "label: A}, {key: hemliv, label: B}]", "”hemliv” står två gånger"),
    ],
)
def test_a_profile_that_cannot_be_read_names_file_and_line(tmp_path, old, new, said):
    with pytest.raises(ContentError, match=r"hemma\.yaml, rad \d+: ") as error:
        of_file(tmp_path, OWN.replace(old, new, 1))
    assert said in str(error.value)


def test_every_page_that_a_menu_may_name_is_there():
    assert all(reverse(f"replica:{key}", args=["abcdef-1"]) for key in sorted(MENU))


def test_a_page_for_every_flow_and_profile_says_what_a_role_may_do_when():
    folder = Path(__file__).resolve().parents[3] / "docs" / "process"
    for name in PROFILES:
        for flow in flow_names():
            assert (folder / name / f"{flow}.md").exists()
    text = (folder / "samsa" / "spu.md").read_text(encoding="utf-8")
    assert "## Vad får jag göra när?" in text
    assert "| Planering pågår |" in text
    assert "```mermaid" in text
    index = (folder / "profiles.md").read_text(encoding="utf-8")
    assert "Huvudansvarig för SIP" in index


def test_a_stale_or_left_over_page_of_a_profile_is_found(tmp_path, settings):
    settings.PROJECT = tmp_path
    call_command("process_pages", stdout=StringIO())
    call_command("process_pages", "--check", stdout=StringIO())
    page = tmp_path / "docs" / "process" / "link" / "sip.md"
    page.write_text(page.read_text(encoding="utf-8") + "mer", encoding="utf-8")
    with pytest.raises(CommandError, match=r"link/sip\.md är inaktuell"):
        call_command("process_pages", "--check", stdout=StringIO())
    call_command("process_pages", stdout=StringIO())
    (page.parent / "old.md").write_text("gammal", encoding="utf-8")
    with pytest.raises(CommandError, match=r"link/old\.md"):
        call_command("process_pages", "--check", stdout=StringIO())


@pytest.mark.parametrize("name", PROFILES)
def test_no_button_says_that_it_saves_what_goes_to_somebody(name):
    shown = under(SPU, load_profile(name))
    kinds = shown.documents
    saves = [row for row in shown.actions.values() if row.label.startswith("Spara ")]
    assert saves
    assert [row.label for row in saves if kinds[row.document].addressed_by] == []
