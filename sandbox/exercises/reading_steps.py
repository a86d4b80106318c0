"""Reads the steps of a scenario file: their receivers with answers, and their checks."""

from __future__ import annotations

from typing import Any

from sandbox.exercises import scenario as s
from sandbox.exercises.conditions import parse
from sandbox.exercises.reading_rows import At, Rows

STEP_KEYS = frozenset(
    {"key", "seat", "kind", "title", "lead", "action", "document", "redo", "starts"}
    | {"replies", "checks", "opens"}
)
ANSWER_KEYS = frozenset({"when", "tone", "quote", "says", "also", "try", "weight"})
CHECK_KEYS = frozenset({"key", "seat", "label", "when", "missing", "hints"})


class StepRows(Rows):
    """Reads the steps of a file."""

    def step(self, row: Any, at: At, *, seat: str) -> s.Step:
        """Return one step; `seat` is the party that takes it when the row does not say."""
        self.only(row, STEP_KEYS, *at)
        key = self.need(row, "key", *at)
        seat = row.get("seat", seat)
        starts = self.minute(row["starts"], *at, "starts") if row.get("starts") else None
        return s.Step(
            key=key,
            seat=seat,
            kind=row.get("kind", "form"),
            title=self.need(row, "title", *at),
            lead=self.need(row, "lead", *at).strip(),
            action=self.need(row, "action", *at),
            document=row.get("document") or "",
            redo=row.get("redo", ""),
            starts=starts,
            speakers=tuple(self.speaker(*one) for one in self.rows(row, "replies", *at)),
            checks=tuple(self.check(key, seat, *one) for one in self.rows(row, "checks", *at)),
            line=self.marked.line_of(*at),
            opens=self.when(row, *at, key="opens"),
        )

    def speaker(self, row: Any, at: At) -> s.Speaker:
        self.only(row, frozenset({"from", "when", "answers"}), *at)
        answers = tuple(self.answer(*one) for one in self.rows(row, "answers", *at))
        if not answers:
            raise self.marked.error("Mottagaren saknar svar (answers).", *at)
        return s.Speaker(
            party=self.need(row, "from", *at),
            when=self.when(row, *at),
            answers=answers,
            line=self.marked.line_of(*at),
        )

    def answer(self, row: Any, at: At) -> s.Answer:
        self.only(row, ANSWER_KEYS, *at)
        if row.get("tone") not in ("worked", "missing"):
            raise self.marked.error("Svaret behöver tone: worked eller missing.", *at)
        return s.Answer(
            when=self.when(row, *at),
            tone=row["tone"],
            quote=row.get("quote", ""),
            says=self.need(row, "says", *at).strip(),
            also=row.get("also", ""),
            attempt=(row.get("try") or "").strip(),
            weight=int(row.get("weight", 0)),
            line=self.marked.line_of(*at),
        )

    def check(self, step: str, seat: str, row: Any, at: At) -> s.Check:
        self.only(row, CHECK_KEYS, *at)
        self.need(row, "when", *at)
        condition = parse(self.marked, row["when"], *at, "when")
        if condition.coaches:
            raise self.marked.error("En kontroll får inte bero på fri text.", *at, "when")
        return s.Check(
            key=self.need(row, "key", *at),
            step=step,
            seat=row.get("seat", seat),
            label=self.need(row, "label", *at),
            when=condition,
            missing=self.need(row, "missing", *at).strip(),
            hints=tuple(row.get("hints") or ()),
            line=self.marked.line_of(*at),
        )
