"""Pages beside the journey: headings, width, axe in both themes, and the eight marks."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from courses.models import LessonPage
from tests.browser import looking, walking
from tests.browser.looking import Eyes

PUBLIC = ["/kurser/", "/ordlista/", "/lagrum/", "/hjalp/", "/om/", "/tillganglighet/"]
PUBLIC += ["/personuppgifter/", "/kakor/", "/kontakt/", "/lasinstallningar/", "/finns-inte/"]
PUBLIC += ["/for-dig/", "/blank-sip/"]
OWN = ["/kurser/kvar/K1/", "/konto/byt-anvandare/", "/konto/logga-ut/"]
PRACTICE = ["", "klart/", "radera/", "jamfor/", "bedomning/", "tidigare/1/", "steg/meeting/svar/"]


def _kind(path: str) -> str:
    return path.strip("/").replace("/", "-") or "tasks"


def test_pages_for_everybody_are_well_made(open_page):
    eyes = Eyes("phone")
    page = open_page("/")
    for path in PUBLIC:
        page.goto(path)
        eyes.at(page, _kind(path))

    assert len(eyes.seen) == len(PUBLIC)


def test_ones_own_pages_are_well_made(open_as, learner):
    eyes = Eyes("phone")
    page = open_as(learner)
    for path in OWN:
        page.goto(path)
        eyes.at(page, _kind(path))

    assert len(eyes.seen) == len(OWN)


def test_every_lesson_has_its_headings_in_order_and_fits_a_small_phone(open_page):
    page = open_page("/")
    lessons = LessonPage.objects.live().order_by("path")
    assert lessons.count() == 51

    for lesson in lessons:
        page.goto(lesson.url)
        expect(page.locator("h1")).to_have_text(lesson.title)
        looking.check_outline(page)
        looking.check_width(page)


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_every_page_of_the_practice_environment_carries_its_eight_marks(
    open_as, learner, exercise, size: str
):
    exercise.play(walking.colleagues_plan())
    exercise.client.post(f"{exercise.home}igen/")
    exercise.play(walking.colleagues_plan())
    eyes = Eyes(size)
    page = open_as(learner, "/ovning/", size=size)
    eyes.at(page, "practice-list")
    page.goto("/ovning/uppdrag/alex-kor/")
    looking.check_marks(page)
    for path in PRACTICE:
        page.goto(f"{exercise.home}{path}")
        eyes.at(page, f"practice-{_kind(path)}")
    page.get_by_role("link", name="Uppgiftslista").first.click()
    page.get_by_role("link", name="Visa hela planen").click()
    eyes.at(page, "practice-case")

    assert len(eyes.seen) == len(PRACTICE) + 2


def test_a_page_of_the_practice_environment_says_so_on_paper(open_as, learner, exercise):
    exercise.play(walking.colleagues_plan())
    page = open_as(learner, f"{exercise.home}jamfor/", size="desktop")
    page.emulate_media(media="print")

    drawn = page.evaluate(
        """() => {
          const style = getComputedStyle(document.body, "::before");
          return [style.content, style.position, style.display, style.visibility];
        }"""
    )
    assert drawn == ['"ÖVNING – FIKTIVA PERSONER"', "fixed", "block", "visible"]
    expect(page.locator(".practice-band")).to_be_visible()
    expect(page.locator(".patient .fictive")).to_have_text("FIKTIV")
    expect(page.locator(".site-foot")).to_be_hidden()


def test_leaving_the_practice_environment_is_said(open_page):
    page = open_page("/ovning/")
    page.get_by_role("link", name="Lämna övningsmiljön").filter(visible=True).click()

    expect(page.locator(".messages")).to_contain_text("Du lämnar övningsmiljön.")
    looking.check_marks(page)
