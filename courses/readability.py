"""How easy a text is to read: words, LIX, the longest sentence, words per screen. Plain Python.

LIX is words per sentence plus how many words of a hundred are longer than six letters
(Björnsson 1968); a colon ends a sentence, as there, and so does the end of a line.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

LESSON_LIX, GUIDE_LIX = 40, 45  # a text should be below
LONGEST_SENTENCE = 25  # words
LONGEST_SCREEN = 200  # words from one heading to the next

# What is not words to read: names of other things.
NAMES = frozenset(
    {"id", "type", "key", "guide", "section", "version", "exercise", "figure", "laws"}
)
# Kinds of blocks that are headings in themselves.
HEADINGS = frozenset({"section"})
SCREEN = "\f"
MARK = re.compile(r"\[\[([^\[\]|<>]+)(?:\|([^\[\]<>]+))?\]\]")
LINE_END = re.compile(r"</(?:p|li|h[2-6]|blockquote)>|<br\s*/?>", re.IGNORECASE)
TAG = re.compile(r"<[^>]+>")
SHORTENED = re.compile(r"\b(kap|kl|t\.ex|bl\.a|d\.v\.s|dvs|nr|st|ca)\.", re.IGNORECASE)
SENTENCE_END = re.compile(r"[.!?:…]+(?=[\s”\"»)]|$)|[\n\f]")
WORD = re.compile(r"[^\W_]+(?:[-’'/.][^\W_]+)*")
# Numbers of paragraphs that are not cited: "8 §", "10 kap.".
BARE = re.compile(r".{0,24}(?:§|\bkap\.).{0,16}", re.IGNORECASE)


@dataclass(frozen=True)
class Measure:
    """What a text measures. `longest` is in words, `sentence` the one that is so long."""

    words: int
    lix: int
    longest: int
    sentence: str
    screens: tuple[int, ...]

    @property
    def fullest(self) -> int:
        """Words on the screen that has most of them."""
        return max(self.screens, default=0)


def plain(text: str, *, laws: bool = False) -> str:
    """HTML as lines of words. A glossary word stands as written; a cited law only with `laws`."""

    def words(match: re.Match[str]) -> str:
        shown = match[2] or match[1]
        return (shown if laws else " ") if match[1].startswith("lag:") else shown

    text = text.replace("<h2", f"{SCREEN}<h2")
    text = html.unescape(TAG.sub("", LINE_END.sub("\n", text)))
    return MARK.sub(words, text)


def texts(data: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Every text of stream data as it is stored; a form feed where a new screen begins."""
    for part in data:
        if part["type"] in HEADINGS:
            yield SCREEN
        if part["type"] == "slides":
            yield str(part["value"]["title"])
            for slide in part["value"]["slides"]:
                # Each slide is a screen; what the speaker says is not on it.
                yield from (SCREEN, *_inside(slide["value"]), SCREEN)
        else:
            yield from _inside(part["value"])


def _inside(value: Any) -> Iterator[str]:
    """The texts inside a stored value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for name, row in value.items():
            if name not in NAMES:
                yield from _inside(row)
    elif isinstance(value, list):
        for row in value:
            yield from _inside(row)


def sentences(text: str) -> list[str]:
    """The sentences of plain text; an abbreviation ends none."""
    whole = SHORTENED.sub(lambda found: found[0].replace(".", "\u2024"), text)
    rows = (row.replace("\u2024", ".").strip() for row in SENTENCE_END.split(whole))
    return [row for row in rows if WORD.search(row)]


def measure(data: Iterable[Mapping[str, Any]]) -> Measure:
    """Measure stream data, as `stream.get_prep_value()` gives it."""
    whole = "\n".join(plain(text) for text in texts(data))
    words = WORD.findall(whole)
    rows = sentences(whole)
    longest = max(rows, key=lambda row: len(WORD.findall(row)), default="")
    screens = tuple(len(WORD.findall(screen)) for screen in whole.split(SCREEN))
    return Measure(
        words=len(words),
        lix=_lix(words, len(rows)),
        longest=len(WORD.findall(longest)),
        sentence=" ".join(longest.split()),
        screens=tuple(number for number in screens if number),
    )


def _lix(words: list[str], rows: int) -> int:
    """Words per sentence, and long words of a hundred; 0 without words."""
    if not words:
        return 0
    return round(len(words) / rows + 100 * sum(len(word) > 6 for word in words) / len(words))


def bare_paragraphs(data: Iterable[Mapping[str, Any]]) -> list[str]:
    """Where the text names a paragraph of a law instead of citing it, with the words around."""
    return [
        " ".join(found[0].split())
        for text in texts(data)
        for found in BARE.finditer(plain(text).replace("\u00a0", " "))
    ]
