"""Turns the text of a lesson file into stream data, after the grammar of blocks.

Ids are minted from the lesson's key and the place of the block, nested list items too: stream
data without them would get new ids at every read, and a reader would lose her place.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nh3
from markdown_it import MarkdownIt

from content_files.front_matter import Part, TextFile
from content_files.yaml_marks import ContentError, Marked, Step, parse_marked
from courses.lesson_grammar import EMPTY, KINDS, Field, Kind

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
class Upload:
    """A file that a block shows, and what belongs to the file rather than to the block.

    `kind` is the block; `texts` and `paths` go by field, e.g. "transcript" and "captions".
    """

    kind: str
    path: Path
    title: str
    texts: Mapping[str, str]
    paths: Mapping[str, Path]


# Keeps a file among the uploaded ones; its primary key, the same for the same file.
Keeper = Callable[[Upload], int]
FILES = {"file", "file_path", "file_text"}
LINKED = {"law": "lagrummet", "rule": "den lokala regeln", "question": "frågan"}


def stream_data(
    file: TextFile,
    key: str,
    find: Finder,
    keep: Keeper | None = None,
    kinds: Mapping[str, Kind] = KINDS,
) -> list[dict[str, Any]]:
    """The blocks of a text as a stream field stores them; `kinds` is the grammar it is written in.

    Without `keep` the text may hold no files.
    Raises ContentError for an unknown kind, key or reference, or a value of the wrong sort.
    """
    seen: Counter[str] = Counter()
    out = []
    for part in file.parts:
        if not part.kind:
            block, value = "text", rich_text(part.text)
        else:
            kind = _kind(part, file.path, kinds)
            block = kind.block
            value = _Reader(_inside(part, file.path, kind), find, (key, block, seen[block]), keep)(
                kind
            )
        out.append({"type": block, "value": value, "id": _identity(key, block, seen[block])})
        seen[block] += 1
    return out


def _identity(*names: object) -> str:
    """The same id for the same place, in every load and on every machine."""
    return str(uuid.uuid5(NAMESPACE, "/".join(str(name) for name in names)))


def _kind(part: Part, path: Path, kinds: Mapping[str, Kind]) -> Kind:
    """What kind of block a part is. Raises ContentError when there is none such."""
    kind = kinds.get(part.kind)
    if kind is None:
        known = ", ".join(sorted(kinds))
        message = f"Blocket ”{part.kind}” är okänt. Välj något av: {known}."
        raise ContentError(path, part.line - 1, message)
    return kind


def _inside(part: Part, path: Path, kind: Kind) -> Marked:
    """The inside of a block, with its lines."""
    if kind.whole == "text":
        return Marked(path, part.text, {(): part.line})
    return parse_marked(part.text, path, offset=part.line - 1)


class _Reader:
    """Reads one block's inside by its table of fields."""

    def __init__(
        self, marked: Marked, find: Finder, place: tuple[object, ...], keep: Keeper | None
    ) -> None:
        self.marked = marked
        self.find = find
        self.place = place
        self.keep = keep

    def __call__(self, kind: Kind) -> Any:
        """The stored value of the block."""
        if kind.whole:
            field = kind.fields[""]
            return {field.name: self.value(field, self.marked.data, ())}
        found = self.mapping(kind.fields, self.marked.data, ())
        for keys in kind.either:
            if sum(bool(self.marked.data.get(key)) for key in keys) != 1:
                raise self.marked.error(f"Skriv ett av: {', '.join(keys)}.")
        return self.kept(kind, found)

    def kept(self, kind: Kind, found: dict[str, Any]) -> dict[str, Any]:
        """`found` with its file kept, and without what belongs to the file."""
        for name, field in kind.fields.items():
            if field.holds != "file" or not found[field.name]:
                continue
            if self.keep is None:
                raise self.marked.error("Här går det inte att lägga in filer.", name)
            found[field.name] = self.upload(self.keep, kind, field, found)
        alone = {row.name for row in kind.fields.values() if row.holds in FILES - {"file"}}
        return {name: value for name, value in found.items() if name not in alone}

    def upload(self, keep: Keeper, kind: Kind, field: Field, found: dict[str, Any]) -> int:
        """The key of the file. Raises ContentError when it is not there, or not what it should be."""
        of = {row.name: row.holds for row in kind.fields.values()}
        upload = Upload(
            kind=kind.block,
            path=found[field.name],
            title=str(found.get("title") or found.get("alt") or ""),
            texts={name: found[name] for name, holds in of.items() if holds == "file_text"},
            paths={name: found[name] for name, holds in of.items() if holds == "file_path"},
        )
        return keep(upload)

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
                found[field.name] = EMPTY.get(field.holds, "")
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
        if field.holds == "yes":
            if not isinstance(data, bool):
                raise self.marked.error("Skriv true eller false.", *at)
            return data
        return self.words(field, data, at)

    def words(self, field: Field, data: Any, at: tuple[Step, ...]) -> Any:
        """A text, or what a text names."""
        if not isinstance(data, str | int) or not str(data).strip():
            raise self.marked.error("Skriv en text här.", *at)
        text = str(data).strip()
        if field.among and text not in field.among:
            known = ", ".join(field.among)
            raise self.marked.error(f"”{text}” finns inte. Välj något av: {known}.", *at)
        if field.holds == "rich":
            return rich_text(text)
        if field.holds in {"file", "file_path"}:
            return self.path(text, at)
        return self.link(field.holds, text, at) if field.holds in LINKED else text

    def items(self, field: Field, data: Any, at: tuple[Step, ...]) -> list[dict[str, Any]]:
        """A list, each item with an id of its own."""
        if not isinstance(data, list) or not data:
            raise self.marked.error("Här ska det stå en lista med minst en punkt.", *at)
        return [
            {
                "type": "item",
                "value": self.item(field, item, (*at, place)),
                # A list within a row is told from the same list of the next row.
                "id": _identity(*self.place, *at[:-1], field.name, place),
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

    def path(self, name: str, at: tuple[Step, ...]) -> Path:
        """A file that lies beside the text or below it. Raises ContentError when it does not."""
        folder = Path(self.marked.path).parent.resolve()
        path = (folder / name).resolve()
        if not path.is_relative_to(folder):
            raise self.marked.error(f"Filen ”{name}” ska ligga i samma mapp som texten.", *at)
        if not path.is_file():
            raise self.marked.error(f"Filen ”{name}” finns inte.", *at)
        return path
