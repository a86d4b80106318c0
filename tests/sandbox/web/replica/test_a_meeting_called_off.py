"""A meeting that is called off in the room, and one that was held on another day: what pages say."""

from __future__ import annotations

from tests.sandbox.web.conftest import as_post
from tests.sandbox.web.replica.conftest import Room, words
from tests.sandbox.web.replica.plan import (
    CENTRE,
    MAPPING,
    MUNICIPALITY,
    SIP,
    asked,
    call,
    day,
    in_days,
    met,
    send,
)
from tests.sandbox.web.replica.test_writing import hidden

CANCEL = "skriv/cancel_meeting/"
WHY = {"reason": "missing", "note": "Vi kallar till en ny tid i morgon."}


def called(room: Room) -> Room:
    asked(room)
    room.do(CENTRE, "write_mapping", MAPPING)
    recipients = [MUNICIPALITY, "skolan"]
    assert room.do(CENTRE, "send_call", call(day=day(1), recipients=recipients)) == ()
    return room


def test_whoever_called_calls_the_meeting_off_from_the_call_and_calls_again(again: Room) -> None:
    room = called(again)
    number = _number(room, "call")
    paper = room.client.get(room.url(CENTRE, f"arende/1/dokument/{number}/"))
    form = room.client.get(room.url(CENTRE, f"arende/1/{CANCEL}"))
    told = [one.value for one in form.context["form"]["recipients"].choices]

    receipt = room.client.get(send(room, CENTRE, "cancel_meeting", {**WHY, "recipients": told}).url)

    assert CANCEL in paper.content.decode()
    assert "Ställ in mötet" in words(paper)
    assert set(told) == {MUNICIPALITY, "skolan"}
    assert "De som är kallade i systemet får det i sin inkorg." in words(receipt)
    assert "Inställt möte" in room.text(MUNICIPALITY, "?visa=nya")
    assert "ställde in mötet: någon som behövs kan inte komma" in room.text(
        MUNICIPALITY, f"arende/1/dokument/{number}/"
    )
    assert CANCEL not in room.client.get(room.url(CENTRE, "arende/1/")).content.decode()
    assert "Skriv kallelse till SIP" in room.text(CENTRE, f"{SIP}/kallelse/")
    assert "möte tis 24 nov" not in room.text(MUNICIPALITY, "oversikt/")


def test_everybody_who_was_called_stays_in_the_form_when_it_comes_back(again: Room) -> None:
    room = called(again)
    back = send(room, CENTRE, "cancel_meeting", {"recipients": [MUNICIPALITY]})
    told = {one.value: one.selected for one in back.context["form"]["recipients"].choices}
    assert "Varför ställs mötet in?" in words(back)
    assert told == {MUNICIPALITY: True, "skolan": True}


def test_two_clicks_call_the_meeting_off_once_whoever_is_chosen(again: Room) -> None:
    room = called(again)
    url = room.url(CENTRE, f"arende/1/{CANCEL}")
    form = hidden(room.client.get(url).content.decode()) | {"do": "anyway"} | as_post(WHY)
    first, second = (room.client.post(url, {**form, "recipients": MUNICIPALITY}) for _ in range(2))
    assert first.url == second.url
    other = room.client.post(url, {**form, "recipients": MUNICIPALITY, "note": "Vi ringer."})
    assert "Blanketten är redan skickad" in words(other)


def test_whoever_got_the_call_by_letter_gets_a_letter_that_there_is_no_meeting(again: Room) -> None:
    room = called(again)
    assert room.do(CENTRE, "cancel_meeting", WHY) == ()

    letters = room.text(CENTRE, "arende/1/brev/")
    assert "Mötet är inställt" in letters
    assert "Kallelse till SIP-möte" not in letters
    assert room.do(CENTRE, "send_call", call(day=day(3))) == ()
    assert "Mötet är inställt" not in room.text(CENTRE, "arende/1/brev/")


def test_a_call_to_a_sunday_is_asked_about_and_sent_all_the_same(again: Room) -> None:
    room = asked(again)
    sunday = call(day=in_days(6))

    question = send(room, CENTRE, "send_call", sunday, do="send")
    sent = room.client.get(send(room, CENTRE, "send_call", sunday).url)

    assert "Mötet är på en söndag. Kan de som behövs komma då?" in words(question)
    assert "Mötet är på en dag då många är lediga." in words(sent)


def test_the_form_of_the_meeting_begins_with_the_day_of_its_own_call(again: Room) -> None:
    room = called(again)
    room.until(day(2) * 1440)
    page = "arende/1/skriv/hold_meeting/"

    def suggested() -> str:
        return str(room.client.get(room.url(CENTRE, page)).context["form"]["held_day"].value)

    first = suggested()
    met_on = {"attended": [MUNICIPALITY], "held_day": day(1)}
    assert room.do(CENTRE, "hold_meeting", met_on) == ()
    assert room.do(CENTRE, "send_call", call(day=day(3))) == ()
    room.until(day(4) * 1440)

    assert (first, suggested()) == (in_days(1), in_days(3))
    assert "Vilken dag hölls mötet? tis 24 nov" in room.text(CENTRE, f"{SIP}/mote/")


def test_a_meeting_without_a_day_of_its_own_reads_as_before(again: Room) -> None:
    room = met(again)
    said = room.text(CENTRE, f"{SIP}/mote/")
    assert "Vilka var med?" in said
    assert "Vilken dag hölls mötet?" not in said


def _number(room: Room, kind: str) -> int:
    page = room.client.get(room.url(CENTRE, "arende/1/"))
    return max(one.number for one in page.context["view"].state.documents if one.kind == kind)
