"""Scenario files for several people: sound, and mended by file and line."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command

from content_files.yaml_marks import ContentError
from sandbox.exercises.reading import parse_scenario
from sandbox.exercises.scenario_lint import lint
from sandbox.exercises.walks import walk
from sandbox.fictive.detector import find
from sandbox.process.reading import load_flow, load_profile
from tests.sandbox.exercises.plays import ALEX, scenario_at
from tests.sandbox.exercises.test_several_seats import OLOF, OLOF_FILE

TEXT = OLOF_FILE.read_text(encoding="utf-8")


def linted(scenario):
    return lint(scenario, load_flow(scenario.flow), load_profile(scenario.profile))


def changed(old, new):
    assert old in TEXT
    return TEXT.replace(old, new, 1)


def test_the_file_is_sound_and_everybody_reaches_full_marks_alone_and_together():
    assert linted(OLOF) == ()


@pytest.mark.parametrize("seed", range(15))
def test_whatever_people_do_together_what_must_hold_still_holds(seed):
    assert walk(OLOF, seed, moves=35).problems == ()


def test_nothing_in_the_file_looks_like_a_real_person():
    # A path such as kind@party.field is no address.
    assert find(TEXT.replace("@", " av ")) == ()


def test_what_the_leader_needs_is_read_from_the_file():
    assert [seat.party for seat in OLOF.seats] == ["avdelning-4", "vc-an", "bistand"]
    assert OLOF.role == OLOF.seats[0]
    assert OLOF.seat("bistand").secret == "Systern har ringt."
    assert OLOF.seat("avdelning-4").know == ("Olof opererades i går.",)
    assert OLOF.parties["bistand"].unit == "municipal_assessment"
    assert [step.key for step in OLOF.steps_of("bistand")] == ["receipt", "planning"]
    assert OLOF.modes == ("solo", "parallel", "group")
    assert [(phase.kind, phase.minutes) for phase in OLOF.phases] == [
        ("gather", 5),
        ("roleplay", 10),
    ]
    assert OLOF.activities[0].options == ("Ja", "Nej")
    assert OLOF.talk
    assert OLOF.mirror["send_call"] == "Olof fick en inbjudan."
    assert OLOF.notes == {"inskrivning": "Vänta in vårdcentralen."}
    assert len(OLOF.case_lines) == 3


def test_an_exercise_for_one_has_one_seat_that_is_its_role():
    alex = scenario_at(ALEX)
    assert [seat.party for seat in alex.seats] == ["hemtjanst-norr"]
    assert not alex.shared
    assert alex.steps_of("hemtjanst-norr") == alex.steps
    assert alex.modes == ("solo", "parallel")


READ_ERRORS = [
    ("    goal: Att planen", "    mål: Att planen", "”mål” går inte att använda här"),
    ("  - party: bistand\n", "  - party: vc-an\n", "”vc-an” har redan en plats"),
    ("kind: gather", "kind: fika", "”fika” finns inte"),
    ("kind: poll", "kind: lek", "”lek” finns inte"),
    ("minutes: 5", "minutes: fem", "ska vara ett heltal"),
    ("modes: [solo,", "modes: [ensam,", "”ensam” finns inte"),
    ("hold: true\n    plays", "hold: kanske\n    plays", "ska vara true eller false"),
    ("    upon: appoint_contact\n    after", "    hold: true\n    upon: x\n    after", "Inte båda"),
    ("  - ref: sjuk", "  - ref: andrat-samtycke", "finns redan"),
    ("to: [bistand]", "to: bistand", "ska vara en lista"),
    ("sets: {ill: [bistand]}", "sets: [ill]", "ska ha rader med"),
    ("after: PT2H, do: send", "after: snart, do: send", "är ingen tidsperiod"),
    ("do: send_message,\n", "do: send_message, model: true,\n", "inte båda"),
    ("counts: hours", "counts: minuter", "hours eller days"),
    ("{of: PT24H, counts", "{on: PT24H, counts", "Skriv within"),
    ("path: log.send_call, within", "path: call.day, within", "Skriv path: log."),
    ("before_log: send_call", "before_log: [send_call]", "ska vara en handling"),
    ('{day: 1, time: "17.00"}', '{time: "17.00"}', "Skriv day: 1"),
    (
        "mirror: {send_admission_notice: Olof märkte inget.",
        "mirror: {send_admission_notice: 3",
        "text",
    ),
]


@pytest.mark.parametrize(("old", "new", "said"), READ_ERRORS)
def test_a_mistake_is_told_with_file_and_line(old, new, said):
    text = changed(old, new)
    line = TEXT[: TEXT.index(old)].count("\n") + 1
    with pytest.raises(ContentError) as error:
        parse_scenario(text, "var-ovning.yaml")
    assert said in error.value.message
    assert str(error.value).startswith("var-ovning.yaml, rad ")
    # On the line itself, or on the first line of the row it belongs to.
    assert -8 <= error.value.line - line <= 2


LINT_ERRORS = [
    ("    secret: Olof sover dåligt.\n", "", "saknar det bara den vet"),
    ("role: municipality\n", "role: kommun\n", "Rollen ”kommun” finns inte"),
    (
        "  - key: planning\n    seat: bistand",
        "  - key: planning\n    seat: systern",
        "finns i seats",
    ),
    ("seat: vc-an\n    title: Kallelse", "seat: bistand\n    title: Kallelse", "får inte göra"),
    ("{party: bistand, upon: send_ad", "{party: kungen, upon: send_ad", "”kungen” finns inte"),
    ("upon: start, after: PT2H", "upon: morgon, after: PT2H", "”morgon” är inget som kan hända"),
    ("upon: inject.systern-ringer", "upon: inject.brodern", "inget som kan hända"),
    ("do: write_planning, model", "do: write_plan, model", "”write_plan” finns inte"),
    ("do: record_consent, model", "do: offer_sip, model", "inget i model för vc-an"),
    ("from: systern", "from: brodern", "”brodern” finns inte i parties"),
    ("      action: record_consent", "      action: samtycka", "”samtycka” finns inte"),
    ("role: primary_care\n      body", "role: municipality\n      body", "får inte göra"),
    ("Jag vill ordna en plats åt Olof.", "Jag vill ordna en plats!", "utropstecken"),
    ("steps: [ready, call]", "steps: []", "har inga steg"),
    ("steps: [ready, call]", "steps: [ready, ring]", "”ring”, som inte finns"),
    ("steps: [ready, call]", "steps: [ready]", "står inte i något skede"),
    ("steps: [ready, call]", "steps: [ready, call, notice]", "står i två skeden"),
    ("mirror: {send_admission_notice", "mirror: {ring_upp", "mirror nämner ”ring_upp”"),
    ("notes: {inskrivning", "notes: {morgon", "notes nämner skedet ”morgon”"),
    (
        "receipt.admission_notice, contains: bis",
        "receipt.papper, contains: bis",
        "”papper” finns inte",
    ),
    ("path: planning@bistand.ask", "path: planning@kungen.ask", "”kungen” finns inte"),
    ("path: planning@bistand.ask", "path: planning@bistand.fraga", "finns inte i något formulär"),
    ("before_log: send_call", "before_log: ringa", "Händelsen ”ringa” finns inte"),
    ("path: log.notify_ready", "path: log.bli_klar", "Händelsen ”bli_klar” finns inte"),
    ('at: {day: 5, time: "13.10"}', 'at: {day: 1, time: "17.30"}', "ska stå i ordning"),
    ("after: P3D, do: notify_ready", "after: P9D, do: send_information", "inget i model"),
    (
        "when: {path: log.record_consent, before_log: send_call}",
        "when: {not: {path: log.send_call, before_log: record_consent}}",
        "uppfylld redan från början",
    ),
    (
        "  - {party: vc-an, upon: notify_ready, after: PT5H, do: send_call, model: true}\n",
        "",
        "Ensam som avdelning-4 uppfylls inte ”call_in_time”",
    ),
]


@pytest.mark.parametrize(("old", "new", "said"), LINT_ERRORS)
def test_the_linter_finds_what_cannot_work_together(old, new, said):
    problems = linted(parse_scenario(changed(old, new), "var-ovning.yaml"))
    assert any(said in problem.text for problem in problems), problems


def test_the_command_tells_how_many_seats_there_are():
    out = StringIO()
    call_command("check_scenarios", "--walks", "2", str(OLOF_FILE), stdout=out)
    assert "olof-hem: 3 platser, 9 steg, 9 kontroller, 2 vandringar" in out.getvalue()
