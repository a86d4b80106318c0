"""A practice room worked in: a discharge, a child, a consent taken back, a coordinated care plan."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.browser.rooms import (
    CENTRE,
    DESK,
    HOME,
    KINDS,
    MONDAY,
    TODAY,
    WARD,
    Desks,
    Notes,
    in_days,
    room_of,
)

NOBODY_YET = "Leif Låtsashav"
OTHERS = [CENTRE, DESK, HOME]
NOW = TODAY.isoformat()
FRIDAY = in_days(4)
REQUEST = {
    "recipients": [WARD],
    "reason": "Föll i hallen i natt.",
    "function": "Går själv inne.",
    "ongoing": "Hemsjukvård på tisdagar.",
    "contacts": "Kim Låtsas, 070-174 06 05",
    "consent": "consent",
}
ADMISSION = {
    "admitted_day": NOW, "admitted_time": "7.00", "assessment": "yes",
    "assessed_by": "Omar Exempel", "assessed_day": NOW, "assessed_time": "7.30",
    "estimated_day": FRIDAY, "law": "none", "cause": "Höften",
}  # fmt: skip
NOTICE = {"recipients": OTHERS, "facts": ["name", "identity_number", "address", "estimated_day"],
          "estimated_day": FRIDAY, "ward_contact": "Pia Påhitt, 08-465 004 04"}  # fmt: skip
CONTACT = {"name": "Ida Exempel", "role": "distriktssköterska", "phone": "070-174 06 11",
           "appointed_by": "Verksamhetschefen"}  # fmt: skip
CONSENT = {
    "ground": "consent",
    "givers": [{"giver": "person", "name": NOBODY_YET, "answer": "yes"}],
    "basis": "oral",
    "purposes": ["make_plan", "share_mapping", "share_goals"],
    "receivers": [DESK, HOME, WARD],
}
PLANNING = {
    WARD: {"now": "Går tio meter med rollator.", "track": "yellow"},
    CENTRE: {"health_state": "Diabetes.", "open_care": "yes", "can_receive_day": FRIDAY},
    DESK: {"before": "Hjälp med inköp.",
           "current": [{"text": "Inköp", "how_often": "varje vecka", "who": "Hemtjänsten"}]},
    HOME: {"aids": "Rollator.",
           "measures": [{"text": "Ser om såret", "from_day": FRIDAY, "who": "Kim Låtsas"}]},
}  # fmt: skip
READY = {"recipients": OTHERS, "open_care": "yes", "doctor": "Omar Exempel", "judged_day": NOW,
         "judged_time": "8.00"}  # fmt: skip
CALL = {"recipients": [DESK, HOME, WARD], "purpose": "Så att Leif kommer hem tryggt.",
        "day": in_days(1), "time": "10.00", "place": "Avdelning 4",
        "questions": {DESK: "Kan hemtjänsten börja på fredag?"}}  # fmt: skip
GOAL = "Jag vill gå ner till hamnen med stavar före midsommar."
GOALS = {
    "main_goal": GOAL,
    "main_day": in_days(150),
    "subgoals": [{"text": "Jag vill duscha utan att vara rädd.", "heading": "personlig-hygien"}],
    "measures": [{"text": "Följer upp medicinen", "responsible": CENTRE,
                  "contact": "Ida Exempel, 070-174 06 11"}],
    "own_measures": [{"text": "Jag går till brevlådan", "often": "Varje dag"}],
}  # fmt: skip
INFORMATION = {"recipients": OTHERS, "summary": "Opererad.", "medicines": "Inget nytt.",
               "to_person": ["summary"]}  # fmt: skip
SHOWER = {"text": "Hjälper till i duschen", "contact": "Bo", "heading": "personlig-hygien"}
WOUND = {"text": "Lägger om såret", "contact": "Eva, 070-174 06 13", "often": "Varannan dag"}
AHEAD = {"day": in_days(40), "form": "phone", "coordinator": CENTRE,
         "coordinator_name": "Ida Exempel", "coordinator_phone": "070-174 06 11",
         "principal": "region",
         "documentation": [{"party": CENTRE, "what": "Planen"}]}  # fmt: skip


def _asked_for(desks: Desks) -> None:
    """The home care nurse finds the person in the register and asks the hospital for care."""
    desks.go(HOME, "personer/", "patients")
    desks.page.get_by_role("link", name=NOBODY_YET).click()
    desks.look(desks.page, "patient")
    desks.page.locator("main a[href*='send_care_request']").click()
    desks.look(desks.page, "start")
    desks.send(REQUEST)
    desks.no = int(desks.page.url.split("/arende/")[1].split("/")[0])
    desks.says("Föll i hallen i natt.", "Avdelning 4")


def _change_seat(desks: Desks) -> None:
    """From home care to the ward, as one changes seats in the room."""
    page = desks.page
    page.get_by_role("link", name="Byt uppdrag").click()
    desks.look(page, "seats")
    page.locator("select[name=unit]").select_option(WARD)
    page.get_by_role("button", name="Sätt mig här").click()
    desks.look(page, "inbox")


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
    desks.write(CENTRE, "write_basis", {"question": "Vem gör vad?", "important": "Hamnen."})
    desks.write(CENTRE, "write_mapping", {"areas": [{"heading": "rorelse", "text": "Stavar."}]})
    desks.write(CENTRE, "send_call", CALL)
    desks.case(DESK, "sip/", "plan-part")
    desks.write(DESK, "answer_call", {"answer": "comes", "who": "Kim Låtsas"})
    desks.write(WARD, "send_information", INFORMATION)
    desks.write(WARD, "discharge", {"day": NOW, "time": "13.15", "to": "home", "how": "Taxi"})
    desks.go(CENTRE)
    for _morning in range(2):
        desks.page.locator(".desk-clock summary").click()
        desks.page.get_by_role("button", name="Nästa vardag 8.00").click()
        expect(desks.page.locator(".messages")).to_contain_text("kl. 8.00")


def _plan(desks: Desks) -> None:
    desks.write(CENTRE, "hold_meeting", {"attended": [DESK, HOME]})
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
    """The plan ends, and the case can be closed by a page that says what happens."""
    desks.write(CENTRE, "close_plan", {"reason": "goals_reached"})
    desks.case(CENTRE, "skriv/close_case/", "confirm")


def test_a_discharge_goes_through_four_seats_to_a_plan_that_has_ended(open_as, learner):
    room = room_of(learner, system="lifecare", unit=HOME, people=[NOBODY_YET, "Berit Påhittad"])
    notes = Notes("room", *KINDS)
    desks = Desks(room, open_as(learner, room.url(HOME), size="desktop"), notes.at)
    _asked_for(desks)
    _change_seat(desks)
    _until_ready(desks)
    _to_the_meeting(desks)
    _plan(desks)
    _read(desks)
    _closed(desks)

    assert not notes.faults, "\n\n".join(notes.faults)


MAIN = (
    (WARD, "register_admission", ADMISSION),
    (WARD, "send_admission_notice", NOTICE),
    (CENTRE, "appoint_contact", CONTACT),
    (CENTRE, "record_consent", CONSENT),
    (HOME, "write_planning", PLANNING[HOME]),
    (CENTRE, "offer_sip", {"need": "yes", "answer": "yes"}),
    (WARD, "notify_ready", READY),
    (CENTRE, "write_mapping", {"areas": [{"heading": "rorelse", "text": "Stavar."}]}),
    (CENTRE, "send_call", CALL),
    (WARD, "discharge", {"day": NOW, "time": "8.00", "to": "home"}),
)
PHONE_KINDS = ("inbox", "start", "receipt", "form-send_admission_notice", "form-notify_ready",
               "form-send_call", "form-write_goals", "plan", "case-closed")  # fmt: skip


def test_on_a_phone_the_main_messages_lead_from_admission_to_a_closed_plan(open_as, learner):
    room = room_of(learner, system="samsa", unit=HOME, people=[NOBODY_YET, "Berit Påhittad"])
    notes = Notes("phone", *PHONE_KINDS)
    desks = Desks(room, open_as(learner, room.url(HOME)), notes.at, every=False)
    _asked_for(desks)
    desks.go(WARD, "", "inbox")
    for unit, action, body in MAIN:
        desks.write(unit, action, body)
    room.until((MONDAY + 1) * 1440 + 11 * 60)
    desks.write(CENTRE, "hold_meeting", {"attended": [DESK, HOME]})
    desks.write(CENTRE, "write_goals", GOALS)
    desks.case(WARD, "sip/oversikt/", "plan")
    desks.says(GOAL)
    desks.write(CENTRE, "close_plan", {"reason": "goals_reached"})
    desks.case(HOME, "", "case-closed")

    desks.says("Leif Låtsashav")
    assert not notes.faults, "\n\n".join(notes.faults)


CHILDREN, SCHOOL, BUP = "barn-unga", "skolan", "bup"
TINDRA, THEIRS = "Tindra Hittepå", 34
ASKED = {
    "ground": "consent",
    "givers": [{"giver": "guardian_1", "name": "Malin Hittepå", "answer": "yes"},
               {"giver": "guardian_2", "name": "Peter Hittepå", "answer": "no"}],
    "child_answer": "yes",
    "child_words": "Ja, om Doris är med.",
    "basis": "oral",
    "purposes": ["make_plan", "share_mapping", "share_goals"],
    "receivers": [BUP, SCHOOL, "mamma", "pappa"],
}  # fmt: skip
INVITED = {"recipients": [BUP, SCHOOL], "day": in_days(4), "time": "15.00", "place": "Stallet",
           "purpose": "En väg tillbaka som Tindra tror på.",
           "questions": {BUP: "Vad kan ni göra i skolan?"}}  # fmt: skip


def _both_say_yes(desks: Desks) -> None:
    """One guardian says no: the form asks before anything is kept. Then both say yes."""
    page = desks.page
    desks.case(CHILDREN, "skriv/write_basis_minor/")
    desks.says("Personen har inte sagt ja till att planen görs")
    desks.case(CHILDREN, "skriv/record_consent/")
    desks.look(page, "form-consent-of-a-child")
    desks.fill(ASKED)
    page.locator("main .actions button[value=send]").click()
    desks.says("Inget är skickat än. Är det så här du vill ha det?")
    page.locator("[name=givers-1-answer]").select_option("yes")
    desks.send({})
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
    link = page.get_by_role("link", name="Ladda ner som PDF")
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
    desks = Desks(
        room,
        open_as(learner, room.url(CHILDREN), size=size),
        notes.at,
        THEIRS,
        system == "lifecare",
    )
    _both_say_yes(desks)
    desks.write(CHILDREN, "write_mapping", {"areas": [{"heading": "fritid", "text": "Stallet."}]})
    desks.write(CHILDREN, "send_call", INVITED)
    letter = PdfReader(io.BytesIO(_letter_to_the_school(desks)))

    root = letter.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert "Stallet" in "".join(page.extract_text() for page in letter.pages)
    assert not notes.faults, "\n\n".join(notes.faults)


REHAB, SUPPORT, WISH = "vc-rehab", "boendestod", "Trygg medicinering och minskad smärta"
TAKEN_BACK = {"extent": "part", "receivers": [SUPPORT], "told_to": "Kim Låtsas, rehab",
              "day": in_days(0)}  # fmt: skip


@pytest.mark.parametrize(("system", "size"), [("lifecare", "desktop"), ("link", "phone")])
def test_a_plan_closes_to_whoever_the_person_no_longer_wants_and_to_all_under_protection(
    open_as, learner, system: str, size: str
):
    room = room_of(learner, system=system, unit=REHAB, people=["Mona Exempel"])
    notes = Notes(f"closing-{system}", "mirror-off")
    desks = Desks(
        room, open_as(learner, room.url(REHAB), size=size), notes.at, 22, system == "lifecare"
    )
    main = desks.page.locator("main")
    for unit in (SUPPORT, CENTRE):
        desks.case(unit, "sip/oversikt/")
        desks.says(WISH)
    desks.write(REHAB, "note_withdrawal", TAKEN_BACK)
    for path in ("sip/oversikt/", "den-enskilde/", "brev/"):
        desks.case(SUPPORT, path)
        expect(main).not_to_contain_text(WISH)
        assert WISH not in desks.page.content()
    desks.case(CENTRE, "sip/oversikt/")
    desks.says(WISH)

    desks.case(REHAB, "den-enskilde/")
    desks.says(WISH)
    desks.protect()
    for unit in (REHAB, CENTRE):
        desks.case(unit, "den-enskilde/", "mirror-off")
        desks.says("Inget visas")
        assert WISH not in desks.page.content()
    assert not notes.faults, "\n\n".join(notes.faults)


WARD_12, ADULTS, CLINIC = "avdelning-12", "vuxna", "vup"
PART = {"needs": "Stöd i samtalen med hyresvärden.",
        "measures": [{"text": "Samtal med hyresvärden", "decided": True,
                      "contact": "Sara Skröna, 0980-31 92 06"}]}  # fmt: skip
AGREED = {"answer": "agrees", "who": "Sara Skröna, socialsekreterare"}
APPLIED = {"kind": "first", "day": in_days(0), "doctor": "Axel Övning"}
DECIDED = {"recipients": [CLINIC, ADULTS, SUPPORT], "doctor": "Axel Övning",
           "decided_day": in_days(0), "until_day": in_days(120),
           "conditions": "Ta läkemedel."}  # fmt: skip


@pytest.mark.parametrize(("system", "size"), [("lifecare", "desktop"), ("samsa", "phone")])
def test_a_coordinated_care_plan_is_written_adjusted_by_all_and_decided(
    open_as, learner, system: str, size: str
):
    room = room_of(learner, system=system, unit=WARD_12, people=["Jonas Låtsas"])
    notes = Notes(f"opt-{system}", "form-write_own_plan_part", "care-plan")
    desks = Desks(
        room, open_as(learner, room.url(WARD_12), size=size), notes.at, 17, system == "lifecare"
    )
    desks.write(ADULTS, "write_own_plan_part", PART)
    for unit in (ADULTS, SUPPORT, CLINIC):
        desks.write(unit, "adjust_plan", AGREED)
    desks.write(WARD_12, "notify_application", APPLIED)
    desks.write(WARD_12, "notify_decision", DECIDED)

    desks.case(CLINIC, "vardplan/", "care-plan")
    desks.says("Samtal med hyresvärden", "Underrättelse om beslut")
    assert desks.state() == "ready"
    assert not notes.faults, "\n\n".join(notes.faults)


def test_a_morning_in_a_room_needs_only_the_keyboard(open_as, learner, keyboard):
    room = room_of(learner, system="lifecare", unit=DESK, people=["Berit Påhittad"])
    page = open_as(learner, room.url(DESK), size="desktop")
    keys = keyboard(page)
    keys.follow("Kvittera", tag="button")
    expect(page.locator(".messages")).to_be_visible()
    keys.follow("Berit Påhittad", tag="a")
    ways = page.locator("main a[href*='write_planning']").first
    keys.follow(ways.inner_text().strip(), tag="a")
    keys.write("before=", "Klarade inköp själv.")
    keys.follow("(övning)", tag="button")
    page.wait_for_url("**/kvitto/**")
    keys.follow("Till ärendet")

    expect(page.locator("main")).to_contain_text("Berit Påhittad")
    assert keys.hidden == []


def test_a_room_is_opened_and_worked_in_without_javascript(open_as, learner):
    page = open_as(learner, "/ovning/rum/", javascript=False)
    page.locator("select[name=unit]").select_option(DESK)
    page.get_by_label("De jag väljer").check()
    page.get_by_text("Välj personer").click()
    page.get_by_label("Berit Påhittad").check()
    page.get_by_role("button", name="Öppna övningsrummet").click()
    page.get_by_role("button", name="Kvittera").click()
    expect(page.get_by_role("button", name="Kvittera")).to_have_count(0)
    page.get_by_role("link", name="Berit Påhittad").first.click()
    page.goto(f"{page.url}skriv/send_message/")
    page.locator(f"[name=recipients][value={WARD}]").check()
    page.locator("[name=subject]").fill("Nycklar")
    page.locator("[name=text]").fill("Vem har nycklarna?")
    page.locator("main .actions button[value=send]").click()
    expect(page.locator("main")).to_contain_text("Nycklar")
    page.locator(".desk-clock summary").click()
    page.get_by_role("button", name="+4 tim").click()
    expect(page.locator(".messages")).to_contain_text("kl. 12.00")
