"""Exercise A from start to end: checks, steps, clock, hints, comparison and rubric."""

from __future__ import annotations

import pytest

from sandbox.exercises.checks import checks, checks_by_step, is_done, step_state
from sandbox.exercises.compare import compare
from sandbox.exercises.hints import hints
from sandbox.exercises.play import advance, begin, next_moment, play
from sandbox.exercises.replies import replies_for
from sandbox.exercises.solving import solve
from sandbox.process.documents import save_draft
from tests.sandbox.exercises.plays import model_body, played, scenario_at, take, to_meeting

ALEX = scenario_at()


def test_the_expert_plan_meets_every_check_and_draws_only_good_replies():
    case = solve(ALEX)
    assert is_done(ALEX, case)
    for step in ALEX.steps:
        answers = replies_for(ALEX, case, step.key)
        assert answers
        assert {answer.tone for answer in answers} == {"worked"}
        assert step_state(ALEX, case, step.key).state == "done"


def test_an_empty_run_meets_no_check():
    assert not any(outcome.met for outcome in checks(ALEX, begin(ALEX)))


def test_the_checks_are_those_of_the_assignment():
    assert [outcome.key for outcome in checks(ALEX, begin(ALEX))] == [
        "consent_scope",
        "three_areas",
        "own_words",
        "right_units",
        "consent_followed",
        "question_each",
        "main_goal",
        "subgoal",
        "measures_complete",
        "follow_up_day",
        "coordinator_ahead",
        "principal",
        "documentation",
    ]


def test_a_met_check_points_at_the_line_that_decided_it():
    case = solve(ALEX)
    for outcome in checks(ALEX, case):
        assert outcome.evidence_seq in {line.seq for line in case.log}
        assert outcome.missing_text == ""


def test_wording_and_spelling_never_decide_a_check():
    goals = {
        "main_goal": "sjunnga",
        "subgoals": [{"text": "ledsagnig x 3"}],
        "measures": [{"text": "asdf", "responsible": "alex", "until_day": 3}],
    }
    questions = {"vc-rehab": "hjelp", "bistand": "oj"}
    case = played({"goals": goals, "call": {"questions": questions}})
    assert is_done(ALEX, case)


UNMET = [
    ("consent", {"receivers": ["vc-rehab", "bistand", "grannen"]}, "consent_scope"),
    ("consent", {"exceptions": ["bistand"]}, "consent_scope"),
    (
        "mapping",
        {"areas": [{"heading": "fritid", "text": "Sjunga", "own_words": True}]},
        "three_areas",
    ),
    ("mapping", {"areas": [{"heading": "fritid", "text": "Sjunga"}]}, "own_words"),
    ("call", {"recipients": ["vc-rehab"]}, "right_units"),
    ("call", {"recipients": ["vc-rehab", "bistand", "grannen"]}, "consent_followed"),
    ("call", {"questions": {"vc-rehab": "Vad?"}}, "question_each"),
    ("goals", {"main_goal": " "}, "main_goal"),
    ("goals", {"subgoals": [{"text": " ", "day": 3}]}, "subgoal"),
    ("goals", {"measures": []}, "measures_complete"),
    (
        "goals",
        {"measures": [{"text": "x", "responsible": "bistand", "until_day": 3}]},
        "measures_complete",
    ),
    ("follow_up", {"day": None}, "follow_up_day"),
    ("follow_up", {"coordinator": ""}, "coordinator_ahead"),
    ("follow_up", {"principal": ""}, "principal"),
    ("follow_up", {"documentation_day": None}, "documentation"),
]


@pytest.mark.parametrize(("step", "change", "key"), UNMET)
def test_what_is_missing_in_structure_leaves_its_check_unmet(step, change, key):
    case = played({step: change})
    unmet = {outcome.key for outcome in checks(ALEX, case) if not outcome.met}
    assert key in unmet
    state = step_state(ALEX, case, step)
    assert state.state == "draft"
    assert state.reason
    assert [hint.check for hint in hints(ALEX, case, step)][:1]


def test_hints_go_from_light_to_plain_and_vanish_when_the_check_is_met():
    case = begin(ALEX)
    assert [hint.level for hint in hints(ALEX, case, "call")] == [1, 1, 1, 2, 2, 2]
    assert hints(ALEX, solve(ALEX), "call") == ()


def test_the_steps_open_one_after_another_and_say_why_they_are_closed():
    case = begin(ALEX)
    states = [step_state(ALEX, case, step.key) for step in ALEX.steps]
    assert [one.state for one in states] == ["not_started"] + ["locked"] * 5
    assert states[2].reason == "Gör klart steget Kartläggning först."
    case = save_draft(case, kind="consent", author="coordinator", body={})
    assert step_state(ALEX, case, "consent").state == "draft"
    called = played(until="call")
    assert step_state(ALEX, called, "meeting").state == "not_started"
    assert step_state(ALEX, called, "goals").state == "locked"
    assert step_state(ALEX, to_meeting(called, ALEX), "goals").state == "not_started"


def test_a_step_that_the_consent_closes_says_so_with_its_source():
    case = take(begin(ALEX), "consent", {"receivers": ["vc-rehab"]}, ALEX).case
    state = step_state(ALEX, case, "mapping")
    assert state.state == "locked"
    assert state.reason.startswith("Personen har inte sagt ja till att planen görs")
    assert "2025:400" in state.source


def test_the_list_of_what_is_done_is_grouped_by_step():
    groups = checks_by_step(ALEX, played(until="call"))
    assert [(key, title) for key, title, _ in groups][2] == ("call", "Kallelse")
    assert [outcome.met for outcome in groups[2][2]] == [True, True, True]
    assert [outcome.met for outcome in groups[3][2]] == [False, False, False]


def test_the_clock_moves_to_the_next_morning_and_then_to_the_meeting():
    case = begin(ALEX)
    assert case.now == 8 * 60
    case = played(until="call")
    assert case.now == 1440 + 8 * 60 + 30
    assert next_moment(case, ALEX) == 8 * 1440 + 600
    turn = advance(case, scenario=ALEX, to=next_moment(case, ALEX))
    assert turn.step == "meeting"
    assert [line.code for line in turn.happenings] == [
        "acknowledge_call",
        "acknowledge_call",
        "hold_meeting",
    ]
    assert [line.actor_kind for line in turn.happenings] == ["actor", "actor", "system"]
    assert next_moment(turn.case, ALEX) is None
    assert ALEX.day_label(8) == "dag 8, torsdag"


def test_the_clock_never_goes_backwards():
    case = played(until="call")
    with pytest.raises(ValueError, match="framåt"):
        advance(case, scenario=ALEX, to=0)


def test_a_party_that_a_human_plays_is_left_to_the_human():
    case = begin(ALEX, humans=("vc-rehab",))
    for step in ("consent", "mapping", "call"):
        case = take(case, step, model_body(ALEX, step), ALEX).case
    case = advance(case, scenario=ALEX, to=case.now + 1440).case
    assert case.facts["acknowledged"] == ["bistand"]
    turn = play(
        case,
        scenario=ALEX,
        action="acknowledge_call",
        role="unit",
        actor="vc-rehab",
        body=None,
    )
    assert turn.case.facts["acknowledged"] == ["bistand", "vc-rehab"]


def test_a_refused_move_changes_nothing_but_the_log():
    case = begin(ALEX)
    turn = take(case, "goals", model_body(ALEX, "goals"), ALEX)
    assert turn.refused[0].text.startswith("Det här går att göra när ärendet är")
    assert turn.refused[0].source
    assert [line.code for line in turn.case.log] == ["refused"]
    assert (turn.case.state, turn.case.documents, turn.case.now) == (case.state, (), case.now)


def test_a_field_that_cannot_be_kept_is_no_refusal_to_remember():
    turn = take(begin(ALEX), "consent", {"receivers": ["kungen"]}, ALEX)
    assert turn.refused[0].field == "consent.receivers"
    assert turn.case.log == ()


def test_the_colleagues_plan_beside_itself_is_equal():
    found = compare(ALEX, solve(ALEX))
    assert {side.status for side in found.sections} == {"equal"}
    assert all(side.mine == side.theirs for side in found.sections)
    assert found.good
    assert found.practise


def test_another_plan_beside_the_colleagues_says_what_differs():
    rows = model_body(ALEX, "goals")["measures"]
    changes = {
        "goals": {
            "main_goal": "jag vill sjunga med kören på vårkonserten",
            "subgoals": [{"text": "Jag vill gå på repetition igen.", "day": 40}],
            "measures": [{**rows[0], "until_day": None}, rows[1]],
        },
        "follow_up": {"day": 30, "form": "meeting"},
    }
    sides = {side.key: side for side in compare(ALEX, played(changes)).sections}
    assert sides["main_goal"].status == "equal"
    assert sides["subgoals"].status == "differs"
    assert sides["subgoals"].difference == "Kollegan skriver hur Alex märker att delmålet är nått."
    assert sides["measures"].status == "missing"
    assert (
        sides["measures"].difference == "Slutdatum saknas. Alex har ingen egen insats i din plan."
    )
    assert sides["measures"].mine[0] == (
        "Arbetsterapeuten provar öronskydd och paus. Ansvarig: vårdcentralens rehab. "
        "Kontakt: Ida Exempel, 031-390 06 12. Från dag\u00a08."
    )
    assert sides["follow_up"].status == "differs"
    assert sides["follow_up"].mine[0] == "dag\u00a030, fredag, i ett möte."


def test_what_is_not_written_is_missing_beside_the_colleagues_plan():
    found = compare(ALEX, begin(ALEX))
    assert {side.status for side in found.sections} == {"missing"}
    assert all(side.mine == () and side.theirs for side in found.sections)


def test_one_thing_to_practise_follows_what_was_missing():
    poor = played({"consent": {"receivers": ["vc-rehab", "bistand", "grannen"]}})
    assert "Ett nej är lika viktigt som ett ja" in compare(ALEX, poor).practise


def test_the_rubric_is_six_things_to_judge_for_oneself():
    assert len(ALEX.rubric) == 6
    assert all(len(item.levels) == 3 for item in ALEX.rubric)
    assert not {item.key for item in ALEX.rubric} & {"three_areas", "measures_complete"}
