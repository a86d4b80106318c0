"""Writes a lesson's blocks out as HTML: terms explained in place, laws linked, places to resume at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from courses.own_parts import OwnPart
from courses.references import GlossaryTerm
from courses.shelf import Shelf

MARK = re.compile(r"\[\[([^\[\]|<>]+)(?:\|([^\[\]<>]+))?\]\]")
TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)\b[^>]*?(/?)>")
FIRST_TAG = re.compile(r"^(\s*<[a-z0-9]+)")
HEADING = re.compile(r"(</?h)([34])\b")
VOID = {"br", "hr", "img", "input", "embed", "col", "wbr"}


@dataclass(frozen=True)
class Body:
    """A lesson written out: its HTML, the ids of its parts in order, and each learner's own parts.

    Where something of the learner's own belongs the HTML has a marker, see own_parts.
    """

    html: SafeString
    parts: tuple[str, ...]
    own: dict[str, OwnPart] = field(default_factory=dict)  # by the id of the block


def part_id(block_id: str) -> str:
    """The id in the page of a block."""
    return f"del-{block_id.replace('-', '')[:12]}"


def law_url(key: str) -> str:
    """Where the law reference stands on the page of laws."""
    return f"{reverse('courses:laws')}#{key}"


class _Writer:
    """Writes marks out; remembers which words the page has explained already."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf
        self.explained: set[str] = set()
        self.waiting: list[GlossaryTerm] = []

    def mark(self, match: re.Match[str]) -> str:
        """One mark as a link; an unknown word stays as plain words."""
        name, shown = match.group(1).strip(), match.group(2)
        if name.startswith("lag:"):
            law = self.shelf.laws.get(name[4:].strip())
            if law is None:
                return shown or name[4:]
            return format_html('<a href="{}">{}</a>', law_url(law.key), shown or law.citation)
        term = self.shelf.terms.get(name.lower())
        if term is None:
            return shown or name
        if term.term not in self.explained:
            self.explained.add(term.term)
            self.waiting.append(term)
        # The text around is HTML already, so what is shown is taken as it stands.
        return format_html(
            '<a class="term" href="#{}">{}</a>',
            term.anchor,
            mark_safe(shown or name),  # noqa: S308
        )

    def notes(self) -> str:
        """The explanations that are waiting, as one closed note."""
        terms, self.waiting = self.waiting, []
        if not terms:
            return ""
        context = {
            "terms": terms,
            "glossary": reverse("courses:glossary"),
        }
        return render_to_string("courses/term_note.html", context)

    def write(self, html: str, *, pieces: bool) -> str:
        """`html` with its marks written out; notes after each top piece, or once at the end."""
        if "[[" not in html:
            return html
        out: list[str] = []
        for piece in top_pieces(html) if pieces else (html,):
            out.extend((MARK.sub(self.mark, piece), self.notes()))
        return "".join(out)


def top_pieces(html: str) -> Iterator[str]:
    """Cut `html` after each element that lies at the top."""
    depth, start = 0, 0
    for tag in TAG.finditer(html):
        closing, name, empty = tag.groups()
        if name.lower() in VOID or empty:
            continue
        depth += -1 if closing else 1
        if depth == 0:
            yield html[start : tag.end()]
            start = tag.end()
    if html[start:].strip():
        yield html[start:]


def one_up(html: str) -> str:
    """`html` with its headings a level higher, for a block that no heading stands over yet."""
    return HEADING.sub(lambda tag: f"{tag[1]}{int(tag[2]) - 1}", html)


def write_body(stream: Any, shelf: Shelf, context: dict[str, Any]) -> Body:
    """The blocks of `stream` (a StreamValue) as HTML, each part with an id to resume at."""
    writer, out, parts = _Writer(shelf), [], []
    own: dict[str, OwnPart] = {}
    under_heading = False
    for child in stream:
        html = child.render({"shelf": shelf, "block_id": child.id} | context).strip()
        if not html:
            continue
        html = writer.write(html, pieces=child.block_type == "text")
        under_heading = under_heading or "<h2" in html
        html = html if under_heading else one_up(html)
        own |= _own_part(child)
        identity = part_id(child.id or "")
        out.append(FIRST_TAG.sub(rf'\1 id="{identity}" data-part', html, count=1))
        parts.append(identity)
    return Body(html=mark_safe("\n".join(out)), parts=tuple(parts), own=own)  # noqa: S308


def _own_part(child: Any) -> dict[str, OwnPart]:
    """What is the learner's own in a block, by the block's id."""
    find = getattr(child.block, "own_part", None)
    part = find(child.value, child.id) if find and child.id else None
    return {part.block: part} if part else {}


def plain(text: str, shelf: Shelf) -> str:
    """A text with marks, as words alone (for lists and search)."""

    def words(match: re.Match[str]) -> str:
        law = shelf.laws.get(match.group(1)[4:]) if match.group(1).startswith("lag:") else None
        return match.group(2) or (law.citation if law else match.group(1))

    return conditional_escape(MARK.sub(words, text))
