"""The exercise of the course on children: two guardians, the child's own will and own goal."""

from __future__ import annotations

import pytest

from sandbox.exercises.checks import checks, is_done
from sandbox.exercises.play import begin
from sandbox.exercises.replies import replies_for
from sandbox.exercises.scenario_lint import lint
from sandbox.exercises.solving import solve
from sandbox.exercises.walks import walk
from sandbox.process.reading import load_flow, load_profile
from tests.sandbox.exercises.plays import ALEX, model_body, played, reply, scenario_at

PATH = ALEX.with_name("nemo-bandet.yaml")
NEMO = scenario_at(PATH)


def unmet(case):
    return {outcome.key for outcome in checks(NEMO, case) if not outcome.met}


def test_the_file_is_sound_the_colleagues_plan_is_full_and_an_empty_run_meets_nothing():
    assert lint(NEMO, load_flow(NEMO.flow), load_profile(NEMO.profile)) == ()
    case = solve(NEMO)
    assert is_done(NEMO, case)
    tones = {answer.tone for step in NEMO.steps for answer in replies_for(NEMO, case, step.key)}
    assert tones == {"worked"}
    assert not any(outcome.met for outcome in checks(NEMO, begin(NEMO)))
    assert walk(NEMO, 3).problems == ()


@pytest.mark.parametrize(
    ("step", "change", "check", "sender", "says"),
    [
        ("consent", {"receivers": ["mamma", "skolan", "bup"]}, "both_guardians",
         "pappa", "”Räknas inte mitt ja? Jag står ingenstans.”"),
        ("consent", {"note": ""}, "own_will",
         "nemo", "”Ni skrev vad mamma och pappa tycker. Var står det vad jag vill?”"),
        ("call", {"day": 10}, "not_thursday",
         "nemo", "”Torsdag. Då repar de. Det är alltid på torsdagar.”"),
    ],
)  # fmt: skip
def test_those_who_were_left_out_say_so_and_the_check_waits(step, change, check, sender, says):
    case = played({step: change}, path=PATH)
    assert check in unmet(case)
    answer = reply(case, step, sender, PATH)
    assert (answer.tone, answer.text) == ("missing", says)
    assert answer.attempt_hint


def test_a_goal_about_attendance_is_the_schools_and_nemo_quotes_it_but_no_check_reads_the_words():
    goals = {**model_body(NEMO, "goals"), "main_goal": "Jag ska ha 80 procents närvaro"}
    case = played({"goals": goals}, path=PATH)
    answer = reply(case, "goals", "nemo", PATH)
    assert answer.quote == "Du skrev som huvudmål: ”Jag ska ha 80 procents närvaro”"
    assert answer.text.endswith("Det är skolans mål. Jag sa något om bandet.”")
    assert is_done(NEMO, case)


def test_a_plan_that_only_the_family_carries_is_no_sip():
    row = {"text": "Pappa skjutsar.", "responsible": "pappa", "until_day": 60}
    case = played({"goals": {**model_body(NEMO, "goals"), "measures": [row]}}, path=PATH)
    assert unmet(case) == {"both_principals"}
    assert (
        reply(case, "goals", "mamma", PATH).text == "”Allt ligger på oss hemma. Vad gör ni andra?”"
    )
    assert reply(case, "goals", "bup", PATH).text.endswith("Utan regionen är det ingen SIP.”")
