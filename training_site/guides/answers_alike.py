"""Which answers there are already to what somebody is about to ask: by the words they share."""

from __future__ import annotations

import re
from collections import Counter

from training_site.guides.answers import FaqEntry
from training_site.guides.parts import plain

WORD = re.compile(r"[a-zåäöé]+")
# Endings come after this many letters: "kallar", "kalla" and "kallelse" begin the same.
STEM = 5
SHORTEST = 3
MOST = 3
# Says nothing of what a question is about.
EMPTY_WORDS = frozenset(
    WORD.findall(
        "alla att bara behöver blir bli borde det den dem denna detta där efter eller "
        "finns från får för fråga gör göra ha har hos hur här inte kan kanske ska som "
        "någon något när och med men mer mig min måste oss på sip så till var vad vem vi "
        "vid vill vår att åt är än om en ett jag du de man sin sig den över under man "
    )
)


def stems(text: str) -> frozenset[str]:
    """The beginnings of the words that say something."""
    return frozenset(
        word[:STEM]
        for word in WORD.findall(text.lower())
        if len(word) >= SHORTEST and word not in EMPTY_WORDS
    )


def alike(text: str, most: int = MOST) -> list[FaqEntry]:
    """Published answers that share words with `text`, the nearest first. One query.

    A word in the question counts twice, one in the answer once, and a word that many answers have
    less than one that few have. A single word of an answer is chance, and shows nothing.
    """
    asked = stems(text)
    if not asked:
        return []
    rows = [
        (entry, asked & stems(entry.question), asked & stems(plain(entry.answer)))
        for entry in FaqEntry.objects.filter(live=True)
    ]
    common = Counter(word for _entry, asking, said in rows for word in asking | said)
    found = [
        (sum(2 / common[word] for word in asking) + sum(1 / common[word] for word in said), entry)
        for entry, asking, said in rows
        if asking or len(said) > 1
    ]
    found.sort(key=lambda pair: (-pair[0], pair[1].pk))
    return [entry for _points, entry in found[:most]]
