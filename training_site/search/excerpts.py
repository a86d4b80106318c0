"""A few lines of a document around what was found, with the hit marked."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from training_site.search.words import COMMON, places, stem

LETTERS = 220
SPREAD = 60  # letters before the first hit


def excerpt(text: str, stems: Collection[str], *, from_start: bool = False) -> SafeString:
    """The part of `text` with the most different hits, each in <mark>; everything is escaped.

    With `from_start` it is the first lines, wherever the hits are.
    """
    hits = [
        (start, end, word)
        for start, end, word in places(text)
        if word not in COMMON and stem(word) in stems
    ]
    begin = 0 if from_start else _best_start(text, hits)
    stop = _word_end(text, begin + LETTERS)
    out = ["… "] if begin else []
    at = begin
    for start, end, _word in hits:
        if begin <= start and end <= stop:
            out += [conditional_escape(text[at:start]), _marked(text[start:end])]
            at = end
    out.append(conditional_escape(text[at:stop]))
    if stop < len(text):
        out.append(" …")
    return mark_safe("".join(out))  # noqa: S308 - each piece is escaped above


def _marked(text: str) -> str:
    return f"<mark>{conditional_escape(text)}</mark>"


def _best_start(text: str, hits: list[tuple[int, int, str]]) -> int:
    """Where to begin so that most different words come within view; the first of equals."""
    best, where = 0, 0
    for first, (start, _end, _word) in enumerate(hits):
        seen = {stem(word) for at, _to, word in hits[first:] if at < start + LETTERS - SPREAD}
        if len(seen) > best:
            best, where = len(seen), start
    return _sentence_start(text, where)


def _sentence_start(text: str, at: int) -> int:
    """The start of the sentence, when it is near; else of a word a little before."""
    if at <= SPREAD:
        return 0
    stop = max(text.rfind(mark, at - 2 * SPREAD, at) for mark in (". ", "? ", ": "))
    if stop > 0:
        return stop + 2
    return text.find(" ", at - SPREAD) + 1


def _word_end(text: str, at: int) -> int:
    """Where the word at a place ends."""
    if at >= len(text):
        return len(text)
    end = text.find(" ", at)
    return len(text) if end < 0 else end
