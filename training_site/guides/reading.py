"""What a reader sees of a guide: its version in force written out, its facts, what is new in it."""

from __future__ import annotations

import datetime
import math
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses import catalogue
from courses.body_html import Body, write_body
from training_site.guides.blocks import GuideBody
from training_site.guides.parts import parts_of
from training_site.guides.versions import GuideVersion

WORDS_A_MINUTE = 130  # slow enough for somebody who reads in a stairwell
_blocks = GuideBody()
_written: dict[tuple[str, int], Body] = {}
MOST_WRITTEN = 300


@dataclass(frozen=True)
class GuideScreen:
    """A version of a guide as a page shows it."""

    version: GuideVersion
    body: Body
    facts: tuple[str, ...]
    is_late: bool
    is_draft: bool


def screen(version: GuideVersion) -> GuideScreen:
    """A version written out; kept in the process until published content changes."""
    today = timezone.localdate()
    return GuideScreen(
        version=version,
        body=_body(version),
        facts=facts(version),
        is_late=bool(version.is_in_force and version.review_by and version.review_by < today),
        is_draft=not version.approved_by,
    )


def _body(version: GuideVersion) -> Body:
    shelf_token = catalogue.current().token
    place = (shelf_token, version.pk)
    if place not in _written:
        if len(_written) >= MOST_WRITTEN:
            _written.clear()
        _written[place] = write(version.body)
    return _written[place]


def write(data: list[dict[str, Any]]) -> Body:
    """Stream data of a guide as HTML."""
    stream = _blocks.to_python(data)
    # Without the id of its block a checklist is one to tick on paper: nothing is kept per reader.
    return write_body(stream, catalogue.current().shelf, {"block_id": ""})


def facts(version: GuideVersion) -> tuple[str, ...]:
    """The line under the heading: version, days, owner, review, minutes."""
    said = [_("Version %(number)s") % {"number": version.number}]
    if version.edition:
        said.append(_("corrected %(day)s") % {"day": day(timezone.localdate(version.published_at))})
    said.append(_("Valid from %(day)s") % {"day": day(version.valid_from)})
    if version.valid_to:
        said.append(_("Was valid until %(day)s") % {"day": day(version.valid_to)})
    said.append(_("Owner: %(owner)s") % {"owner": version.owner})
    if version.review_by:
        said.append(_("To be reviewed by %(day)s") % {"day": day(version.review_by)})
    minutes = reading_minutes(version)
    said.append(
        ngettext("Takes %(n)d minute to read", "Takes %(n)d minutes to read", minutes)
        % {"n": minutes}
    )
    return tuple(said)


def reading_minutes(version: GuideVersion) -> int:
    """Whole minutes, at least one."""
    words = sum(len(f"{row['title']} {row['text']}".split()) for row in version.parts)
    return max(1, math.ceil(words / WORDS_A_MINUTE))


def day(date: datetime.date) -> str:
    """A day in words, kept on one line."""
    return str(date_format(date, "DATE_FORMAT")).replace(" ", "\u00a0")


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
    shown = GuideScreen(version, write(body), facts(version), is_late=False, is_draft=True)
    return {"screen": shown, "page": page, "in_preview": True}
