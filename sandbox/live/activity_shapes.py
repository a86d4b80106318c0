"""What is asked in a session and what comes out of it, as plain values: counted, never named."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from sandbox.world.models import Activity

Kind = Activity.Kind
# Kinds whose words reach others only when a leader has let them through.
MODERATED = (Kind.WORDS, Kind.GROUP_QUESTION, Kind.CLOSING)
# The line of what a leader has done when she opens a question.
ASKED = "asked"
# A result built on fewer answers would tell who gave them; leaders see it all the same.
FEWEST = 2
SIZES = 5
# Words that carry no theme by themselves.
SMALL_WORDS = frozenset([
    "alla", "allt", "bara", "blir", "bättre", "detta", "eller", "från", "göra", "hade", "hela",
    "inte", "kommer", "lite", "mina", "måste", "nästa", "olika", "också", "sina", "skulle", "till",
    "under", "utan", "vara", "varandra", "varje", "vill", "våra", "vilken", "vilka",
])  # fmt: skip
SHORTEST_THEME = 4


@dataclass(frozen=True)
class Answer:
    """One contribution as it is counted. `line` is the group it was given in."""

    participant: int
    line: int | None
    value: Mapping[str, Any]


@dataclass(frozen=True)
class Bar:
    """One option with how many chose it, of how many answers."""

    label: str
    count: int
    total: int

    @property
    def percent(self) -> int:
        """The share in whole percent."""
        return round(100 * self.count / self.total) if self.total else 0


@dataclass(frozen=True)
class Word:
    """A word with how many wrote it; `size` runs from 1 to 5."""

    text: str
    count: int
    size: int


@dataclass(frozen=True)
class Entry:
    """A text of somebody's, or of a group's, as the leader decides about it.

    `state` is waiting, shown or hidden. `key` names the text without holding it, so a text that is
    changed waits again. `line` is the group of a note, None otherwise.
    """

    key: str
    text: str
    count: int
    state: str
    line: int | None = None

    @property
    def shown(self) -> bool:
        """Whether others may see it."""
        return self.state == "shown"


@dataclass(frozen=True)
class JudgedItem:
    """One item of the rubric: how many gave 0, 1 and 2, with the words for each."""

    label: str
    levels: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Judged:
    """What the judges said about one plan. `line` is for leaders; others see the label only."""

    label: str
    line: int
    judges: int
    items: tuple[JudgedItem, ...]


@dataclass(frozen=True)
class Result:
    """What has been answered, as one audience may see it. Only what fits the kind is filled."""

    answers: int
    bars: tuple[Bar, ...] = ()
    words: tuple[Word, ...] = ()
    texts: tuple[Entry, ...] = ()
    judged: tuple[Judged, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        return not (self.bars or self.words or self.texts or self.judged)


def key_of(text: str) -> str:
    """A name for a text that does not tell it: the same whatever the case of its letters."""
    return hashlib.sha256(text.casefold().encode()).hexdigest()[:16]


def choices_of(options: Sequence[str]) -> list[str]:
    """What a poll may be answered with; without options of its own it is a scale from 1 to 5."""
    if options:
        return [str(option) for option in options]
    return [_("1 (lowest)"), "2", "3", "4", _("5 (highest)")]


def bars(options: Sequence[str], answers: Iterable[Answer]) -> tuple[Bar, ...]:
    """How many chose each option, in the order of the options."""
    labels = choices_of(options)
    chosen = Counter(
        answer.value["choice"] for answer in answers if isinstance(answer.value.get("choice"), int)
    )
    total = sum(chosen[place] for place in range(len(labels)))
    return tuple(Bar(label, chosen[place], total) for place, label in enumerate(labels))


def entries(
    kind: str, answers: Iterable[Answer], moderation: Mapping[str, Any]
) -> tuple[Entry, ...]:
    """Every text of a moderated kind, in the order they came; the same text is counted once."""
    if kind == Kind.GROUP_QUESTION:
        return tuple(
            Entry(note["stamp"], note["text"], 1, _state(note["stamp"], moderation), note["line"])
            for note in notes(answers)
        )
    first: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for answer in answers:
        said = {key_of(text): text for text in _texts(kind, answer.value)}
        counts.update(said.keys())
        for key, text in said.items():
            first.setdefault(key, text)
    return tuple(
        Entry(key, text, counts[key], _state(key, moderation)) for key, text in first.items()
    )


def _texts(kind: str, value: Mapping[str, Any]) -> Iterator[str]:
    if kind == Kind.WORDS:
        yield from value.get("words", ())
    elif value.get("text"):
        yield value["text"]


def _state(key: str, moderation: Mapping[str, Any]) -> str:
    if key in moderation.get("hidden", ()):
        return "hidden"
    return "shown" if key in moderation.get("shown", ()) else "waiting"


def notes(answers: Iterable[Answer], line: int | None = None) -> list[dict[str, Any]]:
    """The notes that stand, oldest first: those no later note was written over.

    Two phones of a group that write at once leave two notes; the next one written with both in
    sight takes the place of both. Only one group's when `line` is given.
    """
    answered = list(answers)
    replaced = {stamp for answer in answered for stamp in answer.value.get("replaces", ())}
    standing = [
        note
        for answer in answered
        for note in answer.value.get("notes", ())
        if note["stamp"] not in replaced and line in (None, note["line"])
    ]
    return sorted(standing, key=lambda note: (note["line"] or 0, note["at"]))


def cloud(shown: Iterable[Entry]) -> tuple[Word, ...]:
    """The words, most written first, with a size for each."""
    counted = sorted(shown, key=lambda entry: (-entry.count, entry.text.casefold()))
    return _sized([(entry.text, entry.count) for entry in counted])


def themes(shown: Iterable[Entry]) -> tuple[Word, ...]:
    """Words that come back in at least two of the texts, as a cloud."""
    seen: Counter[str] = Counter()
    for entry in shown:
        plain = "".join(sign if sign.isalnum() else " " for sign in entry.text.casefold())
        seen.update({word: entry.count for word in plain.split() if len(word) >= SHORTEST_THEME})
    common = [
        (word, count) for word, count in seen.items() if count >= FEWEST and word not in SMALL_WORDS
    ]
    return _sized(sorted(common, key=lambda pair: (-pair[1], pair[0])))


def _sized(counted: Sequence[tuple[str, int]]) -> tuple[Word, ...]:
    most = max((count for _text, count in counted), default=1)
    steps = max(most - 1, 1)
    return tuple(
        Word(text, count, 1 + round((SIZES - 1) * (count - 1) / steps)) for text, count in counted
    )


def judged(
    answers: Iterable[Answer], rubric: Sequence[tuple[str, str, Sequence[str]]]
) -> tuple[Judged, ...]:
    """What was said of each plan, item by item. `rubric` is (key, label, level texts)."""
    by_line: dict[int, list[Mapping[str, int]]] = {}
    for answer in answers:
        if isinstance(answer.value.get("of"), int):
            by_line.setdefault(answer.value["of"], []).append(answer.value.get("scores", {}))
    return tuple(
        Judged(
            label=plan_label(line),
            line=line,
            judges=len(scores),
            items=tuple(
                JudgedItem(
                    label,
                    tuple(
                        (level, sum(score.get(key) == place for score in scores))
                        for place, level in enumerate(levels)
                    ),
                )
                for key, label, levels in rubric
            ),
        )
        for line, scores in sorted(by_line.items())
    )


def plan_label(line: int) -> str:
    """What a plan is called where nobody is to know whose it is: "Plan B"."""
    letter = chr(ord("A") + (line * 5 + 1) % 26) if line <= 26 else str(line)
    return _("Plan %(letter)s") % {"letter": letter}
