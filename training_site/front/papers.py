"""Papers to write on by hand: what an editor types as ___ becomes lines, and a row of titles a table.

The marks are plain text, so they come through the editor unchanged:
`___` alone is a line to write on, `Namn: ___` a line after its label,
`Vem | Telefon | 4 rader` an empty table, and `+++` the start of a new sheet.
"""

from __future__ import annotations

import re
from itertools import zip_longest

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext

BLANK = re.compile(r"_{3,}")
# Lines alone that follow each other, or one paragraph with its inside.
PARAGRAPH = re.compile(r"(?:<p[^>]*>\s*_{3,}\s*</p>\s*)+|<p[^>]*>(.*?)</p>", re.DOTALL)
TABLE = re.compile(r"\s*([^|<]+(?:\|[^|<]+)+)\|\s*(\d{1,2}) rad(?:er)?\s*")
LINE = '<span class="write-line"></span>'


def with_lines(html: str) -> SafeString:
    """Rich text, already cleaned, with its marks drawn as lines, tables and sheets."""
    return mark_safe(PARAGRAPH.sub(_drawn, html))  # noqa: S308 - only marks are replaced


def has_lines(html: str) -> bool:
    """Whether the text is a paper to write on."""
    return any(
        BLANK.search(found[0]) or TABLE.fullmatch(found[1] or "")
        for found in PARAGRAPH.finditer(html)
    )


def _drawn(found: re.Match[str]) -> str:
    inside = found[1]
    if inside is None:
        return _lines(len(BLANK.findall(found[0])))
    if inside.strip() == "+++":
        return '<div class="new-sheet"></div>'
    table = TABLE.fullmatch(inside)
    if table:
        return _table(table[1].split("|"), int(table[2]))
    return _labelled(inside) if BLANK.search(inside) else found[0]


def _lines(count: int) -> str:
    """Lines over the whole width; heard as one thing, not as one for each line."""
    label = ngettext("%(count)d line to write on", "%(count)d lines to write on", count)
    label %= {"count": count}
    return f'<div class="write-lines" role="img" aria-label="{label}">{LINE * count}</div>'


def _labelled(inside: str) -> str:
    """Each label keeps its line beside it, unless there are elements that could be cut in two."""
    if "<" in inside:
        return f'<p class="write-in">{BLANK.sub(LINE, inside)}</p>'
    labels = BLANK.split(inside)
    parts = [
        f"<span>{label.strip()} {line}</span>"
        for label, line in zip_longest(labels, [LINE] * (len(labels) - 1), fillvalue="")
        if label.strip() or line
    ]
    return f'<p class="write-in">{"".join(parts)}</p>'


def _table(titles: list[str], rows: int) -> str:
    """An empty table; on a narrow screen it is scrolled, with keys too."""
    head = "".join(f'<th scope="col">{title.strip()}</th>' for title in titles)
    row = f"<tr>{'<td></td>' * len(titles)}</tr>"
    body = f"<thead><tr>{head}</tr></thead><tbody>{row * rows}</tbody>"
    table = f'<table class="write-table">{body}</table>'
    label = gettext("Table to write in: %(first)s") % {"first": titles[0].strip()}
    return f'<div class="scroll" tabindex="0" role="region" aria-label="{label}">{table}</div>'
