"""Writing the messages of a discharge: their forms, what is asked before and told after."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any

from sandbox.world.models import Case, Entry, Event
from tests.sandbox.fictive import LOOKS_REAL
from tests.sandbox.web.replica.conftest import EVERYBODY, MONDAY, Room, words

WARD, CARE, HOME, DESK = "avdelning-4", "vc-an", "hsv-norr", "bistand"
TODAY, FRIDAY = MONDAY.isoformat(), (MONDAY + timedelta(days=4)).isoformat()
JUDGED = {"doctor": "Pia Påhitt", "judged_day": TODAY, "judged_time": "8.00"}
MESSAGES: tuple[tuple[str, str, dict[str, Any]], ...] = (
    (WARD, "assess_later", {"assessment": "yes", "assessed_by": "Pia Påhitt",
                            "admitted_day": TODAY, "admitted_time": "7.00", "law": "none",
                            "assessed_day": TODAY, "assessed_time": "7.30", "payer": DESK,
                            "estimated_day": FRIDAY, "cause": "Höften"}),
    (WARD, "send_admission_notice", {"recipients": EVERYBODY, "estimated_day": FRIDAY,
                                     "facts": ["name", "identity_number", "address",
                                               "estimated_day"],
                                     "ward_contact": "Kim Låtsas"}),
    (DESK, "refuse_notice", {"answer": "unknown_here", "reason": "Har inga insatser."}),
    (CARE, "appoint_contact", {"name": "Ida Exempel", "role": "distriktssköterska",
                               "phone": "070-174 06 11", "appointed_by": "Verksamhetschefen"}),
    (WARD, "write_planning", {"now": "Går med rollator.", "track": "yellow"}),
    (CARE, "write_planning", {"health_state": "Diabetes.", "ongoing_care": "Prov i maj.",
                              "open_care": "yes", "can_receive_day": FRIDAY}),
    (DESK, "write_planning", {"before": "Hjälp med inköp.", "current-rows": "1",
                              "current-0-text": "Inköp", "current-0-how_often": "varje vecka",
                              "current-0-who": "Hemtjänsten"}),
    (HOME, "write_planning", {"aids": "Rollator.", "measures-rows": "1",
                              "measures-0-text": "Ser om såret", "measures-0-from_day": FRIDAY,
                              "measures-0-who": "Kim Låtsas, 070-174 06 05"}),
    (WARD, "change_date", {"recipients": EVERYBODY, "estimated_day": FRIDAY, "phoned": "1"}),
    (CARE, "offer_sip", {"need": "yes", "answer": "no", "own_words": "Inte nu."}),
    (WARD, "notify_ready", {"recipients": EVERYBODY, "open_care": "yes", **JUDGED}),
    (WARD, "withdraw_ready", {"reason": "Feber i natt.", "doctor": "Pia Påhitt"}),
    (WARD, "tick_checklist", {"points": ["keys", "food"], "comments-0-text": "Klart i kväll"}),
    (WARD, "send_care_message", {"recipients": [HOME], "visit": "outpatient", "text": "Röntgen.",
                                 "changed": "Inget.", "next_step": "Ni tar vid."}),
    (HOME, "send_message", {"recipients": [WARD], "subject": "Material", "text": "Tre dagar?"}),
    (DESK, "replace_party", {"party": "hemtjanst-norr", "replaces": HOME, "reason": "Ny hjälp."}),
    (DESK, "add_party", {"party": HOME, "reason": "Behövs ändå."}),
    (WARD, "notify_ready", {"recipients": EVERYBODY, "open_care": "yes", **JUDGED}),
    (WARD, "send_information", {"recipients": EVERYBODY, "summary": "Opererad.",
                                "medicines": "Inget nytt.", "to_person": ["summary"]}),
    (WARD, "discharge", {"day": TODAY, "time": "13.15", "to": "home", "how": "Taxi"}),
    (WARD, "interrupt", {"reason": "moved", "note": "Till Övningsvik"}),
)  # fmt: skip

RECEIPTS = ("send_admission_notice", "notify_ready", "withdraw_ready")


def hidden(page: str) -> dict[str, str]:
    """The version and the token that a form's page carries."""
    return dict(re.findall(r'name="(version|token)" value="([^"]*)"', page))


def sent(room: Room, unit: str, path: str, body: dict[str, Any], **more: str) -> Any:
    """The answer to a form opened and sent from the unit's desk."""
    url = room.url(unit, path)
    page = room.client.get(url).content.decode()
    return room.client.post(url, {**hidden(page), **body, **more})


def test_every_message_of_a_discharge_can_be_written_sent_and_followed_by_a_receipt(again: Room):
    """Each form has room for all it is sent with, and each receipt says what happens next."""
    told = {}
    for unit, action, body in MESSAGES:
        path = f"arende/1/skriv/{action}/"
        page = again.client.get(again.url(unit, path)).content.decode()
        missing = [name for name in body if f'name="{name}"' not in page]
        assert not missing, (action, missing)
        assert "Vad behöver mottagaren veta av mig?" in page
        form = {**hidden(page), **body, "do": "anyway"}
        answer = again.client.post(again.url(unit, path), form)
        assert answer.status_code == 302, (action, words(answer))
        if action in RECEIPTS:
            told[action] = words(again.client.get(answer.headers["Location"]))
    assert "Börjar tors 26 nov kl. 0.00" in told["notify_ready"]
    assert "Senast tors 26 nov kl. 23.59" in told["notify_ready"]
    assert "Räknas inte längre: Kallelse till SIP" in told["withdraw_ready"]
    assert "Vårdcentralen Ån Inte läst" in told["send_admission_notice"]


def test_each_unit_is_asked_for_what_only_it_knows(again: Room):
    asks = {unit: again.text(unit, "arende/1/skriv/write_planning/") for unit in (WARD, CARE, DESK)}
    assert "till exempel trappa, dusch" in asks[WARD]
    assert "Hälsotillstånd" in asks[CARE]
    assert "Hälsotillstånd" not in asks[WARD]
    assert "Vilka beslut finns i dag" in asks[DESK]


def test_the_notice_of_being_ready_says_what_noon_means_before_it_is_sent(again: Room):
    path = "arende/1/skriv/notify_ready/"
    before = again.text(WARD, path)
    assert "kl. 12.00 börjar kommunens betalningsansvar tors 26 nov" in before
    again.until(28 * 1440 + 13 * 60)
    assert "Klockan är över 12. Går den i dag" in again.text(WARD, path)


def test_a_notice_that_forgets_open_care_asks_once_and_shows_in_the_history_when_sent(again: Room):
    path = "arende/1/skriv/send_admission_notice/"
    body = {"recipients": [DESK, HOME], "facts": ["name"], "estimated_day": FRIDAY}
    answer = sent(again, WARD, path, body)
    asked = words(answer)
    assert "Inget är skickat än. Är det så här du vill ha det?" in asked
    assert "även regionens öppenvård" in asked
    assert 'value="anyway"' in answer.content.decode()
    world = again.seat.world
    before = Event.objects.for_world(world).count()
    answer = sent(again, WARD, path, body, do="anyway")
    assert Event.objects.for_world(world).count() > before
    told = words(again.client.get(answer.headers["Location"]))
    assert "Regionens öppenvård fick det inte" in told


def test_what_is_known_stands_in_the_form_and_the_receipt_speaks_to_whoever_wrote(again: Room):
    """The doctor's name, everybody who gets it, and a going home that is later today."""
    own = sent(again, HOME, "arende/1/skriv/write_planning/", {"track": "green"})
    assert "Du skrev er planering" in words(again.client.get(own.headers["Location"]))
    again.do(CARE, "appoint_contact", {"name": "Ida Exempel"})
    ready = f"{again.url(WARD)}arende/1/skriv/notify_ready/"
    assert again.client.get(ready).context["form"]["doctor"].value == "Pia Påhitt"
    assert "Namnet stod i ärendet" in again.text(WARD, "arende/1/skriv/notify_ready/")
    again.do(WARD, "notify_ready", {"recipients": EVERYBODY, "doctor": "Omar Exempel"})
    path = "arende/1/skriv/discharge/"
    form = again.client.get(again.url(WARD, path)).context["form"]
    assert {one.value for one in form["recipients"].choices if one.selected} == set(EVERYBODY)
    assert "Klockan i rummet är mån 23 nov kl. 8.00." in again.text(WARD, path)
    gone = sent(
        again, WARD, path, {"recipients": EVERYBODY, "day": TODAY, "time": "13.30", "to": "home"}
    )
    told = words(again.client.get(gone.headers["Location"]))
    assert "Du skrev ut (övning)" in told
    assert "Du skrev mån 23 nov kl. 13.30, och den tiden har inte kommit." in told


def test_closing_a_case_is_confirmed_on_a_page_that_says_what_happens(again: Room):
    for unit, action, body in (
        (CARE, "appoint_contact", {"name": "Ida Exempel"}),
        (CARE, "offer_sip", {"answer": "no"}),
        (WARD, "notify_ready", {"recipients": EVERYBODY, "doctor": "Pia Påhitt"}),
        (WARD, "discharge", {"time": "13.00"}),
    ):
        assert again.do(unit, action, body) == ()
    for unit in EVERYBODY:
        while not again.do(unit, "acknowledge", {}):
            pass
    path = "arende/1/skriv/close_case/"
    page = again.text(CARE, path)
    assert "Ärendet går bara att läsa" in page
    assert "Med i ärendet: " in page
    answer = sent(again, CARE, path, {})
    assert "Du avslutade ärendet" in words(again.client.get(answer.headers["Location"]))
    assert Case.objects.for_world(again.seat.world).get(no=1).state == "closed"
    assert "Det går inte just nu" in again.text(CARE, path)
    sent(again, CARE, "arende/1/skriv/reopen_case/", {})
    assert Case.objects.for_world(again.seat.world).get(no=1).state == "discharged"
    assert again.client.get(again.url(CARE, "arende/1/skriv/acknowledge/")).status_code == 404


def test_an_answer_a_forward_and_a_withdrawal_begin_with_what_they_are_about(again: Room):
    path = "arende/1/skriv/send_message/?om=2"
    answer = unescape(again.client.get(again.url(DESK, f"{path}&som=svar")).content.decode())
    assert 'value="Svar: Inskrivningsmeddelande"' in answer
    assert re.search(r'value="avdelning-4" checked', answer)
    forward = unescape(again.client.get(again.url(DESK, f"{path}&som=vidare")).content.decode())
    assert re.search(r'id="f-forwards".*?<option value="2" selected', forward, re.DOTALL)
    astray = again.client.get(again.url(DESK, f"{path}&som=fel")).content.decode()
    assert re.search(r'name="misdirected"[^>]* checked', astray)
    void = again.client.get(again.url(WARD, "arende/1/skriv/withdraw_document/?om=2"))
    assert re.search(r'<option value="2" selected', void.content.decode())
    sent(again, WARD, "arende/1/skriv/withdraw_document/",
         {"document": "2", "reason": "wrong_receiver"})  # fmt: skip
    assert Entry.objects.for_world(again.seat.world).get(case__no=1, no=2).status == "withdrawn"


def test_the_answer_to_a_deviation_begins_with_the_deviation_that_waits(again: Room):
    told = {"recipients": [WARD], "about": "late", "happened": "Listan kom dagen efter."}
    assert again.do(DESK, "report_deviation", told) == ()
    number = Entry.objects.for_world(again.seat.world).get(kind="deviation").no
    form = again.client.get(again.url(WARD, "arende/1/skriv/answer_deviation/")).context["form"]
    which = [(one.value, one.selected) for one in form["answers"].choices]
    assert which == [(str(number), True)]
    assert [one.value for one in form["recipients"].choices if one.selected] == [DESK]


def test_a_form_that_comes_back_keeps_what_was_typed_and_says_why_at_the_field(again: Room):
    path = "arende/1/skriv/change_date/"
    body = {"recipients": [DESK], "estimated_day": "31/11", "reason": "Går bättre i trappan"}
    page = unescape(sent(again, WARD, path, body).content.decode())
    assert "Skriv datumet så här: 2026-11-30." in page
    assert 'value="31/11"' in page
    assert 'value="Går bättre i trappan"' in page
    number = {**body, "estimated_day": FRIDAY, "reason": f"Ring {LOOKS_REAL}"}
    page = sent(again, WARD, path, number).content.decode()
    assert 'id="f-reason-error"' in page
    assert not Entry.objects.for_world(again.seat.world).filter(kind="date_change").exists()
    url, right = again.url(WARD, path), {**body, "estimated_day": FRIDAY}
    form = hidden(again.client.get(url).content.decode())
    assert again.do(WARD, "change_date", {"recipients": [CARE], "estimated_day": 33}) == ()
    late = again.client.post(url, {**form, **right})
    assert late.status_code == 409
    assert "Det här hände medan du skrev" in words(late)
    assert 'value="Går bättre i trappan"' in unescape(late.content.decode())


def test_everything_that_lacks_is_told_at_once_in_the_order_of_the_page(again: Room):
    long = "Vi undrar om hissen. " * 250
    asked = {"text": long, "recipients": []}
    page = sent(again, WARD, "arende/1/skriv/send_message/", asked)
    summary = words(page).partition("Rätta det här först")[2]
    told = ["Välj minst en under ”Till”.", "Fyll i fältet: Ämne", "Korta texten med"]
    assert [one for one in told if one in summary] == told
    places = [summary.index(one) for one in told]
    assert places == sorted(places)
    # Whoever follows the link to a group of choices is told there what is wrong with it.
    group = re.search(r'<fieldset[^>]*id="f-recipients"[^>]*>', page.content.decode())
    assert group is not None
    assert {'aria-describedby="f-recipients-error"', 'tabindex="-1"'} <= set(group[0][:-1].split())
    # Not a word of what was too long is gone.
    assert long.strip() in unescape(page.content.decode())
    text = re.search(r"Korta texten med ([\d\xa0]+) tecken", words(page))
    assert text is not None
    assert int(text[1].replace("\xa0", "")) > 1000


def test_the_document_page_leads_to_answering_forwarding_and_withdrawing(again: Room):
    received = again.client.get(again.url(DESK, "arende/1/dokument/2/")).content.decode()
    assert "skriv/send_message/?om=2&amp;som=svar" in received
    assert "skriv/send_message/?om=2&amp;som=fel" in received
    assert "skriv/withdraw_document/" not in received
    mine = again.client.get(again.url(WARD, "arende/1/dokument/2/")).content.decode()
    assert "skriv/withdraw_document/?om=2" in mine
    assert "som=svar" not in mine


def test_a_form_sent_twice_makes_one_document_and_changed_words_are_not_lost(again: Room):
    """Going back in the browser and changing the text is no double press."""
    url = again.url(HOME, "arende/1/skriv/send_message/")
    form = {"recipients": [WARD], "subject": "Såret", "text": "Läggs om på torsdag."}
    form |= hidden(again.client.get(url).content.decode()) | {"do": "anyway"}
    written = Entry.everywhere.filter(kind="message", no__isnull=False)
    first = again.client.post(url, form).headers["Location"]
    before = written.count()
    assert again.client.post(url, form).headers["Location"] == first
    answer = again.client.post(url, form | {"text": "Läggs om på fredag."})
    assert "redan skickad" in words(answer)
    assert "Läggs om på fredag." in answer.content.decode()
    assert written.count() == before
    anew = hidden(answer.content.decode())
    assert again.client.post(url, form | anew | {"text": "Fredag."}).headers["Location"] != first


def test_what_stands_already_is_asked_about_before_it_is_sent_again(again: Room):
    """After going back, or from another window: the form is a new one, the words are the same."""
    url = again.url(WARD, "arende/1/skriv/write_planning/")
    form = {"now": "Går med rollator.", "track": "yellow"}
    written = Entry.everywhere.filter(kind="planning", no__isnull=False)
    before = written.count()
    first = form | hidden(again.client.get(url).content.decode())
    receipt = again.client.post(url, first).headers["Location"]
    # The same press twice is no second sending, and nobody is asked anything.
    assert again.client.post(url, first).headers["Location"] == receipt
    second = form | hidden(again.client.get(url).content.decode())
    asked = again.client.post(url, second)
    assert "Ni har redan skrivit precis så här" in words(asked)
    assert written.count() == before + 1
    again.client.post(url, second | {"do": "anyway"})
    changed = form | hidden(again.client.get(url).content.decode()) | {"now": "Går utan."}
    again.client.post(url, changed)
    assert written.count() == before + 3


def test_the_case_one_had_open_is_led_on_to_at_the_unit_one_changes_to(again: Room):
    ward = again.client.get(again.url(WARD, "arende/1/")).content.decode()
    way = re.search(r'href="([^"]+/uppdrag/\?arende=1)"', ward)
    assert way is not None
    inbox = again.client.post(way[1], {"unit": HOME, "keep": "on"}, follow=True)
    assert "framme. Öppna ärendet här" in words(inbox)
    assert f'href="{again.url(HOME, "arende/1/")}"' in inbox.content.decode()
    # A unit that has no part in it is told nothing of it.
    other = again.client.post(way[1], {"unit": "lss", "keep": "on"}, follow=True)
    assert "Öppna ärendet här" not in words(other)


def test_who_has_got_up_keeps_what_she_was_writing_until_she_sits_down_again(again: Room):
    url = again.url(HOME, "arende/1/skriv/send_message/")
    form = {"recipients": [WARD], "text": "Skrivet i en annan flik."}
    form |= hidden(again.client.get(url).content.decode())
    again.client.post(again.url(HOME, "uppdrag/"), {"unit": WARD})
    stopped = again.client.post(url, form)
    assert "Du har lämnat enheten" in words(stopped)
    assert "finns kvar som utkast" in words(stopped)
    again.client.post(again.url(WARD, "uppdrag/"), {"unit": HOME})
    assert "Skrivet i en annan flik." in again.client.get(url).content.decode()


def test_a_case_number_no_database_holds_is_a_page_that_is_not_there(again: Room):
    assert again.client.get(again.url(WARD, f"arende/{10**20}/")).status_code == 404


def test_a_draft_is_thrown_away_by_whoever_began_it_and_waits_for_nobody(again: Room):
    path = "arende/1/skriv/send_information/"
    drop = again.url(WARD, "arende/1/skriv/send_information/utkast/")
    throws = "Släng utkastet"
    assert throws not in again.text(WARD, path)
    sent(again, WARD, path, {"summary": "Opererad i höften."}, do="later")
    assert throws in again.text(WARD, path)
    page = again.client.get(again.url(WARD, path)).content.decode()
    assert f'formaction="{drop}"' in page
    again.client.post(drop, {**hidden(page), "do": "drop"})
    assert throws not in again.text(WARD, path)
    assert "Opererad i höften." not in again.text(WARD, path)
    assert "Fortsätt med utkastet" not in again.text(WARD, "arende/1/")
