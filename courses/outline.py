"""The shape of the courses as plain values: what exists, in which order, at which address."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from courses.completion_rules import Rule, course_rule, lesson_rule


@dataclass(frozen=True)
class Test:
    """The policy of a final test."""

    draw: int
    pass_percent: int
    bank: str
    after: tuple[str, ...] = ()

    __test__ = False


@dataclass(frozen=True)
class Lesson:
    """One lesson. `number` is what readers call it ("4.1"); `version` changes when it is published."""

    pk: int
    key: str
    number: str
    title: str
    url: str
    goal: str
    minutes: int
    version: str
    course_key: str
    module_key: str
    draft: bool = True
    questions: tuple[str, ...] = ()
    exercise: str = ""
    test: Test | None = None

    @property
    def name(self) -> str:
        """Number and title, as buttons say it."""
        return f"{self.number} {self.title}"

    @property
    def place(self) -> str:
        """What attempts at its questions are filed under."""
        return f"{'test' if self.test else 'lesson'}:{self.key}"

    @property
    def rule(self) -> Rule:
        """When it counts as done."""
        return lesson_rule(
            self.key,
            questions=len(self.questions),
            exercise=self.exercise,
            pass_percent=self.test.pass_percent if self.test else None,
        )


@dataclass(frozen=True)
class Module:
    """A part of a course."""

    pk: int
    key: str
    number: int
    title: str
    url: str
    course_key: str
    lessons: tuple[Lesson, ...]

    @property
    def anchor(self) -> str:
        """Its id on the course page."""
        return f"modul-{self.number}"


@dataclass(frozen=True)
class Course:
    """A whole course."""

    pk: int
    key: str
    title: str
    url: str
    lead: str
    audience: str
    outcomes: tuple[str, ...]
    certificate: str
    certificate_months: int | None
    privacy: str
    version: str
    owner: str
    updated_on: date | None
    review_by: date | None
    draft: bool
    modules: tuple[Module, ...]
    lessons: tuple[Lesson, ...] = field(default=())
    place_of: dict[str, int] = field(default_factory=dict)  # lesson key → place in `lessons`

    @property
    def minutes(self) -> int:
        """The sum of the lessons; never stored."""
        return sum(lesson.minutes for lesson in self.lessons)

    @property
    def rule(self) -> Rule:
        """When the course counts as done."""
        return course_rule(tuple(self.place_of))

    def lesson(self, key: str) -> Lesson | None:
        """The lesson with this key, if the course has it now."""
        place = self.place_of.get(key)
        return None if place is None else self.lessons[place]

    def after(self, lesson: Lesson) -> Lesson | None:
        """The lesson that follows, over the edge of a module as well."""
        place = self.place_of[lesson.key] + 1
        return self.lessons[place] if place < len(self.lessons) else None

    def module_of(self, lesson: Lesson) -> Module:
        """The module the lesson is in."""
        return next(module for module in self.modules if module.key == lesson.module_key)


@dataclass(frozen=True)
class Index:
    """The page that lists the courses."""

    pk: int
    title: str
    introduction: str
    url: str


Node = Index | Course | Module | Lesson
