"""Words as search sees them: cut out of a text, folded, and brought to their stem. Plain Python."""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

import snowballstemmer

WORD = re.compile(r"[^\W_]+")
DOTS = str.maketrans({"å": "a", "ä": "a", "ö": "o", "é": "e", "ü": "u", "æ": "a", "ø": "o"})
# Endings of the definite form that the stemmer leaves: samtycket, skolan.
LEFT = ("et", "an")
SHORTEST_LEFT = 6
# Said in nearly every sentence: they count, but little.
COMMON = frozenset(
    WORD.findall(
        "och att det i en ett på är som för med till den har de inte om man av så vad hur vem när "
        "var kan ska jag vi du hen sig sin måste får vid från eller min mitt vår vårt er ert ni"
    )
)

_stemmer = snowballstemmer.stemmer("swedish")
_one_at_a_time = threading.Lock()  # the stemmer keeps the word it works on


def fold(text: str) -> str:
    """Small letters, with å, ä and ö kept as one letter each."""
    return unicodedata.normalize("NFC", text).casefold()


def bare(word: str) -> str:
    """A folded word without dots and rings, as it is written in a hurry."""
    return word.translate(DOTS)


def words(text: str) -> list[str]:
    """The words of a text, folded, in order."""
    return WORD.findall(fold(text))


def places(text: str) -> Iterator[tuple[int, int, str]]:
    """Where each word of `text` begins and ends, and the word folded."""
    folded = fold(text)
    # Folded at once, unless a letter became two and the places would not be those of the text.
    if len(folded) == len(text):
        for found in WORD.finditer(folded):
            yield found.start(), found.end(), found[0]
        return
    for found in WORD.finditer(text):
        yield found.start(), found.end(), fold(found[0])


@lru_cache(maxsize=30_000)
def stem(word: str) -> str:
    """The stem of a folded word: kallelsen, kallar and kalla have the same."""
    with _one_at_a_time:
        # Twice, for what is left may end as a form does: utskrivningsklara, utskrivningsklar.
        found = str(_stemmer.stemWord(_stemmer.stemWord(word)))
    if found == word and len(word) >= SHORTEST_LEFT and word.endswith(LEFT):
        return found[:-2]
    return found
