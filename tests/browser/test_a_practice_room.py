"""A practice room worked in: a consent taken back, a coordinated care plan, without a pointer."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.papers import AGREED, APPLIED, DECIDED, PART, TAKEN_BACK
from tests.browser.rooms import (
    ADULTS,
    CENTRE,
    CLINIC,
    DESK,
    REHAB,
    SUPPORT,
    WARD,
    WARD_12,
    Desks,
    Notes,
    case_about,
    room_of,
)

MONA, JONAS = "Mona Exempel", "Jonas Låtsas"
WISH = "Trygg medicinering och minskad smärta"


@pytest.mark.parametrize(("system", "size"), [("lifecare", "desktop"), ("link", "phone")])
def test_a_plan_closes_to_whoever_the_person_no_longer_wants_and_to_all_under_protection(
    open_as, learner, system: str, size: str
):
    room = room_of(learner, system=system, unit=REHAB, people=[MONA])
    notes = Notes(f"closing-{system}", "mirror-off")
    page = open_as(learner, room.url(REHAB), size=size)
    desks = Desks(room, page, notes.at, case_about(room, MONA), system == "lifecare", system)
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


@pytest.mark.parametrize(("system", "size"), [("lifecare", "desktop"), ("samsa", "phone")])
def test_a_coordinated_care_plan_is_written_adjusted_by_all_and_decided(
    open_as, learner, system: str, size: str
):
    room = room_of(learner, system=system, unit=WARD_12, people=[JONAS])
    notes = Notes(f"opt-{system}", "form-write_own_plan_part", "care-plan")
    page = open_as(learner, room.url(WARD_12), size=size)
    desks = Desks(room, page, notes.at, case_about(room, JONAS), system == "lifecare", system)
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
    keys.follow("Berit Påhittad", tag="a")  # the message itself, which leads on to its case
    keys.follow("Till ärendet", tag="a")
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
    page.get_by_role("link", name="Berit Påhittad", exact=True).first.click()
    page.goto(f"{page.url}skriv/send_message/")
    page.locator(f"[name=recipients][value={WARD}]").check()
    page.locator("[name=subject]").fill("Nycklar")
    page.locator("[name=text]").fill("Vem har nycklarna?")
    page.locator("main .actions button[value=send]").click()
    expect(page.locator("main")).to_contain_text("Nycklar")
    page.locator(".desk-clock summary").click()
    page.get_by_role("button", name="+4 tim").click()
    expect(page.locator(".messages")).to_contain_text("kl. 12.00")
