"""What is counted, and what it may be at most. Used by `make bench` and by the tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.urls import reverse

from bench import made
from bench.counting import Counted, counted, counted_warm
from bench.fields import Fields
from bench.verdicts import Count
from courses import catalogue
from courses.outline import Course, Lesson
from sandbox.world.templates import current, file_of

SHORT, LONG = 10, 1000  # lessons
GROWTH = 1.05  # how much more the long course may cost than the short one
EXERCISE = "alex-kor"
ClientFor = Callable[[Any], Any]


def make() -> tuple[made.MadeCourse, made.MadeCourse, list[str]]:
    """Two courses that differ in length alone, and the ten questions both ask."""
    made.county()
    refs = made.ten_questions()
    short, long = (
        made.course(key, lessons=lessons, questions=refs, exercise=EXERCISE, sections=sections)
        # Search reads every lesson: a thousand of twelve kilobytes are more than any site has.
        for key, lessons, sections in (("KORT", SHORT, 30), ("LANG", LONG, 1))
    )
    return short, long, refs


def _course(key: str) -> Course:
    found = catalogue.current().course(key)
    if found is None:
        raise LookupError(key)
    return found


def all_counts(client_for: ClientFor) -> Iterator[Count]:
    """Every count. `make()` has been called, and the exercise is loaded."""
    user = made.learner(900001)
    short = _course("KORT")
    made.midway(user, short.key, [lesson.key for lesson in short.lessons])
    client = client_for(user)
    begun = counted(lambda: client.post(reverse("practice:assignment", args=[EXERCISE])))
    yield from _lessons(client, client_for(None), short)
    yield from _questions(client, short.lessons[0])
    yield from _growth(client_for(made.learner(900002)))
    yield from _practice(client, begun)


def _lessons(client: Any, guest: Any, course: Course) -> Iterator[Count]:
    """Lesson pages: for someone midway whose exercise is under way, and for a guest."""
    lesson = course.lessons[4]
    page = counted_warm(lambda: client.get(lesson.url))
    yield Count("lesson, signed in: queries", page.queries, 9)
    yield Count("lesson, signed in: rows written", page.rows, 0)
    yield Count("lesson, signed in: bytes", page.size, 25_000)
    page = counted_warm(lambda: client.get(course.lessons[-1].url))
    yield Count("the exercise's lesson, signed in: queries", page.queries, 9)
    page = counted_warm(lambda: guest.get(lesson.url))
    yield Count("lesson, guest: queries", page.queries, 1)
    yield Count("lesson, guest: bytes", page.size, 25_000)


def _questions(client: Any, lesson: Lesson) -> Iterator[Count]:
    """Ten questions, from the button to the result."""
    begun = counted(lambda: client.post(reverse("courses:questions", args=[lesson.key])))
    take = begun.response.headers["Location"]  # type: ignore[union-attr]
    page = counted_warm(lambda: client.get(take))
    form = Fields.of(page.response.content.decode())  # type: ignore[union-attr]
    fields, saves = dict(form.hidden), []
    for name, options in form.choices.items():
        fields[name] = options[0]
        saves.append(counted(lambda: client.post(form.autosave, dict(fields))))
    done = counted(lambda: client.post(take, {**fields, "do": "submit"}))
    result = counted_warm(lambda: client.get(done.response.headers["Location"]))  # type: ignore[union-attr]
    yield Count("one answer stored: queries", max(save.queries for save in saves), 6)
    yield Count("one answer stored: rows written", max(save.rows for save in saves))
    whole = [begun, page, *saves, done, result]
    yield Count("ten questions begun: queries", begun.queries)
    yield Count("ten questions shown: queries", page.queries)
    yield Count("ten questions handed in: queries", done.queries)
    yield Count("ten questions' result: queries", result.queries)
    yield Count("ten questions, all of it: queries", sum(one.queries for one in whole))
    yield Count("ten questions, all of it: rows written", sum(one.rows for one in whole))


def _growth(client: Any) -> Iterator[Count]:
    """The page of a course with ten lessons, and with a thousand."""
    few = counted_warm(lambda: client.get(_course("KORT").url))
    many = counted_warm(lambda: client.get(_course("LANG").url))
    yield Count(f"course of {SHORT}: queries", few.queries)
    yield Count(f"course of {LONG:,}: queries", many.queries, few.queries)
    yield Count(f"course of {SHORT}: bytes", few.size)
    yield Count(f"course of {LONG:,}: bytes", many.size, round(few.size * GROWTH))


def _practice(client: Any, begun: Counted) -> Iterator[Count]:
    """The exercise: begun, its first step opened, sent and answered, and begun again."""
    home = begun.response.headers["Location"]  # type: ignore[union-attr]
    model = file_of(current(EXERCISE)).model[0]
    address = f"{home}steg/{model.step}/"
    form = counted(lambda: client.get(address))
    fields = Fields.of(form.response.content.decode()).hidden  # type: ignore[union-attr]
    sent = counted(lambda: client.post(address, {**fields, **model.body, "do": "send"}))
    replies = counted(lambda: client.get(sent.response.headers["Location"]))  # type: ignore[union-attr]
    again = counted(lambda: client.post(f"{home}igen/"))
    steps = {"begun": begun, "step shown": form, "step sent": sent, "replies": replies}
    for name, found in {**steps, "begun again": again}.items():
        yield Count(f"exercise, {name}: queries", found.queries)
        yield Count(f"exercise, {name}: rows written", found.rows)
