"""The pages blocks have of their own: what a learner leaves in one, and a slide shown large."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from courses import catalogue, own_words
from courses.body_html import part_id
from courses.outline import Lesson
from courses.own_parts import ANSWER, NOTE, OwnPart
from courses.own_showing import own_context
from courses.signed_out import signed_out


def _lesson(key: str) -> Lesson:
    """A published lesson by its key. Raises Http404; a lesson not everyone may see is no page here."""
    published = catalogue.current()
    found = None if published.restricted else published.find_lesson(key)
    if found is None:
        raise Http404
    return found[1]


def _part(lesson: Lesson, block: str) -> OwnPart:
    """The learner's own part of a block. Raises Http404."""
    part = catalogue.current().body(lesson).own.get(block)
    if part is None:
        raise Http404
    return part


@require_POST
def own(request: HttpRequest, key: str, block: str) -> HttpResponse:
    """Keep a note, ticks or an answer, and go back to where the learner was."""
    lesson = _lesson(key)
    part = _part(lesson, block)
    back = f"{lesson.url}#{part_id(block)}"
    if not request.user.is_authenticated:
        return signed_out(request, back, request.POST.get("text", ""))
    where: dict[str, Any] = {"user_id": request.user.pk, "lesson_key": lesson.key, "part": part}
    now = timezone.now()
    if part.kind == NOTE:
        text = request.POST.get("text", "")
        stopped = own_words.write_note(**where, text=text, now=now)
        return _again(request, lesson, part, stopped) if stopped else redirect(back)
    if part.kind == ANSWER:
        if not own_words.answer(**where, key=request.POST.get("val", ""), now=now):
            return _again(request, lesson, part, (_("Choose one of the options."),))
    else:
        own_words.tick(**where, keys=request.POST.getlist("punkt"), now=now)
    return redirect(back)


def _again(
    request: HttpRequest, lesson: Lesson, part: OwnPart, errors: tuple[str, ...]
) -> HttpResponse:
    """The same form on a page of its own, with what was typed and why it was not kept."""
    left = own_words.Left(text=request.POST.get("text", ""))
    context = own_context(part, lesson, left)
    context |= {"errors": errors, "error": errors[0], "signed_in": True}
    return render(request, "courses/own_again.html", context, status=422)


def _show(request: HttpRequest, lesson: Lesson) -> Any:
    """The slides asked for, or the first ones of the lesson. Raises Http404 when it has none."""
    page = get_object_or_404(apps.get_model("courses", "LessonPage"), pk=lesson.pk)
    shows = [row for row in page.body if row.block_type == "slides"]
    wanted = [row for row in shows if row.id == request.GET.get("bildspel")] or shows
    if not wanted:
        raise Http404
    return wanted[0]


@require_safe
def slide_notes(request: HttpRequest, key: str) -> HttpResponse:
    """Every slide with what to say to it, to print."""
    lesson = _lesson(key)
    show = _show(request, lesson)
    context = {"lesson": lesson, "show": show.value, "back": f"{lesson.url}#{part_id(show.id)}"}
    return render(request, "courses/slide_notes.html", context)


@require_safe
def slide(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """One slide of a lesson, large. `?bildspel=` names the block when the lesson has several."""
    lesson = _lesson(key)
    show = _show(request, lesson)
    slides = list(show.value["slides"])
    if not 1 <= number <= len(slides):
        raise Http404
    notes = request.GET.get("anteckningar") == "1"
    asked = "&".join([f"bildspel={show.id}", *(["anteckningar=1"] if notes else [])])
    context = {
        "lesson": lesson,
        "title": show.value["title"],
        "slide": slides[number - 1],
        "number": number,
        "total": len(slides),
        "earlier": number - 1 if number > 1 else None,
        "later": number + 1 if number < len(slides) else None,
        "notes": notes,
        "asked": asked,
        "block_id": show.id,
        "back": f"{lesson.url}#{part_id(show.id)}",
    }
    return render(request, "courses/slide.html", context)
