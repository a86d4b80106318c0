"""Random walks in the county: what must always hold, whatever anybody does for twelve days."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from sandbox.exercises.always_so import plans, reads, wrong_after, wrong_refusal
from sandbox.exercises.county import load_county
from sandbox.exercises.free_walks import Ground, free_walk, ground
from sandbox.exercises.stories import load_stories
from sandbox.fictive.personas import load_personas
from sandbox.process import consent
from sandbox.process.reading import profile_names
from sandbox.process.state import CaseState, Consent, Document
from sandbox.web.replica.plan_words import PLAN_KINDS
from sandbox.world.patches import undone
from tests.sandbox.county import FIXTURES

WALKS = 40  # of each profile; `manage.py check_process --walks 20000` does the whole


@cache
def start(profile: str) -> Ground:
    county = load_county(FIXTURES / "practice" / "pahitts-lan.yaml")
    stories = load_stories(FIXTURES / "practice" / "cases", load_personas(FIXTURES / "personas"))
    return ground(county, tuple(stories), profile)


@pytest.mark.parametrize("profile", profile_names())
def test_nothing_that_must_hold_is_broken_on_any_walk(profile: str):
    walks = [free_walk(start(profile), seed, undo=undone) for seed in range(WALKS)]

    assert [f"{one.seed}: {problem}" for one in walks for problem in one.problems] == []
    assert len({action for one in walks for action in one.done}) > 25
    assert sum(one.refused for one in walks) > 100


def test_the_same_seed_walks_the_same_way():
    first, second = (free_walk(start("lifecare"), 7, undo=undone) for _ in range(2))
    assert (first.done, first.refused, first.places) == (second.done, second.refused, second.places)


def test_the_person_is_shown_the_plan_and_never_what_lies_under_it():
    assert set(PLAN_KINDS).isdisjoint({"mapping", "basis", "basis_minor", "consent", "planning"})


# ------------------------------------------------- the walks notice when something is wrong


def planned() -> CaseState:
    """A case where a plan is written, and the person has said yes."""
    found = (case for cases in start("lifecare").people for case in cases)
    return next(case for case in found if case.flow == "sip" and case.state == "active")


def test_a_walk_notices_a_reader_outside_the_consent():
    case = planned()
    given = consent.current(case)
    assert given is not None
    reader = min(given.receivers - {case.facts["coordinator"]})
    # The form says another thing than what is in force: somebody reads without a yes.
    papers = tuple(
        replace(one, body={**one.body, "receivers": []}) if one.kind == "consent" else one
        for one in case.documents
    )
    before = replace(case, consents=(), documents=papers)
    assert any(
        one.startswith(reader) for one in reads(before, replace(before, consents=case.consents))
    )


def test_a_walk_notices_a_heading_that_was_to_be_kept():
    case = planned()
    given = consent.current(case)
    assert given is not None
    reader = min(given.receivers - {case.facts["coordinator"]})
    rows = [{"party": reader, "heading": "boende"}]
    papers = tuple(
        replace(one, body={**one.body, "limits": rows}) if one.kind == "consent" else one
        for one in case.documents
    )
    paper = Document(
        99, "goals", "sent", case.facts["coordinator"], {"main_goal": "Bo [boende]"}, 1, case.now
    )
    after = replace(case, documents=(*papers, paper))
    assert f"{reader} läser om boende i goals fast personen undantagit det" in list(
        reads(replace(case, documents=papers), after)
    )


def test_a_walk_notices_what_no_patch_says():
    case = planned()
    gone = replace(case, facts={**case.facts, "meeting_at": -1}, version=case.version + 1)
    wrong = list(wrong_after(case, gone, undo=undone))
    assert any("fakta" in one for one in wrong)
    assert any("versionen" in one for one in wrong)
    assert list(wrong_refusal(case, gone)) == ["ett nekat försök ändrade ärendet"]


def test_a_walk_counts_the_plans_of_one_person():
    assert plans([planned(), planned()]) == 2


# ------------------------------------------------- what the walks have found


def limited(*, document: Document, **facts: object) -> CaseState:
    """A case where the clinic may read, but not about the home."""
    case = planned()
    given = Consent(
        given_by="person",
        receivers=frozenset({"vc-rehab"}),
        purposes=frozenset({"make_plan", "share_goals", "share_mapping"}),
        exceptions=frozenset(),
        basis="oral",
        given_at=0,
        limits=frozenset({("vc-rehab", "boende")}),
    )
    goals = {
        "subgoals": [{"text": "Bo kvar", "heading": "boende"}],
        "measures": [
            {"text": "Ny tröskel i hallen", "heading": "boende", "subgoal": None},
            {"text": "Promenad på torsdagar", "heading": "halsa", "subgoal": None},
        ],
    }
    kept = Document(80, "goals", "sent", "bistand", goals, 1, 0)
    return replace(case, consents=(given,), documents=(kept, document))


def test_a_follow_up_says_nothing_of_a_measure_that_was_kept_from_the_reader():
    rows = [
        {"what": "ny  tröskel i hallen", "outcome": "done", "text": "Nu når jag köket"},
        {"what": "Promenad på torsdagar", "outcome": "ongoing", "text": "Skönt"},
    ]
    followed = Document(81, "measure_follow_up", "sent", "bistand", {"measures": rows}, 1, 0)
    case = limited(document=followed)

    body = consent.body_for(case, "vc-rehab", followed)

    assert [row["what"] for row in body["measures"]] == ["Promenad på torsdagar"]
    assert consent.body_for(case, "bistand", followed) == {"measures": rows}


def test_who_documents_a_measure_says_nothing_of_one_that_was_kept_from_the_reader():
    rows = [
        {"party": "bistand", "what": "Ny tröskel i hallen"},
        {"party": "vc-rehab", "what": "Promenad på torsdagar"},
    ]
    decided = Document(81, "follow_up", "sent", "bistand", {"day": 9, "documentation": rows}, 1, 0)
    case = limited(document=decided)

    body = consent.body_for(case, "vc-rehab", decided)

    assert [row["what"] for row in body["documentation"]] == ["Promenad på torsdagar"]
    assert consent.body_for(case, "bistand", decided)["documentation"] == rows


def test_what_a_unit_writes_as_one_text_is_read_by_whoever_has_a_limit_too():
    words = Document(81, "planning", "sent", "bistand", {"measures": "Hemtjänst varje dag"}, 1, 0)
    case = limited(document=words)
    assert consent.body_for(case, "vc-rehab", words) == {"measures": "Hemtjänst varje dag"}
