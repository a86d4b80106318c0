"""Reads: where a learner stands. The number of queries never depends on the number of lessons."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from courses import catalogue
from courses.access import waits_for
from courses.completion_rules import Evaluation, Facts, Practised, evaluate
from courses.outline import Course, Lesson
from courses.quiz.queries import Result, best_results
from courses.records import Completion, Enrolment, Visit
from sandbox.practice import PracticeStatus
from sandbox.practice import status as practice_status


@dataclass(frozen=True)
class Standing:
    """One learner in one course, in the newest cycle."""

    user_id: int
    course_key: str
    enrolment: Enrolment | None = None
    visits: dict[str, Visit] = field(default_factory=dict)
    completions: dict[str, datetime] = field(default_factory=dict)  # key → when it was done

    @property
    def cycle(self) -> int:
        """The number of the cycle; the first one before anything is opened."""
        return self.enrolment.cycle if self.enrolment else 1

    @property
    def done_at(self) -> datetime | None:
        """When the whole course was done."""
        return self.completions.get(self.course_key)


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
        """Something has been opened."""
        return bool(self.standing.visits)

    @property
    def finished(self) -> bool:
        """The course counts as done."""
        return self.standing.done_at is not None

    @property
    def resume_url(self) -> str:
        """Where to go on, at the exact place when it is known."""
        return f"{self.resume.url}{self.fragment}" if self.resume else self.course.url

    def done_in(self, lessons: Iterable[Lesson]) -> int:
        """How many of these are done."""
        return sum(self.state[lesson.key] == "done" for lesson in lessons)


def standings(user_id: int, course_keys: Iterable[str]) -> dict[str, Standing]:
    """The learner's newest cycle in each of these courses; three queries."""
    newest: dict[str, Enrolment] = {}
    rows = Enrolment.objects.filter(user_id=user_id, course_key__in=tuple(course_keys))
    for enrolment in rows.order_by("cycle"):
        newest[enrolment.course_key] = enrolment
    found = {key: Standing(user_id, key, enrolment) for key, enrolment in newest.items()}
    by_id = {standing.enrolment.pk: standing for standing in found.values() if standing.enrolment}
    if by_id:
        for visit in Visit.objects.filter(enrolment_id__in=by_id):
            by_id[visit.enrolment_id].visits[visit.lesson_key] = visit
        active = Completion.objects.filter(enrolment_id__in=by_id, revoked_at__isnull=True)
        for row in active.values_list("enrolment_id", "key", "achieved_at"):
            by_id[row[0]].completions[row[1]] = row[2]
    return {key: found.get(key, Standing(user_id, key)) for key in course_keys}


def standing_in(user_id: int, course: Course) -> Standing:
    """The learner's newest cycle in one course; three queries, one before it is begun."""
    return standings(user_id, (course.key,))[course.key]


def practice_of(user_id: int, lessons: Iterable[Lesson]) -> Practice:
    """What the practice environment says of the lessons' exercises; asks only if there are any."""
    slugs = sorted({lesson.exercise for lesson in lessons if lesson.exercise})
    return Practice(practice_status(user_id=user_id, slugs=slugs) if slugs else {})


def open_lessons(course: Course, standing: Standing) -> tuple[Lesson, ...]:
    """The lessons that may have become done since last: opened, or with an exercise."""
    return tuple(
        lesson
        for lesson in course.lessons
        if lesson.key not in standing.completions
        and (lesson.key in standing.visits or lesson.exercise)
    )


def gather(standing: Standing, lessons: Iterable[Lesson]) -> tuple[Facts, Practice]:
    """The facts the rules of `lessons` ask about, from the quizzes and the practice environment."""
    lessons = tuple(lessons)
    places = [lesson.place for lesson in lessons if lesson.questions or lesson.test]
    results = best_results(standing.user_id, places, standing.cycle) if places else {}
    practice = practice_of(standing.user_id, lessons)
    answered: dict[str, int] = {}
    percents: dict[str, int] = {}
    for lesson in lessons:
        result = results.get(lesson.place)
        if result is None:
            continue
        if lesson.test:
            percents[lesson.key] = _percent(result, lesson.test.pass_percent)
        else:
            answered[lesson.key] = len(lesson.questions)
    facts = Facts(
        read=frozenset(key for key, visit in standing.visits.items() if visit.read_at),
        answered=answered,
        best_percent=percents,
        practised={
            slug: Practised(done=row.state == "done", missing=row.missing)
            for slug, row in practice.by_slug.items()
        },
        done=frozenset(standing.completions),
    )
    return facts, practice


def _percent(result: Result, pass_percent: int) -> int:
    """Whole per cent, never rounded over the pass mark: the attempt itself says if it passed."""
    percent = int(100 * result.score / result.of)
    return max(percent, pass_percent) if result.passed else min(percent, pass_percent - 1)


def progress(course: Course, standing: Standing, practice: Practice) -> Progress:
    """Counts and states of every lesson, and where to go on. Asks nothing of the database."""
    state = {lesson.key: _state(course, lesson, standing, practice) for lesson in course.lessons}
    done = sum(value == "done" for value in state.values())
    resume = _resume(course, standing, state)
    visit = standing.visits.get(resume.key) if resume else None
    fragment = f"#{visit.block}" if visit and visit.block else ""
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
        (lesson, evaluate(lesson.rule, facts))
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


def course_cards(user_id: int | None) -> list[Progress]:
    """Every published course with the learner's progress, begun ones first."""
    courses = catalogue.current().courses
    if user_id is None:
        return [progress(course, Standing(0, course.key), Practice()) for course in courses]
    found = standings(user_id, [course.key for course in courses])
    waiting = [row for course in courses for row in open_lessons(course, found[course.key])]
    practice = practice_of(user_id, waiting)
    cards = [progress(course, found[course.key], practice) for course in courses]
    return sorted(cards, key=lambda card: (card.finished, not card.started))
