"""Exercise B from start to end: every seat, every check, what happens on the way, and the words."""

from __future__ import annotations

import re

import pytest

from content_files.yaml_marks import load_marked
from sandbox.exercises.checks import checks, is_done, step_state
from sandbox.exercises.compare import compare
from sandbox.exercises.injects import send
from sandbox.exercises.play import advance, begin, play
from sandbox.exercises.replies import replies_for
from sandbox.exercises.scenario_lint import lint
from sandbox.exercises.solving import solve, solve_as
from sandbox.exercises.stages import stage_states
from sandbox.exercises.walks import walk
from sandbox.fictive.detector import find
from sandbox.process.reading import load_flow, load_profile
from sandbox.process.state import latest, minute_of
from tests.sandbox.exercises.berit import BERIT, PATH, SEATS, UNITS, body_of, played

SIX = tuple(seat.party for seat in BERIT.seats if not seat.optional)


def unmet(case):
    return {outcome.key for outcome in checks(BERIT, case) if not outcome.met}


def test_the_exercise_is_sound_and_the_colleagues_plan_scores_full():
    assert lint(BERIT, load_flow("spu"), load_profile("neutral")) == ()
    case = solve(BERIT)
    assert is_done(BERIT, case)
    for step in BERIT.steps:
        answers = replies_for(BERIT, case, step.key)
        assert {answer.tone for answer in answers} == {"worked"}, step.key
    assert {state for _, _, state in stage_states(BERIT, case)} == {"done"}
    assert {side.status for side in compare(BERIT, case).sections} == {"equal"}


def test_when_nobody_does_anything_no_check_is_met():
    case = begin(BERIT, humans=SEATS)
    assert not any(outcome.met for outcome in checks(BERIT, case))
    later = advance(case, scenario=BERIT, to=20 * 1440).case
    assert not any(outcome.met for outcome in checks(BERIT, later))


def test_when_the_doctor_comes_a_day_early_the_ward_still_tells_the_others():
    early = advance(begin(BERIT), scenario=BERIT, to=minute_of(3, "9.00")).case
    case = send(early, scenario=BERIT, inject="lakaren").case
    case = advance(case, scenario=BERIT, to=minute_of(3, "12.00")).case
    assert latest(case, "ready_notice").body["judged_day"] == 3


@pytest.mark.parametrize("party", SEATS)
def test_whoever_plays_one_seat_alone_reaches_the_end(party):
    case = solve_as(BERIT, party)
    assert is_done(BERIT, case)
    assert {state for _, _, state in stage_states(BERIT, case)} == {"done"}
    assert not [line for line in case.log if line.code in ("refused", "deadline_missed")]


def test_when_nobody_sits_anywhere_the_story_still_comes_to_its_end():
    case = advance(begin(BERIT), scenario=BERIT, to=12 * 1440).case
    assert is_done(BERIT, case)
    assert "human" not in {line.actor_kind for line in case.log}


def test_every_check_belongs_to_one_of_the_six_and_each_of_them_has_several_steps():
    assert {check.seat for check in BERIT.checks} == set(SIX)
    for party in SIX:
        assert 3 <= len(BERIT.steps_of(party)) <= 8, party


UNMET = [
    ("notice", {"facts": ["name", "identity_number", "address"]}, "four_facts"),
    ("contact", {"phone": ""}, "contact_reachable"),
    ("consent", {"purposes": ["make_plan", "share_goals"]}, "consent_units"),
    ("consent", {"limits": []}, "consent_changed"),
    ("planning_ward", {"now": ""}, "planning_by_ward"),
    ("planning_hsv", {"now": "", "measures": []}, "planning_by_hsv"),
    ("ask_berit", {"recipients": ["dottern"]}, "berit_asked"),
    ("sip_offer", {"own_words": ""}, "sip_answer"),
    ("ready", {"recipients": ["bistand"]}, "ready_units"),
    ("call", {"questions": {"bistand": "Vad?"}}, "question_each"),
    ("answer_rehab", {"answer": "comes"}, "replacement"),
    ("answer_hsv", {"who": ""}, "answer_by_hsv"),
    ("information", {"recipients": ["hsv-norr"]}, "information_units"),
    ("information", {"follow_up": ""}, "information_follow_up"),
    ("information", {"to_person": ["summary"]}, "summary_to_berit"),
    ("discharge", {"to": "short_term"}, "discharged"),
    ("goals", {"main_goal": " "}, "main_goal"),
    ("goals", {"subgoals": []}, "subgoal"),
    ("goals", {"measures": body_of("goals")["measures"][1:]}, "both_principals"),
    ("goals", {"measures": [{"text": "x", "responsible": "vc-an"}]}, "measures_complete"),
    ("measures_rehab", {"measures": [{"text": "Trappan"}]}, "measures_by_rehab"),
    ("follow_up", {"day": None}, "follow_up_day"),
    ("follow_up", {"principal": ""}, "principal"),
    ("about_daughter", {"recipients": ["dottern", "berit"]}, "asked_before_sharing"),
]


@pytest.mark.parametrize(("step", "change", "key"), UNMET)
def test_what_is_missing_in_structure_leaves_its_check_unmet(step, change, key):
    assert key in unmet(played({step: change}))


def test_a_name_both_among_yes_and_no_is_no_consent():
    case = played({"consent": {"exceptions": ["bistand"]}}, until="consent")
    assert "consent_units" in unmet(case)


def test_a_forgotten_unit_comes_in_when_the_notice_is_sent_again():
    case = begin(BERIT, humans=("avdelning-4",))
    for recipients in (UNITS[1:], UNITS):
        turn = play(
            case,
            scenario=BERIT,
            action="send_admission_notice",
            role="ward",
            actor="avdelning-4",
            body={**body_of("notice"), "recipients": recipients},
        )
        case = advance(turn.case, scenario=BERIT, to=turn.case.now + 1440).case
        appointed = any(line.code == "appoint_contact" for line in case.log)
        assert appointed == (recipients == UNITS)


def test_wording_and_spelling_never_decide_a_check():
    words = {"before": "x", "now": "x", "ask": "x", "measures": [{"text": "x"}]}
    changes = {step.key: words for step in BERIT.steps if step.action == "write_planning"}
    changes["goals"] = {**body_of("goals"), "main_goal": "korttis"}
    changes["information"] = {"summary": "x", "follow_up": "x"}
    changes["ask_berit"] = {"text": "x"}
    assert is_done(BERIT, played(changes))


def test_the_notice_has_24_hours_and_the_call_three_whole_days():
    in_time = played(until="notice", times={"notice": 2 * 1440 + 16 * 60})
    assert "notice_in_time" not in unmet(in_time)
    late = played(until="notice", times={"notice": 2 * 1440 + 16 * 60 + 1})
    assert "notice_in_time" in unmet(late)
    last = played({"call": {"day": 12}}, until="call", times={"call": 8 * 1440 + 23 * 60 + 59})
    assert "call_in_time" not in unmet(last)
    over = played({"call": {"day": 12}}, until="call", times={"call": 9 * 1440})
    assert "call_in_time" in unmet(over)


def test_having_asked_berit_stays_true_whatever_is_written_later():
    case = played()
    assert "berit_asked" not in unmet(case)
    moves = [move for move in BERIT.model if move.step == "ask_berit"]
    assert [list(move.body["recipients"]) for move in moves] == [["berit"]]
    asked_both = played({"ask_berit": {"recipients": ["berit", "dottern"]}})
    assert "berit_asked" not in unmet(asked_both)


def test_the_days_of_the_story_are_those_of_the_manuscript():
    at = {line.data.get("step") or line.data.get("ref"): line.at for line in solve(BERIT).log}
    assert divmod(BERIT.start, 1440) == (1, 16 * 60)
    assert divmod(at["dotter-ringer"], 1440)[0] == 4
    assert divmod(at["ready"], 1440) == (5, 13 * 60 + 10)
    assert divmod(at["rehab-sjuk"], 1440)[0] == 6
    assert divmod(at["discharge"], 1440)[0] == 7
    assert divmod(at["meeting"], 1440) == (10, 600)
    assert divmod(at["samtycke-andras"], 1440)[0] == 10
    assert [BERIT.day_label(day) for day in (1, 7)] == ["dag 1, söndag", "dag 7, lördag"]


def test_the_daughters_request_cannot_be_answered_before_she_has_asked():
    before = played(until="follow_up")
    assert step_state(BERIT, before, "about_daughter").state == "locked"
    asked = advance(before, scenario=BERIT, to=before.now + 60).case
    assert step_state(BERIT, asked, "about_daughter").state == "not_started"


def test_the_leader_has_what_the_manuscript_says_to_throw_in():
    refs = {inject.ref: inject for inject in BERIT.injects}
    assert {
        "dotter-ringer",
        "rehab-sjuk",
        "samtycke-andras",
        "fel-mottagare",
        "andrat-datum",
        "katten",
    } <= set(refs)
    assert all(inject.hint for inject in BERIT.injects)
    assert refs["dotter-ringer"].to == ("bistand", "hemtjanst-norr")
    assert [ref for ref, inject in refs.items() if inject.hold] == ["andrat-datum", "fel-mottagare"]
    assert refs["andrat-datum"].plays.body["recipients"] == UNITS
    assert set(refs["rehab-sjuk"].sets["ill"]) == {"kommunrehab"}


def test_the_session_has_stages_phases_questions_and_a_mirror():
    assert [stage.key for stage in BERIT.stages] == [
        "inskrivning",
        "planering",
        "kallelse",
        "hemgang",
        "sip",
    ]
    assert set(BERIT.notes) == {stage.key for stage in BERIT.stages}
    assert sum(phase.minutes for phase in BERIT.phases) == 240
    assert len(BERIT.case_lines) == 3
    assert len(BERIT.talk) == 4
    assert len(BERIT.rubric) == 5
    happened = {line.code for line in solve(BERIT).log} - {"inject"}
    assert happened <= set(BERIT.mirror)


TELLING = {
    "avdelning-4": ["dusch", "nattsköterskan"],
    "vc-an": ["ni bokar", "ingen tid"],
    "bistand": ["dottern har ringt", "korttidsplats"],
    "hemtjanst-norr": ["tar hand om katten", "grannen"],
    "hsv-norr": ["varannan dag", "läggs om"],
    "kommunrehab": ["går inte in", "centimeter"],
    "berit": ["pengar"],
}


def on_the_table():
    """What everybody can read: the case, the panel and the open part of the cards."""
    yield from (*BERIT.case_lines, *BERIT.panel.points, BERIT.panel.voice, BERIT.lead)
    yield from (step.lead for step in BERIT.steps if step.key != "ask_berit")
    for seat in BERIT.seats:
        yield from (seat.title, seat.text, *seat.know, seat.goal)


@pytest.mark.parametrize("party", SEATS)
def test_what_only_one_knows_stands_on_no_other_card_and_nothing_that_all_can_read(party):
    secret = BERIT.seat(party).secret.casefold()
    others = [seat.secret for seat in BERIT.seats if seat.party != party]
    for word in TELLING[party]:
        assert word in secret
        for text in (*on_the_table(), *others):
            assert word not in text.casefold(), text


def sentences():
    """Every Swedish text of the exercise that somebody reads."""
    yield from (BERIT.lead, *BERIT.case_lines, *BERIT.talk, *BERIT.mirror.values())
    yield from (*BERIT.notes.values(), *(phase.notes for phase in BERIT.phases))
    for seat in BERIT.seats:
        yield from (seat.text, *seat.know, seat.goal, seat.secret)
    for inject in BERIT.injects:
        yield from (inject.says, inject.hint)
    for step in BERIT.steps:
        yield step.lead
        for speaker in step.speakers:
            for answer in speaker.answers:
                yield from (answer.says, answer.attempt)
        for check in step.checks:
            yield from (check.missing, *check.hints)


def lix(texts):
    """Words per sentence, and how many words of a hundred are longer than six letters."""
    whole = " . ".join(filter(None, texts))
    words = re.findall(r"[a-zåäö]+", whole.casefold())
    parts = [part for part in re.split(r"[.?:]+", whole) if re.search(r"\w", part)]
    return len(words) / len(parts) + 100 * sum(len(word) > 6 for word in words) / len(words)


def test_everything_is_easy_to_read():
    texts = [text for text in sentences() if text]
    assert lix(texts) < 25
    assert not [text for text in texts if len(text.split()) > 12 and lix([text]) >= 45]
    assert not [text for text in texts if "!" in text]


def test_a_card_can_be_read_in_two_minutes():
    for seat in BERIT.seats:
        words = " ".join((seat.text, *seat.know, seat.goal, seat.secret)).split()
        assert len(words) < 150, seat.party


def strings(found):
    """Every text in the file, conditions left out: a path such as message@party is no address."""
    if isinstance(found, str):
        yield found
    for key, value in found.items() if isinstance(found, dict) else ():
        if key not in ("when", "comes", "same"):
            yield from strings(value)
    for value in found if isinstance(found, list) else ():
        yield from strings(value)


def test_nothing_in_the_exercise_looks_like_a_real_person():
    texts = [re.sub(r"\{[^}]*\}", "", text) for text in strings(load_marked(PATH).data)]
    assert find("\n".join(texts)) == ()


@pytest.mark.parametrize("seed", range(4))
def test_random_walks_end_with_everything_that_must_hold(seed):
    assert walk(BERIT, seed, moves=40).problems == ()


def test_a_plan_by_another_group_says_what_differs():
    poor = played({"goals": {"main_goal": "Hemtjänst x 3"}})
    sides = {side.key: side for side in compare(BERIT, poor).sections}
    assert sides["main_goal"].status == "differs"
    assert "Hos dig står en insats" in sides["main_goal"].difference
    assert "Börja med det Berit vill" in compare(BERIT, poor).practise
