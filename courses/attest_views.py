"""The pages of attestations: the learner asks and withdraws, the trainer answers."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_http_methods, require_POST

from courses import actions, attesting, catalogue, screens
from courses.attest_forms import AttestForm, CodeForm
from courses.attestations import AttestRequest
from courses.outline import Course, Lesson
from courses.signed_out import signed_out
from courses.standings import standing_in

# The right to lead sessions; the practice environment gives it its name.
LEADS = "sandbox.lead_run"
Extra = ParamSpec("Extra")
Page = Callable[Concatenate[HttpRequest, Extra], HttpResponse]


def _for_trainers(page: Page[Extra]) -> Page[Extra]:
    """Let trainers in; nobody else learns whether a code is there."""

    @wraps(page)
    def guarded(request: HttpRequest, /, *args: Extra.args, **kwargs: Extra.kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return signed_out(request, request.get_full_path(), request.POST.get("feedback", ""))
        if not request.user.has_perm(LEADS):
            response = _closed(request, "not_trainer", 403)
        else:
            response = page(request, *args, **kwargs)
        add_never_cache_headers(response)
        return response

    return guarded


def _closed(request: HttpRequest, why: str, status: int) -> HttpResponse:
    """Why nothing can be attested here: not_trainer, own or no_code."""
    return render(request, "courses/attest_closed.html", {"why": why}, status=status)


def _lesson(key: str) -> tuple[Course, Lesson]:
    """A published lesson that is attested. Raises Http404."""
    found = catalogue.current().find_lesson(key)
    if found is None or not found[1].attested:
        raise Http404
    return found


@require_POST
def ask(request: HttpRequest, key: str) -> HttpResponse:
    """The learner asks for an attestation; the text counts as read."""
    course, lesson = _lesson(key)
    user: Any = request.user
    if not user.is_authenticated:
        return redirect(screens.sign_in_url(lesson.url))
    now = timezone.now()
    standing = actions.mark_read(
        standing=standing_in(user.pk, course),
        course=course,
        lesson=lesson,
        unit=lambda: str(user.unit_name()),
        now=now,
    )
    attesting.ask(standing=standing, lesson=lesson, now=now)
    return redirect(f"{lesson.url}#intyg")


@require_POST
def withdraw(request: HttpRequest, key: str) -> HttpResponse:
    """The learner takes the code back."""
    course, lesson = _lesson(key)
    if not request.user.is_authenticated:
        return redirect(screens.sign_in_url(lesson.url))
    standing = standing_in(request.user.pk, course)
    attesting.withdraw(standing=standing, lesson=lesson, now=timezone.now())
    return redirect(f"{lesson.url}#intyg")


@_for_trainers
def enter(request: HttpRequest) -> HttpResponse:
    """The trainer writes a code she has been given."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return redirect("courses:attest", form.cleaned_data["code"])
    return render(request, "courses/attest_enter.html", {"form": form})


@_for_trainers
@require_http_methods(["GET", "HEAD", "POST"])
def attest(request: HttpRequest, code: str) -> HttpResponse:
    """The trainer says what she saw, once. What is not hers to answer looks like no code at all."""
    try:
        row, course, lesson = attesting.find(code)
    except LookupError:
        return _closed(request, "no_code", 404)
    if row.enrolment.user_id == request.user.pk:
        return _closed(request, "own", 403)
    if hasattr(row, "answer") and row.answer.trainer_id == request.user.pk:
        return render(request, "courses/attested.html", {"attestation": row.answer, "row": row})
    if row.closed_at is not None or row.expires_at <= timezone.now() or not lesson.attested:
        return _closed(request, "no_code", 404)
    return _form(request, row, course, lesson)


def _form(request: HttpRequest, row: AttestRequest, course: Course, lesson: Lesson) -> HttpResponse:
    """The form, and what becomes of it."""
    form = AttestForm(request.POST or None, lesson=lesson)
    if request.method == "POST" and form.is_valid():
        given = attesting.Answer(
            trainer=request.user,
            held_on=form.cleaned_data["held_on"],
            seen=form.cleaned_data["seen"],
            feedback=form.cleaned_data["feedback"],
        )
        try:
            attesting.answer(code=row.code, lesson=lesson, given=given, now=timezone.now())
        except attesting.Closed:
            return _closed(request, "no_code", 404)
        return redirect(row)
    context = {"form": form, "row": row, "course": course, "lesson": lesson}
    return render(request, "courses/attest.html", context)
