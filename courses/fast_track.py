"""The learner's map after the fast track: what is known, what to read, and what remains anyway."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from courses.outline import Lesson
from courses.queries import Progress
from courses.quiz.certainty import Judged
from courses.standings import RIGHT


@dataclass(frozen=True)
class ToRead:
    """A lesson to read; `sure` says that a question of it was answered wrong, and surely."""

    lesson: Lesson
    sure: bool


@dataclass(frozen=True)
class LearningMap:
    """How many of the questions are known, and where each lesson stands."""

    known: int
    of: int
    read: tuple[ToRead, ...]  # missed; the surely wrong first
    shown: tuple[Lesson, ...]  # done by being shown
    remaining: tuple[Lesson, ...]  # not done, whatever was answered
    done_before: tuple[Lesson, ...]  # done in another way

    @property
    def minutes(self) -> int:
        """How long the reading takes."""
        return sum(row.lesson.minutes for row in self.read)

    @property
    def remaining_minutes(self) -> int:
        """How long the rest takes."""
        return sum(lesson.minutes for lesson in self.remaining)

    @property
    def first(self) -> Lesson | None:
        """Where to go on."""
        if self.read:
            return self.read[0].lesson
        return self.remaining[0] if self.remaining else None


def learning_map(progress: Progress, answers: Iterable[Judged]) -> LearningMap:
    """The map of the latest answers. What was right at some time counts, and is never taken back."""
    answers, standing = tuple(answers), progress.standing
    right = standing.right | {one.ref for one in answers if one.fraction >= RIGHT}
    surely_wrong = {one.ref for one in answers if one.sure and one.ref not in right}
    read, shown, remaining, before = [], [], [], []
    for lesson in progress.course.lessons:
        if lesson.key in standing.by_fast_track:
            shown.append(lesson)
        elif progress.state[lesson.key] == "done":
            before.append(lesson)
        elif lesson.diagnosed and not lesson.shown_by(right):
            read.append(ToRead(lesson, bool(surely_wrong.intersection(lesson.diagnosed))))
        else:
            remaining.append(lesson)
    return LearningMap(
        known=sum(one.ref in right for one in answers),
        of=len(answers),
        read=tuple(sorted(read, key=lambda row: not row.sure)),
        shown=tuple(shown),
        remaining=tuple(remaining),
        done_before=tuple(before),
    )
