"""What a page shows of a question before it is submitted: never the key."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any

from courses.quiz.kinds import KINDS, Json
from courses.quiz.kinds.base import response_digest
from courses.quiz.labels import count


@dataclass(frozen=True)
class AskedItem:
    """One question as it may be sent to a browser. Fields are named `prefix` and `prefix.<id>`.

    seen: a mark of the answer as the page shows it, sent back with the form.
    """

    slot: int
    of: int
    stem: str
    short: str
    hint: str
    template: str
    county: str
    draft: bool
    public: dict[str, Any]
    answered: bool
    seen: str
    missing: bool = False
    sure: bool | None = None

    @property
    def prefix(self) -> str:
        """Start of the field names and ids of this question."""
        return f"q{self.slot}"

    @property
    def count(self) -> str:
        """ "Question 1 of 2"."""
        return count(self.slot, self.of)


def asked(
    payload: Json, order: Json, response: Json, *, slot: int, of: int, missing: bool = False
) -> AskedItem:
    """The public form of one frozen question with what has been answered so far."""
    kind = KINDS[payload["kind"]]
    return AskedItem(
        slot=slot,
        of=of,
        stem=payload["stem"],
        short=str(kind.short),
        hint=str(kind.hint),
        template=kind.template,
        county=payload["county"],
        draft=not payload["reviewed"],
        public=kind.public(payload["content"], order, response),
        answered=kind.complete(payload["content"], response),
        seen=response_digest(response or kind.initial(order)),
        missing=missing,
    )


def preview(payload: Json) -> AskedItem:
    """A question as an editor sees it before it is published, always in the same order."""
    order = KINDS[payload["kind"]].order(payload["content"], Random(0))  # noqa: S311 - no secret
    return asked(payload, order, {}, slot=1, of=1)
