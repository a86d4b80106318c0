"""The editor's own screens: short texts to their readers, what we added, and no pointer at all.

Through all of it what the content security policy stopped is collected, and nothing may be.
"""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from courses.models import LessonPage, ModulePage
from tests.browser import watching
from tests.browser.test_a_council import (
    Desk,
    add_block,
    approve,
    home,
    last_block,
    send,
    set_day,
    sign_in_as,
)
from training_site.guides.models import FaqEntry, GuideIndexPage, GuidePage, NewsItem
from training_site.guides.versions import freeze
from training_site.people.models import Council

__all__ = ["home", "sign_in_as"]
TITLE = "Ring innan ni skickar hem"
# Wagtail's own, which we neither draw nor can name: the running text editor, whose field has no
# name of its own; the calendar under a day, which can be typed instead; the map of the page to the
# right of it; the mark of who may see a page; the small buttons that move or remove a
# block; and the list that blocks are chosen from.
OF_WAGTAIL = [
    [".public-DraftEditor-content"], [".xdsoft_datetimepicker"], [".w-minimap"],
    [".w-minimap__collapse-all"], [".page-status-tag"], ["[data-streamfield-action]"],
    [".w-combobox__menu"],
]  # fmt: skip
ANSWER = "Den som är fast vårdkontakt ringer."
SUMMARY = "Numren är nya. Skriv upp dem. De gäller från i dag."


@pytest.fixture
def guide(home: str) -> GuidePage:
    """A guide of a test's own, in force: a section, a step, and a list to get out of."""
    today, number = timezone.localdate(), GuidePage.objects.count()
    page = GuidePage(
        title=f"{TITLE} {number}", slug=f"ring-{number}", council=Council.objects.first(), lead="Ett samtal.",
        audience="Alla som ringer", change_kind="substance", valid_from=today,
        review_by=today + datetime.timedelta(days=300),
    )  # fmt: skip
    step = {"key": "ring", "title": "Ring hemtjänsten", "text": "<p>Fråga vem som kommer.</p>"}
    page.body = [
        {"type": "section", "value": {"key": "fore", "title": "Före samtalet"}},
        {"type": "steps", "value": {"rows": [{"type": "item", "value": step, "id": "ring"}]}},
        {"type": "text", "value": "<ul><li>Ha numret framme.</li></ul>"},
    ]
    GuideIndexPage.objects.get().add_child(instance=page)
    revision = page.save_revision()
    super(GuidePage, page).publish(revision, skip_permission_checks=True)
    freeze(GuidePage.objects.get(pk=page.pk), revision=revision, approved_by=[])
    return GuidePage.objects.get(pk=page.pk)


def look(page: Page) -> None:
    """Axe finds nothing wrong with what is ours, in either theme."""
    for theme, faults in watching.themes(page, without=OF_WAGTAIL):
        assert not faults, f"{page.url} ({theme})\n{faults}"


def write_running_text(page: Page, name: str, text: str) -> None:
    """Type in a text editor of a short text."""
    page.locator(f"[data-contentpath={name}] .public-DraftEditor-content").click()
    page.keyboard.type(text)


def test_an_answer_and_a_piece_of_news_reach_readers_by_two_keys(sign_in_as: Desk):
    lena, ulla, ragnar = sign_in_as("lena"), sign_in_as("ulla"), sign_in_as("ragnar")
    today = timezone.localdate()
    lena.goto("/admin/snippets/guides/faqentry/add/")
    lena.locator("[name=question]").fill("Vem ringer hem först?")
    write_running_text(lena, "answer", ANSWER)
    set_day(lena, "answered_on", today)
    set_day(lena, "review_by", today + datetime.timedelta(days=200))
    look(lena)
    send(lena)
    lena.goto("/admin/snippets/guides/newsitem/add/")
    lena.locator("[name=title]").fill("Nya nummer till hemtjänsten")
    lena.locator("[name=summary]").fill(SUMMARY)
    set_day(lena, "published_on", today)
    look(lena)
    send(lena)

    for title in ("Vem ringer hem först?", "Nya nummer till hemtjänsten"):
        approve(ulla, title, "Godkänn för kommunerna")
        approve(ragnar, title, "Godkänn för regionen")

    entry = FaqEntry.objects.get(question="Vem ringer hem först?")
    item = NewsItem.objects.get(title="Nya nummer till hemtjänsten")
    for path, words in (
        (f"/fragor-och-svar/{entry.slug}/", ANSWER), (f"/nyheter/{item.slug}/", SUMMARY),
    ):  # fmt: skip
        ulla.goto(path)
        expect(ulla.get_by_text(words).first).to_be_visible()
        expect(ulla.get_by_text("Utkast – ej granskad")).to_have_count(0)


def test_what_we_added_to_the_editor_can_be_used_by_everybody(sign_in_as: Desk, guide: GuidePage):
    lena = sign_in_as("lena")
    for path in ("/admin/", "/admin/guider/"):
        lena.goto(path)
        look(lena)
    lena.goto(f"/admin/pages/{guide.pk}/edit/")
    lena.get_by_role("button", name="Lägg till bilaga").click()
    expect(lena.locator("[name='attachments-0-alternative']")).to_be_visible()
    add_block(lena, "Avsnitt")
    lena.locator(f"[name='{last_block(lena)}-title']").fill("Efter 2 § samtalet")
    look(lena)

    send(lena)

    expect(lena.get_by_text("Det här fältet är obligatoriskt").first).to_be_visible()
    expect(lena.get_by_text("i stället för att skriva").first).to_be_visible()
    look(lena)
    assert GuidePage.objects.get(pk=guide.pk).current_workflow_state is None
    lena.goto(f"/admin/pages/{hard_lesson().pk}/edit/")
    expect(lena.get_by_text("En mening har").first).to_be_visible()
    look(lena)


def hard_lesson() -> LessonPage:
    """A lesson of this file's own, with a sentence nobody gets through."""
    lesson = LessonPage(title="Svår", slug="svar", key="K1-1.99", goal="Du kan.", minutes=3)
    lesson.body = [{"type": "text", "value": f"<p>{'Ring och fråga och ' * 20}svara.</p>"}]
    ModulePage.objects.first().add_child(instance=lesson)
    lesson.save_revision()
    return lesson


def test_a_new_version_is_written_and_sent_with_the_keyboard_alone(
    sign_in_as: Desk, guide: GuidePage, keyboard
):
    page, today = sign_in_as("lena"), timezone.localdate()
    page.goto("/admin/guider/")
    keys = keyboard(page)
    keys.tab_to(guide.title, tag="a")
    keys.follow("Skapa ny version", tag="a")
    keys.pick("Typ av ändring", times=2)
    keys.page.keyboard.press("Tab")
    keys.page.keyboard.press("Enter")
    expect(page.locator("[name='changes-0-value-what']")).to_be_focused()
    page.keyboard.type("Ring före klockan tio.")
    for label, day in (("Gäller från", today), ("Ska granskas senast", today.replace(year=2031))):
        keys.tab_to(label)
        page.keyboard.press("Control+a")
        page.keyboard.type(day.isoformat())
    keys.follow("Skicka för godkännande", tag="button")

    expect(page.get_by_text("är skickad för godkännande")).to_be_visible()
    sent = GuidePage.objects.get(pk=guide.pk).get_latest_revision_as_object()
    assert sent.change_rows()[0]["what"] == "Ring före klockan tio."
    assert sent.current_workflow_state is not None
