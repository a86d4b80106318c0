"""A guest's phone in a led session: one seat, its inbox, its own forms, and nobody else's text."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client

from sandbox.world.models import Entry, Event, Participant
from sandbox.world.queries import seat_code
from sandbox.world.stopping import halt, lift_halt, pause, resume
from tests.sandbox.web.conftest import signed_in
from tests.sandbox.web.session import Phone, addresses, everything, phone
from tests.sandbox.world.led import (
    AID,
    CARE,
    HOME,
    SIX,
    WARD,
    berit,
    full_house,
    planned_run,
    seat_of,
    token,
)

pytestmark = pytest.mark.django_db

TYPED = "Hon är rädd för trappan"
SECRET = "Ingen tar hand om katten Sotis"


@pytest.fixture
def karin(db) -> Client:
    return signed_in("karin@example.org", "Karin")


@pytest.fixture
def run(karin):
    return planned_run(berit(), trainer_id=int(karin.session["_auth_user_id"]), groups=2)


@pytest.fixture
def worlds(run):
    return full_house(run, groups=2)


@pytest.fixture
def ward(worlds) -> Phone:
    return phone(worlds[0], WARD)


@pytest.fixture
def home_care(worlds) -> Phone:
    return phone(worlds[0], HOME)


def test_a_guest_meets_a_role_with_one_thing_to_do(ward):
    page = ward.page()

    assert "Din roll: Avdelning 4" in page
    assert "Börja med inskrivningsmeddelande" in page
    assert "rädd för att duscha" in page
    assert page.count('class="btn"') == 1


def test_what_one_sends_comes_to_the_others_who_acknowledge_it(ward, worlds):
    answer = ward.send_model("notice")
    care = phone(worlds[0], CARE)

    assert answer.status_code == 302
    assert "Läs och kvittera: Inskrivningsmeddelande" in care.page()
    assert "Du har kvitterat." in care.acknowledge("Inskrivningsmeddelande").content.decode()
    assert "Läs och kvittera" not in care.page()
    assert "Läst av Vårdcentralen Ån" in ward.page()


def test_whoever_has_nothing_to_do_is_told_whom_they_wait_for(home_care):
    page = home_care.page()

    assert "Ni väntar på Avdelning 4." in page
    assert "Kan inte börja än" in page


def test_a_reply_is_addressed_to_the_one_who_wrote(ward, home_care):
    ward.send_model("notice")
    ward.send("send_message", {"recipients": [HOME], "subject": "Nyckel", "text": "Har ni den?"})
    letter = next(one for one in home_care.get().context["letters"] if one.title == "Nyckel")
    form = home_care.client.get(home_care.client.get(letter.url).context["answer_url"])

    assert form.context["form"]["subject"].value == "Sv: Nyckel"
    chosen = [one.value for one in form.context["form"]["recipients"].choices if one.selected]
    assert chosen == [WARD]


def test_a_message_that_is_also_a_step_leads_to_a_page_that_is_there(ward, worlds):
    ward.send_model("notice")
    assessor = phone(worlds[0], AID)
    letter = {"recipients": [HOME], "subject": "Nyckel", "text": "Har ni den?"}
    answer = assessor.send("send_message", letter)

    assert assessor.client.get(answer.headers["Location"]).status_code == 200


def test_a_stranger_and_another_group_find_nothing_at_any_address(ward, worlds, home_care):
    elsewhere = phone(worlds[1], WARD)
    code = seat_code(ward.seat)

    for client in (Client(), elsewhere.client, home_care.client):
        found = {client.get(address).status_code for address in addresses(code)}
        found |= {client.post(address).status_code for address in addresses(code)}
        assert found <= {404, 405}


def test_no_other_seats_secret_or_draft_is_in_any_byte(ward, home_care, worlds):
    ward.send_model("notice")
    home_care.client.post(f"{home_care.home}steg/planning_hemtjanst/utkast/", {"before": TYPED})

    for party in SIX:
        if party == HOME:
            continue
        other = phone(worlds[0], party)
        sent = everything(other.client, seat_code(other.seat))
        assert len(sent) > 15
        for text in (TYPED, SECRET):
            assert [address for address, bytes_ in sent.items() if text in bytes_] == []


def test_the_leader_looks_on_and_writes_nothing(ward, karin, home_care):
    ward.send_model("notice")
    home_care.client.post(f"{home_care.home}steg/planning_hemtjanst/utkast/", {"before": TYPED})
    before = Entry.everywhere.count(), Event.everywhere.count()

    page = karin.get(home_care.home).content.decode()
    sent = everything(karin, seat_code(home_care.seat))

    assert "Du tittar som Hemtjänst Norr." in page
    assert TYPED not in "".join(sent.values())
    assert {karin.post(address).status_code for address in sent} <= {403, 405}
    assert (Entry.everywhere.count(), Event.everywhere.count()) == before


def test_whoever_leads_another_session_does_not_look_in(ward):
    other = signed_in("eva@example.org", "Eva")

    assert other.get(ward.home).status_code == 404


def test_what_is_typed_is_kept_while_the_session_is_paused(ward, home_care, run):
    ward.send_model("notice")
    hidden = home_care.get("steg/planning_hemtjanst/").context
    pause(run)

    answer = home_care.client.post(
        f"{home_care.home}steg/planning_hemtjanst/",
        {"version": hidden["room"].version, "token": hidden["token"], "before": TYPED},
    )
    resume(run)

    assert TYPED in answer.content.decode()
    assert "Passet är pausat" in answer.content.decode()
    assert TYPED in home_care.page("steg/planning_hemtjanst/")


def test_a_stopped_session_shows_no_text_on_any_page(ward, home_care, run):
    ward.send_model("notice")
    ward.send("send_message", {"recipients": [HOME], "subject": TYPED, "text": TYPED})
    halt(run)

    sent = everything(home_care.client, seat_code(home_care.seat))
    assert "Passet är stoppat" in home_care.page()
    assert all(TYPED not in text and "Ida Exempel" not in text for text in sent.values())

    lift_halt(run)
    assert TYPED in home_care.page()


def test_one_phone_may_hold_two_seats_and_go_between_them(worlds, ward):
    holder = Participant.objects.get(pk=ward.seat.participant_id)
    second = seat_of(worlds[0], AID)
    second.participant = holder
    second.save()

    page = ward.page()
    assert f'href="/ovning/{seat_code(second)}/"' in page
    both = Phone(second, token(holder))
    assert "Din roll: Biståndsenheten" in both.page()
    assert 'aria-label="Dina roller"' in both.page()


def test_the_plan_shows_what_was_sent_and_never_what_is_being_written(ward, home_care):
    ward.send_model("notice")
    home_care.client.post(f"{home_care.home}steg/planning_hemtjanst/utkast/", {"before": TYPED})

    plan = ward.page("plan/")
    assert "Beräknad utskrivning" in plan
    assert TYPED not in plan
    assert "Skriv i Hemtjänstens planering" in home_care.page("plan/")


def test_two_who_write_at_once_lose_nothing_and_are_told_what_happened(ward, worlds):
    ward.send_model("notice")
    care = phone(worlds[0], CARE)
    again = Phone(care.seat, care.client.cookies["samova_plats"].value)
    hidden = care.get("steg/contact/").context
    old = {"version": hidden["room"].version, "token": hidden["token"]}
    again.send_model("contact")

    answer = care.client.post(f"{care.home}steg/contact/", old | {"name": "Kim Låtsas"})

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Utsåg fast vårdkontakt" in page
    assert "Kim Låtsas" in page


def test_everything_can_be_done_without_script(ward):
    page = ward.page()

    assert f'<a href="{ward.home}">Uppdatera sidan</a>' in page
    assert "data-read-aloud" in page.split("hidden>")[0]


def test_the_page_asks_for_news_and_gets_only_its_own_part(ward, home_care, run):
    live = home_care.get().context["live"]
    ward.send_model("notice")
    cache.clear()

    fresh = Client().get(live["url"], {"v": live["version"]})
    halt(run)
    cache.clear()
    stopped = Client().get(live["url"], {"v": fresh.headers["X-Version"]})

    assert "Läs och kvittera: Inskrivningsmeddelande" in fresh.content.decode()
    assert SECRET not in fresh.content.decode()
    assert "Passet är stoppat" in stopped.content.decode()
    assert "Inskrivningsmeddelande" not in stopped.content.decode()


def test_an_open_form_hears_of_the_stop_and_of_nothing_else(ward, home_care, run):
    calm = home_care.get("steg/send_message/").context["calm"]
    ward.send_model("notice")
    cache.clear()

    going_on = Client().get(calm["live_url"], {"v": ""})
    halt(run)
    cache.clear()
    stopped = Client().get(calm["live_url"], {"v": going_on.headers["X-Version"]})

    assert going_on.content.decode().strip() == ""
    assert "data-live-covers" in stopped.content.decode()
