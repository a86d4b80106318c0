"""A coordinated individual plan, for an adult at home and for a child, each in two systems."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.browser.papers import (
    AHEAD,
    ASKED,
    AT_HOME,
    BASIS,
    COMES,
    EVALUATED,
    FOLLOWED,
    GOAL,
    GOALS,
    HELD,
    INVITATION,
    INVITED,
    MAPPING,
    MET,
    NEED,
    NOBODY_YET,
    REACHED,
    SHOWER,
    WOUND,
)
from tests.browser.rooms import (
    CENTRE,
    CHILDREN,
    DESK,
    HOME,
    Desks,
    Notes,
    case_about,
    choose_page,
    room_of,
)

TINDRA = "Tindra Hittepå"
PREPARING = (
    (CENTRE, "record_consent", AT_HOME),
    (CENTRE, "write_basis", BASIS),
    (CENTRE, "write_mapping", MAPPING),
    (CENTRE, "send_call", INVITATION),
    (HOME, "answer_call", COMES),
)
WRITING = (
    (CENTRE, "hold_meeting", MET),
    (CENTRE, "write_goals", GOALS),
    (DESK, "write_own_measures", {"measures": [SHOWER]}),
    (HOME, "write_own_measures", {"measures": [WOUND]}),
    (CENTRE, "decide_follow_up", AHEAD),
)
# The neutral system asks for less in its rows.
LEAN = (
    (CENTRE, "hold_meeting", HELD),
    (CENTRE, "write_goals", {**GOALS, "subgoals": [{"text": "Duscha utan att vara rädd"}]}),
    (DESK, "write_own_measures", {"measures": [{"text": SHOWER["text"], "contact": "Bo"}]}),
    (HOME, "write_own_measures", {"measures": [{"text": WOUND["text"], "contact": "Eva"}]}),
    (CENTRE, "decide_follow_up", AHEAD),
)
FOLLOWING = ((DESK, "follow_up_measures", FOLLOWED), (CENTRE, "write_evaluation", EVALUATED))


def _called(desks: Desks) -> None:
    """Those who were called find it in their inbox, and one of them answers."""
    for unit in (DESK, HOME):
        desks.acknowledge_all(unit)
    desks.write(DESK, "answer_call", COMES)
    desks.go(CENTRE)
    for _night in range(2):
        desks.next_morning()


def _read_by_all(desks: Desks) -> None:
    """Every part stands in the same plan, for the coordinator as for the one who was called."""
    for unit in (CENTRE, DESK):
        desks.case(unit, "sip/oversikt/", "plan")
        desks.says(GOAL, SHOWER["text"], WOUND["text"], "Jag går till brevlådan", "Ida Exempel")


def _closed(desks: Desks) -> None:
    desks.write(CENTRE, "close_plan", REACHED)
    assert desks.state() == "closed"
    desks.case(DESK, "", "case-closed")
    expect(desks.page.locator("main a[href*='write_own_measures']")).to_have_count(0)


def test_a_plan_for_an_adult_at_home_goes_from_a_need_to_its_end(open_as, learner):
    room = room_of(learner, system="lifecare", unit=CENTRE, people=[NOBODY_YET])
    notes = Notes("adult", "form-note_need", "form-record_consent", "form-write_basis",
                  "form-send_call", "form-hold_meeting", "form-decide_follow_up",
                  "form-follow_up_measures", "form-write_evaluation", "plan",
                  "case-closed")  # fmt: skip
    desks = Desks(room, open_as(learner, "/", size="desktop"), notes.at)
    desks.start(CENTRE, NOBODY_YET, "note_need", NEED)
    for step in PREPARING:
        desks.write(*step)
    _called(desks)
    for step in WRITING:
        desks.write(*step)
    _read_by_all(desks)
    for step in FOLLOWING:
        desks.write(*step)
    _closed(desks)

    assert not notes.faults, "\n\n".join(notes.faults)


def test_on_a_phone_an_adult_says_yes_and_the_units_write_what_they_do(open_as, learner):
    room = room_of(learner, system="prator", unit=CENTRE, people=[NOBODY_YET])
    notes = Notes("adult-phone", "choose", "form-record_consent", "form-hold_meeting", "plan",
                  "form-write_own_measures", "form-close_plan", "case-closed")  # fmt: skip
    desks = Desks(room, open_as(learner, "/"), notes.at, every=False, system="prator")
    choose_page(desks.page, notes.at)
    desks.start(CENTRE, NOBODY_YET, "note_need", NEED)
    for step in PREPARING:
        desks.write(*step)
    _called(desks)
    for step in WRITING:
        desks.write(*step)
    _read_by_all(desks)
    for step in FOLLOWING:
        desks.write(*step)
    _closed(desks)

    assert not notes.faults, "\n\n".join(notes.faults)


def test_in_neutral_words_a_plan_begins_with_a_yes_and_the_person_reads_it(open_as, learner):
    room = room_of(learner, system="neutral", unit=CENTRE, people=[NOBODY_YET])
    notes = Notes("adult-neutral", "patient", "form-record_consent", "form-write_goals", "plan",
                  "mirror")  # fmt: skip
    page = open_as(learner, "/", size="desktop")
    desks = Desks(room, page, notes.at, every=False, system="neutral")
    consent, _basis, *rest = PREPARING
    desks.start(CENTRE, NOBODY_YET, *consent[1:])
    for step in rest:
        desks.write(*step)
    _called(desks)
    for step in LEAN:
        desks.write(*step)
    for unit in (CENTRE, DESK):
        desks.case(unit, "sip/oversikt/", "plan")
        desks.says(GOAL, SHOWER["text"], WOUND["text"])
    desks.case(CENTRE, "den-enskilde/", "mirror")
    desks.says(GOAL, SHOWER["text"])
    expect(page.locator("main")).not_to_contain_text("Stavar.")
    _closed(desks)

    assert not notes.faults, "\n\n".join(notes.faults)


def _both_say_yes(desks: Desks) -> None:
    """One guardian says no: the form asks before anything is kept. Then both say yes."""
    page = desks.page
    desks.case(CHILDREN, "skriv/write_basis_minor/")
    desks.says("Det går inte just nu", desks.flows["sip"].states["prepared"].label)
    desks.case(CHILDREN, "skriv/record_consent/")
    desks.look(page, "form-consent-of-a-child")
    desks.fill(ASKED)
    page.locator("main .actions button[value=send]").click()
    desks.says("Det är inte sparat än. Är det så här du vill ha det?")
    page.locator("[name=givers-1-answer]").select_option("yes")
    desks.send({}, "record_consent")
    basis = {"own_words": "Kroppen går inte dit.", "school_form": "compulsory"}
    desks.write(CHILDREN, "write_basis_minor", basis)


def _letter_to_the_school(desks: Desks) -> bytes:
    """Found among the letters, read on the page, fetched as a file."""
    page = desks.page
    desks.case(CHILDREN, "brev/", "letters")
    page.get_by_role("link", name=re.compile("^Kallelse.*, Hittestads skola")).click()
    desks.look(page, "letter")
    desks.says("Hittestads skola", "Stallet")
    expect(page.locator("main")).not_to_contain_text("Kroppen går inte dit.")
    link = page.locator("main a[href$='/pdf/']")
    answer = page.context.request.get(str(link.get_attribute("href")))
    assert answer.headers["content-type"] == "application/pdf"
    with page.expect_download() as fetched:
        link.click()
    return Path(fetched.value.path()).read_bytes()


@pytest.mark.parametrize(("system", "size"), [("lifecare", "desktop"), ("samsa", "phone")])
def test_a_child_is_planned_for_when_both_guardians_say_yes_and_the_school_gets_a_letter(
    open_as, learner, system: str, size: str
):
    room = room_of(learner, system=system, unit=CHILDREN, people=[TINDRA])
    notes = Notes(f"child-{system}", "form-consent-of-a-child", "letters", "letter")
    page = open_as(learner, room.url(CHILDREN), size=size)
    desks = Desks(room, page, notes.at, case_about(room, TINDRA), system == "lifecare", system)
    _both_say_yes(desks)
    desks.write(CHILDREN, "write_mapping", {"areas": [{"heading": "fritid", "text": "Stallet."}]})
    desks.write(CHILDREN, "send_call", INVITED)
    letter = PdfReader(io.BytesIO(_letter_to_the_school(desks)))

    root = letter.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert "Stallet" in "".join(page.extract_text() for page in letter.pages)
    assert not notes.faults, "\n\n".join(notes.faults)
