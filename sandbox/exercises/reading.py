"""Reads a scenario file into a Scenario; every error names file and line, in Swedish."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

from content_files.yaml_marks import Marked, load_marked, parse_marked
from sandbox.exercises import scenario as s
from sandbox.exercises.conditions import parse
from sandbox.exercises.reading_led import LedRows
from sandbox.exercises.reading_rows import At
from sandbox.exercises.reading_steps import StepRows

KEYS = frozenset(
    {"scenario", "version", "draft", "title", "lead", "minutes", "flow", "profile", "start"}
    | {"persona", "role", "laws", "parties", "panel", "history", "actors", "meeting", "steps"}
    | {"compare", "praise", "practise", "rubric", "model", "seats", "injects", "stages"}
    | {"case_lines", "phases", "activities", "talk", "mirror", "notes", "modes", "cites"}
)
ACTOR_KEYS = frozenset({"party", "upon", "when", "after", "do", "body", "model"})
CITATION = re.compile(r"guide:[-a-zA-Z0-9_]+#[-a-zA-Z0-9_]+@\d+\.\d+")
PARTY_KINDS = frozenset({"person", "health", "social_care", "other"})
TEXTS = frozenset(
    {"title", "lead", "says", "quote", "also", "try", "missing", "redo", "voice", "voice_from"}
    | {"name", "short", "mention", "detail", "note", "difference", "action", "document", "label"}
    | {"secret", "goal", "subject", "question", "hint", "seat", "party", "upon", "unit"}
)
# What forms hold is of every kind, and is checked against the form's own fields.
BODIES = frozenset({"body", "when", "sets"})


def load_scenario(path: Path | str) -> s.Scenario:
    """Read one scenario file. Raises ContentError with file and line, in Swedish."""
    return _read(load_marked(path))


def parse_scenario(text: str, path: Path | str) -> s.Scenario:
    """Read a scenario from its text; `path` is named in errors. Raises ContentError."""
    return _read(parse_marked(text, path))


def _read(marked: Marked) -> s.Scenario:
    if not isinstance(marked.data, dict):
        raise marked.error("Filen ska ha rader med ”namn: värde”.")
    _only_texts(marked, marked.data, ())
    try:
        return _Reader(marked).scenario()
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        # What no check of its own names: a list where a text should be, a word for a number.
        message = "Något i övningen har fel form och går inte att läsa."
        raise marked.error(message) from error


def _only_texts(marked: Marked, found: Any, at: At) -> None:
    """Refuse anything but a text, or nothing, where only texts may stand."""
    pairs: Any = enumerate(found) if isinstance(found, list) else ()
    for key, value in found.items() if isinstance(found, dict) else pairs:
        if key in TEXTS and value is not None and not isinstance(value, str):
            raise marked.error(f"”{key}” ska vara en text. Skriv den inom citattecken.", *at, key)
        if key not in BODIES:
            _only_texts(marked, value, (*at, key))


class _Reader(StepRows, LedRows):
    """Reads a whole file."""

    def scenario(self) -> s.Scenario:
        self.only(self.data, KEYS)
        start = self.need(self.data, "start")
        weekday = self.need(start, "weekday", "start")
        if weekday not in s.WEEKDAYS:
            raise self.marked.error(f"”{weekday}” är ingen veckodag.", "start", "weekday")
        seats = self.seats()
        return s.Scenario(
            slug=str(self.need(self.data, "scenario")),
            path=self.marked.path,
            version=int(self.need(self.data, "version")),
            draft=bool(self.data.get("draft", True)),
            title=self.need(self.data, "title"),
            lead=self.need(self.data, "lead"),
            minutes=int(self.need(self.data, "minutes")),
            flow=self.data.get("flow", "sip"),
            profile=self.data.get("profile", "neutral"),
            weekday=s.WEEKDAYS.index(weekday),
            start=self.minute({"day": 0, **start}, "start"),
            persona=dict(self.data.get("persona") or {}),
            seats=seats,
            laws=tuple(self.data.get("laws") or ()),
            parties=self.parties(),
            panel=self.panel(),
            history=tuple(self.past(*one) for one in self.rows(self.data, "history")),
            actors=self.actors(),
            meeting=self.meeting(),
            steps=tuple(
                self.step(*one, seat=seats[0].party) for one in self.rows(self.data, "steps")
            ),
            compare=tuple(self.section(*one) for one in self.rows(self.data, "compare")),
            praise=tuple(self.remark(*one) for one in self.rows(self.data, "praise")),
            practise=tuple(self.remark(*one) for one in self.rows(self.data, "practise")),
            rubric=tuple(self.rubric(*one) for one in self.rows(self.data, "rubric")),
            model=tuple(self.move(*one) for one in self.rows(self.data, "model")),
            injects=self.injects(),
            stages=self.stages(),
            case_lines=self.texts(self.data, "case_lines"),
            phases=self.phases(),
            activities=self.activities(),
            talk=self.texts(self.data, "talk"),
            mirror=self.said("mirror"),
            notes=self.said("notes"),
            modes=self.modes(),
            cites=self.cites(),
        )

    def cites(self) -> tuple[str, ...]:
        found = self.texts(self.data, "cites")
        for place, one in enumerate(found):
            if not CITATION.fullmatch(one):
                words = "Skriv en guide som guide:adress#nyckel@1.0."
                raise self.marked.error(words, "cites", place)
        return found

    def parties(self) -> dict[str, s.Party]:
        found: dict[str, s.Party] = {}
        for row, at in self.rows(self.data, "parties"):
            code = self.need(row, "code", *at)
            if code in found:
                raise self.marked.error(f"Parten ”{code}” finns redan.", *at)
            if row.get("kind") not in PARTY_KINDS:
                raise self.marked.error(
                    f"Parten ”{code}” behöver kind: person, health, social_care eller other.", *at
                )
            found[code] = s.Party(
                code=code,
                name=self.need(row, "name", *at),
                short=row.get("short", row["name"]),
                mention=row.get("mention", row["name"]),
                detail=row.get("detail", ""),
                kind=row["kind"],
                principal=row.get("principal", ""),
                uses=tuple(row.get("uses") or ()),
                unit=row.get("unit", ""),
            )
        return found

    def panel(self) -> s.Panel:
        row = self.need(self.data, "panel")
        return s.Panel(
            title=self.need(row, "title", "panel"),
            voice=row.get("voice", ""),
            voice_from=row.get("voice_from", ""),
            points=tuple(row.get("points") or ()),
        )

    def past(self, row: Any, at: At) -> s.Past:
        self.only(row, frozenset({"action", "role", "body", "party"}), *at)
        return s.Past(
            action=self.need(row, "action", *at),
            role=row.get("role", "coordinator"),
            body=row.get("body") or {},
            party=row.get("party", ""),
        )

    def move(self, row: Any, at: At) -> s.Move:
        self.only(row, frozenset({"step", "body", "at"}), *at)
        return s.Move(
            step=self.need(row, "step", *at),
            body=row.get("body") or {},
            at=self.minute(row["at"], *at, "at") if row.get("at") else None,
        )

    def actors(self) -> tuple[s.ActorRule, ...]:
        found: list[s.ActorRule] = []
        for row, at in self.rows(self.data, "actors"):
            rule = self.actor(row, at)
            same = sum(one.party == rule.party and one.do == rule.do for one in found)
            found.append(replace(rule, ref=f"{rule.ref}:{same + 1}") if same else rule)
        return tuple(found)

    def actor(self, row: Any, at: At) -> s.ActorRule:
        self.only(row, ACTOR_KEYS, *at)
        model = self.flag(row, "model", *at, default=False)
        if model and row.get("body") is not None:
            raise self.marked.error("Välj model: true eller body, inte båda.", *at)
        return s.ActorRule(
            ref=f"{self.need(row, 'party', *at)}:{self.need(row, 'do', *at)}",
            party=row["party"],
            upon=self.need(row, "upon", *at),
            when=self.when(row, *at),
            after=self.period(row, "after", at),
            do=row["do"],
            body=self.mapping(row, "body", *at) if row.get("body") is not None else None,
            model=model,
            line=self.marked.line_of(*at),
        )

    def meeting(self) -> s.Meeting | None:
        row = self.data.get("meeting")
        if not row:
            return None
        return s.Meeting(
            step=self.need(row, "step", "meeting"),
            upon=self.need(row, "upon", "meeting"),
            do=self.need(row, "do", "meeting"),
            attendances=tuple(
                s.Attendance(
                    party=self.need(one, "party", *at),
                    comes=self.when(one, *at, key="comes"),
                    listed=self.when(one, *at, key="listed"),
                    reason=one.get("reason", ""),
                )
                for one, at in self.rows(row, "parties", "meeting")
            ),
        )

    def section(self, row: Any, at: At) -> s.CompareSection:
        return s.CompareSection(
            key=self.need(row, "key", *at),
            title=self.need(row, "title", *at),
            same=tuple(self.need(row, "same", *at)),
            lines=tuple(row.get("lines") or ()),
            rows=row.get("rows", ""),
            parts=tuple(row.get("parts") or ()),
            note=row.get("note", ""),
            differences=tuple(
                s.Difference(
                    when=parse(self.marked, self.need(one, "when", *where), *where, "when"),
                    status=one.get("status", "differs"),
                    says=self.need(one, "says", *where),
                )
                for one, where in self.rows(row, "differences", *at)
            ),
            equal=self.need(row, "equal", *at),
            otherwise=self.need(row, "otherwise", *at),
            absent=self.need(row, "absent", *at),
            line=self.marked.line_of(*at),
        )

    def remark(self, row: Any, at: At) -> s.Remark:
        return s.Remark(when=self.when(row, *at), says=self.need(row, "says", *at).strip())

    def rubric(self, row: Any, at: At) -> s.RubricItem:
        levels = self.need(row, "levels", *at)
        if not isinstance(levels, list) or len(levels) != 3:
            raise self.marked.error("levels ska ha tre rader: för 0, 1 och 2.", *at)
        low, middle, high = (str(level) for level in levels)
        return s.RubricItem(
            key=self.need(row, "key", *at),
            label=self.need(row, "label", *at),
            levels=(low, middle, high),
        )
