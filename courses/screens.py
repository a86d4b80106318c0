"""What the pages show, put together from plain values; knows nothing of requests or the database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from courses import labels
from courses.access import waits_for
from courses.attesting import Asked
from courses.body_html import Body
from courses.completion_rules import Facts
from courses.fast_track import LearningMap
from courses.outline import Lesson, Module
from courses.queries import Progress
from sandbox.practice import ExerciseInfo, PracticeStatus

# A course up to this long is shown whole; a longer one in pages of ten lessons, so that the
# page of a course weighs the same whatever its length.
WHOLE = 20
PER_PAGE = 10


@dataclass(frozen=True)
class Action:
    """The one filled button of a page."""

    label: str
    url: str
    post: bool = False


@dataclass(frozen=True)
class Row:
    """A lesson in a task list."""

    lesson: Lesson
    state: str
    word: str
    hint: str
    current: bool = False

    @property
    def icon(self) -> str:
        """The picture that repeats the state."""
        return {"done": "check", "now": "half", "locked": "lock"}.get(self.state, "circle")


@dataclass(frozen=True)
class Part:
    """A module with the rows that are shown of it."""

    module: Module
    rows: tuple[Row, ...]
    count: str


def sign_in_url(back: str) -> str:
    """Where to sign in, and come back to `back`."""
    return f"{settings.LOGIN_URL}?next={quote(back)}"


def row(progress: Progress, lesson: Lesson, current: Lesson | None = None) -> Row:
    """A lesson in a list, with its state in words and why it is locked."""
    state, word = progress.state[lesson.key], ""
    hint = labels.minutes(lesson.minutes)
    practised = progress.practice.of(lesson)
    if state == "now" and practised is not None and practised.state == "ongoing":
        word = labels.step_of(practised)
    if state == "locked":
        waits = waits_for(progress.course, lesson, progress.standing.completions)
        first = labels.do_first(waits[0]) if waits else ""
        hint = f"{hint} · {first}" if first else hint
    if lesson.key in progress.standing.by_fast_track:
        hint = f"{hint} · {_('Shown in the fast track')}"
    return Row(lesson, state, word, hint, current=current is not None and lesson.key == current.key)


def parts(progress: Progress, lessons: Sequence[Lesson], current: Lesson | None) -> list[Part]:
    """These lessons under their modules."""
    shown = []
    for module in progress.course.modules:
        rows = tuple(
            row(progress, lesson, current) for lesson in lessons if lesson.module_key == module.key
        )
        if rows:
            done = progress.done_in(module.lessons)
            shown.append(Part(module, rows, labels.some_done(done, len(module.lessons))))
    return shown


def course_screen(
    progress: Progress, *, signed_in: bool, page: int | None = None
) -> dict[str, Any]:
    """The page of a course. `page` counts from 1; without it, the page of what comes next."""
    course = progress.course
    lessons: Sequence[Lesson] = course.lessons
    pages = 1
    if len(lessons) > WHOLE:
        pages = -(-len(lessons) // PER_PAGE)
        at = course.place_of[progress.resume.key] if progress.resume else 0
        page = min(max(page or at // PER_PAGE + 1, 1), pages)
        lessons = lessons[(page - 1) * PER_PAGE : page * PER_PAGE]
    return {
        "course": course,
        "progress": progress,
        "signed_in": signed_in,
        "sign_in_url": sign_in_url(course.url),
        "facts": labels.course_facts(course),
        "heading": labels.lessons_done(progress.done, progress.total),
        "action": course_action(progress),
        "fast": fast_door(progress, signed_in=signed_in),
        "time": labels.minutes(progress.resume.minutes) if progress.resume else "",
        "valid_until": labels.valid_until(course, progress.standing.done_at),
        "parts": parts(progress, lessons, progress.resume),
        "page": page,
        "pages": pages,
        "earlier": page - 1 if page and page > 1 else None,
        "later": page + 1 if page and page < pages else None,
    }


def course_action(progress: Progress) -> Action | None:
    """The button of a course: begin, go on, or practise again when all is done."""
    if progress.resume is None:
        exercise = next((row for row in progress.course.lessons if row.exercise), None)
        return Action(_("Practise again"), exercise.url) if exercise else None
    words = {"lesson": progress.resume.name}
    text = _("Continue with %(lesson)s") if progress.started else _("Start with %(lesson)s")
    return Action(text % words, progress.resume_url)


@dataclass(frozen=True)
class FastDoor:
    """The way into the fast track; `again` says that it has been taken."""

    label: str
    covers: str
    action: Action
    map_url: str
    again: bool


def fast_door(progress: Progress, *, signed_in: bool) -> FastDoor | None:
    """The fast track of a course that has one, until the course is finished."""
    course = progress.course
    if not course.fast_track or progress.finished:
        return None
    url = reverse("courses:fast_track", args=[course.key])
    again = bool(progress.standing.tried)
    text = _("Answer the questions again") if again else _("Take the fast track")
    action = Action(text, url, post=True)
    if not signed_in:
        action = Action(_("Sign in and take the fast track"), sign_in_url(course.url))
    return FastDoor(labels.fast_door(course), labels.fast_covers(course), action, url, again)


def map_screen(progress: Progress, found: LearningMap, result_url: str) -> dict[str, Any]:
    """The page of a learner's map after the fast track."""
    course, first = progress.course, found.first
    action = Action(_("Back to the course"), course.url)
    if first is not None:
        action = Action(_("Continue with %(lesson)s") % {"lesson": first.name}, first.url)
    return {
        "course": course,
        "crumbs": [
            (_("Courses"), reverse("courses:serve", args=["kurser/"])),
            (course.title, course.url),
        ],
        "map": found,
        "known": labels.known(found.known, found.of),
        "to_read": labels.to_read(len(found.read), found.minutes),
        "remaining_minutes": labels.minutes(found.remaining_minutes),
        "action": action,
        "again_url": reverse("courses:fast_track", args=[course.key]),
        "result_url": result_url,
    }


def card(progress: Progress) -> dict[str, Any]:
    """A course in the list of courses."""
    return {
        "course": progress.course,
        "minutes": labels.minutes(progress.course.minutes),
        "progress": progress,
        "count": labels.lessons_done(progress.done, progress.total),
        "action": course_action(progress),
    }


@dataclass(frozen=True)
class LessonView:
    """What a lesson page needs besides the lesson itself."""

    progress: Progress
    facts: Facts
    signed_in: bool
    exercise: ExerciseInfo | None = None
    asked: Asked = field(default_factory=Asked)


def lesson_screen(lesson: Lesson, body: Body, view: LessonView) -> dict[str, Any]:
    """The page of a lesson."""
    course, progress = view.progress.course, view.progress
    module = course.module_of(lesson)
    place = course.modules.index(module)
    nearby = course.modules[place : place + 2] if len(module.lessons) < WHOLE else (module,)
    following = course.after(lesson)
    return {
        "course": course,
        "module": module,
        "lesson": lesson,
        "body": body.html,
        "facts": labels.lesson_facts(course, lesson),
        "crumbs": [
            (_("Courses"), reverse("courses:serve", args=["kurser/"])),
            (course.title, course.url),
            (
                _("Module %(number)d: %(title)s")
                % {"number": module.number, "title": module.title},
                f"{course.url}#{module.anchor}",
            ),
        ],
        "signed_in": view.signed_in,
        "sign_in_url": sign_in_url(lesson.url),
        "side": parts(progress, side_lessons(nearby, lesson), lesson),
        "done": progress.state[lesson.key] == "done",
        "waits": waits_for(course, lesson, progress.standing.completions),
        "exercise": view.exercise,
        "practised": progress.practice.of(lesson),
        "exercise_url": exercise_url(progress.practice.of(lesson), lesson),
        "step": labels.step_of(progress.practice.of(lesson)),
        "best": view.facts.best_percent.get(lesson.key),
        "action": lesson_action(lesson, following, view),
        "asked": view.asked,
        "shown": lesson.key in progress.standing.by_fast_track,
        "following": following,
    }


def side_lessons(modules: Sequence[Module], lesson: Lesson) -> list[Lesson]:
    """The lessons beside: the module's and the next one's, at most twenty around this one."""
    beside = [row for module in modules for row in module.lessons]
    at = beside.index(lesson)
    start = max(0, min(at - PER_PAGE // 2, len(beside) - WHOLE))
    return beside[start : start + WHOLE]


def lesson_action(lesson: Lesson, following: Lesson | None, view: LessonView) -> Action:
    """The one thing to do next on a lesson page."""
    done = view.progress.state[lesson.key] == "done"
    onward = following.url if following else view.progress.course.url
    goes_to = (
        _("Go on to %(lesson)s") % {"lesson": following.title}
        if following
        else _("Back to the course")
    )
    if done:
        return Action(goes_to, onward)
    waits = waits_for(view.progress.course, lesson, view.progress.standing.completions)
    if waits:
        return Action(labels.go_to(waits[0]), waits[0].url)
    if not view.signed_in:
        return Action(_guest_label(lesson), sign_in_url(f"{lesson.url}#svara"))
    if lesson.test:
        return Action(
            _("Start the test"), reverse("courses:questions", args=[lesson.key]), post=True
        )
    if lesson.questions and lesson.key not in {*view.facts.answered, *view.facts.shown}:
        label = labels.answer_questions(len(lesson.questions))
        return Action(label, reverse("courses:questions", args=[lesson.key]), post=True)
    if lesson.exercise:
        return _exercise_action(view.progress.practice.of(lesson), lesson)
    if lesson.attested:
        return Action(goes_to, onward) if view.asked.open else ask_action(lesson)
    label = (
        _("Done – go on to %(lesson)s") % {"lesson": following.title}
        if following
        else _("Done – back to the course")
    )
    return Action(label, reverse("courses:read", args=[lesson.key]), post=True)


def ask_action(lesson: Lesson) -> Action:
    """Asking a trainer to attest the learner's own session."""
    url = reverse("courses:ask_attestation", args=[lesson.key])
    return Action(_("Ask for an attestation"), url, post=True)


def _guest_label(lesson: Lesson) -> str:
    """What signing in leads to for a guest."""
    if lesson.test:
        return _("Sign in and take the test")
    if lesson.questions:
        return _("Sign in and answer the questions")
    if lesson.exercise:
        return _("Sign in and do the exercise")
    return _("Sign in to save your progress")


def exercise_url(practised: PracticeStatus | None, lesson: Lesson) -> str:
    """Where the exercise goes on; it leads back to the lesson when the learner leaves it."""
    if practised is None:
        return lesson.url
    return f"{practised.url}?tillbaka={quote(lesson.url)}"


def _exercise_action(practised: PracticeStatus | None, lesson: Lesson) -> Action:
    """Starting or going on with the exercise, in the practice environment."""
    begun = practised is not None and practised.state == "ongoing"
    url = exercise_url(practised, lesson)
    return Action(_("Continue the exercise") if begun else _("Start the exercise"), url)
