"""A trainer attests a learner's own session: asked for by a code, answered once, kept as it was."""

from __future__ import annotations

from courses.models import LessonPage
from tests.courses import small_course


def write_points(folder) -> None:
    small_course.change(
        folder,
        "ett.md",
        "minutes: 4\n",
        "minutes: 4\nattested:\n  - Alla kom till tals\n  - Inga riktiga fall\n",
    )


def test_a_lesson_file_lists_what_a_trainer_attests(folder, load):
    write_points(folder)
    load()

    lesson = LessonPage.objects.get(key="T1-1.1")
    assert lesson.attested.splitlines() == ["Alla kom till tals", "Inga riktiga fall"]
