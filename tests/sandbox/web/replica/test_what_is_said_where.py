"""Words and ways at the desk that say what they mean where they stand."""

from __future__ import annotations

import json
import re

import pytest

from sandbox.process.reading import load_profile, profile_names
from sandbox.web.replica.todo import guide_for
from sandbox.world.models import Entry
from sandbox.world.rooms import speak_as
from tests.sandbox.web.conftest import as_post
from tests.sandbox.web.replica.conftest import Room, words
from tests.sandbox.web.replica.plan import (
    CENTRE,
    MAPPING,
    MUNICIPALITY,
    SIP,
    WARD,
    asked,
    goals,
    met,
    send,
    told_about_the_person,
    with_a_daughter,
)

CASE = "arende/1/"


def test_a_tab_that_only_another_system_has_leads_to_the_case(again: Room) -> None:
    address = again.url(WARD, f"{CASE}utskrivningsklar/")
    assert again.client.get(address).status_code == 200
    speak_as(again.seat, "link")

    answer = again.client.get(address)
    part = again.client.get(again.url(WARD, f"{SIP}/kartlaggning/"))

    assert answer.headers["Location"] == again.url(WARD, CASE)
    assert part.headers["Location"] == again.url(WARD, CASE)


@pytest.mark.parametrize("page", ["arende/1/finns-inte/", "arende/99/utskrivningsklar/"])
def test_what_no_system_has_and_whose_case_one_has_no_part_in_is_not_there(
    again: Room, page: str
) -> None:
    speak_as(again.seat, "link")
    assert "Location" not in again.client.get(again.url(WARD, page)).headers
    assert again.client.get(again.url(WARD, page)).status_code == 404


def test_ones_own_unit_is_not_among_those_who_can_take_the_plan_over(again: Room) -> None:
    room = met(again)
    room.do(CENTRE, "write_goals", goals(main_day=178))
    form = room.client.get(room.url(CENTRE, f"{CASE}skriv/hand_over/")).context["form"]
    offered = [one.value for one in form["to"].choices]
    assert CENTRE not in offered
    assert MUNICIPALITY in offered


def test_somebody_called_by_what_they_are_has_a_small_letter_inside_a_sentence(
    again: Room,
) -> None:
    with_a_daughter(again)
    asked(again)
    again.do(CENTRE, "write_mapping", MAPPING)
    to = {"recipients": [MUNICIPALITY, "dottern"], "place": "Hemma", "time": "10.00"}

    stopped = send(again, CENTRE, "send_call", {**to, "day": "2026-11-24", "purpose": "x"}, "send")

    assert "Det gäller: dottern." in words(stopped)


def test_the_versions_of_a_plan_stand_in_a_list_and_the_choices_are_short(again: Room) -> None:
    room = met(again)
    room.do(CENTRE, "write_goals", goals(main_day=178))
    room.do(CENTRE, "write_goals", goals(main_day=178, subgoals=[]))

    page = room.client.get(room.url(CENTRE, f"{SIP}/oversikt/"))
    options = re.findall(r"<option[^>]*>([^<]*)</option>", page.content.decode())

    assert "Mål och insatser, Vårdcentralen Ån ons 25 nov" in words(page)
    assert max(len(one) for one in options) < 30


@pytest.mark.parametrize("name", profile_names())
def test_no_guide_is_offered_about_what_no_guide_tells_of(again: Room, name: str) -> None:
    speak_as(again.seat, name)
    page = again.client.get(again.url(CENTRE, f"{CASE}skriv/send_message/"))
    view = page.context["view"]
    assert guide_for(view, "withdraw_document") is None
    assert guide_for(view, "send_call") == load_profile(name).pages["guides"]["sip"]


def test_a_plan_within_a_discharge_is_not_begun_before_somebody_sees_a_need(again: Room) -> None:
    before = again.text(CENTRE, f"{SIP}/")
    again.do(CENTRE, "appoint_contact", {"name": "Ida Exempel"})
    again.do(CENTRE, "offer_sip", {"need": "yes", "answer": "later"})
    after = again.text(CENTRE, f"{SIP}/")

    assert "Inte påbörjad" in before
    assert "Behov uppmärksammat" not in before
    assert "Behov uppmärksammat" in after


@pytest.mark.parametrize(
    ("minor", "who"), [(True, "Fråga barnet och vårdnadshavarna"), (False, "Fråga personen")]
)
def test_what_others_do_for_a_child_is_asked_of_the_child_and_the_guardians(
    again: Room, minor: bool, who: str
) -> None:
    room = met(again)
    told_about_the_person(room, minor=minor, guardians=["mamma"] if minor else [])
    others = {**goals(), "others": [{"who": "Mormor", "text": "Följer med"}]}

    stopped = words(send(room, CENTRE, "write_goals", others, do="send"))

    assert "Samtycket omfattar inte insatser från andra än kommunen och regionen." in stopped
    assert f"{who} och skriv svaret i samtycket först" in stopped


@pytest.mark.parametrize("name", profile_names())
def test_what_it_means_to_acknowledge_is_said_once(again: Room, name: str) -> None:
    speak_as(again.seat, name)
    page = again.text(MUNICIPALITY, f"{CASE}dokument/2/")
    assert page.count("håller med") == 1


def test_the_window_that_kept_a_draft_last_does_not_take_what_another_has_kept(
    again: Room,
) -> None:
    """Both have the same form open; one keeps its text, and the other is told, and loses nothing."""
    asked(again)
    path = f"{CASE}skriv/write_mapping/"
    url, keep = again.url(CENTRE, path), again.url(CENTRE, f"{path}utkast/")
    opened = again.client.get(url)
    form = {"draft_version": opened.context["draft_version"], "token": opened.context["token"]}
    first = as_post({"areas": [{"heading": "rorelse", "text": "Går med stavar."}]})
    second = as_post({"areas": [{"heading": "hemliv", "text": "Lagar lunch själv."}]})

    kept = json.loads(again.client.post(keep, form | first).content)
    refused = again.client.post(keep, form | second)
    told = again.client.post(url, form | second | {"do": "later"})
    same = again.client.post(keep, {**form, "draft_version": kept["draft"]} | first)
    draft = Entry.objects.for_world(again.seat.world).get(kind="mapping", no=None)
    anew = {"draft_version": told.context["draft_version"] + 1, "do": "later"}
    again.client.post(url, form | second | anew)

    why = "Utkastet har ändrats i ett annat fönster sedan du öppnade det här."
    assert refused.status_code == 422
    assert why in json.loads(refused.content)["error"]
    assert why in words(told)
    assert "Lagar lunch själv." in words(told)
    assert json.loads(same.content)["draft"] == kept["draft"] + 1
    assert draft.body["areas"][0]["text"] == "Går med stavar."
    assert "Lagar lunch själv." in again.text(CENTRE, path)
