"""Everything the house comes with, opened: lessons, guides, answers, news, words. All is a draft."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.test import Client

from courses import catalogue
from courses.management.commands import content_table
from courses.models import GlossaryTerm, LessonPage
from courses.outline import Lesson
from courses.readability import LESSON_LIX, LONGEST_SENTENCE
from tests import seeded
from training_site.guides.models import FaqEntry, GuidePage, NewsItem

pytestmark = pytest.mark.sweep

DRAFT = "Utkast – ej granskad"
LESSONS = {"K1": 15, "K2": 11, "K3": 7, "K4": 8, "K5": 5, "K6": 5}
# What a reader does herself, or looks into closely.
DOING = {
    *("checklist", "flip_cards", "group_question", "poll", "practise", "question_now"),
    *("reflection", "compare", "process_map", "scene", "script", "timeline"),
}
LINK = re.compile(r'href="([^"]+)"')
ID = re.compile(r'\sid="([^"]+)"')


@pytest.fixture(scope="module")
def pages(request) -> Iterator[dict[str, str]]:
    """What a guest gets at the address of each lesson, guide, answer, piece of news, and list."""
    with seeded.opened(request):
        client = Client()
        found = {}
        for address in sorted({*addresses(), "/ordlista/", "/lagrum/", "/kurser/", "/guider/"}):
            answer = client.get(address)
            assert answer.status_code == 200, address
            found[address] = answer.content.decode()
        yield found


def lessons() -> list[Lesson]:
    return [lesson for course in catalogue.current().courses for lesson in course.lessons]


def addresses() -> dict[str, str]:
    """Every address that has a title of its own, with that title."""
    titled = {course.url: course.title for course in catalogue.current().courses}
    titled |= {lesson.url: lesson.title for lesson in lessons()}
    titled |= {f"/guider/{guide.slug}/": guide.title for guide in GuidePage.objects.live()}
    entries = FaqEntry.objects.filter(live=True)
    titled |= {f"/fragor-och-svar/{entry.slug}/": str(entry) for entry in entries}
    news = NewsItem.objects.filter(live=True)
    return titled | {f"/nyheter/{item.slug}/": item.title for item in news}


def body(page: str) -> str:
    """What stands on the page itself: not the frame around it."""
    return page[page.index("<main") : page.index("</main>")]


def test_every_course_has_all_its_lessons(pages):
    courses = catalogue.current().courses

    assert {course.key: len(course.lessons) for course in courses} == LESSONS
    basic = catalogue.current().course("K1")
    assert (len(basic.modules), basic.minutes) == (5, 91)


def test_everything_opens_under_its_own_title_with_every_word_written_out(pages):
    for address, title in addresses().items():
        text = pages[address].replace("&quot;", '"').replace("&#x27;", "'")
        assert title in text, address
        assert "[[" not in text, address


def test_everything_nobody_has_reviewed_says_so(pages):
    drafts = {lesson.url for lesson in lessons()} | {one.url for one in catalogue.current().courses}
    drafts |= {address for address in addresses() if address.startswith("/guider/")}

    assert [address for address in sorted(drafts) if DRAFT not in pages[address]] == []


def test_every_word_is_explained_in_the_glossary(pages):
    terms = list(GlossaryTerm.objects.all())

    assert len(terms) >= 40
    assert [one.term for one in terms if f'id="{one.anchor}"' not in pages["/ordlista/"]] == []


def test_every_inner_link_leads_somewhere_and_to_the_very_place(pages):
    client, seen = Client(), dict(pages)
    for address, page in pages.items():
        for link in LINK.findall(body(page)):
            if not link.startswith(("/", "#")) or link.startswith("//"):
                continue
            to, _mark, place = link.replace("&amp;", "&").partition("#")
            if to and to not in seen:
                answer = client.get(to)
                assert answer.status_code in {200, 302}, f"{link} on {address}"
                seen[to] = answer.content.decode() if answer.status_code == 200 else ""
            target = seen[to] if to else page
            assert not place or not target or place in ID.findall(target), f"{link} on {address}"


def test_every_part_of_every_lesson_can_be_returned_to(pages):
    published = catalogue.current()

    for lesson in lessons():
        found = published.body(lesson)
        assert found.parts, lesson.key
        assert len(set(found.parts)) == len(found.parts), lesson.key
        assert all(f'id="{part}" data-part' in found.html for part in found.parts), lesson.key


def test_every_lesson_has_a_goal_something_to_do_and_something_to_take_with_you(pages):
    thin = []
    for page in LessonPage.objects.live():
        kinds = {block.block_type for block in page.body}
        does = bool(kinds & DOING or page.exercise or page.test_draw or page.attested)
        if not (page.goal and does and "take_away" in kinds):
            thin.append(page.key)

    assert thin == []


def test_every_question_is_asked_somewhere(pages):
    asked = {ref for lesson in lessons() for ref in lesson.questions}

    assert {f"Q{number:02}" for number in range(1, 61)} - asked == set()


def test_every_lesson_is_easy_to_read_and_cites_the_law_instead_of_its_paragraphs(pages):
    table = content_table.rows()

    assert len(table) == sum(LESSONS.values())
    assert [row for row in table if row["lix"] >= LESSON_LIX] == []
    assert [row for row in table if row["longest"] > LONGEST_SENTENCE] == []
    assert [row for row in table if row["bare"]] == []


def test_a_whole_course_shows_on_one_page_with_its_test_locked(pages):
    course = catalogue.current().course("K1")

    assert all(lesson.title in pages[course.url] for lesson in course.lessons)
    assert "Gör övningen först" in pages[course.url]


def test_whoever_can_all_of_a_fast_track_has_only_the_news_and_the_exercise_left(pages):
    course = catalogue.current().course("K2")
    left = [lesson.key for lesson in course.lessons if not lesson.shown_by(course.fast_track)]

    assert left == ["K2-1.3", "K2-4.1"]
    assert f"Snabbspår {course.fast_minutes} min" in pages[course.url]
    assert course.fast_minutes == 35
