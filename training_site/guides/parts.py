"""A guide as its parts: each has a key that can be cited, a title and plain words. Plain Python.

The parts are what two versions are compared by, and what a lesson cites.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

TAG = re.compile(r"<[^>]+>")
BREAK = re.compile(r"</(?:p|li|h2|h3|td)>|<br ?/?>")
MARK = re.compile(r"\[\[([^\[\]|<>]+)(?:\|([^\[\]<>]+))?\]\]")
SPACES = re.compile(r"\s+")
FIRST = "inledning"


@dataclass(frozen=True)
class Part:
    """A section, a step or a row of a guide: its key, its heading, and its words in one string."""

    key: str
    title: str
    text: str

    def to_json(self) -> dict[str, str]:
        """As it is kept with a version."""
        return asdict(self)


def plain(text: str) -> str:
    """Rich text with marks as words alone."""
    words = TAG.sub("", BREAK.sub(" ", text))
    words = MARK.sub(lambda mark: mark[2] or mark[1].removeprefix("lag:"), html.unescape(words))
    return SPACES.sub(" ", words).strip()


def parts_of(blocks: Iterable[Mapping[str, Any]]) -> tuple[Part, ...]:
    """The parts of a guide from its blocks as they are stored: {"type", "value", "id"}.

    What stands before the first section belongs to the part `inledning`. Two parts with the same
    key are told apart by a number, so that every part can be found.
    """
    found = [Part(FIRST, "", "")]
    at = 0  # where running text goes: the latest section
    for block in blocks:
        kind, value = block["type"], block["value"]
        if kind == "section":
            at = len(found)
            found.append(Part(value["key"], value["title"], ""))
        elif kind in {"steps", "timetable"}:
            found.extend(_rows(kind, value["rows"]))
        else:
            was = found[at]
            found[at] = Part(was.key, was.title, f"{was.text} {_words(value)}".strip())
    return _told_apart(part for part in found if part.title or part.text)


def _rows(kind: str, rows: Iterable[Mapping[str, Any]]) -> Iterable[Part]:
    for item in rows:
        row = item.get("value", item)
        if kind == "steps":
            yield Part(row["key"], row["title"], plain(row["text"]))
        else:
            yield Part(row["key"], row["when"], plain(f"{row['what']} {row['who']}"))


def _words(value: Any) -> str:
    """Every text in a value; numbers are rows of the database, and say nothing."""
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, Mapping):
        inner = value.values() if "type" not in value else [value.get("value")]
        return " ".join(filter(None, map(_words, inner)))
    if isinstance(value, list | tuple):
        return " ".join(filter(None, map(_words, value)))
    return ""


def _told_apart(parts: Iterable[Part]) -> tuple[Part, ...]:
    seen: dict[str, int] = {}
    out = []
    for part in parts:
        seen[part.key] = seen.get(part.key, 0) + 1
        key = part.key if seen[part.key] == 1 else f"{part.key}-{seen[part.key]}"
        out.append(Part(key, part.title, part.text))
    return tuple(out)
