"""The shape of the courses as plain values: what exists, in which order, at which address."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from courses.completion_rules import Need, Rule, course_rule, lesson_rule, shown_rule

# What attempts at the fast track of a course are filed under, before its key.
FAST = "fast:"
# How long one question of it takes, in minutes.
PER_QUESTION = 1


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
    attested: tuple[str, ...] = ()  # points a trainer attests
    diagnosed: tuple[str, ...] = ()  # those of its questions that the fast track asks

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
            points=len(self.attested),
        )

    def rule_for(self, shown: Collection[str]) -> Rule:
        """Its rule for a learner who has shown the lessons with these keys in the fast track."""
        if self.key not in shown:
            return self.rule
        return shown_rule(self.rule, self.key, questions=len(self.diagnosed))

    def shown_by(self, right: Collection[str]) -> bool:
        """Whether these right answers show what the lesson teaches."""
        return bool(self.diagnosed) and all(ref in right for ref in self.diagnosed)

    @property
    def can_be_shown(self) -> bool:
        """Whether the fast track alone can make it done."""
        needs = {row.need for row in self.rule}
        return bool(self.diagnosed) and needs <= {Need.READ, Need.QUESTIONS}


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
    fast_track: tuple[str, ...] = ()  # references of its questions
    fast_track_given: int | None = None  # minutes, as the editors say

    @property
    def minutes(self) -> int:
        """The sum of the lessons; never stored."""
        return sum(lesson.minutes for lesson in self.lessons)

    @property
    def fast_place(self) -> str:
        """What attempts at its fast track are filed under."""
        return f"{FAST}{self.key}"

    @property
    def fast_minutes(self) -> int:
        """How long the fast track takes for somebody who can it all, to the nearest five."""
        rest = sum(lesson.minutes for lesson in self.lessons if not lesson.can_be_shown)
        whole = PER_QUESTION * len(self.fast_track) + rest
        return self.fast_track_given or max(5, 5 * round(whole / 5))

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
