"""The course on discharge: every question has its lesson, and those who know it can go fast."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
import yaml

from content_files.front_matter import read_text_file

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
FOLDER = FIXTURES / "courses" / "k2-sip-vid-utskrivning"


@pytest.fixture(scope="module")
def course() -> dict:
    return yaml.safe_load((FOLDER / "course.yaml").read_text("utf-8"))


@pytest.fixture(scope="module")
def lessons(course) -> list[dict]:
    """The front matter of each lesson, in the order of the course."""
    files = [name for module in course["modules"] for name in module["lessons"]]
    return [read_text_file(FOLDER / name).front.data for name in files]


def test_every_question_of_the_course_is_asked_in_one_lesson(lessons):
    bank = yaml.safe_load((FIXTURES / "questions" / "k2.yaml").read_text("utf-8"))
    asked = Counter(ref for lesson in lessons for ref in lesson.get("questions", []))

    assert asked == dict.fromkeys((question["id"] for question in bank), 1)


def test_whoever_knows_the_fast_track_still_reads_what_is_new_and_practises(course, lessons):
    known = set(course["fast_track"])
    skipped = [set(lesson.get("questions", [])) & known for lesson in lessons]
    left = [lesson["title"] for lesson, some in zip(lessons, skipped, strict=True) if not some]

    assert set().union(*skipped) == known
    assert "Nytt sedan sist" in left
    assert "Berit Påhittad går hem" in left


def test_the_short_guide_is_reached_from_the_lessons_that_need_it():
    linked = [
        path.name
        for path in FOLDER.glob("*.md")
        if "(/lathund-utskrivning/)" in path.read_text("utf-8")
    ]

    assert sorted(name[:3] for name in linked) == ["3-3", "3-4"]
