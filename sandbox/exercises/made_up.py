"""Bodies made up for any form: mostly what somebody could write, now and then what nobody should."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from sandbox.process import consent
from sandbox.process.flow import DocumentKind, Field
from sandbox.process.state import CaseState, Document, day_of

SENTENCES = (
    "Jag vill gå till torget själv igen",
    "Trygghet i hemmet",
    "Hjälp med duschen två gånger i veckan",
    "Ring dottern först",
    "Åäö – ”citat” & <b>tecken</b>",
    "Går med rullator, tar sina läkemedel själv",
)
EDGES: Mapping[str, tuple[Any, ...]] = {
    "text": ("", "   ", "x" * 5000, None, 7),
    "longtext": ("", "\u200b", "x" * 5000, ["nej"]),
    "day": (-1, 100_000, "i morgon", "", True),
    "time": ("25.00", "8", "", "kl. 9"),
    "tick": ("kanske", None, 3),
    "choice": ("finns-inte", "", 4, ["a"]),
    "choices": (["finns-inte"], "finns-inte", [], [3]),
    "parties": (["finns-inte"], [], "vc-an"),
    "rows": ("nej", [3], [{}], [{"okant": "fält"}]),
    "row": (-1, 99, "två"),
    "document": (0, 99_999, "sista"),
    "questions_per_party": ({"finns-inte": "Hej"}, "nej"),
}
AHEAD = (0, 0, 1, 1, 2, 3, 5, 9, 14, 28, -1)  # days from today
BACK = (0, 0, 0, 0, 0, 0, 0, 0, -1, -2, 1)
ODD = 0.1  # of the fields of an odd body
PLAN_ROWS = ("measures", "own_measures", "others")


@dataclass
class Author:
    """Makes up bodies of one case; `edge` is how often a body has fields as nobody should write them.

    Every text has a number of its own, and under a heading the heading's code in brackets, so that
    whoever reads on can tell where a sentence comes from.
    """

    dice: Random
    edge: float = 0.12
    written: int = 0
    _odd: bool = False

    def body(self, kind: DocumentKind, case: CaseState, *, actor: str) -> dict[str, Any]:
        """Return a body for the whole form."""
        self._odd = self.dice.random() < self.edge
        found = self._fields(kind.fields, case, actor)
        if self._odd and self.dice.random() < ODD:
            found["okant"] = "fält"
        for key in PLAN_ROWS:
            for row in found[key] if isinstance(found.get(key), list) else ():
                self._under(row, found.get("subgoals"))
        return found

    def _under(self, row: Any, subgoals: Any) -> None:
        number = row.get("subgoal") if isinstance(row, dict) else None
        if isinstance(number, int) and isinstance(subgoals, list) and 0 <= number < len(subgoals):
            above = subgoals[number]
            if isinstance(above, dict) and isinstance(row.get("text"), str):
                row["text"] += f" [{above.get('heading')}]"

    def _fields(self, fields: Sequence[Field], case: CaseState, actor: str) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for field in fields:
            if self._odd and self.dice.random() < ODD:
                found[field.key] = self.dice.choice(EDGES.get(field.type, ("",)))
            elif field.required or self.dice.random() < 0.7:
                found[field.key] = self._value(field, found, case, actor)
        return found

    def _value(self, field: Field, so_far: Mapping[str, Any], case: CaseState, actor: str) -> Any:
        make: Callable[[Field, Mapping[str, Any], CaseState, str], Any] = getattr(
            self, f"_{field.type}", _nothing
        )
        return make(field, so_far, case, actor)

    def _text(self, field: Field, so_far: Mapping[str, Any], case: CaseState, _actor: str) -> str:
        named = _measures_in(case) if field.key == "what" else []
        if named and self.dice.random() < 0.8:
            return str(self.dice.choice(named))[: field.max or 500]
        self.written += 1
        heading = so_far.get("heading")
        about = f" [{heading}]" if isinstance(heading, str) and heading else ""
        return f"{self.dice.choice(SENTENCES)}, {self.written} a{about}"[: field.max or 500]

    _longtext = _text

    def _day(self, field: Field, _so_far: Any, case: CaseState, _actor: str) -> int:
        steps = BACK if field.tense == "has_been" else AHEAD
        day = day_of(case.now) + self.dice.choice(steps)
        return max(field.min or 0, min(day, field.max if field.max is not None else 999))

    def _time(self, *_given: Any) -> str:
        return self.dice.choice(("8.00", "10:00", "14.30", "23.59", "0.00"))

    def _tick(self, *_given: Any) -> bool:
        return self.dice.random() < 0.6

    def _choice(self, field: Field, _so_far: Any, case: CaseState, actor: str) -> str:
        choices = _choices(field, case, but=actor)
        if not field.choices:
            near = sorted(_near(case) & set(choices))
            return self.dice.choice(near if near and self.dice.random() < 0.7 else choices or [""])
        if self.dice.random() < 0.5:
            return str(field.default) if field.default in choices else choices[0]
        return self.dice.choice(choices)

    def _choices(self, field: Field, _so_far: Any, case: CaseState, actor: str) -> list[str]:
        choices = _choices(field, case, but=actor)
        near = choices if field.choices else _near(case)
        chance = 0.1 if len(choices) > 12 else 0.4
        found = [one for one in choices if self.dice.random() < (0.75 if one in near else chance)]
        return found or choices[:1]

    _parties = _choices

    def _questions_per_party(
        self, field: Field, so_far: Mapping[str, Any], case: CaseState, actor: str
    ) -> dict[str, str]:
        asked = so_far.get(field.of)
        named = [code for code in asked if isinstance(code, str)] if isinstance(asked, list) else []
        return {code: self._text(field, {}, case, actor) for code in named}

    def _rows(
        self, field: Field, _so_far: Any, case: CaseState, actor: str
    ) -> list[dict[str, Any]]:
        count = max(field.min_rows, 1 if field.required else 0, self.dice.randrange(4))
        return [self._fields(field.fields, case, actor) for _ in range(min(count, field.max_rows))]

    def _row(self, *_given: Any) -> int:
        return self.dice.randrange(3)

    def _document(self, _field: Field, _so_far: Any, case: CaseState, actor: str) -> Any:
        mine = [one.number for one in case.documents if actor in _named(one)]
        numbers = [one.number for one in case.documents]
        return self.dice.choice(mine if mine and self.dice.random() < 0.8 else numbers or [""])


def _nothing(*_given: Any) -> None:
    return None


def _choices(field: Field, case: CaseState, *, but: str) -> list[str]:
    if field.choices:
        return list(field.choices)
    return [
        code
        for code, party in consent.parties(case).items()
        if code != but
        and (field.from_parties in ("", "any") or field.from_parties in party.get("uses", ()))
    ]


def _near(case: CaseState) -> set[str]:
    """Whoever has written something, holds the plan together, or may read what is written."""
    given = case.consents[-1].receivers if case.consents else frozenset()
    return {one.author for one in case.documents} | {str(case.facts.get("coordinator"))} | given


def _named(document: Document) -> tuple[str, ...]:
    return (document.author, *(document.body.get("recipients") or ()))


def _measures_in(case: CaseState) -> list[str]:
    """The measures of the plan by their texts, as a follow-up names them."""
    return [
        row["text"]
        for one in case.documents
        if one.kind in ("goals", "contribution")
        for key in PLAN_ROWS
        for row in one.body.get(key) or ()
        if row.get("text")
    ]
