"""The start page keeps one promise to each role, in words, with one filled button."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courses.models import OwnWord
from sandbox.world.models import Run, Scenario
from tests.journeys.conftest import site
from training_site.guides.confirmations import Asked
from training_site.guides.matters import Matter
from training_site.people.models import Assignment, User

__all__ = ["site"]

# Who signs in → what the page is headed, and where its one filled button leads, with its words.
PROMISED = {
    "amina": ("Börja med SIP grundkurs", "/kurser/sip-grundkurs/", "Börja kursen"),
    "karin": ("Du har inget planerat pass", "/utbildare/", "Starta ett pass nu"),
    "johan": ("3 av 14 enheter saknar utbildade", "/mitt-uppdrag/enheter/", "Se dina enheter"),
    "mona": ("1 uppdrag väntar på ditt svar", "/mitt-uppdrag/medarbetare/", "Se dina medarbetare"),
    "lena": ("Inget väntar på rådet just nu", "/processrad/", "Öppna processrådets sida"),
    "ulla": ("Inget väntar på rådet just nu", "/processrad/", "Öppna processrådets sida"),
    "eva": ("Årsrapport", "/statistik/", "Öppna årsrapporten"),
}


def user(name: str) -> User:
    return User.objects.get(email=f"{name}@example.org")


def browser(name: str) -> Client:
    client = Client()
    client.force_login(user(name))
    return client


def start(client: Client, query: str = "") -> str:
    return html.unescape(client.get(f"/{query}").content.decode())


def heading(page: str) -> str:
    return re.search(r"<h1>(.*?)</h1>", page, re.DOTALL)[1].strip()


def filled(page: str) -> list[tuple[str, str]]:
    return re.findall(r'<a class="btn" href="([^"]+)"[^>]*>([^<]+)<', page)


def test_each_role_meets_its_promise_with_one_filled_button_that_leads_there(site):
    for name, (promise, url, button) in PROMISED.items():
        client = browser(name)
        page = start(client)

        assert promise in heading(page), name
        ((leads_to, words),) = filled(page)
        assert leads_to.startswith(url), name
        assert words == button
        assert client.get(leads_to).status_code == 200, name
        assert f"<title>{heading(page)}" in page


def test_a_manager_who_has_answered_everything_is_led_to_what_the_heading_says(site):
    Assignment.objects.filter(status=Assignment.Status.PROPOSED).delete()
    page = start(browser("mona"))

    assert heading(page).replace("\u00a0", " ").startswith("1 guide att bekräfta senast")
    ((leads_to, words),) = filled(page)
    assert leads_to == "/guider/fran-inskrivning-till-hemma/"
    assert words == "Se vad som väntar"


def test_a_coordinator_reads_which_year(site):
    assert heading(start(browser("eva"))) == f"Årsrapport {timezone.localdate().year}"


def test_a_key_person_is_told_of_news_to_pass_on_and_a_council_how_many_have_read(site):
    page = start(browser("johan"))

    assert heading(page) == "3 av 14 enheter saknar utbildade"
    assert re.search(r'<p><a href="/guider/[^"]*">\d guide(r)? att bekräfta', page)
    assert re.search(r'<p><a href="/nyheter/">\d nyhet(er)? att föra vidare', page)
    assert re.search(r"Läst av \d+ av \d+", heading(start(browser("lena"))))


def test_a_trainer_with_a_session_opens_its_leaders_view(site):
    soon = timezone.now() + timedelta(hours=1)
    run = Run.objects.create(
        scenario=Scenario.objects.filter(current=True).first(),
        version="1",
        join_code="ABC234",
        mode=Run.Mode.GROUP,
        state=Run.State.LOBBY,
        trainer=user("karin"),
        title="Pass i Hittestad",
        starts_at=soon,
    )
    run.participants.create(no=1, name="Kim")

    page = start(browser("karin"))

    assert heading(page) == "Pass i Hittestad"
    assert filled(page) == [(f"/utbildare/{run.pk}/", "Öppna ledarvyn")]
    assert "1 har kommit in" in page


def test_another_role_is_chosen_by_a_link_and_kept(site):
    johan = browser("johan")
    assert 'href="?som=deltagare">Deltagare' in start(johan)

    chosen = start(johan, "?som=deltagare")
    kept = start(johan)

    assert heading(chosen) == heading(kept) == "Börja med SIP grundkurs"
    assert filled(kept)[0][1] == "Börja kursen"
    assert "enheter saknar utbildade" in heading(start(johan, "?som=uppdrag"))
    assert "enheter saknar utbildade" in heading(start(johan))


def test_who_has_several_roles_is_shown_all_of_them_and_an_unknown_one_changes_nothing(site):
    olle = browser("olle")
    page = start(olle, "?som=hittepå")

    assert filled(page)[0][1] == "Öppna processrådets sida"
    assert "<b>Processrådet</b>" in page
    assert 'href="?som=utbildare"' in page
    assert "Leda ett pass" in start(olle, "?som=utbildare")


@pytest.mark.parametrize("query", ["", "?som=uppdrag", "?som=statistik"])
def test_a_guest_meets_the_same_page_whatever_the_address_asks_for(site, query):
    page = start(Client(), query)

    assert heading(page) == "Lär dig planera vård och stöd tillsammans"
    assert [url for url, _words in filled(page)] == ["/kurser/sip-grundkurs/"]
    assert "?som=" not in page


def mine(client: Client) -> str:
    text = re.sub(r"<[^>]+>", " ", client.get("/mina-sidor/").content.decode())
    return re.sub(r"\s+", " ", html.unescape(text))


def asked(**fields) -> Asked:
    row = Asked.objects.filter(user=user("johan"), campaign__version__isnull=False).first()
    row = row or Asked.objects.filter(user=user("johan")).first()
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()
    return row


def test_my_pages_show_what_is_asked_of_me_and_what_i_have_left_and_nothing_empty(site):
    johan, amina = browser("johan"), browser("amina")
    waiting = Asked.objects.filter(user=user("johan")).count()
    before = mine(johan)
    assert f"Att läsa och bekräfta ({waiting})" in before
    assert re.search(r"Bekräfta senast \d+ \w+ 20\d\d Att bekräfta", before)
    assert "Ditt uppdrag" in before
    empty = ("Att läsa", "har bekräftat", "anteckningar", "frågat och lyft (", "har varit med i (")
    assert [words for words in empty if words in mine(amina)] == []

    row = asked(confirmed_at=timezone.now(), confirmed_by=user("siv"))
    note = "Ring dottern först."
    OwnWord.objects.create(
        user=user("johan"),
        lesson_key="K1-1.1",
        block="b" * 12,
        kind="note",
        text=note,
        written_at=timezone.now(),
    )
    Matter.objects.create(
        no=901, kind="question", to="council", subject="Hur gör vi?", user=user("johan")
    )
    after = mine(johan)

    assert f"Att läsa och bekräfta ({waiting - 1})" in after
    assert "Det du har bekräftat (1)" in after
    assert row.campaign.version is None or "Version 1.0 ·" in after
    assert "av din ersättare Läst och för" in after
    assert "Dina anteckningar från lektioner (1) Bara du kan läsa dem. 1.1" in after
    assert note in after
    assert note not in mine(amina)
    assert "Det du har frågat och lyft (1) Hur gör vi?" in after


def test_my_pages_cost_the_same_for_one_of_each_and_for_many(site):
    johan = browser("johan")

    def leave(first: int, last: int) -> None:
        for no in range(first, last):
            OwnWord.objects.create(
                user=user("johan"),
                lesson_key="K1-1.1",
                block=f"{no:012}",
                kind="note",
                text="En rad.",
                written_at=timezone.now(),
            )
            Matter.objects.create(
                no=900 + no,
                kind="question",
                to="council",
                subject="Hur?",
                user=user("johan"),
                secret_hash=f"{no}",
            )

    def queries() -> int:
        mine(johan)
        with CaptureQueriesContext(connection) as found:
            mine(johan)
        return len(found)

    leave(0, 1)
    few = queries()
    leave(1, 8)

    assert queries() == few
    assert "Dina anteckningar från lektioner (8)" in mine(johan)
    assert "Visa 3 äldre" in mine(johan)
    assert "Visa alla 8" in mine(johan)
