"""What a profile shows of a flow: rows and fields that are hidden until it says otherwise."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sandbox.process.engine import Refused, offers, transition
from sandbox.process.lint import lint
from sandbox.process.reading import read_flow
from tests.sandbox.process.cases import BODIES, NEUTRAL, start
from tests.sandbox.process.test_files import broken

ROW = "  withdraw_consent:\n    label: Ta tillbaka samtycket\n"


def hiding(tmp_path, old, new):
    return read_flow(broken(tmp_path, old, new))


def under_profile(**overlay):
    return replace(NEUTRAL, name="other", overlays={"sip": overlay})


def consented(flow, profile, **body):
    return transition(
        start(),
        action="record_consent",
        role="coordinator",
        actor_kind="human",
        body={**BODIES["record_consent"], **body},
        flow=flow,
        profile=profile,
    )


def test_a_hidden_field_is_neither_accepted_nor_asked_for_until_a_profile_shows_it(tmp_path):
    limits = '        max_rows: 6\n        label: "Finns det något som någon inte får läsa?"\n'
    flow = hiding(tmp_path, limits, f"{limits}        hidden: true\n        required: true\n")
    lean, rich = under_profile(), under_profile(fields={"consent.limits": {"hidden": False}})
    row = {"party": "rehab", "heading": "fritid"}
    assert "limits" not in consented(flow, lean).documents[-1].body
    with pytest.raises(Refused, match="Fältet finns inte i formuläret"):
        consented(flow, lean, limits=[row])
    with pytest.raises(Refused, match="Finns det något som någon inte får läsa"):
        consented(flow, rich)
    assert consented(flow, rich, limits=[row]).documents[-1].body["limits"] == [row]


def test_a_hidden_column_of_a_row_is_shown_only_by_the_profile_that_says_so(tmp_path):
    old = "          heading: {type: choice, from_headings: true, label: Livsområde}"
    flow = hiding(tmp_path, old, old.replace("{type", "{hidden: true, type"))
    shown = {"consent.limits.heading": {"hidden": False}}
    row = {"party": "rehab", "heading": "fritid"}
    with pytest.raises(Refused, match="Fältet finns inte i formuläret"):
        consented(flow, under_profile(), limits=[row])
    kept = consented(flow, under_profile(fields=shown), limits=[row])
    assert kept.documents[-1].body["limits"] == [row]


def test_a_hidden_action_is_not_there_until_a_profile_shows_it(tmp_path):
    flow = hiding(tmp_path, ROW, f"{ROW}    hidden: true\n")
    rich = under_profile(shown=["withdraw_consent"])
    for profile, there in ((under_profile(), False), (rich, True)):
        found = offers(start(), role="person", flow=flow, profile=profile)
        assert ("withdraw_consent" in {offer.action for offer in found}) is there
    assert lint(flow, under_profile()) == ()
    unknown = lint(flow, under_profile(shown=["sing"]))
    assert [problem.text for problem in unknown] == ["shown nämner ”sing”, som inte finns."]


def test_a_paper_that_only_a_hidden_action_writes_is_no_fault(tmp_path):
    row = "  answer_call:\n    label: Svara på kallelsen\n"
    lean = replace(NEUTRAL, pages={})
    assert lint(hiding(tmp_path, row, f"{row}    hidden: true\n"), lean) == ()
