"""Turns the text of a lesson file into stream data: the grammar of blocks, one table.

Ids are minted from the lesson's key and the place of the block, nested list items too: stream
data without them would get new ids at every read, and a reader would lose her place.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import nh3
from markdown_it import MarkdownIt

from content_files.front_matter import Part, TextFile
from content_files.yaml_marks import ContentError, Marked, Step, parse_marked

NAMESPACE = uuid.UUID("6f0c36c2-61fb-4e8a-9d6f-5f0f5a1f2b7e")
TAGS = {"p", "h2", "h3", "ul", "ol", "li", "b", "i", "a", "br", "blockquote"}
SWAPPED = {"strong": "b", "em": "i"}
_markdown = MarkdownIt("commonmark", {"html": False})

# Finds the primary key of a cited snippet: ("law" | "rule" | "question", its name) → key or None.
Finder = Callable[[str, str], int | None]


def rich_text(markdown: str) -> str:
    """Markdown as the HTML that a rich text field keeps."""
    html = _markdown.render(markdown)
    for old, new in SWAPPED.items():
        html = html.replace(f"<{old}>", f"<{new}>").replace(f"</{old}>", f"</{new}>")
    return str(nh3.clean(html, tags=TAGS, attributes={"a": {"href"}}, link_rel=None)).strip()


@dataclass(frozen=True)
class Field:
    """One key of a block in a file: its name in the block, what it holds, and if it is needed."""

    name: str
    holds: str = "text"  # text, rich, number, strings, law, laws, rule, question, rows
    needed: bool = True
    rows: Mapping[str, Field] | None = None


@dataclass(frozen=True)
class Kind:
    """A block kind: its block, and its fields by the Swedish key of the file.

    `whole` names the one field when the inside is not a mapping: a list, or plain text.
    """

    block: str
    fields: Mapping[str, Field]
    whole: str = ""


def _rows(name: str, fields: Mapping[str, str], optional: str = "") -> Field:
    """A list of rows; `fields` maps Swedish keys to block fields."""
    loose = optional.split()
    return Field(
        name, "rows", rows={key: Field(to, needed=key not in loose) for key, to in fields.items()}
    )


_LINES = {"vem": "who", "sager": "says"}
KINDS: dict[str, Kind] = {
    "vandkort": Kind("flip_cards", {"": _rows("cards", {"fram": "front", "bak": "back"})}, "list"),
    "berattelse": Kind(
        "story",
        {
            "titel": Field("title"),
            "rost": Field("voice"),
            "text": Field("text", "rich"),
            "kalla": Field("source", needed=False),
        },
    ),
    "reflektion": Kind("reflection", {"fraga": Field("question")}),
    "lagruta": Kind(
        "law_box",
        {"titel": Field("title"), "lagrum": Field("laws", "laws"), "text": Field("text")},
    ),
    "checklista": Kind(
        "checklist", {"titel": Field("title"), "punkter": Field("points", "strings")}
    ),
    "processkarta": Kind(
        "process_map",
        {
            "nu": Field("now", "number"),
            "steg": _rows("steps", {"titel": "title", "vem": "who", "text": "text"}),
        },
    ),
    "jamfor": Kind(
        "compare",
        {
            "par": _rows(
                "pairs",
                {
                    "bra": "good",
                    "varfor_bra": "why_good",
                    "mindre": "less",
                    "varfor_mindre": "why_less",
                },
                "bra varfor_bra mindre varfor_mindre",
            )
        },
    ),
    "lokal": Kind("local_rule", {"regel": Field("rule", "rule")}),
    "exempel": Kind(
        "example",
        {"titel": Field("title"), "falt": _rows("fields", {"namn": "name", "text": "text"})},
    ),
    "gruppfraga": Kind(
        "group_question",
        {
            "fraga": Field("question"),
            "minuter": Field("minutes", "number"),
            "steg": Field("steps", "strings"),
        },
    ),
    "scen": Kind(
        "scene",
        {
            "titel": Field("title"),
            "plats": Field("place", needed=False),
            "roster": _rows("lines", _LINES),
            "att_lagga_marke_till": Field("notice", "strings"),
        },
    ),
    "tidslinje": Kind(
        "timeline",
        {"": _rows("points", {"nar": "when", "vad": "what", "vem": "who"}, "vem")},
        "list",
    ),
    "manus": Kind("script", {"titel": Field("title"), "rader": _rows("lines", _LINES)}),
    "citat": Kind("quotation", {"text": Field("text"), "vem": Field("who", needed=False)}),
    "fraga_nu": Kind("question_now", {"fraga": Field("question", "question")}),
    "ta_med_dig": Kind("take_away", {"": Field("text", "rich")}, "text"),
}
LINKED = {"law": "lagrummet", "rule": "den lokala regeln", "question": "frågan"}


def stream_data(file: TextFile, key: str, find: Finder) -> list[dict[str, Any]]:
    """The blocks of a lesson as a stream field stores them.

    Raises ContentError for an unknown kind, key or reference, or a value of the wrong sort.
    """
    seen: Counter[str] = Counter()
    out = []
    for part in file.parts:
        block, value = _block(part, file, key, seen, find)
        out.append({"type": block, "value": value, "id": _identity(key, block, seen[block])})
        seen[block] += 1
    return out


def _identity(*names: object) -> str:
    """The same id for the same place, in every load and on every machine."""
    return str(uuid.uuid5(NAMESPACE, "/".join(str(name) for name in names)))


def _block(
    part: Part, file: TextFile, key: str, seen: Counter[str], find: Finder
) -> tuple[str, Any]:
    """The block name and stored value of one part."""
    if not part.kind:
        return "text", rich_text(part.text)
    kind = KINDS.get(part.kind)
    if kind is None:
        known = ", ".join(sorted(KINDS))
        message = f"Blocket ”{part.kind}” är okänt. Välj något av: {known}."
        raise ContentError(file.path, part.line - 1, message)
    if kind.whole == "text":
        marked = Marked(file.path, part.text, {(): part.line})
    else:
        marked = parse_marked(part.text, file.path, offset=part.line - 1)
    reader = _Reader(marked, find, (key, kind.block, seen[kind.block]))
    if kind.whole:
        field = kind.fields[""]
        return kind.block, {field.name: reader.value(field, marked.data, ())}
    return kind.block, reader.mapping(kind.fields, marked.data, ())


class _Reader:
    """Reads one block's inside by its table of fields."""

    def __init__(self, marked: Marked, find: Finder, place: tuple[object, ...]) -> None:
        self.marked = marked
        self.find = find
        self.place = place

    def mapping(
        self, fields: Mapping[str, Field], data: Any, at: tuple[Step, ...]
    ) -> dict[str, Any]:
        """A mapping with exactly the keys of the table."""
        if not isinstance(data, dict):
            raise self.marked.error("Här ska det stå rader med ”namn: värde”.", *at)
        for name in data:
            if name not in fields:
                known = ", ".join(fields)
                raise self.marked.error(f"”{name}” är okänt här. Välj bland: {known}.", *at, name)
        found = {}
        for name, field in fields.items():
            if data.get(name) is None:
                if field.needed:
                    raise self.marked.error(f"”{name}” saknas.", *at)
                found[field.name] = ""
            else:
                found[field.name] = self.value(field, data[name], (*at, name))
        return found

    def value(self, field: Field, data: Any, at: tuple[Step, ...]) -> Any:
        """One value, as the block stores it."""
        if field.holds in {"rows", "strings", "laws"}:
            return self.items(field, data, at)
        if field.holds == "number":
            if not isinstance(data, int) or data < 1:
                raise self.marked.error("Skriv ett heltal som är minst 1.", *at)
            return data
        if not isinstance(data, str | int) or not str(data).strip():
            raise self.marked.error("Skriv en text här.", *at)
        text = str(data).strip()
        if field.holds == "rich":
            return rich_text(text)
        return self.link(field.holds, text, at) if field.holds in LINKED else text

    def items(self, field: Field, data: Any, at: tuple[Step, ...]) -> list[dict[str, Any]]:
        """A list, each item with an id of its own."""
        if not isinstance(data, list) or not data:
            raise self.marked.error("Här ska det stå en lista med minst en punkt.", *at)
        return [
            {
                "type": "item",
                "value": self.item(field, item, (*at, place)),
                "id": _identity(*self.place, field.name, place),
            }
            for place, item in enumerate(data)
        ]

    def item(self, field: Field, data: Any, at: tuple[Step, ...]) -> Any:
        """One item of a list."""
        if field.rows is not None:
            return self.mapping(field.rows, data, at)
        holds = "law" if field.holds == "laws" else "text"
        return self.value(Field(field.name, holds), data, at)

    def link(self, kind: str, name: str, at: tuple[Step, ...]) -> int:
        """The key of a cited snippet. Raises ContentError when there is none."""
        found = self.find(kind, name)
        if found is None:
            raise self.marked.error(f"{LINKED[kind].capitalize()} ”{name}” finns inte.", *at)
        return found
