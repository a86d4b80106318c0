"""Scenario files: sound, mended by their line numbers, and played without a line of Python."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from content_files.yaml_marks import ContentError
from sandbox.exercises.checks import is_done
from sandbox.exercises.play import begin
from sandbox.exercises.reading import load_scenario, parse_scenario
from sandbox.exercises.replies import replies_for
from sandbox.exercises.scenario_lint import lint
from sandbox.exercises.solving import solve
from sandbox.exercises.walks import walk
from sandbox.fictive.detector import find
from sandbox.process.reading import load_flow, load_profile
from tests.sandbox.exercises.plays import ALEX, RUT, model_body, played, reply, scenario_at, take

FILES = (ALEX, RUT)


def linted(scenario):
    return lint(scenario, load_flow(scenario.flow), load_profile(scenario.profile))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_scenario_is_sound_and_its_model_plan_scores_full(path):
    scenario = scenario_at(path)
    assert linted(scenario) == ()
    assert is_done(scenario, solve(scenario))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
@pytest.mark.parametrize("seed", range(12))
def test_random_walks_end_with_everything_that_must_hold(path, seed):
    walked = walk(scenario_at(path), seed)
    assert walked.problems == ()


def test_walks_reach_every_state_and_every_check():
    walks = [walk(scenario_at(), seed, moves=30) for seed in range(25)]
    assert set().union(*(one.states for one in walks)) == set(load_flow("sip").states)
    keys = {check.key for check in scenario_at().checks}
    assert set().union(*(one.met for one in walks)) == keys


def test_the_same_seed_walks_the_same_way():
    assert walk(scenario_at(), 7) == walk(scenario_at(), 7)


def test_another_scenario_with_other_people_and_steps_plays_from_its_file_alone():
    scenario = scenario_at(RUT)
    assert [step.key for step in scenario.steps] == ["inbjudan", "traff", "mal"]
    case = begin(scenario)
    assert case.state == "mapped"
    assert [line.actor_kind for line in case.log] == ["system", "system"]
    body = {**model_body(scenario, "inbjudan"), "recipients": ["anhorigstod", "syskonet"]}
    turn = take(case, "inbjudan", body, scenario)
    assert {answer.sender_name for answer in turn.replies} == {"Rut", "Anhörigstödet", "Rosa"}
    assert (
        reply(turn.case, "inbjudan", "syskonet", RUT).text == "”Är Rut sjuk? Det visste jag inte.”"
    )
    case = played({"inbjudan": {"recipients": ["anhorigstod"]}}, path=RUT)
    assert reply(case, "traff", "hemmet-vast", RUT).text == "”Vi visste inte om mötet.”"
    assert replies_for(scenario, case, "mal")[0].quote == (
        "Du skrev: ”Jag vill sköta sprutan själv till midsommar.”"
    )


def changed(old, new):
    text = ALEX.read_text(encoding="utf-8")
    assert old in text
    return text.replace(old, new, 1)


READ_ERRORS = [
    ("tone: missing", "tone: sur", "Svaret behöver tone"),
    ("contains: arbetsgivaren}", "innehaller: arbetsgivaren}", "Villkoret ”innehaller” finns inte"),
    (
        "{path: consent.receivers, contains: arbetsgivaren}",
        "{contains: arbetsgivaren}",
        "saknar sökväg",
    ),
    ("title: Alex vill tillbaka till kören", "rubrik: Alex", "”rubrik” går inte att använda här"),
    ("weekday: onsdag", "weekday: lillördag", "är ingen veckodag"),
    ("after: PT3H", "after: tre timmar", "är ingen tidsperiod"),
    ("kind: person,", "kind: katt,", "behöver kind"),
    ("{code: grannen,", "{code: alex,", "Parten ”alex” finns redan"),
    (
        "when: {path: goals.main_goal, empty: false}",
        "when: {path: goals.main_goal, first_person: true}",
        "En kontroll får inte bero på fri text",
    ),
    ("says: ”Vänta, ringde ni mitt jobb?”", "sager: x", "”sager” går inte att använda här"),
    ('starts: {day: 1, time: "08.30"}', 'starts: {time: "08.30"}', "Skriv day: 1"),
]


@pytest.mark.parametrize(("old", "new", "said"), READ_ERRORS)
def test_a_mistake_in_the_file_is_told_with_file_and_line(old, new, said):
    text = changed(old, new)
    line = text[: text.index(new, ALEX.read_text(encoding="utf-8").index(old))].count("\n") + 1
    with pytest.raises(ContentError) as error:
        parse_scenario(text, "min-ovning.yaml")
    assert said in error.value.message
    assert str(error.value).startswith("min-ovning.yaml, rad ")
    assert 0 <= line - error.value.line <= 2


LINT_ERRORS = [
    ("from: grannen", "from: kungen", "Parten ”kungen” finns inte"),
    ("path: call.place, empty: true", "path: call.plats, empty: true", "”call.plats” finns inte"),
    (
        "path: row.heading, eq: egna-resurser",
        "path: row.heading, eq: resurser",
        "”resurser” går inte att välja",
    ),
    (
        "contains: [vc-rehab, bistand]",
        "contains: [vc-rehab, bistan]",
        "”bistan” går inte att välja",
    ),
    ("action: send_call", "action: ring", "Handlingen ”ring” finns inte"),
    ("{consent.receivers|names}", "{consent.receivers|namn}", "Filtret ”namn” finns inte"),
    ("{call.place|lower}", "{call.rum|lower}", "Texten nämner ”call.rum”"),
    ("precis så.", "precis så!", "utropstecken"),
    ("receivers: [vc-rehab, bistand]", "receivers: [vc-rehab]", "uppfyller inte ”consent_scope”"),
    (
        "principal: municipality\n      documentation",
        'principal: ""\n      documentation',
        "får ett svar som saknar något",
    ),
    ("day: 8\n      time", "day: 800\n      time", "går inte att spela"),
    (
        "when: {path: goals.main_goal, empty: false}",
        "when: {path: goals.main_goal, empty: true}",
        "uppfylld redan från början",
    ),
    ("  - key: mapping\n    title", "  - key: consent\n    title", "finns två gånger"),
    ("  - step: mapping", "  - step: kartan", "”kartan”, som inte finns"),
]


@pytest.mark.parametrize(("old", "new", "said"), LINT_ERRORS)
def test_the_linter_finds_what_cannot_work(old, new, said):
    problems = linted(parse_scenario(changed(old, new), "min-ovning.yaml"))
    assert any(said in problem.text for problem in problems), problems


def test_a_receiver_must_always_have_something_to_say():
    text = changed("          - tone: worked\n            says: ”Ja, så är det.”\n", "")
    problems = linted(parse_scenario(text, "min-ovning.yaml"))
    assert any("sista svaret ska gälla alltid" in problem.text for problem in problems)
    assert all(problem.line for problem in problems)


def test_the_command_tells_the_health_of_each_scenario(tmp_path):
    out = StringIO()
    call_command("check_scenarios", "--walks", "2", str(RUT), stdout=out)
    assert "rut-insulin: 2 steg, 2 kontroller, 2 vandringar" in out.getvalue()
    sick = tmp_path / "sjuk.yaml"
    sick.write_text(changed("action: send_call", "action: ring"), encoding="utf-8")
    err = StringIO()
    with pytest.raises(CommandError, match=r"sjuk\.yaml"):
        call_command("check_scenarios", "--walks", "1", str(sick), stdout=out, stderr=err)
    assert "sjuk.yaml, rad " in err.getvalue()
    torn = tmp_path / "trasig.yaml"
    torn.write_text("scenario: [", encoding="utf-8")
    with pytest.raises(CommandError):
        call_command("check_scenarios", str(torn), stdout=out, stderr=err)
    assert "trasig.yaml, rad " in err.getvalue()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_nothing_in_a_scenario_looks_like_a_real_person(path):
    assert find(path.read_text(encoding="utf-8")) == ()


def test_a_file_that_is_not_there_says_so(tmp_path):
    with pytest.raises(ContentError, match="Filen finns inte"):
        load_scenario(tmp_path / "borta.yaml")
