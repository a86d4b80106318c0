"""What the result page shows of each question: from the record, not graded anew."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from courses.quiz.kinds import Graded
from courses.quiz.labels import PARTS, Headline, count, headline, part_words
from courses.quiz.models import Step
from courses.quiz.sources import Source, resolve


@dataclass(frozen=True)
class PartRow:
    """One option, pair, statement or card, with what became of it in words."""

    row: str
    icon: str
    status: str
    text: str
    words: str
    feedback: str


@dataclass(frozen=True)
class GradedItem:
    """One question with the answer, the outcome and the explanation."""

    slot: int
    of: int
    stem: str
    county: str
    draft: bool
    ordered: bool
    headline: Headline
    feedback: str
    sources: tuple[Source, ...]
    parts: tuple[PartRow, ...]
    fraction: float

    @property
    def count(self) -> str:
        """ "Question 1 of 2"."""
        return count(self.slot, self.of)


def graded_items(items: list[Any]) -> list[GradedItem]:
    """From the items of queries.attempt_with_history, all graded. Asks for all sources at once."""
    known = resolve({key for item in items for key in item.version.payload["sources"]})
    return [_graded_item(item, len(items), known) for item in items]


def _graded_item(item: Any, of: int, known: dict[str, Source]) -> GradedItem:
    payload = item.version.payload
    step = next(step for step in reversed(item.history) if step.kind == Step.Kind.GRADED)
    graded = Graded.from_json(step.outcome)
    return GradedItem(
        slot=item.slot,
        of=of,
        stem=payload["stem"],
        county=payload["county"],
        draft=not payload["reviewed"],
        ordered=payload["kind"] == "ordning",
        headline=headline(payload["kind"], graded, answered=bool(step.response)),
        feedback=payload["feedback"],
        sources=tuple(known[key] for key in payload["sources"] if key in known),
        parts=tuple(_row(part) for part in graded.parts),
        fraction=graded.fraction,
    )


def _row(part: Any) -> PartRow:
    look = PARTS[part.code]
    words = part_words(part.code, given=part.given, want=part.want)
    return PartRow(look.row, look.icon, look.status, part.text, words, part.feedback)
