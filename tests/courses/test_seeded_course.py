"""The course the house comes with: whole, and marked as a draft until a council has approved it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client

from courses import catalogue
from courses.management.commands import content_table
from courses.outline import Course
from courses.readability import LESSON_LIX, LONGEST_SENTENCE


@pytest.fixture(scope="module")
def seeded(django_db_setup, django_db_blocker) -> Iterator[Course]:
    """K1 from its files; gone again after this module."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_content", verbosity=0)
        call_command("load_pages", verbosity=0)
        call_command("load_scenarios", verbosity=0)
        yield catalogue.current().course("K1")
        transaction.set_rollback(True)


def test_the_basic_course_has_five_modules_fifteen_lessons_and_ninety_one_minutes(seeded):
    assert (len(seeded.modules), len(seeded.lessons), seeded.minutes) == (5, 15, 91)


def test_every_seeded_lesson_opens_marked_as_a_draft(seeded):
    client = Client()

    for lesson in seeded.lessons:
        page = client.get(lesson.url).content.decode()
        assert lesson.title in page
        assert "Utkast – ej granskad" in page
        assert "[[" not in page, lesson.key


def test_every_part_of_every_seeded_lesson_can_be_returned_to(seeded):
    published = catalogue.current()

    for lesson in seeded.lessons:
        parts = published.body(lesson).parts
        assert parts, lesson.key
        assert len(set(parts)) == len(parts), lesson.key
        html = published.body(lesson).html
        assert all(f'id="{part}" data-part' in html for part in parts), lesson.key


def test_every_seeded_lesson_is_easy_to_read_and_cites_the_law_instead_of_its_paragraphs(seeded):
    table = content_table.rows()

    assert len(table) >= 15
    assert [row for row in table if row["lix"] >= LESSON_LIX] == []
    assert [row for row in table if row["longest"] > LONGEST_SENTENCE] == []
    assert [row for row in table if row["bare"]] == []


def test_every_link_inside_the_seeded_lessons_leads_somewhere(seeded):
    client, published = Client(), catalogue.current()
    lessons = [lesson for course in published.courses for lesson in course.lessons]
    bodies = {lesson.key: published.body(lesson).html for lesson in lessons}
    links = {href for html in bodies.values() for href in re.findall(r'href="(/[^"]*)"', html)}
    pages = {page: client.get(page) for page in {link.partition("#")[0] for link in links}}

    assert [page for page, found in pages.items() if found.status_code not in {200, 302}] == []
    for link in links:
        page, _mark, place = link.partition("#")
        assert not place or f'id="{place}"' in pages[page].content.decode(), link
    for key, html in bodies.items():
        for place in re.findall(r'href="#([^"]+)"', html):
            assert f'id="{place}"' in html, f"{key} #{place}"


def test_the_whole_course_shows_on_one_page_with_the_test_locked(seeded):
    page = Client().get(seeded.url).content.decode()

    assert all(lesson.title in page for lesson in seeded.lessons)
    assert "Gör övningen först" in page
