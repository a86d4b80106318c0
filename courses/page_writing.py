"""Writes a page from a file: only when the file has changed, never over an editor's own change."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from courses.pages import ContentPage, LessonQuestion, Reviewed
from courses.quiz.models import Question
from courses.sameness import digest


@dataclass
class Report:
    """What a load did: how many of each outcome, and what was left as an editor had it."""

    counts: Counter[str] = field(default_factory=Counter)
    kept: list[str] = field(default_factory=list)

    def note(self, outcome: str, title: str) -> None:
        """Count one of: made, changed, same, kept."""
        self.counts[outcome] += 1
        if outcome == "kept":
            self.kept.append(title)


def digests(values: dict[str, Any]) -> dict[str, str]:
    """A short sha256 for each value, whatever the order of its keys and the editor's own.

    One for each, so that a field which files say more about tomorrow is no editor's change.
    """
    return {name: digest(value) for name, value in values.items()}


def is_edited(now: dict[str, str], loaded: dict[str, str]) -> bool:
    """Someone has changed what the latest load wrote."""
    return any(now.get(name) != written for name, written in loaded.items())


def write_page(
    model: type[ContentPage], key: str, values: dict[str, Any], parent: Any, report: Report
) -> Any:
    """Make, update or leave the page with this key; returns it.

    `values` are plain fields; for a lesson also "body" as stream data and "questions" as their
    references. The page is published only when it is new or changed.
    """
    wanted = digests(values)
    page = model.objects.filter(key=key).first()
    if page is None:
        page = model(key=key, show_in_menus=False, loaded=wanted)
        _fill(page, values)
        parent.add_child(instance=page)
        page.save_revision(log_action=True).publish()
        report.note("made", page.title)
        return model.objects.get(pk=page.pk)
    if page.loaded == wanted:
        report.note("same", page.title)
        return page
    latest = page.get_latest_revision_as_object()
    now = digests(current_values(latest, values))
    if not page.live or is_edited(now, page.loaded):
        report.note("kept", page.title)
        return page
    _fill(latest, values)
    latest.loaded = wanted
    if now != wanted and isinstance(latest, Reviewed):
        latest.withdraw_review()
    latest.save_revision(log_action=True).publish()
    report.note("changed", latest.title)
    return model.objects.get(pk=page.pk)


def _fill(page: Any, values: dict[str, Any]) -> None:
    """Put the values on the page."""
    for name, value in values.items():
        if name == "body":
            page.body = json.dumps(value)
        elif name == "questions":
            page.question_links = _links(value)
        else:
            setattr(page, name, value)


def _links(refs: list[str]) -> list[LessonQuestion]:
    """The questions of a lesson, in order."""
    by_ref = {question.ref: question for question in Question.objects.filter(ref__in=refs)}
    return [
        LessonQuestion(question=by_ref[ref], sort_order=place) for place, ref in enumerate(refs)
    ]


def current_values(page: Any, like: dict[str, Any]) -> dict[str, Any]:
    """What the page says now, of the same things and in the same shape as `like`."""
    values: dict[str, Any] = {}
    for name in like:
        if name == "body":
            values[name] = list(page.body.get_prep_value())
        elif name == "questions":
            links = sorted(page.question_links.all(), key=lambda link: link.sort_order or 0)
            values[name] = [link.question.ref for link in links]
        else:
            values[name] = getattr(page, name)
    return values
