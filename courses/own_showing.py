"""Puts each learner's own parts into the text of a lesson, when the page is shown."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from courses.body_html import Body, part_id
from courses.outline import Lesson
from courses.own_parts import ANSWER, MARKER, OwnPart
from courses.own_words import LONGEST, Left, left_in

# Below this, counts would tell who answered what.
FEWEST = 5


@dataclass(frozen=True)
class Bar:
    """One option of a poll: how many chose it, and the share in whole percent."""

    label: str
    count: int
    percent: int
    mine: bool


@dataclass(frozen=True)
class Option:
    """One thing to tick or choose."""

    key: str
    label: str
    chosen: bool


def with_own(body: Body, lesson: Lesson, request: HttpRequest | None = None) -> Body:
    """The text with this visitor's own parts: no query for a guest, one for a learner.

    Without `request`, as a guest sees it.
    """
    if not body.own:
        return body
    user_id = request.user.pk if request and request.user.is_authenticated else None
    left: dict[str, Left] = {}
    if user_id is not None:
        polls = any(part.kind == ANSWER for part in body.own.values())
        left = left_in(user_id=user_id, lesson_key=lesson.key, polls=polls)

    def write(match: re.Match[str]) -> str:
        part = body.own.get(match[1])
        if part is None:
            return ""
        context = own_context(part, lesson, left.get(part.block, Left()))
        context["signed_in"] = user_id is not None
        return render_to_string(f"courses/own/{part.kind}.html", context, request)

    return replace(body, html=mark_safe(MARKER.sub(write, body.html)))  # noqa: S308


def own_context(part: OwnPart, lesson: Lesson, left: Left) -> dict[str, Any]:
    """What the template of an own part shows."""
    chosen = set(left.text.split())
    answers = sum(left.counts.get(key, 0) for key, _label in part.options)
    return {
        "part": part,
        "lesson": lesson,
        "anchor": part_id(part.block),
        "text": left.text,
        "written_at": left.written_at,
        "longest": LONGEST,
        "options": [Option(key, label, key in chosen) for key, label in part.options],
        "answers": answers,
        "few": answers < FEWEST,
        "last_needed": answers + 1 >= FEWEST,  # with one answer more the result shows
        "bars": _bars(part, left, answers),
    }


def _bars(part: OwnPart, left: Left, answers: int) -> list[Bar]:
    """The result of a poll; nothing while so few have answered that it would tell who."""
    if answers < FEWEST:
        return []
    counted = [(key, label, left.counts.get(key, 0)) for key, label in part.options]
    return [
        Bar(label, number, round(100 * number / answers), key == left.text)
        for key, label, number in counted
    ]
