"""A page that is read again while nothing has changed: the same page, and never anybody else's."""

from __future__ import annotations

import re

from django.test import Client

from sandbox.world.models import Access
from tests.sandbox.web.replica.conftest import EVERYBODY, words

CASE = "arende/1/"
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="(\w{64})"')


def test_a_page_read_again_says_the_same_and_asks_almost_nothing(
    again, django_assert_max_num_queries
):
    for page in ("", "oversikt/", CASE, f"{CASE}handelser/", f"{CASE}dokument/2/"):
        url = again.url("bistand", page)
        first = again.client.get(url)
        with django_assert_max_num_queries(5):
            second = again.client.get(url)

        assert words(second) == words(first)
        assert TOKEN.sub(b"", second.content) == TOKEN.sub(b"", first.content)


def test_what_has_been_written_shows_at_once_to_everybody_it_was_sent_to(again):
    for unit in ("bistand", "vc-an"):
        assert "Nyckeln" not in again.text(unit, CASE)
    message = {"recipients": EVERYBODY, "subject": "Nyckeln", "text": "Var är den?"}
    assert again.do("avdelning-4", "send_message", message) == ()

    for unit in ("bistand", "vc-an"):
        assert "Nyckeln" in again.text(unit, CASE)
        assert "Nyckeln" in again.text(unit)


def test_the_time_of_the_room_shows_at_once(again):
    before = again.text("bistand", CASE)
    again.until(again.at("bistand").world.sim_now + 24 * 60)
    later = again.text("bistand", CASE)

    assert "mån 23 nov kl. 8.00" in before
    assert "tis 24 nov kl. 8.00" in later


def test_each_unit_at_a_desk_of_the_same_room_has_its_own_page(again):
    again.at("vc-an")  # who sits where is said on the page
    mine, theirs = again.text("bistand", CASE), again.text("vc-an", CASE)

    assert mine != theirs
    assert again.text("bistand", CASE) == mine


def test_a_kept_page_is_nothing_to_somebody_who_has_no_seat_there(again, django_user_model):
    again.text("bistand", CASE)
    other = Client()
    other.force_login(django_user_model.objects.create_user("bo@example.org"))
    answers = [client.get(again.url("bistand", CASE)) for client in (other, Client())]

    assert [one.status_code for one in answers] == [404, 302]
    assert not any("Berit" in one.content.decode() for one in answers)


def test_a_form_on_a_kept_page_has_the_token_of_whoever_reads_it(again):
    url = again.url("bistand", f"{CASE}dokument/2/")
    pages = []
    for _session in range(2):
        client = Client(enforce_csrf_checks=True)
        client.force_login(again.user)
        pages.append((client, client.get(url)))
    (_first, page), (client, second) = pages
    form = TOKEN.findall(second.content)[-1].decode()
    sent = client.post(url, {"csrfmiddlewaretoken": form, "back": ""})

    assert words(page) == words(second)
    assert set(TOKEN.findall(page.content)).isdisjoint(TOKEN.findall(second.content))
    assert sent.status_code == 302
    assert "Kvitterat i dag" in again.text("bistand", f"{CASE}dokument/2/")


def test_every_minute_of_the_room_that_a_case_is_opened_in_is_in_the_log(again):
    seat = again.at("bistand")
    for _minute in range(2):
        again.text("bistand", CASE)
        again.text("bistand", CASE)
        again.until(again.at("bistand").world.sim_now + 1)

    times = Access.objects.for_world(seat.world).filter(unit="bistand", document=0)
    assert times.count() == len(set(times.values_list("sim_at", flat=True))) == 2
