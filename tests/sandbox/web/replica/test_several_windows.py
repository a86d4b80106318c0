"""A room open in several windows at once: what one of them does leaves no error page in another."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.http import HttpRequest
from django.test import RequestFactory

from sandbox.web.replica.desk import Desk, at_desk
from sandbox.world.models import Case, Entry, World
from sandbox.world.redaction import redact_room
from sandbox.world.reset import practise_again
from sandbox.world.rooms import advance_room, change_seat, leave_room, shared_rooms
from tests.sandbox.web.replica.conftest import Room, words
from tests.sandbox.web.replica.plan import CONSENT
from tests.sandbox.web.replica.test_writing import hidden

WARD, CARE, DESK = "avdelning-4", "vc-an", "bistand"
WRITE = "arende/1/skriv/send_message/"
MESSAGE = {"recipients": [CARE], "subject": "Hjälpmedel", "text": "Kommer rollatorn?"}


def messages(room: Room, no: int) -> list[str]:
    """The subjects of the messages that have been sent in a case."""
    rows = Entry.objects.for_world(World.objects.get(pk=room.seat.world_id))
    sent = rows.filter(kind="message", case__no=no, no__isnull=False)
    return [one.body["subject"] for one in sent]


def test_the_token_of_another_form_neither_stops_nor_hides_what_is_sent(again: Room):
    again.cases(2)
    page = hidden(again.client.get(again.url(WARD, WRITE)).content.decode())
    assert again.client.post(again.url(WARD, WRITE), {**page, **MESSAGE}).status_code == 302
    other = again.url(WARD, WRITE.replace("1", "2", 1))
    answer = again.client.post(other, {**page, **MESSAGE, "version": "999"})
    assert answer.status_code == 302, words(answer)
    assert messages(again, 2) == ["Hjälpmedel"]
    start = again.url(WARD, "personer/9/starta/spu/send_care_message/")
    body = {"recipients": [CARE], "visit": "outpatient", "text": "Röntgen.", "next_step": "Inget."}
    begun = again.client.post(start, {**page, **body, "do": "anyway"})
    assert begun.status_code == 302, words(begun)
    assert "arende/3/" in begun.headers["Location"]


def test_starting_over_is_possible_also_from_a_unit_one_has_left(again: Room):
    change_seat(again.seat, WARD)
    url = again.url(WARD).replace(f"-{again.at(WARD).no}/", f"-{again.seat.no}/")
    again.client.post(f"{url}rummet/", {"do": "again", "sure": "1"})
    again.seat.refresh_from_db()
    assert again.seat.world.generation == 2
    assert Case.objects.for_world(again.seat.world).count() == 1


@pytest.mark.parametrize(
    "work",
    [
        lambda desk: advance_room(desk.seat, to=desk.now + 60),
        lambda desk: practise_again(seat=desk.seat),
        lambda desk: redact_room(desk.seat),
    ],
    ids=["clock", "again", "erase"],
)
def test_a_room_that_is_left_while_a_page_works_in_it_is_said_to_be_gone(again: Room, work: Any):
    def overtaken(_request: HttpRequest, desk: Desk) -> Any:
        leave_room(desk.seat)
        return work(desk)

    request = RequestFactory().post("/", headers={"X-Autosave": "1"})
    request.user = again.user
    answer = at_desk(overtaken)(request, again.url(DESK).split("/")[3])
    assert answer.status_code == 410
    assert json.loads(answer.content)["error"].startswith("Rummet är borttaget")


def test_a_shared_room_has_a_name_that_can_be_seen_and_turns_nothing_around(again: Room):
    again.user.user_permissions.add(Permission.objects.get(codename="lead_run"))
    url = again.url(DESK, "rummet/")
    empty = again.client.post(url, {"do": "share", "title": " \u200b\x00\u2066"})
    assert "Skriv vad rummet ska heta" in words(empty)
    again.client.post(url, {"do": "share", "title": "\u202eBerit\u200f hemma\r\n"})
    assert [one.label for one in shared_rooms()] == ["Berit hemma"]


def test_who_has_only_got_a_message_is_not_told_what_others_did_meanwhile(again: Room):
    """Neither by sending late, nor by saying that the form was opened before everything."""
    visit = {
        "recipients": ["vup"],
        "visit": "outpatient",
        "text": "Röntgen.",
        "next_step": "Inget.",
    }
    assert again.do(WARD, "send_care_message", visit) == ()
    url = again.url("vup", WRITE)
    page = hidden(again.client.get(url).content.decode())
    assert again.do(WARD, "record_consent", CONSENT) == ()
    answer = again.client.post(url, {**page, **MESSAGE, "recipients": [WARD], "version": "0"})
    assert answer.status_code == 302, words(answer)
