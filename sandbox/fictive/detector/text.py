"""Text made plain before it is searched: one kind of digit, dash and space, nothing invisible."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from typing import Final

_UNUSUAL = re.compile(r"[^\n -~]")
_LINE_END = re.compile(r"\r\n?|\n")
_SPECIAL: Final = {
    "\u2212": "-",  # minus sign
    "\u00b7": ".",  # middle dot
    "\u2022": ".",  # bullet
    "\u2044": "/",  # fraction slash
    "\u2215": "/",  # division slash
    "\u2027": ".",  # hyphenation point
    "\u2800": " ",  # braille without a dot
    # Letters that nobody sees.
    "\u115f": "",
    "\u1160": "",
    "\u3164": "",
    "\uffa0": "",
    "\u2028": "\n",
    "\u2029": "\n",
    "\u0085": "\n",
    "\t": " ",
    "\x0b": "\n",
    "\x0c": "\n",
}


@dataclass(frozen=True)
class PlainText:
    """The plain text and what is needed to say where in the original a place in it was."""

    plain: str
    places: tuple[int, ...]  # where in the plain text the shift changes
    shifts: tuple[int, ...]  # how far the original is ahead from there on
    line_starts: tuple[int, ...]

    def position(self, place: int) -> tuple[int, int]:
        """Line and column in the original, both from 1, of `place` in the plain text."""
        change = bisect_right(self.places, place) - 1
        original = place + (self.shifts[change] if change >= 0 else 0)
        line = bisect_right(self.line_starts, original)
        return line, original - self.line_starts[line - 1] + 1


def plain_text(text: str) -> PlainText:
    """`text` with full-width and other digits as 0–9, dashes as -, spaces plain, the unseen gone."""
    parts: list[str] = []
    places: list[int] = []
    shifts: list[int] = []
    known: dict[str, str] = {}
    end = length = 0
    for match in _UNUSUAL.finditer(text):
        start = match.start()
        char = text[start]
        if char not in known:
            known[char] = _plain_char(char)
        plain = known[char]
        if plain == "\n" and char == "\r" and text[start + 1 : start + 2] == "\n":
            plain = ""
        parts.append(text[end:start])
        parts.append(plain)
        length += start - end + len(plain)
        end = start + 1
        if len(plain) != 1:
            places.append(length)
            shifts.append(end - length)
    parts.append(text[end:])
    starts = (0, *(match.end() for match in _LINE_END.finditer(text)))
    return PlainText("".join(parts), tuple(places), tuple(shifts), starts)


def _plain_char(char: str) -> str:
    if char in _SPECIAL:
        return _SPECIAL[char]
    if char == "\r":
        return "\n"
    digit = unicodedata.digit(char, None)  # in a circle or a bracket too
    if digit is not None:
        return str(digit)
    category = unicodedata.category(char)
    if category == "Pd":
        return "-"
    if category == "Zs":
        return " "
    # Marks go too: they make keycap digits, and å written as a with a ring above it. Signs that
    # steer a machine, or that only some machine knows, are not seen either.
    if category in ("Cc", "Cf", "Co", "Mn", "Me"):
        return ""
    folded = unicodedata.normalize("NFKC", char)
    if len(folded) == 1 and unicodedata.category(folded) == "Pd":
        return "-"
    return folded
