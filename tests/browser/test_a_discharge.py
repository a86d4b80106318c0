"""A discharge through four seats, from the request for care to a closed case, in two systems."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.papers import (
    ADMISSION,
    AHEAD,
    BASIS,
    CALL,
    COMES,
    CONSENT,
    CONTACT,
    GOAL,
    GOALS,
    HELD,
    INFORMATION,
    MAPPING,
    NOBODY_YET,
    NOTICE,
    NOW,
    OTHERS,
    PLANNING,
    REACHED,
    READY,
    REQUEST,
    SHOWER,
    WOUND,
)
from tests.browser.rooms import (
    CENTRE,
    DESK,
    HOME,
    WARD,
    Desks,
    Notes,
    choose_page,
    room_of,
)

PEOPLE = [NOBODY_YET, "Berit Påhittad"]
# The kinds of page that a discharge shows, each to be looked at once.
KINDS = ("choose", "patients", "patient", "start", "seats", "inbox", "receipt",
         "form-notify_ready", "form-write_goals", "plan-part", "plan", "mirror", "plannings",
         "history", "overview", "confirm")  # fmt: skip


def _asked_for(desks: Desks) -> None:
    """The home care nurse finds the person in the register and asks the hospital for care."""
    desks.start(HOME, NOBODY_YET, "send_care_request", REQUEST)
    desks.says("Föll i hallen i natt.", "Avdelning 4")


def _until_ready(desks: Desks) -> None:
    desks.acknowledge_all(WARD)
    desks.write(WARD, "register_admission", ADMISSION)
    desks.write(WARD, "send_admission_notice", NOTICE)
    for unit in OTHERS:
        desks.acknowledge_all(unit)
    desks.write(CENTRE, "appoint_contact", CONTACT)
    desks.write(CENTRE, "record_consent", CONSENT)
    for unit, body in PLANNING.items():
        desks.write(unit, "write_planning", body)
    desks.write(CENTRE, "offer_sip", {"need": "yes", "answer": "yes"})
    desks.write(WARD, "notify_ready", READY)
    desks.says("Kommunens betalningsansvar")


def _to_the_meeting(desks: Desks) -> None:
    """The plan is prepared and called to, the person goes home, and two mornings go."""
    desks.write(CENTRE, "write_basis", BASIS)
    desks.write(CENTRE, "write_mapping", MAPPING)
    desks.write(CENTRE, "send_call", CALL)
    desks.case(DESK, "sip/", "plan-part")
    desks.write(DESK, "answer_call", COMES)
    desks.write(WARD, "send_information", INFORMATION)
    desks.write(WARD, "discharge", {"day": NOW, "time": "13.15", "to": "home", "how": "Taxi"})
    desks.go(CENTRE)
    for _night in range(2):
        desks.next_morning()


def _plan(desks: Desks) -> None:
    desks.write(CENTRE, "hold_meeting", HELD)
    desks.write(CENTRE, "write_goals", GOALS)
    desks.write(DESK, "write_own_measures", {"measures": [SHOWER]})
    desks.write(HOME, "write_own_measures", {"measures": [WOUND]})
    desks.write(CENTRE, "decide_follow_up", AHEAD)


def _read(desks: Desks) -> None:
    """What each seat reads of the plan and of the case."""
    desks.case(WARD, "sip/oversikt/", "plan")
    desks.says(GOAL, "Hjälper till i duschen", "Lägger om såret", "Jag går till brevlådan")
    desks.case(CENTRE, "den-enskilde/", "mirror")
    desks.says(GOAL, "Jag går till brevlådan")
    expect(desks.page.locator("main")).not_to_contain_text("Stavar.")
    desks.case(HOME, "planering/", "plannings")
    desks.says("Går tio meter med rollator.", "Diabetes.")
    desks.case(DESK, "handelser/", "history")
    desks.go(DESK, "oversikt/", "overview")
    desks.says(NOBODY_YET)


def _closed(desks: Desks) -> None:
    """Everything is acknowledged, the plan ends, and the case by a page that says what happens."""
    for unit in OTHERS:
        desks.acknowledge_all(unit)
    desks.write(CENTRE, "close_plan", REACHED)
    desks.confirm(CENTRE, "close_case")
    assert desks.state() == "closed"


def test_a_discharge_goes_through_four_seats_to_a_closed_case(open_as, learner):
    room = room_of(learner, system="lifecare", unit=HOME, people=PEOPLE)
    notes = Notes("room", *KINDS)
    desks = Desks(room, open_as(learner, "/", size="desktop"), notes.at)
    choose_page(desks.page, notes.at)
    _asked_for(desks)
    desks.change_seat(WARD)
    _until_ready(desks)
    _to_the_meeting(desks)
    _plan(desks)
    _read(desks)
    _closed(desks)

    assert not notes.faults, "\n\n".join(notes.faults)


PHONE_KINDS = ("choose", "inbox", "start", "receipt", "form-send_admission_notice",
               "form-notify_ready", "form-send_call", "form-write_goals", "plan",
               "case-closed")  # fmt: skip


def test_on_a_phone_a_discharge_goes_the_same_way_in_the_words_of_another_system(open_as, learner):
    room = room_of(learner, system="samsa", unit=HOME, people=PEOPLE)
    notes = Notes("phone", *PHONE_KINDS)
    desks = Desks(room, open_as(learner, "/"), notes.at, every=False, system="samsa")
    choose_page(desks.page, notes.at)
    _asked_for(desks)
    desks.go(WARD, "", "inbox")
    _until_ready(desks)
    _to_the_meeting(desks)
    _plan(desks)
    desks.case(WARD, "sip/oversikt/", "plan")
    desks.says(GOAL, SHOWER["text"], WOUND["text"], "Jag går till brevlådan")
    _closed(desks)
    desks.case(HOME, "", "case-closed")

    desks.says(NOBODY_YET)
    assert not notes.faults, "\n\n".join(notes.faults)
