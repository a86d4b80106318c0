"""Document bodies against their field definitions: cleaned values, and what cannot be kept."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.process.flow import Field
from sandbox.process.kinds import has_system

TIME = re.compile(r"^([01]?\d|2[0-3])[.:]([0-5]\d)$")
TEXT_MAX = 500
WRONG_TENSE = {
    "has_been": "Dagen har inte varit än. Välj i dag eller en tidigare dag.",
    "ahead": "Dagen har redan varit. Välj i dag eller en senare dag.",
}
EMPTY: tuple[Any, ...] = (None, "", [], {})


@dataclass(frozen=True)
class FieldProblem:
    """A value that cannot be kept; `field` is a dotted path such as goals.measures.0.day."""

    field: str
    text: str


@dataclass(frozen=True)
class Cleaner:
    """Cleans one body; `parties` are the case's parties by code, each with `uses`.

    `today` is the number of the day it is, where days are held against it.
    """

    parties: Mapping[str, Mapping[str, Any]]
    today: int | None = None

    def body(
        self, fields: tuple[Field, ...], body: Mapping[str, Any], path: str
    ) -> tuple[dict[str, Any], list[FieldProblem]]:
        """Return every field with a value (empty when not given), and the problems found."""
        cleaned: dict[str, Any] = {}
        problems = [
            FieldProblem(f"{path}.{key}", "Fältet finns inte i formuläret.")
            for key in body
            if key not in {field.key for field in fields}
        ]
        for field in fields:
            value, found = self.value(field, body, f"{path}.{field.key}")
            cleaned[field.key] = value
            problems += found
            if field.required and value in EMPTY and not found:
                problems.append(FieldProblem(f"{path}.{field.key}", ask(field)))
        return cleaned, problems

    def value(
        self, field: Field, body: Mapping[str, Any], path: str
    ) -> tuple[Any, list[FieldProblem]]:
        """Return the cleaned value of one field."""
        raw = body.get(field.key, field.default)
        if field.type == "rows":
            return self._rows(field, raw, path)
        if field.type == "questions_per_party":
            return self._questions(field, raw, body.get(field.of) or (), path)
        if field.type in ("parties", "choices"):
            return self._several(field, raw, path)
        if field.type == "letters":
            return self._by_letter(field, body.get(field.of) or ()), []
        single = {
            "text": _text,
            "longtext": _text,
            "time": _time,
            "tick": _tick,
            "day": self._day,
        }.get(field.type)
        if single:
            return single(field, raw, path)
        if field.type in ("row", "document"):
            return _row(field, raw, path)
        return self._choice(field, raw, path)

    def allowed(self, field: Field) -> Mapping[str, str]:
        """Return what can be chosen, as code and Swedish label."""
        if not field.from_parties and field.type != "parties":
            return field.choices or {}
        return {
            code: str(party["name"])
            for code, party in self.parties.items()
            if field.from_parties in ("", "any") or field.from_parties in party.get("uses", ())
        }

    def _day(self, field: Field, raw: Any, path: str) -> tuple[Any, list[FieldProblem]]:
        day, problems = _whole(field, raw, path)
        if day is None or self.today is None or day == self.today:
            return day, problems
        wrong = "has_been" if day > self.today else "ahead"
        return day, [FieldProblem(path, WRONG_TENSE[wrong])] if field.tense == wrong else []

    def _choice(self, field: Field, raw: Any, path: str) -> tuple[Any, list[FieldProblem]]:
        if raw in (None, ""):
            return "", []
        if isinstance(raw, str) and raw in self.allowed(field):
            return raw, []
        return "", [FieldProblem(path, f"Välj ett av alternativen: {field.label}.")]

    def _several(self, field: Field, raw: Any, path: str) -> tuple[Any, list[FieldProblem]]:
        if raw in (None, ""):
            return [], []
        if not isinstance(raw, list | tuple) or any(not isinstance(item, str) for item in raw):
            return [], [FieldProblem(path, f"Välj bland alternativen: {field.label}.")]
        allowed = self.allowed(field)
        kept = [code for code in allowed if code in raw]
        if len(kept) < len(set(raw)):
            return kept, [FieldProblem(path, f"Välj bland alternativen: {field.label}.")]
        return kept, []

    def _questions(
        self, field: Field, raw: Any, asked: Any, path: str
    ) -> tuple[Any, list[FieldProblem]]:
        given = raw if isinstance(raw, Mapping) else {}
        receivers = [code for code in self.parties if code in asked]
        cleaned: dict[str, str] = {}
        problems: list[FieldProblem] = []
        for code in receivers:
            cleaned[code], found = _text(field, given.get(code), f"{path}.{code}")
            problems += found
        return cleaned, problems

    def _by_letter(self, field: Field, named: Any) -> list[str]:
        """Return who gets a letter: the person, and those named whose kind is outside the system."""
        return [
            code
            for code, party in self.parties.items()
            if party.get("kind") == "person" or (code in named and _outside(party, field))
        ]

    def _rows(self, field: Field, raw: Any, path: str) -> tuple[Any, list[FieldProblem]]:
        if raw in (None, ""):
            return [], []
        if not isinstance(raw, list | tuple) or any(not isinstance(row, Mapping) for row in raw):
            return [], [FieldProblem(path, f"{field.label} går inte att läsa.")]
        if len(raw) > field.max_rows:
            text = f"{field.label}: högst {field.max_rows} rader."
            return [], [FieldProblem(path, text)]
        cleaned: list[dict[str, Any]] = []
        problems: list[FieldProblem] = []
        for index, row in enumerate(raw):
            values, found = self.body(field.fields, row, f"{path}.{index}")
            problems += found
            if any(value not in (None, "", False, [], {}) for value in values.values()):
                cleaned.append(values)
        return cleaned, problems


def empty_body(fields: tuple[Field, ...]) -> dict[str, Any]:
    """Return a body with every field empty or at its default."""
    return Cleaner(parties={}).body(fields, {}, "")[0]


def _outside(party: Mapping[str, Any], field: Field) -> bool:
    unit = party.get("unit")
    if has_system(party):
        return False
    return unit in (field.choices or {}) if unit else party.get("kind") == "other"


def ask(field: Field) -> str:
    """Return what is said of a field that has to be answered, and is not."""
    if field.type in ("parties", "choices"):
        return f"Välj minst en under ”{field.label}”."
    if field.type == "choice":
        return f"Välj ett svar under ”{field.label}”."
    return f"Fyll i fältet: {field.label}"


def _text(field: Field, raw: Any, path: str) -> tuple[Any, list[FieldProblem]]:
    text = raw.strip() if isinstance(raw, str) else ""
    limit = field.max or TEXT_MAX
    if len(text) > limit:
        return text, [FieldProblem(path, f"Texten är för lång. Högst {limit} tecken.")]
    return text, []


def _time(_field: Field, raw: Any, path: str) -> tuple[Any, list[FieldProblem]]:
    if raw in (None, ""):
        return "", []
    match = TIME.match(str(raw).strip())
    if not match:
        return "", [FieldProblem(path, "Skriv klockslaget så här: 10.00")]
    return f"{int(match[1])}.{match[2]}", []


def _tick(_field: Field, raw: Any, _path: str) -> tuple[Any, list[FieldProblem]]:
    return raw is True or raw in ("on", "true", "1"), []


def _whole(field: Field, raw: Any, path: str) -> tuple[Any, list[FieldProblem]]:
    if raw in (None, "") or isinstance(raw, bool):
        return None, []
    try:
        day = int(raw)
    except (TypeError, ValueError):
        return None, [FieldProblem(path, f"{field.label}: skriv dagen med siffror.")]
    low, high = field.min or 0, field.max if field.max is not None else 999
    if not low <= day <= high:
        text = f"{field.label}: välj en dag mellan {low} och {high}."
        return None, [FieldProblem(path, text)]
    return day, []


def _row(field: Field, raw: Any, path: str) -> tuple[Any, list[FieldProblem]]:
    if raw in (None, "") or isinstance(raw, bool):
        return None, []
    try:
        index = int(raw)
    except (TypeError, ValueError):
        return None, [FieldProblem(path, f"Välj en rad: {field.label}.")]
    return (index, []) if index >= 0 else (None, [FieldProblem(path, "Välj en rad som finns.")])
