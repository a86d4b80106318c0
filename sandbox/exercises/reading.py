"""Reads a scenario file into a Scenario; every error names file and line, in Swedish."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from content_files.yaml_marks import Marked, load_marked, parse_marked
from sandbox.exercises import scenario as s
from sandbox.exercises.conditions import Condition, parse
from sandbox.process.clock import minutes_in
from sandbox.process.state import minute_of

KEYS = frozenset(
    {"scenario", "version", "draft", "title", "lead", "minutes", "flow", "profile", "start"}
    | {
        "persona",
        "role",
        "laws",
        "parties",
        "panel",
        "history",
        "actors",
        "meeting",
        "steps",
        "compare",
    }
    | {"praise", "practise", "rubric", "model"}
)
STEP_KEYS = frozenset(
    {"key", "kind", "title", "lead", "action", "document", "redo", "starts"} | {"replies", "checks"}
)
ANSWER_KEYS = frozenset({"when", "tone", "quote", "says", "also", "try", "weight"})
PARTY_KINDS = frozenset({"person", "health", "social_care", "other"})
TEXTS = frozenset(
    {"title", "lead", "says", "quote", "also", "try", "missing", "redo", "voice", "voice_from"}
    | {"name", "short", "mention", "detail", "note", "difference", "action", "document", "label"}
)
# What forms hold is of every kind, and is checked against the form's own fields.
BODIES = frozenset({"body", "when"})
At = tuple[str | int, ...]


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


class _Reader:
    """Reads the parts of one file; `marked` knows the line of everything."""

    def __init__(self, marked: Marked) -> None:
        self.marked = marked
        self.data: dict[str, Any] = marked.data if isinstance(marked.data, dict) else {}

    def need(self, row: Any, key: str, *at: str | int) -> Any:
        if not isinstance(row, Mapping) or row.get(key) in (None, ""):
            raise self.marked.error(f"”{key}” saknas här.", *at)
        return row[key]

    def only(self, row: Any, known: frozenset[str], *at: str | int) -> None:
        for key in row:
            if key not in known:
                words = ", ".join(sorted(known))
                text = f"”{key}” går inte att använda här. Välj bland: {words}."
                raise self.marked.error(text, *at, key)

    def when(self, row: Mapping[str, Any], *at: str | int, key: str = "when") -> Condition | None:
        return parse(self.marked, row[key], *at, key) if key in row else None

    def rows(self, row: Mapping[str, Any], key: str, *at: str | int) -> list[tuple[Any, At]]:
        found = row.get(key) or []
        if not isinstance(found, list):
            raise self.marked.error(
                f"”{key}” ska vara en lista, med ett streck före varje.", *at, key
            )
        return [(one, (*at, key, index)) for index, one in enumerate(found)]

    def scenario(self) -> s.Scenario:
        self.only(self.data, KEYS)
        start = self.need(self.data, "start")
        weekday = self.need(start, "weekday", "start")
        if weekday not in s.WEEKDAYS:
            raise self.marked.error(f"”{weekday}” är ingen veckodag.", "start", "weekday")
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
            role=self.role(),
            laws=tuple(self.data.get("laws") or ()),
            parties=self.parties(),
            panel=self.panel(),
            history=tuple(self.past(*one) for one in self.rows(self.data, "history")),
            actors=tuple(self.actor(*one) for one in self.rows(self.data, "actors")),
            meeting=self.meeting(),
            steps=tuple(self.step(*one) for one in self.rows(self.data, "steps")),
            compare=tuple(self.section(*one) for one in self.rows(self.data, "compare")),
            praise=tuple(self.remark(*one) for one in self.rows(self.data, "praise")),
            practise=tuple(self.remark(*one) for one in self.rows(self.data, "practise")),
            rubric=tuple(self.rubric(*one) for one in self.rows(self.data, "rubric")),
            model=tuple(
                s.Move(step=self.need(row, "step", *at), body=row.get("body") or {})
                for row, at in self.rows(self.data, "model")
            ),
        )

    def minute(self, row: Any, *at: str | int) -> int:
        try:
            return minute_of(int(row["day"]), str(self.need(row, "time", *at)))
        except (KeyError, ValueError, TypeError) as error:
            raise self.marked.error('Skriv day: 1 och time: "08.30".', *at) from error

    def role(self) -> s.RoleCard:
        row = self.need(self.data, "role")
        return s.RoleCard(
            party=self.need(row, "party", "role"),
            role=row.get("role", "coordinator"),
            title=self.need(row, "title", "role"),
            text=self.need(row, "text", "role").strip(),
        )

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
        return s.Past(
            action=self.need(row, "action", *at),
            role=row.get("role", "coordinator"),
            body=row.get("body") or {},
        )

    def actor(self, row: Any, at: At) -> s.ActorRule:
        return s.ActorRule(
            ref=f"{self.need(row, 'party', *at)}:{self.need(row, 'do', *at)}",
            party=row["party"],
            upon=self.need(row, "upon", *at),
            when=self.when(row, *at),
            after=self.period(row, "after", at),
            do=row["do"],
        )

    def period(self, row: Any, key: str, at: At) -> int:
        try:
            return minutes_in(str(self.need(row, key, *at)))
        except ValueError as error:
            raise self.marked.error(str(error), *at, key) from error

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

    def step(self, row: Any, at: At) -> s.Step:
        self.only(row, STEP_KEYS, *at)
        key = self.need(row, "key", *at)
        starts = self.minute(row["starts"], *at, "starts") if row.get("starts") else None
        return s.Step(
            key=key,
            kind=row.get("kind", "form"),
            title=self.need(row, "title", *at),
            lead=self.need(row, "lead", *at).strip(),
            action=self.need(row, "action", *at),
            document=self.need(row, "document", *at),
            redo=row.get("redo", ""),
            starts=starts,
            speakers=tuple(self.speaker(*one) for one in self.rows(row, "replies", *at)),
            checks=tuple(self.check(key, *one) for one in self.rows(row, "checks", *at)),
            line=self.marked.line_of(*at),
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

    def check(self, step: str, row: Any, at: At) -> s.Check:
        self.need(row, "when", *at)
        condition = parse(self.marked, row["when"], *at, "when")
        if condition.coaches:
            raise self.marked.error("En kontroll får inte bero på fri text.", *at, "when")
        return s.Check(
            key=self.need(row, "key", *at),
            step=step,
            label=self.need(row, "label", *at),
            when=condition,
            missing=self.need(row, "missing", *at).strip(),
            hints=tuple(row.get("hints") or ()),
            line=self.marked.line_of(*at),
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
