"""An editor changes a lesson in the administration: seen in the preview, published, read at once."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from courses.models import LessonPage
from tests.browser import watching
from tests.browser.conftest import SIZES
from tests.browser.council_house import own_site
from training_site.people.models import User
from training_site.people.roles import COUNCIL_EDITORS, make_groups

SENTENCE = "En mening som Lena skrev."
QUESTION = "Vad skulle du själv vilja?"


@pytest.fixture(scope="module")
def home(django_db_setup, django_db_blocker) -> Iterator[str]:
    """A site of this file's own: the changed lesson no other file meets."""
    with django_db_blocker.unblock(), own_site() as address:
        yield address


@pytest.fixture
def lena(home: str) -> User:
    """An editor of the council."""
    person = User.objects.create_user(f"lena-{os.getpid()}@example.org", given_name="Lena")
    person.groups.add(make_groups()[COUNCIL_EDITORS])
    return person


@pytest.fixture
def desk(browser: Browser, home: str, lena: User):
    """Lena's page in the administration, and what its scripts were refused.

    The style elements that the text editor of the administration writes are blocked, and meant
    to be: a style sheet stands in for them.
    """
    client = Client()
    client.force_login(lena)
    cookie = {"name": settings.SESSION_COOKIE_NAME, "domain": "127.0.0.1", "path": "/"}
    cookie["value"] = client.cookies[settings.SESSION_COOKIE_NAME].value
    context = browser.new_context(
        base_url=home, locale="sv-SE", viewport=SIZES["desktop"], reduced_motion="reduce"
    )
    context.add_cookies([cookie])
    context.set_default_timeout(15_000)
    context.add_init_script(watching.NOTE_VIOLATIONS)
    page, faults = context.new_page(), []

    def note(message) -> None:
        if message.type == "error" and "style-src" not in message.text:
            faults.append(message.text)

    page.on("console", note)
    page.on("pageerror", lambda error: faults.append(f"script: {error}"))
    yield page
    context.close()
    assert not faults, "\n".join(faults)


def _add_block(page: Page, name: str) -> None:
    page.locator("button.c-sf-add-button[title='Lägg till ett block']").last.click()
    page.get_by_role("option", name=name, exact=True).click()


def _publish(page: Page) -> None:
    page.get_by_role("button", name="Fler åtgärder").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Publicera", exact=True).click()


def test_an_editor_changes_a_lesson_sees_it_publishes_it_and_a_learner_reads_it_at_once(
    desk: Page, open_as, learner
):
    lesson = LessonPage.objects.get(key="K1-4.1")
    desk.goto(f"/admin/pages/{lesson.pk}/edit/")
    desk.get_by_role("textbox").filter(has_text="Ett bra").first.click()
    desk.keyboard.press("Control+Home")
    desk.keyboard.type(f"{SENTENCE} ")
    _add_block(desk, "Reflektion")
    desk.locator("textarea[id$='-value-question']").last.fill(QUESTION)
    desk.get_by_role("button", name="Växla förhandsgranskning").click()
    shown = desk.frame_locator("#w-preview-iframe")
    expect(shown.get_by_text(SENTENCE)).to_be_visible()
    expect(shown.get_by_text(QUESTION)).to_be_attached()
    _publish(desk)
    expect(desk.get_by_text("har blivit publicerad")).to_be_visible()

    reader = open_as(learner, LessonPage.objects.get(pk=lesson.pk).url, size="desktop")
    expect(reader.get_by_text(SENTENCE)).to_be_visible()
    expect(reader.get_by_text(QUESTION)).to_be_visible()
