"""One learner, two windows, exercise A: a plain word about what happened, and no text lost."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.world.models import Entry, RunResult, World
from tests.journeys.learner import CONSENT, Learner

KEPT = "Skrivet i det andra fönstret."


@pytest.fixture
def amina(site: None) -> Learner:
    learner = Learner("amina@example.org")
    learner.start()
    return learner


def _late(amina: Learner, hidden: dict[str, str], **body: Any) -> Any:
    sent = CONSENT | hidden | {"do": "send", "note": KEPT} | body
    return amina.client.post(f"{amina.home}steg/consent/", sent)


def test_the_window_that_comes_second_is_told_and_keeps_its_text(amina: Learner):
    hidden = amina.hidden("consent")
    amina.send("consent", note="Skrivet först.")

    answer = _late(amina, hidden)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Det här hände medan du skrev" in page
    assert "du, i ett annat fönster" in page
    assert KEPT in page
    assert KEPT in amina.client.get(f"{amina.home}steg/consent/").content.decode()
    assert "Skrivet först." in amina.client.get(f"{amina.home}arende/1/").content.decode()


def test_it_can_then_be_sent_with_the_button_of_the_page_it_came_back_on(amina: Learner):
    hidden = amina.hidden("consent")
    amina.send("consent", note="Skrivet först.")
    _late(amina, hidden)

    assert amina.send("consent", note=KEPT).status_code == 302
    assert KEPT in amina.client.get(f"{amina.home}arende/1/").content.decode()


def test_starting_over_in_one_window_does_not_swallow_what_the_other_sends(amina: Learner):
    amina.send("consent", note="Skrivet först.")
    hidden = amina.hidden("consent")
    amina.practise_again()

    answer = _late(amina, hidden)

    assert answer.status_code == 409
    assert "Övningen startades om medan du skrev." in answer.content.decode()
    assert KEPT in answer.content.decode()
    assert Entry.everywhere.get(status="draft").body["note"] == KEPT
    assert "Skrivet först." in amina.client.get(f"{amina.home}tidigare/1/").content.decode()


def test_the_same_form_sent_before_and_after_starting_over_counts_once(amina: Learner):
    hidden = amina.hidden("consent")
    _late(amina, hidden)
    amina.practise_again()

    answer = _late(amina, hidden)

    assert answer.status_code == 409
    assert Entry.everywhere.exclude(world__kind="template").filter(status="sent").count() == 1


def test_an_old_token_played_again_does_nothing_and_gains_nothing(amina: Learner):
    hidden = amina.hidden("consent")
    _late(amina, hidden)
    before = list(RunResult.objects.values("met", "step", "attempt"))

    for _time in range(3):
        again = _late(amina, hidden, note="Något helt annat")
        assert again.headers["Location"].endswith("/steg/consent/svar/")

    assert list(RunResult.objects.values("met", "step", "attempt")) == before
    assert Entry.everywhere.exclude(world__kind="template").filter(status="sent").count() == 1
    assert Entry.everywhere.exclude(world__kind="template").get(status="sent").body["note"] == KEPT


def test_a_click_on_start_over_in_both_windows_loses_no_attempt(amina: Learner):
    amina.send("consent", note="Skrivet först.")
    for _window in range(2):
        amina.practise_again()

    assert World.objects.filter(run__learner=amina.user).count() == 3
    assert "Skrivet först." in amina.client.get(f"{amina.home}tidigare/1/").content.decode()


def test_erasing_in_one_window_is_told_to_the_other(amina: Learner):
    amina.send("consent", note="Skrivet först.")
    hidden = amina.hidden("consent")
    amina.client.post(f"{amina.home}radera/", {"what": "all"})

    answer = _late(amina, hidden)

    assert answer.status_code in (302, 409)
    assert "Skrivet först." not in str(list(Entry.everywhere.values_list("body", flat=True)))


def test_signing_out_in_one_window_leads_the_other_back_to_where_it_was(amina: Learner):
    hidden = amina.hidden("consent")
    amina.type("consent", note=KEPT)
    amina.client.post("/konto/logga-ut/")

    answer = _late(amina, hidden)
    assert answer.headers["Location"] == f"/konto/logga-in/?next={amina.home}steg/consent/"

    amina.client.force_login(amina.user)
    assert KEPT in amina.client.get(f"{amina.home}steg/consent/").content.decode()
