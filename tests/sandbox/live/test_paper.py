"""A trainer prints the session the evening before, and holds it in a room without a network."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client

from sandbox.world.models import Run
from sandbox.world.templates import file_of
from tests.sandbox.live.session_steps import (
    ALONE_EXERCISE,
    account,
    begun_now,
    browser,
    come,
    load_exercises,
    seen,
)

PARTS = ["sheet", "case", "cards", "forms", "events", "questions", "rubric", "checks", "list"]


@pytest.fixture
def karin(db) -> Client:
    load_exercises()
    return browser(account("karin@example.org", leads=True))


@pytest.fixture
def berit(karin) -> Run:
    return begun_now(karin)


def sheets(trainer: Client, run: Run, *parts: str, copies: int = 1):
    """The printable page with these parts."""
    wanted = {"part": list(parts), "copies": copies}
    return trainer.get(f"/utbildare/{run.pk}/skriv-ut/blad/", wanted)


def sections(page, mark: str) -> list[str]:
    """The text of every section of the page with this class."""
    found = re.findall(
        rf'<section class="{mark}[^"]*">(.*?)</section>', page.content.decode(), re.DOTALL
    )
    return [" ".join(unescape(re.sub(r"<[^>]*>", " ", one)).split()) for one in found]


def test_everything_is_chosen_until_the_trainer_chooses_something_away(karin, berit):
    page = karin.get(f"/utbildare/{berit.pk}/skriv-ut/")

    boxes = re.findall(r'<input type="checkbox"[^>]*>', page.content.decode())
    assert len(boxes) == 10
    assert all("checked" in box for box in boxes)


def test_only_what_is_chosen_is_printed(karin, berit):
    page = seen(sheets(karin, berit, "talk"))

    assert "Vad hade Berit märkt?" in page
    assert "Bara du vet det här" not in page
    assert "Körschema till dig som leder" not in page


def test_nothing_chosen_says_what_to_do_and_prints_nothing(karin, berit):
    answer = karin.get(f"/utbildare/{berit.pk}/skriv-ut/blad/", {"copies": 1})

    assert "Välj minst en sak att skriva ut" in seen(answer)


def test_each_card_holds_the_secret_of_its_own_seat_and_of_no_other(karin, berit):
    cards = sections(sheets(karin, berit, "cards"), "half")
    seats = {seat.secret.split(".")[0]: seat.title for seat in file_of(berit.scenario).seats}

    assert len(cards) == len(seats)
    for card in cards:
        known = [secret for secret in seats if secret in card]
        assert len(known) == 1
        assert seats[known[0]] in card


def test_every_group_gets_its_own_set_of_cards(karin, berit):
    cards = sections(sheets(karin, berit, "cards", copies=4), "half")

    for group in range(1, 5):
        assert sum(card.startswith(f"Grupp {group} ") for card in cards) == 7


def test_every_document_a_seat_writes_has_a_paper_form_with_its_labels_and_choices(karin, berit):
    page = sheets(karin, berit, "forms")
    forms = sections(page, "sheet form")
    notice = next(one for one in forms if "Avdelning 4 skriver" in one)

    assert "Inskrivningsmeddelande" in notice
    assert "Vilka ska få meddelandet?" in notice
    assert "Alla som ska börja planera." in notice
    assert "Folkbokföringsadress" in notice
    assert sum("skriver" in one and "Planering" in one for one in forms) == 6
    assert any("kopiera så många ni behöver" in one for one in forms)


def test_the_event_cards_tell_the_trainer_when_and_the_receivers_only_what_is_said(karin, berit):
    cards = sections(sheets(karin, berit, "events"), "third")
    daughter = next(card for card in cards if "Dottern ringer" in card)
    for_trainer, for_group = daughter.split("Klipp här")

    assert "Dag 4, onsdag, kl. 9.30." in for_trainer.replace("\N{NO-BREAK SPACE}", " ")
    assert "Kan ni ordna en korttidsplats" in for_group
    assert "fråga gruppen vems beslut det är" not in for_group


def test_the_run_sheet_has_minutes_and_the_notes_that_only_the_trainer_sees(karin, berit):
    page = seen(sheets(karin, berit, "sheet"))

    assert "Rollspelet 80 Räkna med 50 minuter aktiv tid" in page
    assert "Vanlig miss: vårdcentralen glöms" in page


def test_the_questions_of_the_session_are_on_paper(karin, berit):
    page = seen(sheets(karin, berit, "questions"))

    assert "Vem kallar till SIP när Berit är utskrivningsklar?" in page
    assert "Den fasta vårdkontakten på vårdcentralen" in page
    assert "Vad är det viktigaste du tar med dig?" in page
    assert "Min plan på måndag" in page


def test_the_attendance_list_has_those_who_joined_this_session_and_nobody_elses(karin, berit):
    other = begun_now(karin)
    come(other, "Doris")
    come(berit, "Frida", "hemtjanst-norr")

    page = seen(sheets(karin, berit, "list"))

    assert "Frida Hemtjänst Norr" in page
    assert "Doris" not in page


def test_a_session_side_by_side_prints_one_card_for_each_person(karin):
    run = begun_now(karin, ALONE_EXERCISE)
    for name in ("Ada", "Bo", "Cleo"):
        come(run, name)

    chosen = karin.get(f"/utbildare/{run.pk}/skriv-ut/")
    page = sheets(karin, run, *PARTS[:4], *PARTS[5:], copies=3)

    assert 'name="copies" value="3"' in chosen.content.decode()
    assert len(sections(page, "half")) == 3
    assert "Grupp 1" not in seen(page)
    assert any("Samtycke" in form for form in sections(page, "sheet form"))


def test_every_sheet_says_practice_and_where_and_when_it_was_printed(karin, berit):
    page = sheets(karin, berit, *PARTS)

    assert 'class="watermark' in page.content.decode()
    assert re.search(
        r"skriv-ut/ · Berit går hem, version \d+ · Utskriven \d{4}-\d\d-\d\d", seen(page)
    )


def test_somebody_who_does_not_lead_the_session_gets_no_sheet(karin, berit):
    stranger = browser(account("sonja@example.org", leads=True))
    phone = come(berit, "Frida", "hemtjanst-norr")

    for nosy in (stranger, phone, browser(account("amina@example.org"))):
        answer = sheets(nosy, berit, *PARTS)
        assert "Bara du vet det här" not in answer.content.decode()
        assert answer.status_code in (302, 403, 404)
