"""The same path without a pointer: every kind of control once, and the focus always in sight."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.walking import COURSE
from tests.browser.watching import Keyboard


def _words(page: Page, field: str) -> str:
    """What the label of a field says."""
    said = page.locator(field).evaluate("(e) => e.labels[0].innerText")
    return re.sub(r"\s+", " ", str(said).strip())


def _sign_in(keys: Keyboard, learner, password: str) -> None:
    keys.follow("Logga in", tag="a")
    keys.write("E-post", learner.email)
    keys.write("Lösenord", password)
    keys.follow("Logga in", tag="button")


def _first_lesson(page: Page, keys: Keyboard) -> None:
    """A card is turned, the question matched in lists, the answers read."""
    keys.choose("SIP-processen", tag="summary")
    expect(page.locator("details.flip").first).to_have_attribute("open", "")
    keys.follow("Svara på en fråga", tag="button")
    page.wait_for_url("**/fragor/**")
    for field in page.locator("main select").all():
        keys.pick(str(field.evaluate("(e) => e.labels[0].innerText")))
        expect(field).not_to_have_value("")
    keys.follow("Svara på frågorna")
    page.wait_for_url("**/svar/")
    keys.follow("Tre berättelser")
    page.wait_for_url("**/tre-berattelser/")


def _choose_among(page: Page, keys: Keyboard) -> None:
    """One of several, several of several, true or false."""
    keys.tab_to(_words(page, "#q1-1"))
    page.keyboard.press("ArrowDown")
    expect(page.locator("#q1-2")).to_be_checked()
    for number in (1, 3):
        keys.tick(_words(page, f"#q2-{number}"))
        expect(page.locator(f"#q2-{number}")).to_be_checked()
    keys.tick("Sant")
    expect(page.locator("#q3-1")).to_be_checked()
    keys.tab_to(_words(page, "#q2-6"), back=True)
    keys.follow("Svara på frågorna")
    page.wait_for_url("**/svar/")


def _put_in_order(page: Page, keys: Keyboard) -> None:
    """With the arrows, and with the list of places."""
    first = page.locator("[data-step]").first
    name = first.inner_text()
    keys.tab_to("Flytta ned", tag="button")
    page.keyboard.press("Enter")
    expect(page.locator("[data-order-says]")).to_have_text(f"{name} ligger nu på plats 2.")
    expect(page.locator("[data-step]").nth(1)).to_have_text(name)
    keys.tab_to("Flytta upp", tag="button", back=True)
    page.keyboard.press("Space")
    expect(first).to_have_text(name)
    keys.tab_to("Plats för", tag="select", back=True)
    step = str(keys.focus()["name"]).removeprefix("Plats för ")
    page.keyboard.press("End")
    expect(page.locator("[data-step]").last).to_have_text(step)


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_lessons_and_questions_need_only_the_keyboard(open_page, keyboard, learner, size: str):
    page = open_page("/", size=size)
    keys = keyboard(page)
    _sign_in(keys, learner, "password")
    keys.follow("Börja kursen")
    page.wait_for_url("**/en-plan-en-helhet/")
    _first_lesson(page, keys)
    page.goto(f"{COURSE}varfor-sip/det-har-sager-lagen/")
    keys.follow("Svara på 3 frågor")
    page.wait_for_url("**/fragor/**")
    _choose_among(page, keys)
    page.goto(f"{COURSE}stegen/upptack-behov/")
    keys.follow("Svara på 3 frågor")
    page.wait_for_url("**/fragor/**")
    _put_in_order(page, keys)
    keys.follow("Spara och fortsätt senare")
    page.wait_for_url("**/upptack-behov/")
    page.goto("/mina-sidor/")
    keys.follow("Logga ut", tag="a")
    keys.follow("Logga ut", tag="button")
    page.wait_for_url(lambda url: "logga-ut" not in url)

    expect(page.get_by_role("link", name="Logga in").first).to_be_visible()
    assert keys.hidden == []


def _consent(page: Page, keys: Keyboard) -> None:
    summary = page.locator("details.know summary")
    if summary.is_visible():
        keys.choose(summary.inner_text(), tag="summary")
        expect(page.locator("details.know")).to_have_attribute("open", "")
    for purpose in ("make_plan", "share_mapping", "share_goals"):
        keys.tick(f"purposes={purpose}")
    for receiver in ("vc-rehab", "bistand"):
        keys.tick(f"receivers={receiver}")
    keys.tick("exceptions=arbetsgivaren")
    keys.tab_to(_words(page, "[name=basis] >> nth=0"))
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    expect(page.locator("[name=basis]").first).to_be_checked()
    keys.write("Något mer", "Alex vill läsa själv först.")
    keys.tab_to("exceptions=arbetsgivaren", back=True)
    keys.choose("Varför frågar vi?", tag="summary")
    keys.follow("Spara samtycket (övning)")
    page.wait_for_url("**/svar/")


def _mapping(page: Page, keys: Keyboard) -> None:
    rows = page.locator("fieldset.row-group")
    before = rows.count()
    keys.follow("Lägg till ett livsområde")
    expect(rows).to_have_count(before + 1)
    expect(rows.last).to_be_in_viewport()
    keys.tab_to("Livsområde", tag="select", limit=1)
    assert str(page.evaluate("document.activeElement.name")) == f"areas-{before}-heading"
    keys.follow(f"Ta bort livsområde {before + 1}")
    expect(rows).to_have_count(before)
    keys.tab_to("areas-0-heading=", back=True)
    page.keyboard.press("Shift+Tab")
    for number in range(before):
        keys.pick("Livsområde", number + 1)
        keys.write("Så är det i dag", "Jag vill sjunga igen i kören.")
        keys.tick("Det här är personens egna ord")
    keys.follow("Spara kartläggningen (övning)")
    page.wait_for_url("**/svar/")


def _call(page: Page, keys: Keyboard) -> None:
    keys.tick("recipients=vc-rehab")
    keys.write("Fråga till", "Vad kan göra ljudet uthärdligt under en repetition?")
    keys.pick("Dag", 7)
    keys.write("Klockslag", "10.00")
    keys.write("Plats", "Hemma hos Alex")
    keys.follow("Skicka kallelsen (övning)")
    page.wait_for_url("**/svar/")


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_the_exercise_needs_only_the_keyboard(open_as, keyboard, learner, size: str):
    page = open_as(learner, "/ovning/", size=size)
    keys = keyboard(page)
    keys.follow("Alex vill tillbaka till kören")
    keys.follow("Starta övningen")
    keys.follow("Börja med samtycke")
    for step in (_consent, _mapping, _call):
        page.wait_for_url("**/steg/*/")
        step(page, keys)
        ways = page.locator("main form.actions .btn").all_inner_texts()
        keys.follow(next(way.strip() for way in ways if not way.startswith("Ändra")))
    expect(page.locator("h1")).to_have_text("Mötet")
    keys.follow("Lämna övningsmiljön")

    expect(page.locator(".messages")).to_contain_text("Du lämnar övningsmiljön.")
    assert keys.hidden == []
