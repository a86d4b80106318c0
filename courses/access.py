"""Who may open what: lessons are open to everyone, a final test waits for what comes before it."""

from __future__ import annotations

from collections.abc import Collection

from courses.outline import Course, Lesson


def waits_for(course: Course, lesson: Lesson, done: Collection[str]) -> tuple[Lesson, ...]:
    """The lessons that must be done before this one can start; empty when it is open.

    A lesson that has since been taken out of the course is no longer waited for.
    """
    if lesson.test is None:
        return ()
    before = (course.lesson(key) for key in lesson.test.after if key not in done)
    return tuple(other for other in before if other is not None)
