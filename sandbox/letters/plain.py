"""Text made safe to print: what the letter's typefaces can show, and no invisible signs.

The typesetter refuses a sign that it has no picture of, and breaks on some marks that join to others.
What is kept here has been tried, alone and mixed; everything else is said in words.
"""

from __future__ import annotations

import re
import unicodedata

PICTURE, SIGN = "[bild]", "[tecken]"
BREAK = "\u200b"  # a place where a word may be broken
LONG = re.compile(r"\S{31,}")  # few words that anybody means are longer
NUMBER, NBSP = re.compile(r"(?<=\d) (?=\d)"), "\u00a0"  # a telephone number stays on one line
STRIDE = 22  # signs that fit in a column of a table
# From and to, both included: Latin, Greek, Cyrillic, punctuation, and the letters of Hebrew and Arabic.
KEPT = (
    (0x20, 0x7E),
    (0xA0, 0xAC),
    (0xAE, 0x24F),
    (0x386, 0x3CE),
    (0x400, 0x4FF),
    (0x5D0, 0x5EA),
    (0x621, 0x63A),
    (0x641, 0x64A),
    (0x1E00, 0x1EFF),
    (0x2010, 0x2026),
    (0x2030, 0x203A),
    (0x20AC, 0x20AC),
    (0x2190, 0x2193),
    (0x2212, 0x2212),
    (0x2260, 0x2265),
)
LETTERS = "LNPSZ"


def plain(text: str) -> str:
    """The text with only what can be printed; long runs may be broken, pictures are named."""
    shown = "".join(_shown(sign) for sign in unicodedata.normalize("NFC", text))
    for mark, said in (("\1", PICTURE), ("\2", SIGN)):
        shown = re.sub(f"{mark}+", said, shown)
    return LONG.sub(_broken, NUMBER.sub(NBSP, shown))


def _broken(found: re.Match[str]) -> str:
    run = found[0]
    return BREAK.join(run[at : at + STRIDE] for at in range(0, len(run), STRIDE))


def _shown(sign: str) -> str:
    if sign in "\n\t\u2028\u2029":
        return " "
    kind, code = unicodedata.category(sign), ord(sign)
    if kind[0] in LETTERS and any(low <= code <= high for low, high in KEPT):
        return sign
    if kind[0] in "CM" or kind == "Sk":  # controls, joiners, marks on other signs
        return ""
    return "\1" if kind == "So" else "\2"
