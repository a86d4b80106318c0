"""THE journey: from the start page to a finished K1, on a phone and on a desk."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from courses.models import LessonPage, Visit
from tests.browser import walking
from tests.browser.looking import Eyes
from tests.browser.walking import COURSE, Look
from tests.journeys.learner import Learner


def _begin(page: Page, learner, password: str, look: Look) -> None:
    """A guest finds K1 on the start page, and signs in where the first lesson asks for it."""
    look(page, "start")
    page.get_by_role("link", name=re.compile("SIP grundkurs")).first.click()
    page.wait_for_url(f"**{COURSE}**")
    look(page, "course-guest")
    page.get_by_role("link", name="Börja med 1.1").click()
    look(page, "lesson-guest")
    page.locator("article .pager a.btn").click()
    look(page, "sign-in")
    page.locator("input[name=login]").fill(learner.email)
    page.locator("input[name=password]").fill(password)
    page.get_by_role("button", name="Logga in").click()
    page.wait_for_url(re.compile("/en-plan-en-helhet/(#.*)?$"))


def _module_one(page: Page, look: Look) -> None:
    for right in (True, False):
        walking.take_lesson(page, right=right, look=look)
    expect(page.locator("h1")).to_have_text("Det här säger lagen")


def _read_to_the_middle(page: Page, learner) -> str:
    """Scroll to a later part of the lesson; returns its anchor once the site knows of it."""
    part = page.locator("[data-part]").nth(2)
    with page.expect_response("**/kurser/plats/**"):
        part.evaluate("(e) => window.scrollTo(0, e.getBoundingClientRect().top + scrollY - 20)")
    place = Visit.objects.get(enrolment__user=learner, lesson_key="K1-1.3").block
    parts = page.locator("[data-part]").evaluate_all("(all) => all.map((e) => e.id)")
    assert parts.index(place) >= 2
    return str(place)


def _rest_of_the_lessons(page: Page, look: Look, reader: Learner | None = None) -> None:
    """Every lesson up to the exercise, right and wrong by turns; most of them by the reader."""
    for number in range(10):
        if reader and 0 < number < 9:
            _pass_by(page, reader)
        else:
            walking.take_lesson(page, right=number % 2 == 0, look=look)
    expect(page.locator("h1")).to_have_text("Din första SIP i övningsmiljön")
    look(page, "lesson-exercise")
    walking.take_lesson(page, right=True, look=look)


def _pass_by(page: Page, reader: Learner) -> None:
    """The lesson on the page is read and answered over plain HTTP, and the next one opened."""
    way = str(page.locator("article .pager form").get_attribute("action"))
    key = way.strip("/").split("/")[-1]
    if way == reverse("courses:questions", args=[key]):
        reader.answer(key)
    else:
        reader.client.post(way)
    lesson = LessonPage.objects.live().get(key=key)
    later = LessonPage.objects.live().filter(path__gt=lesson.path).order_by("path")
    page.goto(later[0].url)


def _exercise(page: Page, look: Look) -> None:
    page.locator("article .pager a.btn").click()
    look(page, "assignment")
    page.get_by_role("button", name="Starta övningen").click()
    look(page, "tasks")
    page.locator("main .actions a.btn").first.click()
    for step, body in walking.colleagues_plan().items():
        look(page, f"step-{step}")
        walking.fill(page, body)
        walking.send(page)
        look(page, f"replies-{step}")
        expect(page.get_by_text("Saknar något")).to_have_count(0)
        walking.onward(page)
        if step == "call":
            look(page, "meeting")
            walking.onward(page)
    look(page, "compare")
    page.get_by_role("link", name="Bedöm din egen plan").click()
    look(page, "rubric")
    for group in page.locator("main fieldset").all():
        group.get_by_role("radio").last.check()
    page.get_by_role("button", name="Spara min bedömning").click()
    expect(page.locator("h1")).to_have_text("Övningen är klar")
    look(page, "done")
    page.get_by_role("link", name="Tillbaka till kursen").click()
    expect(page.locator("h1")).to_have_text("Din första SIP i övningsmiljön")
    expect(page.locator("article .pager")).to_contain_text("Klar")


def _final_test(page: Page, look: Look) -> None:
    """Fail once, then pass with the key."""
    page.locator("article .pager a.btn").click()
    page.wait_for_url("**/slutprov/")
    look(page, "lesson-test")
    page.get_by_role("button", name="Starta provet").click()
    look(page, "test")
    page.get_by_role("button", name="Lämna in svaren").click()
    expect(page.get_by_role("alert")).to_contain_text("12 frågor är inte besvarade")
    look(page, "test-missing")
    for right in (False, True):
        walking.answer(page, right=right)
        page.get_by_role("button", name="Lämna in svaren").click()
        page.wait_for_url("**/svar/")
        look(page, "test-passed" if right else "test-failed")
        if not right:
            page.get_by_role("button", name="Prova igen med nya frågor").first.click()
            page.wait_for_url(lambda url: "/svar/" not in url)
    expect(page.locator("main")).to_contain_text("Provet är godkänt")


def _all_is_done(page: Page, look: Look) -> None:
    page.locator(".pager a.btn").click()
    expect(page.get_by_role("heading", name="Du är klar med kursen")).to_be_visible()
    look(page, "course-done")
    page.get_by_role("link", name="Visa intyget").click()
    page.wait_for_url("**/intyg/**")
    look(page, "certificate")
    for path, kind in (("/", "start-done"), ("/mina-sidor/", "my-pages")):
        page.goto(path)
        row = page.locator(".tasks li", has_text="SIP grundkurs").first
        expect(row).to_contain_text("15 av 15 lektioner klara")
        expect(row).to_contain_text("Klar")
        look(page, kind)


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_a_new_learner_goes_from_the_start_page_to_a_finished_course(
    open_page, sign_in, learner, size: str
):
    """On the phone every lesson is answered by hand."""
    phone = size == "phone"
    look = Eyes(size).at
    page = open_page("/", size=size)
    _begin(page, learner, "password", look)
    _module_one(page, look)
    part = _read_to_the_middle(page, learner)
    page.context.close()

    page = open_page("/", size=size)
    sign_in(page, learner)
    page.goto("/")
    look(page, "start-ongoing")
    page.get_by_role("link", name="Fortsätt lektionen").click()
    expect(page).to_have_url(re.compile(f"/det-har-sager-lagen/#{part}$"))
    walking.take_lesson(page, right=True, look=look)
    page.goto(COURSE)
    look(page, "course-ongoing")
    expect(page.locator("#nu")).to_have_text("3 av 15 lektioner klara")
    page.locator("main .actions a.btn").first.click()

    _rest_of_the_lessons(page, look, None if phone else Learner(learner.email))
    _exercise(page, look)
    _final_test(page, look)
    _all_is_done(page, look)


def test_the_whole_journey_needs_no_javascript(open_page, sign_in, learner):
    def look(page: Page, kind: str) -> None:
        expect(page.locator("h1")).to_have_count(1)

    page = open_page("/", javascript=False)
    _begin(page, learner, "password", look)
    _module_one(page, look)
    walking.take_lesson(page, right=True, look=look)
    _rest_of_the_lessons(page, look)
    _exercise(page, look)
    _final_test(page, look)
    _all_is_done(page, look)
