"""Letters that wait to be printed: whoever has no system knows nothing before somebody does it."""

from __future__ import annotations

from tests.sandbox.web.replica.conftest import Room, words
from tests.sandbox.web.replica.plan import (
    CENTRE,
    CONSENT,
    MAPPING,
    MUNICIPALITY,
    asked,
    call,
    day,
    goals,
    send,
    with_a_daughter,
)

CASE = "arende/1/"
TO_ALL = "Skriv ut breven till Berit Påhittad, Hittestads skola och dottern"


def called(room: Room) -> Room:
    """Called: the municipality in the system; Berit, her daughter and the school by letter."""
    with_a_daughter(room)
    asked(room, receivers=[*CONSENT["receivers"], "dottern"])
    room.do(CENTRE, "write_mapping", MAPPING)
    room.do(CENTRE, "send_call", call(day=day(1), recipients=[MUNICIPALITY, "dottern", "skolan"]))
    return room


def letters(room: Room) -> list[str]:
    """The addresses of the letters that the centre is to send."""
    post = room.client.get(room.url(CENTRE, f"{CASE}brev/")).context["post"]
    return [room.url(CENTRE, f"{CASE}brev/{one.key}/") for one in post.letters]


def test_the_letters_of_a_call_wait_among_what_to_do_until_each_is_opened(again: Room) -> None:
    room = called(again)
    page = room.client.get(room.url(CENTRE, CASE))
    first, second, third = letters(room)

    room.client.get(first)
    fewer = room.text(CENTRE, CASE)
    room.client.get(f"{second}pdf/")
    one = room.text(CENTRE, CASE)
    room.client.get(third)

    assert TO_ALL in words(page)
    assert f'href="{room.url(CENTRE, CASE)}brev/"' in page.content.decode()
    assert "Skriv ut breven till" in fewer
    assert TO_ALL not in fewer
    assert "Skriv ut brevet till" in one
    assert "Skriv ut brev" not in room.text(CENTRE, CASE)


def test_the_receipt_of_a_call_leads_to_its_letters(again: Room) -> None:
    asked(again)
    again.do(CENTRE, "write_mapping", MAPPING)
    sent = send(again, CENTRE, "send_call", call())

    receipt = again.client.get(sent.headers["Location"]).content.decode()

    assert "Skriv ut brevet till Berit Påhittad</a>" in receipt


def test_nobody_else_is_asked_and_the_call_waits_no_more_when_people_meet(again: Room) -> None:
    room = called(again)
    assert "Skriv ut brev" not in room.text(MUNICIPALITY, CASE)
    room.until(day(1) * 1440 + 10 * 60)
    assert "Skriv ut brev" not in room.text(CENTRE, CASE)


def test_a_plan_waits_to_be_printed_for_a_week_and_again_when_it_is_changed(again: Room) -> None:
    room = called(again)
    room.until(day(2) * 1440)
    room.do(CENTRE, "hold_meeting", {"attended": [MUNICIPALITY]})
    room.do(CENTRE, "write_goals", goals(main_day=day(150)))
    written = room.text(CENTRE, CASE)
    for url in letters(room):
        room.client.get(url)
    read = room.text(CENTRE, CASE)
    room.do(CENTRE, "write_goals", goals(main_day=day(160)))
    changed = room.text(CENTRE, CASE)
    room.until(day(10) * 1440)

    assert "Skriv ut breven till Berit Påhittad och Hittestads skola" in written
    assert "Skriv ut brev" not in read
    assert "Skriv ut breven till Berit Påhittad och Hittestads skola" in changed
    assert "Skriv ut brev" not in room.text(CENTRE, CASE)


def test_the_log_check_says_that_a_letter_was_opened(again: Room) -> None:
    room = called(again)
    room.client.get(letters(room)[0])
    assert "Ett brev" in room.text(CENTRE, "loggar/")


def test_a_meeting_that_is_cancelled_leaves_the_letters_that_say_so_and_no_call_to_change(
    again: Room,
) -> None:
    room = called(again)
    refused = room.do(CENTRE, "cancel_meeting", {"reason": "person"})
    page = room.text(CENTRE, CASE)

    assert refused == ()
    assert TO_ALL in page
    assert room.text(CENTRE, f"{CASE}brev/").count("Ladda ner som PDF Mötet är inställt") == 3
    assert "Ändra kallelsen" not in page
    assert "Skriv kallelse till SIP" in page
