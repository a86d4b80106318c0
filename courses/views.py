"""The pages of the courses, and what a learner does on them."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.views import serve as wagtail_serve

from courses import (
    actions,
    attesting,
    catalogue,
    kept_pages,
    labels,
    queries,
    screens,
    standings,
)
from courses.access import waits_for
from courses.certificates import Certificate, certificate_of
from courses.completion_rules import Facts
from courses.fast_track import learning_map
from courses.outline import Course, Index, Lesson, Module, Node
from courses.own_showing import with_own
from courses.questions import start_fast_track, start_questions
from courses.quiz.certainty import judged
from courses.quiz.draws import NothingToAsk
from courses.quiz.queries import history
from courses.shelf import swedish_order
from sandbox import practice


def serve(request: HttpRequest, path: str) -> HttpResponse:
    """A page of the courses; what is not one, and what only some may see, is left to Wagtail."""
    published = catalogue.current()
    node = published.at.get(request.path_info)
    if node is None or published.restricted or request.method not in {"GET", "HEAD"}:
        return wagtail_serve(request, path)
    return show(request, published, node)


def show(request: HttpRequest, published: catalogue.Catalogue, node: Node) -> HttpResponse:
    """One page; for a guest it is written out once and kept until something is published."""
    # What the practice environment tells of an exercise has no stamp.
    if isinstance(node, Lesson) and node.exercise:
        return _page(request, published, node)
    return kept_pages.shown(
        request, published.written, request.path_info, lambda: _page(request, published, node)
    )


def show_uncached(request: HttpRequest, published: catalogue.Catalogue, node: Node) -> HttpResponse:
    """One page that not everyone may see: nothing of it is kept."""
    return _page(request, published, node)


def _page(request: HttpRequest, published: catalogue.Catalogue, node: Node) -> HttpResponse:
    """The page of a node, for this visitor."""
    if isinstance(node, Lesson):
        return _lesson(request, published, node)
    if isinstance(node, Module):
        return redirect(_module_url(published, node))
    if isinstance(node, Course):
        return _course(request, node)
    return _index(request, node)


def _module_url(published: catalogue.Catalogue, module: Module) -> str:
    """A module has no page of its own: its place on the page of the course."""
    course = published.course(module.course_key)
    if course is None:
        raise Http404
    page = ""
    if len(course.lessons) > screens.WHOLE and module.lessons:
        at = course.place_of[module.lessons[0].key]
        page = f"?sida={at // screens.PER_PAGE + 1}"
    return f"{course.url}{page}#{module.anchor}"


def _index(request: HttpRequest, index: Index) -> HttpResponse:
    """All courses."""
    user_id = request.user.pk if request.user.is_authenticated else None
    cards = [screens.card(row) for row in queries.course_cards(user_id)]
    context = {"index": index, "cards": cards, "signed_in": user_id is not None}
    return render(request, "courses/index.html", context)


def _course(request: HttpRequest, course: Course) -> HttpResponse:
    """A course, with what has been done settled first."""
    page = request.GET.get("sida", "")
    standing, _facts, practised = _where(request, course, wide=True)
    progress = queries.progress(course, standing, practised)
    context = screens.course_screen(
        progress,
        signed_in=request.user.is_authenticated,
        page=int(page) if page.isdecimal() and len(page) < 6 else None,
    )
    if progress.finished:
        own = certificate_of(standing.enrolment_id)
        context |= {"certificate": own}
    return render(request, "courses/course.html", context)


def _lesson(request: HttpRequest, published: catalogue.Catalogue, lesson: Lesson) -> HttpResponse:
    """A lesson; opening it is noted for a learner who is signed in."""
    course = published.course(lesson.course_key)
    if course is None:
        raise Http404
    standing, facts, practised = _where(request, course, lesson=lesson)
    if request.user.is_authenticated:
        standing = actions.open_lesson(
            standing=standing, course=course, lesson=lesson, unit=_unit(request), now=timezone.now()
        )
    view = screens.LessonView(
        progress=queries.progress(course, standing, practised),
        facts=facts,
        signed_in=request.user.is_authenticated,
        exercise=_exercise(lesson),
        asked=attesting.asked_for(standing=standing, lesson=lesson, now=timezone.now()),
    )
    body = with_own(published.body(lesson), lesson, request)
    context = screens.lesson_screen(lesson, body, view)
    return render(request, "courses/lesson.html", context)


def _where(
    request: HttpRequest, course: Course, *, lesson: Lesson | None = None, wide: bool = False
) -> tuple[standings.Standing, Facts, queries.Practice]:
    """Where the visitor stands, after settling what has become done since last."""
    if not request.user.is_authenticated:
        return standings.Standing(0, course.key), Facts(), queries.Practice()
    standing = standings.standing_in(request.user.pk, course)
    asked = queries.open_lessons(course, standing)
    if not wide:
        # A lesson page asks about what has been opened, itself, and what it waits for.
        waits = waits_for(course, lesson, standing.completions) if lesson else ()
        asked = tuple(
            row
            for row in asked
            if row in waits or (row.key in standing.visits and not row.exercise)
        )
    if lesson is not None and lesson not in asked and lesson.key not in standing.completions:
        asked = (*asked, lesson)
    facts, practised = queries.gather(standing, asked)
    standing, _fresh = actions.settle(
        standing=standing, course=course, facts=facts, unit=_unit(request), now=timezone.now()
    )
    return standing, facts, practised


def _exercise(lesson: Lesson) -> practice.ExerciseInfo | None:
    """The exercise of the lesson, if it is there."""
    try:
        return practice.exercise(lesson.exercise) if lesson.exercise else None
    except LookupError:
        return None


def _unit(request: HttpRequest) -> actions.Unit:
    """Asks where the learner works today, in words; kept with what she has done."""
    user: Any = request.user
    return lambda: str(user.unit_name())


def _find(key: str) -> tuple[Course, Lesson]:
    """A published lesson by its key. Raises Http404."""
    found = catalogue.current().find_lesson(key)
    if found is None:
        raise Http404
    return found


@require_POST
def read(request: HttpRequest, key: str) -> HttpResponse:
    """The learner says that the lesson is read; goes on to the next one."""
    course, lesson = _find(key)
    if not request.user.is_authenticated:
        return redirect(screens.sign_in_url(lesson.url))
    now = timezone.now()
    standing = actions.mark_read(
        standing=standings.standing_in(request.user.pk, course),
        course=course,
        lesson=lesson,
        unit=_unit(request),
        now=now,
    )
    facts, _practice = queries.gather(standing, [lesson])
    actions.settle(standing=standing, course=course, facts=facts, unit=_unit(request), now=now)
    following = course.after(lesson)
    return redirect(following.url if following else course.url)


@require_POST
def position(request: HttpRequest, key: str) -> JsonResponse:
    """Note which part the reader has in front of them; sent by the page itself."""
    _course_of, lesson = _find(key)
    block = request.POST.get("del", "")
    if not request.user.is_authenticated:
        return JsonResponse({"saved": False}, status=403)
    known = block in catalogue.current().body(lesson).parts
    saved = known and actions.record_position(
        user_id=request.user.pk, lesson=lesson, block=block, now=timezone.now()
    )
    return JsonResponse({"saved": saved}, status=200 if saved else 422)


@require_POST
def questions(request: HttpRequest, key: str) -> HttpResponse:
    """Begin or go on with the questions of a lesson, or its test; the text counts as read."""
    course, lesson = _find(key)
    if not request.user.is_authenticated:
        return redirect(screens.sign_in_url(lesson.url))
    now = timezone.now()
    standing, _facts, _practice = _where(
        request, course, lesson=lesson, wide=lesson.test is not None
    )
    if waits_for(course, lesson, standing.completions) or not (lesson.questions or lesson.test):
        return redirect(lesson.url)
    standing = actions.mark_read(
        standing=standing, course=course, lesson=lesson, unit=_unit(request), now=now
    )
    return redirect(
        start_questions(
            user=request.user,
            course=course,
            lesson=lesson,
            cycle=standing.cycle,
            county=catalogue.current().shelf.county,
        )
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def fast_track(request: HttpRequest, key: str) -> HttpResponse:
    """Begin the fast track of a course, or read the map its answers gave."""
    course = catalogue.current().course(key)
    if course is None or not course.fast_track:
        raise Http404
    if not request.user.is_authenticated:
        return redirect(screens.sign_in_url(course.url))
    if request.method == "POST":
        return _begin_fast_track(request, course)
    standing, _facts, practised = _where(request, course, wide=True)
    latest = history(standing.user_id, course.fast_place, standing.cycle, at_most=1)
    if not latest:
        return redirect(course.url)
    progress = queries.progress(course, standing, practised)
    result = reverse("quiz:result", args=[latest[0].public_id])
    context = screens.map_screen(progress, learning_map(progress, judged(latest[0])), result)
    return render(request, "courses/map.html", context)


def _begin_fast_track(request: HttpRequest, course: Course) -> HttpResponse:
    """Enrol, and go to the questions; to the course when none of them is published."""
    user: Any = request.user
    cycle = standings.standing_in(user.pk, course).cycle
    now = timezone.now()
    actions.enrol(user_id=user.pk, course=course, unit=str(user.unit_name()), now=now, cycle=cycle)
    try:
        return redirect(start_fast_track(user=user, course=course, cycle=cycle))
    except NothingToAsk:
        return redirect(course.url)


def left(request: HttpRequest, key: str) -> HttpResponse:
    """Why am I not done? Everything that is missing in a course, in words."""
    course = catalogue.current().course(key)
    if course is None:
        raise Http404
    if not request.user.is_authenticated:
        return redirect(screens.sign_in_url(request.path))
    standing, _facts, _practice = _where(request, course, wide=True)
    facts, _practice = queries.gather(standing, course.lessons)
    rows = labels.what_is_missing(queries.evaluations(course.lessons, standing, facts))
    context: dict[str, Any] = {
        "course": course,
        "lacks": rows[: screens.WHOLE],
        "more": max(len(rows) - screens.WHOLE, 0),
        "done_at": standing.done_at,
    }
    return render(request, "courses/left.html", context)


def certificate(request: HttpRequest, code: str) -> HttpResponse:
    """A certificate, for anybody who has been given its address."""
    found = get_object_or_404(Certificate, code=code)
    expired = found.valid_until is not None and found.valid_until < timezone.localdate()
    attested = attesting.attestations_of(found.enrolment_id)
    context = {"certificate": found, "expired": expired, "attestations": attested}
    return render(request, "courses/certificate.html", context)


def glossary(request: HttpRequest) -> HttpResponse:
    """Every word that is explained, in Swedish order."""
    shelf = catalogue.current().shelf
    terms = {term.pk: term for term in shelf.terms.values()}.values()
    ordered = sorted(terms, key=lambda term: swedish_order(term.term))
    letters: dict[str, list[Any]] = {}
    for term in ordered:
        letters.setdefault(term.term[0].upper(), []).append(term)
    return render(request, "courses/glossary.html", {"letters": letters.items()})


def laws(request: HttpRequest) -> HttpResponse:
    """Every law reference, with its dates and how well it has been checked."""
    shelf = catalogue.current().shelf
    rows = sorted(shelf.laws.values(), key=lambda law: (swedish_order(law.act), law.place))
    return render(request, "courses/laws.html", {"laws": rows, "today": timezone.localdate()})
