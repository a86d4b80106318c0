"""What links and buttons of a form say: what they do, and whether it is new or stands already."""

from __future__ import annotations

import re

from tests.sandbox.web.replica.conftest import Room
from tests.sandbox.web.replica.plan import (
    CENTRE,
    HOME_CARE,
    MAPPING,
    MUNICIPALITY,
    WARD,
    asked,
    call,
    day,
    met,
    send,
)

CASE = "arende/1/"


def button(room: Room, unit: str, action: str) -> str:
    """The filled button of an action's form."""
    page = room.client.get(room.url(unit, f"{CASE}skriv/{action}/")).content.decode()
    found = re.search(r'<button class="btn" name="do" value="send">([^<]*)<', page)
    return found[1] if found else ""


def test_the_button_of_a_planning_says_if_anybody_gets_it(again: Room) -> None:
    assert button(again, HOME_CARE, "write_planning") == "Spara i ärendet (övning)"
    empty = send(again, HOME_CARE, "write_planning", {}, do="send").content.decode()
    asked(again)
    assert button(again, HOME_CARE, "write_planning") == "Skicka planeringen (övning)"
    assert "Spara ändå" in empty
    assert "Skicka ändå" in send(again, HOME_CARE, "write_planning", {}, do="send").content.decode()


def test_a_link_to_what_stands_says_that_it_is_changed_until_people_have_met(again: Room) -> None:
    room = asked(again)
    room.do(CENTRE, "write_mapping", MAPPING)
    before = room.text(CENTRE, CASE)
    room.do(CENTRE, "send_call", call(day=day(1)))
    form = room.text(CENTRE, f"{CASE}skriv/send_call/")
    after = room.text(CENTRE, CASE)
    held = met(again, asked_first=False).text(CENTRE, CASE)

    assert "Skriv kallelse till SIP" in before
    assert "Ändra kallelsen" not in before
    assert "Ändra kartläggningen" in before
    assert "Ändra kallelsen , Berit Påhittad" in form
    assert "Ändra kallelsen" in after
    assert "Ändra kallelsen" not in held
    assert "Skriv mål och insatser" in held


def test_a_form_that_cannot_be_sent_says_why_in_place_of_its_fields(again: Room) -> None:
    told = {"recipients": [WARD], "about": "late", "happened": "Listan kom dagen efter."}
    again.do(MUNICIPALITY, "report_deviation", told)

    wrote = again.text(MUNICIPALITY, f"{CASE}skriv/answer_deviation/")
    got = again.text(WARD, f"{CASE}skriv/answer_deviation/")

    assert "Ingen avvikelse har kommit till er enhet i det här ärendet." in wrote
    assert "Vad ändrar ni?" not in wrote
    assert "Vad ändrar ni?" in got


def test_what_has_been_begun_opens_also_when_it_cannot_be_sent_any_more(again: Room) -> None:
    room = asked(again)
    send(room, CENTRE, "write_mapping", MAPPING, do="later")
    room.do(CENTRE, "note_withdrawal", {"extent": "whole", "by": "person"})

    page = room.text(CENTRE, f"{CASE}skriv/write_mapping/")

    assert "Jag går med stavar." in page
