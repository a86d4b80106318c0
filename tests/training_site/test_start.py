"""What each person meets first, and that every link leads somewhere."""

from __future__ import annotations

import re
from urllib.parse import urldefrag, urljoin

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.journeys.conftest import site
from training_site.front.models import StandardPage
from training_site.people.demo import DEMO_PASSWORD, demo_logins
from training_site.people.models import User

__all__ = ["site"]

LINK = re.compile(r'<a\b[^>]*\shref="([^"]*)"')


def start(email=None):
    client = Client()
    if email:
        client.force_login(User.objects.get(email=email))
    return client.get("/").content.decode()


def heading(page):
    return re.search(r"<h1>(.*?)</h1>", page, re.DOTALL)[1].strip()


def main_buttons(page):
    return re.findall(r'class="btn" href="([^"]+)"', page)


def test_a_guest_meets_one_promise_and_one_filled_button(site):
    page = start()

    assert heading(page) == "Lär dig planera vård och stöd tillsammans"
    assert main_buttons(page) == ["/kurser/sip-grundkurs/"]
    assert "Allt är påhittat. Du kan inte göra fel." in page
    assert 'href="/ovning/uppdrag/alex-kor/">Prova en övning' in page


def test_a_learner_who_has_begun_nothing_is_led_to_the_first_lesson(site):
    page = start("amina@example.org")

    assert heading(page) == "Börja med SIP grundkurs"
    assert len(main_buttons(page)) == 1
    assert "Välkommen, Amina" in page
    assert "Inte påbörjad" in page


def test_a_learner_who_has_begun_goes_on_where_she_was(site):
    client = Client()
    client.force_login(User.objects.get(email="amina@example.org"))
    lesson = main_buttons(client.get("/").content.decode())[0].partition("#")[0]
    client.get(lesson)

    page = client.get("/").content.decode()

    assert heading(page) == "Fortsätt med En plan, en helhet"
    assert "Du var här i dag kl." in page
    assert "SIP grundkurs – 0 av 15 lektioner klara" in page
    assert main_buttons(page)[0].startswith(lesson)
    assert "Kvar att göra:" in client.get("/mina-sidor/").content.decode()


def test_a_learner_who_was_in_an_exercise_last_goes_on_there(site):
    client = Client()
    client.force_login(User.objects.get(email="amina@example.org"))
    client.get("/kurser/sip-grundkurs/varfor-sip/en-plan-en-helhet/")
    client.post("/ovning/uppdrag/alex-kor/")

    page = client.get("/").content.decode()

    assert heading(page) == "Fortsätt med Alex vill tillbaka till kören"
    assert "Du var här i dag kl." in page
    assert client.get(main_buttons(page)[0]).status_code == 200

    client.get("/kurser/sip-grundkurs/varfor-sip/tre-berattelser/")
    assert heading(client.get("/").content.decode()) == "Fortsätt med Tre berättelser"


@pytest.mark.parametrize(
    ("email", "sees"),
    [
        ("amina@example.org", False),
        ("karin@example.org", False),
        ("lena@example.org", True),
        ("olle@example.org", True),
    ],
)
def test_only_those_who_edit_are_shown_the_way_to_the_administration(site, email, sees):
    page = start(email)

    assert ("Redigera innehållet" in page) is sees
    assert "Dina kurser" in page


def test_my_pages_asks_a_guest_to_sign_in_first(site):
    assert Client().get("/mina-sidor/")["Location"] == "/konto/logga-in/?next=/mina-sidor/"


@pytest.mark.sweep
@pytest.mark.parametrize("email", [None, "amina@example.org", "lena@example.org"])
def test_no_link_on_any_page_is_dead(site, email):
    client = Client()
    if email:
        client.force_login(User.objects.get(email=email))
    seen: dict[str, str] = {}
    waiting = [("/", "start")]
    while waiting:
        url, came_from = waiting.pop()
        url = on_site(url)
        if url in seen or url.startswith(("/admin/", "/media/")):
            continue
        seen[url] = came_from
        answer = client.get(url)
        assert answer.status_code in (200, 302), f"{url} on {came_from}: {answer.status_code}"
        if answer.status_code == 302:
            waiting.append((urljoin(url, answer["Location"]), url))
            continue
        if not answer["Content-Type"].startswith("text/html"):
            continue  # a file to take along
        page = answer.content.decode()
        assert 'href="#"' not in page
        waiting.extend((link, url) for link in links_of(page, url))
    assert len(seen) > 25


def on_site(url):
    """The address within the site; what is to be forwarded says the whole of it."""
    url = urldefrag(url)[0].removeprefix(settings.WAGTAILADMIN_BASE_URL)
    return url.removeprefix("http://testserver")


def links_of(page, url):
    """Where the page leads; a link within it must have a place to lead to."""
    for link in LINK.findall(page):
        if link.startswith("#"):
            assert f'id="{link[1:]}"' in page, f"{link} on {url}"
        elif not link.startswith(("https://", "mailto:", "tel:")):
            yield urljoin(url, link.replace("&amp;", "&"))


def test_a_demo_login_works_as_it_is_printed(site, capsys):
    call_command("bootstrap", port=8123)
    said = capsys.readouterr().out

    for login in demo_logins():
        assert login.email in said
        answer = Client().post(
            "/konto/logga-in/", {"login": login.email, "password": DEMO_PASSWORD}
        )
        assert answer.status_code == 302
    assert "http://127.0.0.1:8123/" in said
    assert DEMO_PASSWORD in said


def test_loading_again_writes_nothing_and_keeps_what_an_editor_has_changed(site):
    page = StandardPage.objects.get(slug="om")
    page.lead = "Ändrad av processrådet."
    page.save_revision().publish()
    before = StandardPage.objects.get(slug="om").latest_revision_id

    with CaptureQueriesContext(connection) as queries:
        call_command("load_pages", verbosity=0)

    assert StandardPage.objects.get(slug="om").lead == "Ändrad av processrådet."
    assert StandardPage.objects.get(slug="om").latest_revision_id == before
    assert not [row for row in queries if row["sql"].startswith("INSERT")]
