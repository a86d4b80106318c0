"""A letter as a value: who it is from and to, its date, and its blocks of plain text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

BlockKind = Literal["heading", "text", "points", "table", "field"]


@dataclass(frozen=True)
class Block:
    """One part of a letter's body. Everything in it is text, never markup.

    A heading, a text and a field have `text`; points have `rows` of one cell; a table has `columns`
    and `rows`. A field is a label (`text`) with what was
    written (`value`), or with `lines` empty lines to write on.
    """

    kind: BlockKind
    text: str = ""
    value: str = ""
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    lines: int = 0


@dataclass(frozen=True)
class Letter:
    """One letter. `key` names it in its case: the same content has the same key and the same PDF.

    `why` says why it is on paper, for the one who sends it; it is not printed. `sender` and `to` are
    lines; the first is a name. An empty `to` is a form that goes to nobody yet.
    """

    key: str
    title: str
    when: date
    written: str  # the date as it is printed
    sender: tuple[str, ...]
    to: tuple[str, ...]
    blocks: tuple[Block, ...]
    ask: str
    why: str = ""

    @property
    def kind(self) -> str:
        """What sort of letter it is: the first word of its key."""
        return self.key.partition("-")[0]


@dataclass(frozen=True)
class Held:
    """A letter that is not written: to whom it would have gone, and why it must not."""

    name: str
    why: str


def heading(text: str) -> Block:
    """A heading."""
    return Block("heading", text=text)


def texts(text: str) -> tuple[Block, ...]:
    """What somebody wrote, one paragraph for each line."""
    return tuple(Block("text", text=line.strip()) for line in text.splitlines() if line.strip())


def points(*rows: str) -> tuple[Block, ...]:
    """A list, or nothing when there is nothing in it."""
    said = tuple((row,) for row in rows if row)
    return (Block("points", rows=said),) if said else ()


def table(columns: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> Block:
    """A table with a heading for every column."""
    return Block("table", columns=columns, rows=rows)


def field(label: str, value: str = "", *, lines: int = 1) -> Block:
    """A field of a form, filled in or with lines to write on."""
    return Block("field", text=label, value=value, lines=0 if value else lines)
