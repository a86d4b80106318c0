"""The fast track: what somebody who has done this before shows, and what then remains."""

from __future__ import annotations

from pathlib import Path

import pytest

from content_files.yaml_marks import ContentError
from courses.models import CoursePage
from tests.courses import small_course

FAST = "fast_track: [Q01, Q03]\n"


def write_fast_track(folder: Path, text: str = FAST) -> None:
    path = folder / "courses" / "t1" / "course.yaml"
    path.write_text(text + small_course.COURSE, "utf-8")


def test_a_course_file_names_the_questions_of_its_fast_track(folder, load):
    write_fast_track(folder)
    load()

    assert CoursePage.objects.get(key="T1").fast_track.split() == ["Q01", "Q03"]


def test_a_fast_track_with_a_question_that_is_not_there_is_told_with_its_line(folder, load):
    write_fast_track(folder, "fast_track:\n  - Q01\n  - Q99\n")

    with pytest.raises(ContentError, match="Q99") as told:
        load()
    assert "rad 3" in str(told.value)
