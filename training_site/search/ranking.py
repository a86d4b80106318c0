"""Which documents answer what was written, the best first. The same on every database.

Each word of the query is a need. A document fills it with the word itself, the same word without
dots, a word that begins with it, or one it is a part of, each worth less than the one before. What
people call things is tried beside what they wrote. Needs are added up (BM25F), a document that fills
few of them falls back, and one that is called what was written goes ahead.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from training_site.search.index import Index
from training_site.search.synonyms import Phrase, spelled
from training_site.search.words import COMMON, bare, stem, words

MOST_WORDS = 12
SATURATION = 3.0
NO_DOTS, OTHER_DOTS, BEGINS, ENDS, PART = 0.8, 0.3, 0.6, 0.45, 0.3
LONG_ENOUGH = 4  # letters of a word that is looked for inside others
COMMON_WORTH = 0.25
MEANT = 0.75  # what a synonym is worth beside the word itself
CALLED, IN_TITLE, IN_ORDER, SIDE_BY_SIDE = 14.0, 5.0, 4.0, 6.0
# How many of the best are read again, for words that stand side by side in the text.
READ_AGAIN = 50
# What people call a thing must be filled whole. Of what they wrote,
# what fills less than this part of what the best fills only happens to have one of the words.
ENOUGH = 0.6
# Who writes these wants a word explained.
EXPLAINING = frozenset(("betyder", "betydelse", "betydelsen", "definition", "förklaring"))
EXPLAINED = 4.0
# What an answer of each kind is worth: a rule in force and a short answer before long reading.
WORTH = {
    "place": 1.3,
    "faq": 1.2,
    "guide": 1.15,
    "exercise": 1.2,
    "lesson": 1.05,
    "term": 1.0,
    "course": 0.95,
    "contact": 0.85,
    "page": 0.8,
    "news": 0.75,
    "law": 0.7,
}


@dataclass(frozen=True)
class Hit:
    """A document that was found, and how well it answers."""

    place: int
    score: float


@dataclass
class Found:
    """Everything found: hits, the stems that made them hits, the words nothing is known of."""

    hits: list[Hit]
    stems: frozenset[str] = frozenset()
    unknown: tuple[str, ...] = ()
    looked_at: int = 0  # rows of the index that were read: what a query costs


@dataclass
class _Search:
    """One query under way."""

    index: Index
    meanings: Mapping[Phrase, tuple[Phrase, ...]]
    typing: str  # the last word written, which may not be finished
    stems: dict[str, None] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    looked_at: int = 0

    def alike(self, word: str) -> dict[str, float]:
        """The stems of the index that fill the need of a word, and how well."""
        index, own = self.index, stem(word)
        found = {own: 1.0} if own in index.postings else {}
        dots = OTHER_DOTS if bare(word) != word else NO_DOTS
        for other in index.bare_stems.get(bare(own), ()):
            found.setdefault(other, dots)
        if word == self.typing and len(word) > 1:
            for other in index.beginning(word):
                found.setdefault(other, BEGINS)
        if len(own) >= LONG_ENOUGH:
            for other, worth in self._parts(bare(own)):
                found.setdefault(other, worth)
        return found

    def _parts(self, part: str) -> list[tuple[str, float]]:
        """Compounds that the word is a part of."""
        found: list[tuple[str, float]] = []
        for whole, stems in self.index.bare_stems.items():
            if part in whole and part != whole:
                end = whole.startswith(part) or whole.endswith(part)
                found.extend((one, ENDS if end else PART) for one in stems)
        return found

    def need(self, word: str) -> dict[int, float]:
        """How well each document fills the need of one word."""
        heavy: dict[int, float] = {}
        for its_stem, worth in self.alike(word).items():
            self.stems[its_stem] = None
            rows = self.index.postings[its_stem]
            self.looked_at += len(rows)
            for place, weight in rows:
                heavy[place] = heavy.get(place, 0.0) + worth * weight
        total = len(self.index.documents)
        rare = math.log(1 + (total - len(heavy) + 0.5) / (len(heavy) + 0.5))
        rare *= COMMON_WORTH if word in COMMON else 1.0
        return {
            place: rare * weight * (SATURATION + 1) / (SATURATION + weight)
            for place, weight in heavy.items()
        }

    def phrase(self, phrase: Phrase, enough: float = ENOUGH) -> dict[int, float]:
        """How well each document answers words that belong together."""
        total: dict[int, float] = {}
        filled: dict[int, float] = {}
        wanted = 0.0
        for word in dict.fromkeys(phrase):
            worth = COMMON_WORTH if word in COMMON else 1.0
            wanted += worth
            needs = self.need(word)
            if not needs:
                self.unknown.append(word)
            for place, score in needs.items():
                total[place] = total.get(place, 0.0) + score
                filled[place] = filled.get(place, 0.0) + worth
        most = max(filled.values(), default=0.0)
        total = {
            place: score * (filled[place] / wanted) ** 2
            for place, score in total.items()
            if filled[place] >= enough * most
        }
        self._name(phrase, total)
        return total

    def _name(self, phrase: Phrase, total: dict[int, float]) -> None:
        """Put ahead what is called so, and what has the words in its title."""
        stems = tuple(map(stem, phrase))
        for place in self.index.names.get(stems, ()):
            total[place] = total.get(place, 0.0) + CALLED
        telling = [one for one, word in zip(stems, phrase, strict=True) if word not in COMMON]
        for place in total:
            title = self.index.titles[place]
            self.looked_at += 1
            there = sum(one in title for one in telling or stems)
            if there:
                share = there / len(telling or stems)
                total[place] += IN_TITLE * share**2 * math.sqrt(there / len(title))
            if len(stems) > 1 and _together(stems, title):
                total[place] += IN_ORDER


def find(query: str, index: Index, meanings: Mapping[Phrase, tuple[Phrase, ...]]) -> Found:
    """Everything that answers `query`, the best first; of equals the one that is filed first."""
    asked = tuple(words(query))[:MOST_WORDS]
    if not asked:
        return Found([])
    search = _Search(index, meanings, typing=asked[-1])
    wanted = tuple(word for word in asked if word not in EXPLAINING) or asked
    best = search.phrase(wanted)
    unknown = tuple(dict.fromkeys(search.unknown))
    explain = EXPLAINED if wanted != asked else 1.0
    for other in _said_otherwise(wanted, meanings):
        for place, score in search.phrase(other, enough=1.0).items():
            best[place] = max(best.get(place, 0.0), MEANT * score)
    worth = WORTH | {"term": WORTH["term"] * explain}
    hits = [
        Hit(place, round(score * worth.get(index.documents[place].kind, 1.0), 6))
        for place, score in best.items()
        if score
    ]
    hits.sort(key=_order)
    hits[:READ_AGAIN] = sorted(_read_again(hits[:READ_AGAIN], wanted, index), key=_order)
    return Found(hits, frozenset(search.stems), unknown, search.looked_at)


def _said_otherwise(asked: Phrase, meanings: Mapping[Phrase, tuple[Phrase, ...]]) -> list[Phrase]:
    """The query with what it calls things changed for what they are called here."""
    found: dict[Phrase, None] = {}
    key = spelled(asked)
    for start in range(len(key)):
        for end in range(len(key), start, -1):
            for meant in meanings.get(key[start:end], ()):
                found[(*asked[:start], *meant, *asked[end:])] = None
    return list(found)


def _order(hit: Hit) -> tuple[float, int]:
    return -hit.score, hit.place


def _read_again(hits: list[Hit], asked: Phrase, index: Index) -> list[Hit]:
    """The hits, with those ahead whose text has the words side by side, in the same order."""
    stems = tuple(map(stem, asked))
    pairs = [f" {one} {other} " for one, other in pairwise(stems)]
    if not pairs:
        return hits
    return [
        Hit(
            hit.place,
            hit.score
            + SIDE_BY_SIDE * sum(pair in index.texts[hit.place] for pair in pairs) / len(pairs),
        )
        for hit in hits
    ]


def _together(stems: Phrase, title: Phrase) -> bool:
    """The words stand in the title, in the same order and side by side."""
    wide = len(stems)
    return any(title[at : at + wide] == stems for at in range(len(title) - wide + 1))
