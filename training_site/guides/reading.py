"""What a reader sees of a guide: its version in force written out, its facts, what is new in it."""

from __future__ import annotations

import datetime
import math
from dataclasses import dataclass, replace
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses import catalogue
from courses.body_html import Body, write_body
from courses.labels import day
from training_site.guides import citing
from training_site.guides.blocks import GuideBody
from training_site.guides.parts import parts_of
from training_site.guides.versions import GuideVersion

WORDS_A_MINUTE = 130  # slow enough for somebody who reads in a stairwell
_blocks = GuideBody()
MOST_WRITTEN = 300
PIECES = ("head", "text", "foot", "side")


@dataclass(frozen=True)
class Written:
    """What a version says to everybody, whoever reads and whenever."""

    body: Body
    changes: tuple[dict[str, str], ...]
    before: str  # the number of the version it took over from; empty for the first
    attachments: tuple[Any, ...]
    practise: tuple[citing.PractiseLink, ...]
    minutes: int


_written: dict[tuple[str, int], Written] = {}


@dataclass(frozen=True)
class GuideScreen:
    """A version of a guide as a page shows it."""

    version: GuideVersion
    written: Written
    facts: tuple[str, ...]
    is_late: bool
    is_draft: bool

    @property
    def body(self) -> Body:
        """The text."""
        return self.written.body


def screen(version: GuideVersion, published: catalogue.Catalogue) -> GuideScreen:
    """A version written out; kept in the process until published content changes."""
    today = timezone.localdate()
    said = written(version, published)
    if published.restricted and version.is_in_force:
        # Who may see a lesson changes without a stamp.
        said = replace(said, practise=citing.practise_links(version.page.slug))
    return GuideScreen(
        version=version,
        written=said,
        facts=facts(version, said.minutes),
        is_late=is_late(version, today),
        is_draft=not version.approved_by,
    )


def is_late(version: GuideVersion, today: datetime.date) -> bool:
    """It still holds, and the day it was to be reviewed by has passed."""
    return bool(version.is_in_force and version.review_by and version.review_by < today)


def written(version: GuideVersion, published: catalogue.Catalogue) -> Written:
    """What it says to everybody. No query once it has been written."""
    place = (published.token, version.pk)
    if place not in _written:
        if len(_written) >= MOST_WRITTEN:
            _written.clear()
        _written[place] = _write_out(version)
    return _written[place]


def _write_out(version: GuideVersion) -> Written:
    """Ten queries: its number, the number before, its text and attachments, and who cites it."""
    rows = GuideVersion.objects.filter(page=version.page_id).order_by("published_at", "pk")
    first = rows.filter(number=version.number).only("changes", "published_at").first() or version
    before = rows.filter(published_at__lt=first.published_at).defer("body").last()
    attachments: tuple[Any, ...] = ()
    practise: tuple[citing.PractiseLink, ...] = ()
    if version.is_in_force:
        attachments = tuple(version.page.attachments.select_related("document"))
        practise = citing.practise_links(version.page.slug)
    return Written(
        body=write(version.body, _news(version, before)),
        changes=tuple(first.changes),
        before=before.number if before else "",
        attachments=attachments,
        practise=practise,
        minutes=reading_minutes(version),
    )


def _news(version: GuideVersion, before: GuideVersion | None) -> dict[str, Any]:
    """The keys of the parts that the version before did not have, and what they are called."""
    if before is None:
        return {}
    had = {part.key for part in before.part_values}
    new = {part.key for part in version.part_values} - had
    return {"new_keys": new, "new_words": _("New in %(number)s") % {"number": version.number}}


def write(data: list[dict[str, Any]], news: dict[str, Any] | None = None) -> Body:
    """Stream data of a guide as HTML; `news` says which parts are new, and the words for it."""
    stream = _blocks.to_python(data)
    # Without the id of its block a checklist is one to tick on paper: nothing is kept per reader.
    context = {"block_id": ""} | (news or {})
    return write_body(stream, catalogue.current().shelf, context)


def facts(version: GuideVersion, minutes: int) -> tuple[str, ...]:
    """The line under the heading after the version: days, owner, review, minutes."""
    said = []
    if version.edition:
        said.append(_("corrected %(day)s") % {"day": day(timezone.localdate(version.published_at))})
    said.append(_("Valid from %(day)s") % {"day": day(version.valid_from)})
    if version.valid_to:
        said.append(_("Was valid until %(day)s") % {"day": day(version.valid_to)})
    said.append(_("Owner: %(owner)s") % {"owner": version.owner})
    if version.review_by:
        said.append(_("To be reviewed by %(day)s") % {"day": day(version.review_by)})
    said.append(
        ngettext("Takes %(n)d minute to read", "Takes %(n)d minutes to read", minutes)
        % {"n": minutes}
    )
    return tuple(said)


def reading_minutes(version: GuideVersion) -> int:
    """Whole minutes, at least one."""
    words = sum(len(f"{row['title']} {row['text']}".split()) for row in version.parts)
    return max(1, math.ceil(words / WORDS_A_MINUTE))


def pieces(context: dict[str, Any]) -> dict[str, SafeString]:
    """The parts of the page that are the same for everybody who reads it."""
    return {name: render_to_string(f"guides/guide_{name}.html", context) for name in PIECES}


def preview_context(page: Any) -> dict[str, Any]:
    """A guide that is being written, as a guest would see it."""
    body = list(page.body.get_prep_value())
    version = GuideVersion(
        number=page.number,
        title=page.title,
        lead=page.lead,
        owner=str(page.council) if page.council_id else "",
        body=body,
        parts=[part.to_json() for part in parts_of(body)],
        changes=page.change_rows(),
        valid_from=page.valid_from or timezone.localdate(),
        review_by=page.review_by,
    )
    minutes = reading_minutes(version)
    said = Written(write(body), tuple(version.changes), "", (), (), minutes)
    shown = GuideScreen(version, said, facts(version, minutes), is_late=False, is_draft=True)
    context = {"screen": shown, "page": page, "slug": page.slug, "in_preview": True}
    return context | {"pieces": pieces(context)}
