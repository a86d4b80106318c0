"""Passing on what is new: three lines and the address of the living page, never a file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import quote

import segno
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from courses.labels import day
from training_site.guides.confirmations import Campaign

SENTENCE = re.compile(r"(?<=[.?])\s+")
KEPT_SQUARES = 200


@dataclass(frozen=True)
class Summary:
    """What is passed on: a subject, three lines (what is new, what to do, from when), an address."""

    subject: str
    lines: tuple[str, ...]
    address: str

    def text(self, own: str = "") -> str:
        """The whole message; `own` is a line of the sender's, first."""
        return "\n".join([*([own, ""] if own else []), *self.lines, "", self.address])

    def mailto(self, own: str = "") -> str:
        """An address that opens the reader's own e-mail program with the message in it."""
        body = quote(self.text(own).replace("\n", "\r\n"))
        return f"mailto:?subject={quote(self.subject)}&body={body}"


def full_address(request: HttpRequest, name: str, *arguments: Any) -> str:
    """An address of the site under the name that the reader reached it by."""
    return request.build_absolute_uri(reverse(name, args=arguments))


@lru_cache(maxsize=KEPT_SQUARES)
def square(address: str) -> SafeString:
    """The address as a QR code to print; a worn paper can be read (error correction M)."""
    code = segno.make(address, error="m", micro=False)
    drawn = code.svg_inline(border=4, svgclass=None, lineclass=None, omitsize=True)
    return mark_safe(drawn)  # noqa: S308 - squares only


def of_version(version: Any, changes: tuple[dict[str, str], ...], address: str) -> Summary:
    """The summary of a guide's version, with the address of the living page."""
    what = " ".join(sentence(row["what"]) for row in changes)
    named = {"title": version.title, "number": version.number}
    new = _("New in “%(title)s”, version %(number)s:") % named
    return Summary(
        subject=_("New in “%(title)s”, version %(number)s") % named,
        lines=(
            f"{new} {what}" if what else f"{new[:-1]}.",
            _("Do this: read what is new, and talk about it at your next workplace meeting."),
            _("Valid from %(day)s.") % {"day": day(version.valid_from)},
        ),
        address=address,
    )


def of_news(item: Any, address: str) -> Summary:
    """The summary of a piece of news: its own three sentences, and its address."""
    lines = tuple(SENTENCE.split(item.summary.strip()))
    return Summary(item.title, lines, address)


def sentence(text: str) -> str:
    """The text with a full stop, unless it has an end of its own."""
    text = text.strip()
    return text if text.endswith((".", "?")) else f"{text}."


def open_campaign_of_guide(slug: str) -> Campaign | None:
    """The read confirmation that is open for the guide at an address. One query."""
    rows = Campaign.objects.filter(version__page__slug=slug, version__page__live=True)
    return rows.filter(closed_at=None).select_related("version").first()
