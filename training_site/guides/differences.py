"""What differs between two versions, part by part and word by word, for a reader. Plain Python."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from training_site.guides.parts import Part


class What(StrEnum):
    """What has happened to a part."""

    NEW = "new"
    GONE = "gone"
    CHANGED = "changed"
    MOVED = "moved"


@dataclass(frozen=True)
class Piece:
    """A run of words: `kept`, `added` or `removed`."""

    kind: str
    text: str


@dataclass(frozen=True)
class Difference:
    """One part that differs: its title now (or before, when it is gone), and its words."""

    what: What
    key: str
    title: str
    was_title: str
    pieces: tuple[Piece, ...]


def differences(before: Sequence[Part], after: Sequence[Part]) -> tuple[Difference, ...]:
    """Everything that differs, in the order of the new version; what is gone comes last.

    A part is the same when it has the same key; a part that only stands elsewhere is `moved`.
    """
    old = {part.key: part for part in before}
    new = {part.key for part in after}
    moved = _moved([part.key for part in before if part.key in new], [p.key for p in after])
    found = []
    for part in after:
        was = old.get(part.key)
        if was is None:
            found.append(Difference(What.NEW, part.key, part.title, "", _all("added", part)))
        elif (was.title, was.text) != (part.title, part.text):
            pieces = word_pieces(was.text, part.text)
            found.append(Difference(What.CHANGED, part.key, part.title, was.title, pieces))
        elif part.key in moved:
            found.append(Difference(What.MOVED, part.key, part.title, was.title, ()))
    found.extend(
        Difference(What.GONE, part.key, part.title, part.title, _all("removed", part))
        for part in before
        if part.key not in new
    )
    return tuple(found)


def word_pieces(before: str, after: str) -> tuple[Piece, ...]:
    """The words of `after` with what was added and what was removed, in reading order."""
    old, new = before.split(), after.split()
    found: list[Piece] = []
    for tag, a, b, c, d in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Piece("kept", " ".join(new[c:d])))
            continue
        if b > a:
            found.append(Piece("removed", " ".join(old[a:b])))
        if d > c:
            found.append(Piece("added", " ".join(new[c:d])))
    return tuple(found)


def _all(kind: str, part: Part) -> tuple[Piece, ...]:
    return (Piece(kind, part.text),) if part.text else ()


def _moved(before: list[str], after: list[str]) -> set[str]:
    """Keys that both have, and that do not lie on the longest run in common order."""
    shared = set(before)
    there = [key for key in after if key in shared]
    blocks = SequenceMatcher(a=before, b=there, autojunk=False).get_matching_blocks()
    stayed = {key for block in blocks for key in before[block.a : block.a + block.size]}
    return shared - stayed
