"""What meets a ward: whom it writes to, what it points to, and what the day asks of it."""

from __future__ import annotations

import re

from tests.sandbox.web.replica.conftest import EVERYBODY

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
