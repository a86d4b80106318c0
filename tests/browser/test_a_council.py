"""A council writes and approves: a guide in a new version, and a lesson with nine kinds of block.

Through all of it what the content security policy stopped is collected, and nothing may be.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from wagtail.models import Revision

from courses.models import LessonPage, ModulePage
from tests.browser import watching
from tests.browser.conftest import SIZES
from tests.browser.council_house import own_site
from training_site.guides.models import GuidePage, GuideVersion
from training_site.people.models import User

TITLE = "Prata innan ni ses"
POINT = "Plan B skrivs före mötet."
SPEECH = "Vi hörs innan vi ses, så att ingen blir överraskad på mötet."
VTT = b"WEBVTT\n\n00:00.000 --> 00:02.000\nHej.\n"
WRITTEN = [
    ("Reflektion", {"question": "Vad skulle du själv vilja?"}),
    ("Citat", {"text": "Jag vill sjunga igen.", "who": "Alex"}),
    ("Checklista", {"title": "Före mötet", "points-0-value": "Personen vet tid och plats."}),
    ("Gruppfråga", {"question": "Hur gör ni?", "minutes": "5", "steps-0-value": "Berätta."}),
]
RICH = [
    ("Berättelse", {"title": "Alex ringer", "voice": "Alex"}, "Jag ringde i måndags."),
    ("Ta med dig", {}, "Fråga först."),
]
Desk = Callable[[str], Page]


@pytest.fixture(scope="module")
def home(django_db_setup, django_db_blocker) -> Iterator[str]:
    """A site of this file's own: what is published here no other file meets."""
    with django_db_blocker.unblock(), own_site() as address:
        yield address


@pytest.fixture(scope="module")
def sign_in_as(browser: Browser, home: str) -> Iterator[Desk]:
    """Open a page as one of the demo accounts. At the end: nothing was stopped, nothing failed."""
    contexts, faults = [], []

    def note(text: str) -> None:
        # A form that is sent while it saves itself is refused once, and a faulty one is meant to.
        if "status of 400" not in text:
            faults.append(text)

    def opened(name: str) -> Page:
        client = Client()
        client.force_login(User.objects.get(email=f"{name}@example.org"))
        cookie = {"name": settings.SESSION_COOKIE_NAME, "domain": "127.0.0.1", "path": "/"}
        cookie["value"] = client.cookies[settings.SESSION_COOKIE_NAME].value
        context = browser.new_context(
            base_url=home, locale="sv-SE", viewport=SIZES["desktop"], reduced_motion="reduce"
        )
        context.add_cookies([cookie])
        context.set_default_timeout(15_000)
        context.add_init_script(watching.NOTE_VIOLATIONS)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: note(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: faults.append(f"script: {error}"))
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not faults, "\n".join(faults)


def send(page: Page) -> None:
    """Send what is being written for approval.

    On a slow machine the form takes what it saved itself for another window's, and asks once more.
    """
    asked = page.locator("#w-save-confirmation-dialog")
    with page.expect_navigation():
        page.get_by_role("button", name="Skicka för godkännande").click()
        if asked.is_visible():
            asked.get_by_role("button", name="Skicka för godkännande").click()


def set_day(page: Page, name: str, day: datetime.date) -> None:
    """Write a day in a field, and close the calendar that opens."""
    calendar = page.locator(".xdsoft_datetimepicker:visible")
    page.locator(f"input[name={name}]").click()
    calendar.wait_for()
    page.locator(f"input[name={name}]").fill(day.isoformat())
    page.locator("body").click(position={"x": 900, "y": 5})
    calendar.wait_for(state="detached")


def approve(page: Page, title: str, button: str) -> None:
    """From the desk to the text, and turn the key."""
    page.goto("/processrad/")
    page.get_by_role("link", name=title).first.click()
    page.get_by_role("button", name=button).click()
    page.wait_for_url("**/processrad/")


def add_block(page: Page, name: str) -> None:
    """Add a block at the end of the text."""
    count = int(page.locator("input[name=body-count]").input_value())
    page.locator("button.c-sf-add-button[title='Lägg till ett block']").last.click()
    page.get_by_role("option", name=name, exact=True).click()
    page.locator(f"input[name=body-{count}-type]").wait_for(state="attached")


def last_block(page: Page) -> str:
    """What the names of the last block's fields begin with."""
    return f"body-{int(page.locator('input[name=body-count]').input_value()) - 1}-value"


def write_rich(page: Page, text: str) -> None:
    """Type in the text editor of the last block."""
    block = page.locator("[data-contentpath=body] [data-streamfield-child]").last
    block.locator(".public-DraftEditor-content").click()
    page.keyboard.type(text)


def write_fields(page: Page, fields: dict[str, str]) -> None:
    """Fill in the fields of the last block."""
    for name, value in fields.items():
        page.locator(f"[name='{last_block(page)}-{name}']").fill(value)


def choose(page: Page, words: str) -> None:
    """Choose something from the list that opens."""
    page.get_by_role("button", name="Välj").last.click()
    dialog = page.locator(".modal-content")
    dialog.get_by_role("link", name=words).first.click()
    dialog.wait_for(state="hidden")


def upload_film(page: Page) -> None:
    """Put a film with captions, and without a transcript, in the list of films."""
    page.goto("/admin/media/video/add/")
    page.locator("[name=title]").fill("Möte")
    film = {
        "name": "mote.mp4",
        "mimeType": "video/mp4",
        "buffer": b"\x00\x00\x00\x18ftypmp42" + b"0" * 64,
    }
    page.locator("input[name=file]").set_input_files(film)
    page.locator("input[name=duration]").fill("2")
    captions = {"name": "mote.vtt", "mimeType": "text/vtt", "buffer": VTT}
    page.locator("input[name=captions]").set_input_files(captions)
    page.locator("main form button[type=submit], main form input[type=submit]").last.click()
    expect(page.get_by_text("Filen ”Möte” är tillagd")).to_be_visible()


def mend_film(page: Page) -> None:
    """Write the transcript beside the lesson, which stays as it was sent.

    What was typed last may not have saved itself yet, so whoever leaves it loses a block.
    """
    beside = page.context.new_page()
    beside.goto("/admin/media/")
    beside.get_by_role("link", name="Möte").first.click()
    beside.locator("textarea[name=transcript]").fill(SPEECH)
    beside.get_by_role("button", name="Spara").click()
    beside.wait_for_url("**/admin/media/")
    beside.close()


def test_a_guide_is_revised_approved_by_both_sides_and_published_on_its_day(sign_in_as: Desk):
    guide = GuidePage.objects.get(slug="forbered-ett-sip-mote")
    lena, ulla, ragnar = sign_in_as("lena"), sign_in_as("ulla"), sign_in_as("ragnar")
    revise(lena, timezone.localdate() + datetime.timedelta(days=3))
    lena.goto(f"/admin/pages/{guide.pk}/edit/")
    expect(lena.get_by_text("Väntar på kommunerna och regionen sedan").first).to_be_visible()

    approve(ulla, guide.title, "Godkänn för kommunerna")
    lena.reload()
    expect(lena.get_by_text("Kommunerna har godkänt.").first).to_be_visible()
    check_with_axe(ragnar, "/processrad/")
    ragnar.get_by_role("link", name=guide.title).first.click()
    expect(ragnar.get_by_text(POINT)).to_be_visible()
    check_with_axe(ragnar, ragnar.url)
    approve(ragnar, guide.title, "Godkänn för regionen")

    ulla.goto(f"/guider/{guide.slug}/")
    expect(ulla.get_by_text("Nio steg till ett möte")).to_have_count(0)
    reach_its_day(guide)
    ulla.goto(f"/guider/{guide.slug}/")
    expect(ulla.get_by_text("Nio steg till ett möte").first).to_be_visible()
    expect(ulla.get_by_text("Version 1.1").first).to_be_visible()


def revise(page: Page, day: datetime.date) -> None:
    """Begin a new version, be told what is missing, fill it in and send it."""
    page.goto("/admin/guider/")
    page.get_by_role("link", name="Skapa ny version").last.click()
    expect(page.get_by_text("En saklig ändring blir version 1.1")).to_be_visible()
    send(page)
    expect(page.get_by_text("Det här fältet är obligatoriskt").first).to_be_visible()
    page.locator("select[name=change_kind]").select_option("substance")
    page.locator("[data-contentpath=changes] button.c-sf-add-button").first.click()
    page.locator("input[name='changes-0-value-what']").fill(POINT)
    set_day(page, "valid_from", day)
    set_day(page, "review_by", day + datetime.timedelta(days=365))
    page.locator("textarea[name=lead]").fill("Nio steg till ett möte som blir av.")
    send(page)
    expect(page.get_by_text("är skickad för godkännande")).to_be_visible()


def reach_its_day(guide: GuidePage) -> None:
    """The clock reaches the day the version is valid from; what is due is done."""
    waiting = Revision.objects.filter(object_id=str(guide.pk), approved_go_live_at__isnull=False)
    now = timezone.now() - datetime.timedelta(minutes=1)
    for revision in waiting:
        revision.content["go_live_at"] = now.isoformat()
        revision.content["valid_from"] = timezone.localdate().isoformat()
        revision.approved_go_live_at = now
        revision.save()
    call_command("due")
    assert GuideVersion.objects.get(page=guide, valid_to=None).number == "1.1"


def check_with_axe(page: Page, path: str) -> None:
    """Axe finds nothing wrong, in either theme."""
    if not page.url.endswith(path):
        page.goto(path)
    for theme, faults in watching.themes(page):
        assert not faults, f"{page.url} ({theme})\n{faults}"


def test_a_lesson_of_nine_kinds_of_block_is_stopped_mended_and_approved(sign_in_as: Desk):
    lena, module = sign_in_as("lena"), ModulePage.objects.order_by("pk").first()
    upload_film(lena)
    lena.goto(f"/admin/pages/add/courses/lessonpage/{module.pk}/")
    write_lesson(lena)
    send(lena)
    expect(lena.get_by_text("saknar utskrift").first).to_be_visible()
    mend_film(lena)
    lena.get_by_role("button", name="Växla förhandsgranskning").click()
    shown = lena.frame_locator("#w-preview-iframe")
    expect(shown.get_by_text("Utkast – ej granskad").first).to_be_visible()
    send(lena)
    expect(lena.get_by_text("är skickad för godkännande")).to_be_visible()

    approve(sign_in_as("ulla"), TITLE, "Godkänn för kommunerna")
    approve(sign_in_as("ragnar"), TITLE, "Godkänn för regionen")
    lesson = LessonPage.objects.get(title=TITLE)
    assert not lesson.is_draft
    lena.goto(lesson.url)
    expect(lena.get_by_text(SPEECH).first).to_be_visible()
    expect(lena.get_by_text("Utkast – ej granskad")).to_have_count(0)


def write_lesson(page: Page) -> None:
    """A lesson with nine kinds of block, each filled in."""
    page.locator("[name=title]").fill(TITLE)
    page.locator("[name=goal]").fill("Efter lektionen kan du ringa först.")
    page.locator("[name=minutes]").fill("5")
    add_block(page, "Text")
    write_rich(page, SPEECH)
    for name, fields in WRITTEN:
        add_block(page, name)
        write_fields(page, fields)
    for name, fields, words in RICH:
        add_block(page, name)
        write_fields(page, fields)
        write_rich(page, words)
    add_block(page, "Lagruta")
    write_fields(page, {"title": "Vad säger lagen?", "text": "Personen ska vilja."})
    choose(page, "Patientlagen")
    add_block(page, "Film")
    choose(page, "Möte")
    write_fields(page, {"description": "Två personer pratar.", "minutes": "1"})


def test_a_key_is_turned_with_the_keyboard_alone(sign_in_as: Desk, keyboard):
    guide = GuidePage.objects.exclude(slug="forbered-ett-sip-mote").first()
    editor = User.objects.get(email="lena@example.org")
    draft = guide.get_latest_revision_as_object()
    draft.save_revision(user=editor)
    guide.get_workflow().start(draft, editor)
    page = sign_in_as("ulla")
    page.goto("/processrad/")
    keys = keyboard(page)

    keys.follow(guide.title, tag="a")
    keys.follow("Godkänn för kommunerna", tag="button")

    expect(page.get_by_text("Du har godkänt. Den andra sidan har fått besked.")).to_be_visible()
    assert not keys.hidden, keys.hidden
