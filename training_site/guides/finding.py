"""The version of a guide that an address means, with what its page says of it, in one query."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import DEFAULT_DB_ALIAS
from django.db.models import CharField, OuterRef, QuerySet, Subquery
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, JSONObject
from wagtail.models import Revision

from courses.quiz.prepared import Prepared, text
from training_site.guides.asking import with_asking
from training_site.guides.versions import GuideVersion

# The text is read when it is written out, once.
COLUMNS = [
    one.attname
    for one in GuideVersion._meta.concrete_fields
    if one.attname not in {"body", "parts"}
]
BESIDE = ("campaign_said", "scheduled")


def in_force(slug: str) -> Any:
    """The version that holds of the guide at an address, or None; see `asking` and `scheduled`.

    `shows` is all that was read, as one text: while it is the same, so is the version.
    """
    return _read(_in_force.rows(slug=slug))


def numbered(slug: str, number: str) -> Any:
    """The version with a number, of several editions the latest; None when there is none."""
    if "\x00" in number:  # no database looks for that
        return None
    return _read(_numbered.rows(slug=slug, number=number))


def _read(rows: list[tuple[Any, ...]]) -> Any:
    if not rows:
        return None
    found: Any = GuideVersion.from_db(DEFAULT_DB_ALIAS, COLUMNS, rows[0][: len(COLUMNS)])
    for name, value in zip(BESIDE, rows[0][len(COLUMNS) :], strict=True):
        setattr(found, name, value)
    found.shows = repr(rows[0])
    return found


def _versions() -> QuerySet[Any]:
    """The versions of the guide at an address, unless it is out of use."""
    rows = GuideVersion.objects.filter(page__slug=text("slug"), page__live=True).order_by()
    return with_asking(rows).annotate(scheduled=_scheduled())


def _scheduled() -> Subquery:
    """The version that waits for its day: {"number", "day"}."""
    waiting = Revision.objects.filter(
        base_content_type_id=Subquery(
            ContentType.objects.filter(app_label="wagtailcore", model="page").values("pk")
        ),
        object_id=Cast(OuterRef("page"), CharField()),
        approved_go_live_at__isnull=False,
    )
    said = JSONObject(number=KT("content__number"), day=KT("content__valid_from"))
    return Subquery(waiting.values(said=said)[:1])


_in_force = Prepared(lambda: _versions().filter(valid_to=None).values_list(*COLUMNS, *BESIDE))
_numbered = Prepared(
    lambda: (
        _versions()
        .filter(number=text("number"))
        .order_by("-edition")
        .values_list(*COLUMNS, *BESIDE)
    )
)
