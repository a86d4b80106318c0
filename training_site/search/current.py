"""The index of what is published now, kept in the process until something is published."""

from __future__ import annotations

from wagtail.models import PageViewRestriction

from courses import catalogue
from sandbox import practice
from training_site.search.documents import documents
from training_site.search.index import Index, build

_kept: dict[object, Index] = {}


def current() -> Index:
    """The index. Two queries when nothing has changed since last, three when some pages are closed."""
    published = catalogue.current()
    exercises = practice.exercises()
    closed: tuple[object, ...] = ()
    if published.restricted:
        rows = PageViewRestriction.objects.order_by("page__path")
        closed = tuple(rows.values_list("page__path", flat=True))
    key = (published.token, exercises, closed)
    kept = _kept.get(key)
    if kept is None or not published.token:
        kept = build(documents(published, exercises))
        _kept.clear()
        _kept[key] = kept
    return kept
