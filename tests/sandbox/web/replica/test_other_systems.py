"""The same room in each system's words: menu, tabs, train, and what was written in another system."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest
from django.template.loader import get_template

from sandbox.process.lint_profile import VIEWS
from sandbox.process.reading import load_profile, profile_names
from sandbox.world.doors import seat_code
from sandbox.world.rooms import Wish, open_room
from tests.sandbox.web.replica.conftest import Room, words
from tests.sandbox.web.replica.plan import CENTRE, CONSENT

OWN = {
    "link": ("Aktörer", "samordningsärende"),
    "neutral": ("Parter", "ärende"),
    "prator": ("Ärendevy", "SVU"),
    "samsa": ("Medd. vård/omsorg", "Upptäck behov"),
    "lifecare": ("Parter", "Info vid utskrivning"),
}


def text_of(response) -> str:
    """Return a page's words, menus too."""
    bare = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(unescape(bare).replace("\u00a0", " ").split())


def in_system(room: Room, name: str) -> str:
    """Open a room of the user's in the system; return the address of its inbox."""
    return f"/ovning/rum/{seat_code(room_in(room, name).seat)}/"


def room_in(room: Room, name: str) -> Room:
    """Another room of the user's, in the system."""
    seat = open_room(user=room.user, wish=Wish(name, "bistand"), today=date(2026, 11, 23))
    return Room(room.user, seat, room.client)


@pytest.mark.parametrize("name", profile_names())
def test_a_room_has_the_words_of_its_system_on_every_page(again, name):
    pages, base = load_profile(name).pages, in_system(again, name)
    inbox = text_of(again.client.get(base))
    case = text_of(again.client.get(f"{base}arende/1/"))
    plan = text_of(again.client.get(f"{base}arende/1/sip/"))
    for row in pages["menu"]:
        assert row["label"] in inbox
    for row in (*pages["tabs"]["spu"], *pages["train"]["spu"]):
        assert row["label"] in case
    for row in pages["plan"]:
        assert row["label"] in plan
    overview = text_of(again.client.get(f"{base}oversikt/"))
    assert "Berit" in overview
    for word in OWN[name]:
        assert word in " ".join([overview, case, plan])


def test_the_form_and_the_paper_are_called_what_the_system_calls_them(again):
    room = room_in(again, "samsa")
    said = {key: value for key, value in CONSENT.items() if key != "ground"}
    assert room.do(CENTRE, "appoint_contact", {"name": "Ida Exempel"}) == ()
    assert room.do(CENTRE, "record_consent", said) == ()
    form = room.text("bistand", "arende/1/skriv/write_planning/")
    assert "Skriv planeringsmeddelande , Berit Påhittad" in form
    assert "Skicka planeringsmeddelande (övning)" in form
    assert "Vilket spår bedömer ni?" not in form
    notice = words(again.client.get(f"{in_system(again, 'link')}arende/1/skriv/refuse_notice/"))
    assert "Ej känd: inga pågående insatser" in notice


def test_every_view_that_a_tab_may_name_has_its_page():
    assert all(get_template(f"replica/parts/tab_{view}.html") for view in sorted(VIEWS))


def test_a_page_of_another_system_leads_to_the_inbox_where_there_is_none(again: Room) -> None:
    asked = {name: f"{in_system(again, name)}forberedda/" for name in ("lifecare", "link")}
    assert again.client.get(asked["lifecare"]).context["rows"] == []
    assert again.client.get(asked["link"]).url == asked["link"].removesuffix("forberedda/")
