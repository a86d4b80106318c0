"""The index: which document has which words, weighed by where they stand. Plain Python."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from training_site.search.words import bare, stem, words

# What a word is worth by where it stands, and how much longer texts are held back (BM25F).
BOOSTS = {"title": 6.0, "also": 5.0, "headings": 3.0, "lead": 2.0, "text": 1.0}
HELD_BACK = {"title": 0.3, "also": 0.0, "headings": 0.3, "lead": 0.4, "text": 0.7}


@dataclass(frozen=True)
class Document:
    """One thing that can be found. `also` are its other names; `where` says where it lies.

    `for_editors` is found by those who may edit only.
    """

    kind: str
    title: str
    url: str
    text: str
    lead: str = ""
    headings: str = ""
    also: tuple[str, ...] = ()
    where: str = ""
    for_editors: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """What it is called."""
        return (self.title, *self.also)

    def field(self, name: str) -> str:
        """The words of one field."""
        return " ".join(self.also) if name == "also" else str(getattr(self, name))


@dataclass(frozen=True)
class Index:
    """Documents in a fixed order, and for each stem who has it and how heavily."""

    documents: tuple[Document, ...]
    postings: dict[str, list[tuple[int, float]]]
    bare_stems: dict[str, list[str]]  # stem without dots → the stems as they are
    surfaces: list[tuple[str, str]]  # every word without dots, and its stem, sorted
    frequency: dict[str, int]  # every word as written → in how many places
    titles: tuple[tuple[str, ...], ...]  # the stems of each title, in order
    texts: tuple[str, ...]  # the stems of each lead and text, in order, with a space around each
    names: dict[tuple[str, ...], list[int]] = field(default_factory=dict)
    filed: int = 0  # how many words were filed: what building costs

    def beginning(self, start: str) -> list[str]:
        """The stems of the words that begin with `start` (folded; dots do not matter), sorted."""
        begin = bare(start)
        found: dict[str, None] = {}
        for word, its_stem in self.surfaces[bisect_left(self.surfaces, (begin, "")) :]:
            if not word.startswith(begin):
                break
            found[its_stem] = None
        return list(found)


def build(documents: Iterable[Document]) -> Index:
    """File every word of every document. The work grows with the number of words, no faster."""
    rows = tuple(documents)
    counts = [{name: _counted(row.field(name)) for name in BOOSTS} for row in rows]
    mean = {
        name: max(1.0, sum(one[name].total() for one in counts) / max(1, len(rows)))
        for name in BOOSTS
    }
    postings: dict[str, list[tuple[int, float]]] = {}
    frequency: Counter[str] = Counter()
    for place, one in enumerate(counts):
        for its_stem, weight in _weights(one, mean).items():
            postings.setdefault(its_stem, []).append((place, weight))
        for count in one.values():
            frequency.update(count)
    bare_stems: dict[str, list[str]] = {}
    for its_stem in sorted(postings):
        bare_stems.setdefault(bare(its_stem), []).append(its_stem)
    return Index(
        documents=rows,
        postings=postings,
        bare_stems=bare_stems,
        surfaces=sorted((bare(word), stem(word)) for word in frequency),
        frequency=dict(frequency),
        titles=tuple(tuple(map(stem, words(row.title))) for row in rows),
        texts=tuple(_running(f"{row.lead} {row.text}") for row in rows),
        names=_names(rows),
        filed=sum(count.total() for one in counts for count in one.values()),
    )


def _running(text: str) -> str:
    return f" {' '.join(map(stem, words(text)))} "


def _counted(text: str) -> Counter[str]:
    return Counter(words(text))


def _weights(counts: dict[str, Counter[str]], mean: dict[str, float]) -> dict[str, float]:
    """The weight of each stem in one document."""
    weights: dict[str, float] = {}
    for name, count in counts.items():
        held = 1 - HELD_BACK[name] + HELD_BACK[name] * count.total() / mean[name]
        for word, times in count.items():
            its_stem = stem(word)
            weights[its_stem] = weights.get(its_stem, 0.0) + BOOSTS[name] * times / held
    return weights


def _names(rows: tuple[Document, ...]) -> dict[tuple[str, ...], list[int]]:
    """The stems of every name, and the documents called so."""
    names: dict[tuple[str, ...], list[int]] = {}
    for place, row in enumerate(rows):
        for name in dict.fromkeys(tuple(map(stem, words(name))) for name in row.names):
            names.setdefault(name, []).append(place)
    return names
