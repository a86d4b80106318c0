"""Reads: where a learner stands. The number of queries never depends on the number of lessons."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from courses import catalogue
from courses.access import waits_for
from courses.completion_rules import Evaluation, Facts, Practised, Rule, evaluate
from courses.outline import Course, Lesson
from courses.quiz.queries import Result, best_results
from courses.standings import Standing, standing_in, standings
from sandbox.practice import PracticeStatus
from sandbox.practice import status as practice_status


@dataclass(frozen=True)
class Practice:
    """Exercises by slug, as the practice environment tells of them."""

    by_slug: dict[str, PracticeStatus] = field(default_factory=dict)

    def of(self, lesson: Lesson) -> PracticeStatus | None:
        """The status of the lesson's exercise, if it has one."""
        return self.by_slug.get(lesson.exercise)


@dataclass(frozen=True)
class Progress:
    """A learner's way through a course: counts, states and where to go on."""

    course: Course
    standing: Standing
    practice: Practice
    done: int
    state: dict[str, str]  # lesson key → done | now | todo | locked
    resume: Lesson | None
    fragment: str = ""  # "#del-…": the exact place in the resumed lesson

    @property
    def total(self) -> int:
        """How many lessons the course has."""
        return len(self.course.lessons)

    @property
    def started(self) -> bool:
        """The course is begun: a lesson has been opened, or the fast track."""
        return self.standing.enrolment_id is not None

    @property
    def finished(self) -> bool:
        """The course counts as done."""
        return self.course.key in self.standing.completions

    @property
    def resume_url(self) -> str:
        """Where to go on, at the exact place when it is known."""
        return f"{self.resume.url}{self.fragment}" if self.resume else self.course.url

    def done_in(self, lessons: Iterable[Lesson]) -> int:
        """How many of these are done."""
        return sum(self.state[lesson.key] == "done" for lesson in lessons)


def practice_of(user_id: int, lessons: Iterable[Lesson]) -> Practice:
    """What the practice environment says of the lessons' exercises; asks only if there are any."""
    slugs = sorted({lesson.exercise for lesson in lessons if lesson.exercise})
    return Practice(practice_status(user_id=user_id, slugs=slugs) if slugs else {})


def open_lessons(course: Course, standing: Standing) -> tuple[Lesson, ...]:
    """The lessons that may have become done since last: opened, shown, or with an exercise."""
    return tuple(
        lesson
        for lesson in course.lessons
        if lesson.key not in standing.completions
        and (lesson.key in standing.visits or lesson.exercise or lesson.shown_by(standing.right))
    )


def ask(standing: Standing, lessons: Iterable[Lesson]) -> tuple[dict[str, Result], Practice]:
    """What the quizzes and the practice environment know of these lessons."""
    lessons = tuple(lessons)
    places = [lesson.place for lesson in lessons if lesson.questions or lesson.test]
    results = best_results(standing.user_id, places, standing.cycle) if places else {}
    return results, practice_of(standing.user_id, lessons)


def gather(standing: Standing, lessons: Iterable[Lesson]) -> tuple[Facts, Practice]:
    """The facts the rules of `lessons` ask about; one query, and three more for exercises."""
    lessons = tuple(lessons)
    results, practice = ask(standing, lessons)
    return facts_from(standing, lessons, results, practice), practice


def facts_from(
    standing: Standing, lessons: Iterable[Lesson], results: dict[str, Result], practice: Practice
) -> Facts:
    """What is known, as the rules want it."""
    lessons = tuple(lessons)
    answered: dict[str, int] = {}
    percents: dict[str, int] = {}
    for lesson in lessons:
        result = results.get(lesson.place)
        if result is not None and lesson.test:
            percents[lesson.key] = _percent(result, lesson.test.pass_percent)
        elif result is not None:
            answered[lesson.key] = len(lesson.questions)
    return Facts(
        read=frozenset(key for key, seen in standing.visits.items() if seen.read_at),
        answered=answered,
        best_percent=percents,
        practised={
            slug: Practised(done=row.state == "done", missing=row.missing)
            for slug, row in practice.by_slug.items()
        },
        attested=frozenset(standing.attested),
        shown=frozenset(row.key for row in lessons if row.shown_by(standing.right)),
        done=frozenset(standing.completions),
    )


def newly_met(course: Course, standing: Standing, facts: Facts) -> dict[str, tuple[Rule, str]]:
    """What counts as done now and is not written down: key → (rule, version of the content)."""
    if standing.enrolment_id is None:
        return {}
    fresh = {
        lesson.key: (lesson.rule_for(facts.shown), lesson.version)
        for lesson, outcome in evaluations(open_lessons(course, standing), standing, facts)
        if outcome.done
    }
    done = Facts(done=frozenset({*standing.completions, *fresh}))
    if course.key not in standing.completions and evaluate(course.rule, done).done:
        fresh[course.key] = (course.rule, course.version)
    return fresh


def _percent(result: Result, pass_percent: int) -> int:
    """Whole per cent, never rounded over the pass mark: the attempt itself says if it passed."""
    percent = int(100 * result.score / result.of)
    return max(percent, pass_percent) if result.passed else min(percent, pass_percent - 1)


def progress(course: Course, standing: Standing, practice: Practice) -> Progress:
    """Counts and states of every lesson, and where to go on. Asks nothing of the database."""
    state = {lesson.key: _state(course, lesson, standing, practice) for lesson in course.lessons}
    done = sum(value == "done" for value in state.values())
    resume = _resume(course, standing, state)
    seen = standing.visits.get(resume.key) if resume else None
    fragment = f"#{seen.block}" if seen and seen.block else ""
    return Progress(course, standing, practice, done, state, resume, fragment)


def _state(course: Course, lesson: Lesson, standing: Standing, practice: Practice) -> str:
    """What the list says of a lesson."""
    if lesson.key in standing.completions:
        return "done"
    if waits_for(course, lesson, standing.completions):
        return "locked"
    practised = practice.of(lesson)
    begun = practised is not None and practised.state != "not_started"
    return "now" if begun or lesson.key in standing.visits else "todo"


def _resume(course: Course, standing: Standing, state: dict[str, str]) -> Lesson | None:
    """Where to go on: the lesson opened last if it is not done, else the next one that is not."""
    opened = [key for key in standing.visits if key in state]
    last = max(opened, key=lambda key: standing.visits[key].last_at, default=None)
    start = course.place_of[last] if last else 0
    order = (*course.lessons[start:], *course.lessons[:start])
    return next((lesson for lesson in order if state[lesson.key] in {"now", "todo"}), None)


def evaluations(
    lessons: Iterable[Lesson], standing: Standing, facts: Facts
) -> list[tuple[Lesson, Evaluation]]:
    """Each lesson that is not done, with what is missing."""
    return [
        (lesson, evaluate(lesson.rule_for(facts.shown), facts))
        for lesson in lessons
        if lesson.key not in standing.completions
    ]


def course_progress(user_id: int, course_key: str) -> Progress | None:
    """Where a learner stands in one course; None when it is not published."""
    course = catalogue.current().course(course_key)
    if course is None:
        return None
    standing = standing_in(user_id, course)
    return progress(course, standing, practice_of(user_id, open_lessons(course, standing)))


def course_cards(
    user_id: int | None, published: catalogue.Catalogue | None = None
) -> list[Progress]:
    """Every published course with the learner's progress, begun ones first, finished ones last.

    What has been done since the course was last opened counts, though only opening it writes.
    A fixed number of queries for each cycle the learner is in (nearly always one).
    """
    courses = (published or catalogue.current()).courses
    if user_id is None:
        return [progress(course, Standing(0, course.key), Practice()) for course in courses]
    found = standings(user_id, [course.key for course in courses])
    cards = []
    for cycle in sorted({standing.cycle for standing in found.values()}):
        same = [course for course in courses if found[course.key].cycle == cycle]
        cards.extend(_caught_up(same, found))
    return sorted(cards, key=lambda card: (card.finished, not card.started))


def _caught_up(courses: list[Course], found: dict[str, Standing]) -> list[Progress]:
    """These courses, all in the same cycle, with what is met and not yet written down."""
    waiting = [row for course in courses for row in open_lessons(course, found[course.key])]
    results, practice = ask(found[courses[0].key], waiting)
    cards = []
    for course in courses:
        standing = found[course.key]
        fresh = newly_met(course, standing, facts_from(standing, waiting, results, practice))
        then: dict[str, datetime | None] = dict.fromkeys(fresh, standing.last_at)
        cards.append(
            progress(course, replace(standing, completions=then | standing.completions), practice)
        )
    return cards
