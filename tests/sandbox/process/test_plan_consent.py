"""Who says yes to a plan, what each yes opens, and what is closed again when it is taken back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sandbox.process import consent
from sandbox.process.documents import save_draft
from sandbox.process.engine import Refused, foreseen
from sandbox.process.guards import GUARDS
from sandbox.process.state import SHARED, latest
from tests.sandbox.process.plans import (
    ADULT,
    BODIES,
    CHILD,
    RICH,
    SHOWN,
    SIP,
    do,
    in_state,
    may_read,
    rules,
    start,
    with_person,
)

YES, NO, AWAY = "yes", "no", "hindered"


def answered(case, answers, **changes):
    rows = [{"giver": giver, "answer": answer} for giver, answer in answers.items()]
    return do(case, "home", "record_consent", givers=rows, **changes)


def goals_read_by(case):
    return [who for who in ("rehab", "clinic", "office") if may_read(case, "goals", who)]


@pytest.mark.parametrize(
    ("answers", "exception", "holds"),
    [
        ({"guardian_1": YES, "guardian_2": YES}, "", True),
        ({"guardian_1": YES}, "", False),
        ({"guardian_1": YES, "guardian_2": NO}, "", False),
        ({"guardian_1": YES, "guardian_2": AWAY}, "", False),
        ({"guardian_1": YES, "guardian_2": AWAY}, "hindered", True),
        ({"guardian_1": YES, "guardian_2": NO}, "hindered", False),
        ({"guardian_1": YES, "guardian_2": NO}, "board", True),
        ({"person": YES}, "board", False),
    ],
)
def test_two_guardians_answer_together_unless_the_law_lets_one_do(answers, exception, holds):
    case = answered(start(CHILD), answers, guardian_exception=exception, child_answer="yes")
    assert consent.covers_plan(case) is holds
    assert consent.may_receive(case, "rehab") is holds
    assert ("consent_incomplete" in rules(case)) is not holds
    assert case.state == ("prepared" if holds else "noticed")
    if not holds:
        with pytest.raises(Refused, match="Förberedd med samtycke"):
            do(case, "home", "write_mapping")


@pytest.mark.parametrize(
    ("person", "giver", "said"),
    [
        (ADULT, "person", "personen själv har sagt ja"),
        (CHILD, "guardian_1", "Två vårdnadshavare bestämmer tillsammans"),
    ],
)
def test_an_unanswered_consent_is_told_in_words_for_that_person(person, giver, said):
    found = foreseen(
        start(person),
        action="record_consent",
        role="coordinator",
        body=BODIES["record_consent"]
        | {"givers": [{"giver": giver, "answer": NO}], "child_answer": "yes"},
        flow=SIP,
        profile=RICH,
        actor="home",
    )
    assert [said in one.text for one in found] == [True]


def test_one_guardian_is_enough_where_a_child_has_only_one():
    case = answered(start({**CHILD, "guardians": ["mother"]}), {"guardian_1": YES})
    assert consent.covers_plan(case)


def test_the_plan_of_a_child_says_what_the_child_says():
    both = {"guardian_1": YES, "guardian_2": YES}
    silent = answered(start(CHILD), both)
    assert "child_not_heard" in rules(silent)
    heard = answered(start(CHILD), both, child_answer="no", child_words="Inte med skolan.")
    assert "child_not_heard" not in rules(heard)
    written = do(heard, "home", "write_basis_minor", own_words="")
    assert rules(written)[-1] == "child_not_heard"
    assert rules(do(heard, "home", "write_basis_minor"))[-1] == "write_basis_minor"
    with pytest.raises(Refused, match="under 18 år"):
        do(in_state("prepared"), "home", "write_basis_minor")


def test_nobody_says_yes_in_the_place_of_an_adult():
    for giver in ("god_man", "forvaltare"):
        with pytest.raises(Refused) as refusal:
            answered(start(), {giver: YES})
        assert refusal.value.reasons[0].rule_id == "sip.record_consent.adult_answers"
        assert "Föräldrabalken 11\u00a0kap." in refusal.value.reasons[0].source
    helped = answered(start(), {"person": YES, "god_man": YES})
    assert consent.covers_plan(helped)


@pytest.mark.parametrize(
    ("scope", "warned"),
    [(["forvalta_egendom"], True), (["sorja_for_person"], False), (["bevaka_ratt"], False)],
)
def test_a_god_man_for_the_money_alone_is_no_natural_party(scope, warned):
    helper = {"party": "helper", "kind": "god_man", "scope": scope}
    case = with_person(start(), representative=helper)
    agreed = do(case, "home", "record_consent", receivers=["rehab", "helper"])
    assert ("scope_too_narrow" in rules(agreed)) is warned
    called = do(
        do(agreed, "home", "write_mapping"), "home", "send_call", recipients=["rehab", "helper"]
    )
    assert rules(called).count("scope_too_narrow") == (2 if warned else 0)


@pytest.mark.parametrize(
    ("ground", "plan"),
    [
        ("consent", True),
        ("lacks_capacity", True),
        ("need_assessment", False),
        ("compulsory_care", False),
    ],
)
def test_what_lets_units_share_is_not_always_a_yes_to_a_plan(ground, plan):
    case = do(start(), "home", "record_consent", ground=ground)
    assert consent.may_receive(case, "rehab")
    assert consent.covers_plan(case) is plan


def test_a_plan_holds_what_others_do_only_when_the_person_agrees():
    case = do(in_state("met"), "home", "record_consent", others_measures=False)
    with pytest.raises(Refused, match="andra än kommunen och regionen"):
        do(case, "home", "write_goals")
    assert do(case, "home", "write_goals", others=[]).state == "planned"


def test_a_party_that_is_removed_reads_nothing_more_but_what_it_wrote_itself():
    case = do(in_state("active"), "clinic", "write_own_measures")
    assert goals_read_by(case) == ["rehab", "clinic", "office"]
    assert may_read(case, "contribution", "rehab")
    after = do(case, "mona", "note_withdrawal", extent="part", receivers=["clinic"])
    assert goals_read_by(after) == ["rehab", "office"]
    assert not any(may_read(after, kind, "clinic") for kind in ("mapping", "call", "meeting"))
    assert may_read(after, "contribution", "clinic")
    assert consent.covers_plan(after)
    assert len(after.consents) == len(case.consents) + 1
    assert after.log[-1].patch["consents"] == (1, 2)
    called = do(after, "home", "send_call", day=60)
    assert called.log[-1].data == {"parties": ["clinic"]}
    with pytest.raises(Refused, match="omfattar inte er enhet"):
        do(after, "clinic", "write_own_measures")


def test_a_purpose_that_is_taken_back_closes_that_and_nothing_else():
    after = do(
        in_state("active"), "rehab", "note_withdrawal", receivers=[], purposes=["share_mapping"]
    )
    assert not may_read(after, "mapping", "rehab")
    assert may_read(after, "goals", "rehab")


def test_a_withdrawal_of_a_part_says_which_part():
    with pytest.raises(Refused, match="vilka eller vad"):
        do(in_state("active"), "home", "note_withdrawal", receivers=[])


@pytest.mark.parametrize(
    ("action", "body"),
    [("note_withdrawal", {"extent": "whole", "by": "person"}), ("withdraw_consent", {})],
)
def test_when_all_is_taken_back_the_call_goes_and_others_learn_that_not_why(action, body):
    case = do(in_state("mapped"), "home", "send_call")
    assert may_read(case, "call", "rehab")
    after = do(case, "mona", action, body)
    assert after.facts["meeting_at"] is None
    assert latest(after, "call") is None
    call = next(one for one in after.documents if one.kind == "call")
    assert call.status == "withdrawn"
    with pytest.raises(Refused, match="inte fått någon kallelse"):
        do(after, "rehab", "answer_call")
    with pytest.raises(Refused, match="Skälet stämmer inte"):
        do(after, "home", "close_plan")
    closed = do(after, "home", "close_plan", reason="consent_withdrawn", note="Orkar inte.")
    paper = latest(closed, "closing")
    for who in ("rehab", "clinic"):
        assert may_read(closed, "closing", who)
        assert consent.body_for(closed, who, paper) == {}
    assert not may_read(closed, "mapping", "rehab")
    assert consent.body_for(closed, "mona", paper)["note"] == "Orkar inte."


def test_the_person_may_change_their_mind_and_say_yes_again():
    after = do(in_state("active"), "mona", "note_withdrawal", {"extent": "whole"})
    again = do(after, "home", "record_consent", receivers=["rehab"])
    assert goals_read_by(again) == ["rehab"]
    assert len(again.consents) == 2


def test_who_is_with_to_the_end_reads_why_the_plan_ended():
    case = do(in_state("active"), "home", "close_plan", note="Mona sjunger.")
    paper = latest(case, "closing")
    assert consent.body_for(case, "rehab", paper)["note"] == "Mona sjunger."
    assert may_read(case, "closing", "rehab")
    assert not may_read(case, "closing", "school")


def test_what_the_person_keeps_from_a_party_is_gone_from_goals_too():
    case = do(
        in_state("met"),
        "home",
        "record_consent",
        limits=[{"party": "rehab", "heading": "ekonomi"}],
    )
    case = do(
        case,
        "home",
        "write_goals",
        subgoals=[
            {"text": "Jag vill ha koll.", "heading": "ekonomi"},
            {"text": "Jag vill öva.", "heading": "fritid"},
        ],
        measures=[
            {"text": "Ser över skulden", "responsible": "home", "subgoal": 0},
            {"text": "Följer med", "responsible": "home", "subgoal": 1},
        ],
        own_measures=[{"text": "Jag ringer kören", "subgoal": 1}],
    )
    paper = latest(case, "goals")
    seen = consent.body_for(case, "rehab", paper)
    assert [row["text"] for row in seen["subgoals"]] == ["Jag vill öva."]
    assert [(row["text"], row["subgoal"]) for row in seen["measures"]] == [("Följer med", 0)]
    assert [row["subgoal"] for row in seen["own_measures"]] == [0]
    assert consent.body_for(case, "clinic", paper) == paper.body


def test_a_draft_is_nobody_elses_whatever_the_consent_says():
    case = save_draft(in_state("met"), kind="goals", author="home", body=BODIES["write_goals"])
    paper = case.documents[-1]
    assert not consent.may_read(case, "unit", paper, flow=SHOWN, party="rehab")
    moved = replace(case, facts={**case.facts, "coordinator": "rehab"})
    assert consent.may_read(moved, "unit", paper, flow=SHOWN, party="home")


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ({"receivers": [], "exceptions": []}, "somebody_may_know"),
        ({"receivers": ["rehab"], "exceptions": ["rehab"]}, "nobody_in_both"),
        ({"receivers": ["rehab"], "exceptions": ["clinic"]}, ""),
    ],
)
def test_a_consent_that_hardly_can_be_meant_is_asked_about_and_can_be_kept(said, rule):
    body = {**BODIES["record_consent"], **said}
    found = foreseen(
        start(ADULT),
        action="record_consent",
        role="coordinator",
        body=body,
        flow=SIP,
        profile=RICH,
        actor="home",
    )
    assert [one.text for one in found] == ([GUARDS[rule].text] if rule else [])
    kept = do(start(ADULT), "home", "record_consent", **said)
    assert consent.may_receive(kept, "rehab") is (not rule)


def test_a_units_measure_for_a_sub_goal_that_is_kept_back_is_kept_back_with_it():
    steps = [
        {"text": "Jag vill ha ordning på räkningarna.", "heading": "ekonomi"},
        {"text": "Jag vill öva.", "heading": "fritid"},
    ]
    measures = [
        {"text": "Går igenom skulderna", "subgoal": SHARED},
        {"text": "Följer med till kören", "subgoal": SHARED + 1},
        {"text": "Ringer på fredagar"},
    ]
    kept = [{"party": "rehab", "heading": "ekonomi"}]
    case = do(in_state("met"), "home", "record_consent", limits=kept)
    case = do(case, "home", "write_goals", subgoals=steps, measures=[], own_measures=[])
    case = do(case, "clinic", "write_own_measures", measures=measures)
    paper = latest(case, "contribution")
    seen = [
        (row["text"], row["subgoal"]) for row in consent.body_for(case, "rehab", paper)["measures"]
    ]
    assert seen == [("Följer med till kören", SHARED), ("Ringer på fredagar", None)]
    assert consent.body_for(case, "office", paper) == paper.body
