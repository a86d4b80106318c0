"""What meets a ward: whom it writes to, what it points to, and what the day asks of it."""

from __future__ import annotations

import re

from sandbox.world.models import Entry
from tests.sandbox.web.replica.conftest import EVERYBODY, words
from tests.sandbox.web.replica.plan import call
from tests.sandbox.web.replica.test_a_case_page import CONSENT
from tests.sandbox.web.replica.test_writing import sent

NOTICE = {
    "recipients": EVERYBODY,
    "estimated_day": 33,
    "facts": ["name", "identity_number", "address", "estimated_day"],
}


def boxes(room, page):
    html = room.client.get(room.url("avdelning-4", page)).content.decode()
    return set(re.findall(r'name="recipients"[^>]*value="([\w-]+)"', html)), html


def test_nobody_writes_to_their_own_unit_and_who_pays_is_a_municipality(again):
    receivers, _html = boxes(again, "arende/1/skriv/send_message/")
    assert receivers >= set(EVERYBODY)
    assert "avdelning-4" not in receivers

    form = again.client.get(again.url("avdelning-4", "arende/1/skriv/assess_later/"))
    payer = form.content.decode().partition('name="payer"')[2].partition("</select>")[0]
    assert "Hittestads kommun" in payer
    assert "Biståndsenheten" not in payer


def test_a_withdrawal_names_what_it_withdraws(again):
    again.do("avdelning-4", "send_admission_notice", NOTICE)
    number = 3
    again.do(
        "avdelning-4", "withdraw_document", {"document": str(number), "reason": "wrong_content"}
    )

    page = again.text("avdelning-4", "arende/1/meddelanden/")
    assert "Gäller inte längre: Inskrivningsmeddelande, Avdelning 4" in page


def test_a_new_day_is_told_with_a_reason_of_its_own(again):
    change = {"recipients": EVERYBODY, "estimated_day": 34, "reason": "Väntar på röntgen."}
    again.do("avdelning-4", "change_date", change)

    _boxes, form = boxes(again, "arende/1/skriv/change_date/")
    assert "Väntar på röntgen." not in form


def test_a_day_that_has_passed_asks_for_a_new_one(again):
    before = again.text("avdelning-4", "arende/1/").partition("Läge")[0]
    again.until(33 * 24 * 60 + 480)
    after = again.text("avdelning-4", "arende/1/").partition("Läge")[0]
    moved = again.client.post(again.url("avdelning-4", "klocka/"), {"to": "1"}, follow=True)

    assert "hela rummet. Det som är till er ligger i inkorgen." in words(moved)
    told = "Den beräknade dagen har passerat. Säg till de andra vilken dag som gäller nu."
    assert told not in before
    assert told in after


def test_overview_and_payment_say_the_same_of_who_pays(again):
    again.at("bistand"), again.at("avdelning-4")
    again.do("vc-an", "appoint_contact", {"name": "Ida Exempel"})
    again.do("vc-an", "offer_sip", {"need": "yes", "answer": "yes"})
    ready = {
        "recipients": EVERYBODY,
        "doctor": "Omar Exempel",
        "judged_day": 28,
        "open_care": "yes",
    }
    again.do("avdelning-4", "notify_ready", {**ready, "judged_time": "8.00"})
    assert "Kommunens betalningsansvar kan börja" in again.text("bistand", "oversikt/")

    again.until(34 * 24 * 60)
    assert "Kommunens betalningsansvar" not in again.text("bistand", "oversikt/")
    assert "har inte kallat till SIP" in again.text("bistand", "betalning/")


def gone_home(room):
    """Berit at home with everything sent; nothing is said of SIP."""
    room.do("vc-an", "appoint_contact", {"name": "Ida Exempel"})
    ready = {"recipients": EVERYBODY, "doctor": "Omar Exempel", "judged_day": 28}
    room.do("avdelning-4", "notify_ready", {**ready, "judged_time": "8.00"})
    asked = "Skriv det som de som tar över behöver, innan personen åker hem."
    assert asked in room.text("avdelning-4", "arende/1/").partition("Du kan också")[0]
    room.do("avdelning-4", "discharge", {"day": 28, "time": "8.00", "to": "home"})
    room.do("avdelning-4", "send_information", {"recipients": EVERYBODY, "summary": "Höften."})


def test_what_remains_until_the_case_ends_is_said_at_every_seat(again):
    gone_home(again)
    for unit in EVERYBODY:
        for _paper in ("ready_notice", "discharge", "information", "admission_notice", "contact"):
            again.do(unit, "acknowledge", {})
    asks = "Vårdcentralen Ån skriver ner om personen vill ha en SIP."
    for unit, ends in (("avdelning-4", "Vårdcentralen Ån avslutar"), ("vc-an", "ni avslutar")):
        page = again.text(unit, "arende/1/").partition("Läge")[0]
        assert asks in page or ends in page
    assert asks in again.text("bistand", "arende/1/")
    assert "Ärendet kan inte avslutas förrän svaret är skrivet." in again.text("vc-an", "arende/1/")

    again.do("vc-an", "offer_sip", {"need": "yes", "answer": "yes", "in_open_care": True})
    assert "Vårdcentralen Ån avslutar ärendet" in again.text("hsv-norr", "arende/1/")
    assert "Allt är klart: personen är hemma" in again.text("vc-an", "arende/1/")
    again.do("vc-an", "record_consent", CONSENT)
    assert again.do("vc-an", "send_call", call(day=32)) == ()
    assert again.do("vc-an", "close_case", {}) == ()
    assert "Avslutad" in again.text("avdelning-4", "oversikt/?visa=ended")
    assert "SIP-möte Inte än bokat fre 27 nov" in again.text("vc-an", "arende/1/")


def test_a_missing_care_contact_is_asked_for_by_the_ward_and_waits_for_the_vardcentral(again):
    waits = "Avdelningen kan inte skriva ut innan någon är utsedd."
    assert "Skriv hur det går på avdelningen" in again.text("avdelning-4", "arende/1/")
    assert waits in again.text("vc-an", "arende/1/").partition("Du kan också")[0]
    assert waits not in again.text("bistand", "arende/1/")
    ready = {"recipients": EVERYBODY, "doctor": "Omar Exempel", "judged_day": 28}
    again.do("avdelning-4", "notify_ready", {**ready, "judged_time": "8.00", "open_care": "yes"})

    page = again.client.get(again.url("avdelning-4", "arende/1/")).content.decode()
    link = re.search(r'href="([^"]*som=kontakt)"[^>]*>\s*Be om fast vårdkontakt', page)
    form = again.client.get(link[1]).content.decode()
    chosen = re.findall(r'value="([\w-]+)"[^>]*checked', form)
    assert chosen == ["vc-an"]
    assert 'value="Fast vårdkontakt"' in form

    contact = sent(
        again, "vc-an", "arende/1/skriv/appoint_contact/", {"name": "Ida", "recipients": EVERYBODY}
    )
    receipt = again.client.get(contact.headers["Location"]).content.decode()
    onward = receipt.partition('class="actions gap"')[2].partition("</a>")[0]
    assert "/skriv/" in onward
    assert waits not in again.text("vc-an", "arende/1/")
    assert "Fråga personen medan personen är kvar" in again.text("vc-an", "arende/1/")


def test_a_day_nobody_can_receive_on_is_said_to_the_ward_and_to_who_cannot(again):
    again.do("avdelning-4", "record_consent", CONSENT)
    again.do("hsv-norr", "write_planning", {"track": "yellow", "can_receive_day": 34})
    odd = "Det går inte ihop: Hälso- och sjukvård i hemmet Norr kan ta emot från sön 29 nov"
    assert odd in again.text("avdelning-4", "arende/1/")
    assert odd in again.text("avdelning-4", "oversikt/")
    assert "Det går inte ihop: ni kan ta emot från" in again.text("hsv-norr", "arende/1/")
    again.do("avdelning-4", "change_date", {"recipients": EVERYBODY, "estimated_day": 34})
    assert "Det går inte ihop" not in again.text("avdelning-4", "arende/1/")


def test_what_goes_to_nobody_is_not_called_sent(again):
    again.do("avdelning-4", "tick_checklist", {"points": ["medicines"]})
    assert "Registrerad" in again.text("avdelning-4", "arende/1/inskrivning/")
    page = again.text("avdelning-4", "arende/1/info/")
    assert "Sparad" in page
    assert "Skickad (övning)" not in page


def test_a_ward_that_got_a_message_by_mistake_sees_that_message_and_no_more(again):
    again.do("vc-an", "appoint_contact", {"name": "Ida Exempel"})
    stray = {"recipients": ["avdelning-7"], "subject": "Såret", "text": "Vem beställer förband?"}
    again.do("hsv-norr", "send_message", stray)

    overview = again.text("avdelning-7", "oversikt/")
    assert "Ett meddelande till er (1)" in overview
    assert "Meddelande: Såret" in overview
    page = again.text("avdelning-7", "arende/1/")
    assert "Läs och kvittera: meddelande: Såret" in page
    for others in ("fre 27 nov", "Ida Exempel", "Dokumentera samtycke", "Inskrivningsmeddelande"):
        assert others not in overview + page
    number = again.client.get(again.url("avdelning-7", "arende/1/dokument/3/")).status_code
    assert number == 404  # who is fixed care contact is for those with a part in the case

    answer = {"recipients": ["hsv-norr"], "subject": "Fel", "misdirected": True, "answers": 4}
    again.do("avdelning-7", "send_message", answer)
    assert "Ett meddelande till er" not in again.text("avdelning-7", "oversikt/")


def test_each_point_of_the_checklist_has_its_own_comment(again):
    path = "arende/1/skriv/tick_checklist/"
    form = again.client.get(again.url("avdelning-4", path)).content.decode()
    food = re.search(r'name="(comments-\d+-text)"[^>]*?', form.partition("Kommentar: Mat hemma")[2])
    written = {"points": ["keys"], food[1]: "Hemtjänsten handlar kl. 15."}
    answer = sent(again, "avdelning-4", path, written)

    assert answer.status_code == 302
    kept = Entry.objects.for_world(again.seat.world).get(kind="checklist").body["comments"]
    assert kept == [{"point": "food", "text": "Hemtjänsten handlar kl. 15."}]
    page = again.text("avdelning-4", "arende/1/info/")
    assert "Mat hemma den första kvällen inte än Hemtjänsten handlar kl. 15." in page
    assert (
        "Hemtjänsten handlar" in again.client.get(again.url("avdelning-4", path)).content.decode()
    )
