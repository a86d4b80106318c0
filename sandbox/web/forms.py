"""Forms built from the process's field rows: read what was sent, show what is kept.

A body is the plain value the process works on; a form is the same body as inputs with labels,
choices and errors. Names in the form are the body's paths with hyphens: `measures-0-text`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sandbox.process.flow import DocumentKind, Field
from sandbox.web import days
from sandbox.web.blank import (
    all_told,
    blank_row,
    empty,
    empty_body,
    naming_column,
    unanswered,
    without_blank_rows,
)
from sandbox.web.inputs import Choice, Form, Input, Options, Row

__all__ = [
    "Choice",
    "Form",
    "Input",
    "Options",
    "Row",
    "all_told",
    "blank_row",
    "build_form",
    "choice_pairs",
    "empty_body",
    "name_of",
    "read_body",
    "row_name",
    "unanswered",
    "without_blank_rows",
]
BIGGEST_TEXT = 4000
SHORT = 120
TIME = re.compile(r"^(?P<hour>[01]?\d|2[0-3])(?:[.:](?P<minute>[0-5]\d))?$")


def name_of(path: str) -> str:
    """The input's name for a body path such as `measures.0.text`."""
    return path.replace(".", "-")


# --- reading ---------------------------------------------------------------------------------


def read_body(
    kind: DocumentKind, options: Options, posted: QueryDict
) -> tuple[dict[str, Any], dict[str, str]]:
    """Read a posted form. Returns the body and the errors by input name; never raises."""
    errors: dict[str, str] = {}
    body = {
        definition.key: _read(definition, definition.key, options, posted, errors)
        for definition in kind.fields
    }
    return body, errors


def _read(
    definition: Field, name: str, options: Options, posted: QueryDict, errors: dict[str, str]
) -> Any:
    if definition.type == "rows":
        return _read_rows(definition, name, options, posted, errors)
    if definition.type == "questions_per_party":
        return _read_questions(definition, name, options, posted, errors)
    if definition.type in ("choices", "parties"):
        known = [value for value, _label in choice_pairs(definition, options)]
        chosen = set(posted.getlist(name))
        return [value for value in known if value in chosen]
    if definition.type == "letters":
        return []  # worked out when it is sent
    if definition.type == "tick":
        return bool(posted.get(name, ""))
    raw = str(posted.get(name, "") or "").replace("\x00", "").replace("\r\n", "\n").strip()
    return _read_one(definition, name, options, raw, errors)


def _read_one(
    definition: Field, name: str, options: Options, raw: str, errors: dict[str, str]
) -> Any:
    if definition.type == "day":
        return days.read(definition, name, raw, errors, day_zero=options.day_zero)
    if definition.type in ("row", "document"):
        return int(raw) if raw.isdecimal() and len(raw) < 5 else None
    if definition.type == "time":
        return _read_time(name, raw, errors)
    if definition.type == "choice":
        known = [value for value, _label in choice_pairs(definition, options)]
        if raw and raw not in known:
            errors[name] = _("Choose from the list.")
        return raw if raw in known else ""
    limit = definition.max or BIGGEST_TEXT
    if len(raw) > limit:
        errors[name] = ngettext(
            "Shorten the text by %(over)d character.",
            "Shorten the text by %(over)d characters.",
            len(raw) - limit,
        ) % {"over": len(raw) - limit}
    return raw


def _read_time(name: str, raw: str, errors: dict[str, str]) -> str:
    text = raw.lower().removeprefix("kl.").removeprefix("kl").strip()
    if not text:
        return ""
    found = TIME.match(text)
    if not found:
        errors[name] = _("Write the time as 10.00.")
        return raw[:40]
    return f"{int(found['hour'])}.{found['minute'] or '00'}"


def _read_rows(
    definition: Field, name: str, options: Options, posted: QueryDict, errors: dict[str, str]
) -> list[dict[str, Any]]:
    if definition.of:
        return _read_notes(definition, name, options, posted, errors)
    sent = str(posted.get(f"{name}-rows", "") or "0")
    count = min(int(sent) if sent.isdecimal() and len(sent) < 3 else 0, definition.max_rows)
    return [
        {
            column.key: _read(column, f"{name}-{number}-{column.key}", options, posted, errors)
            for column in definition.fields
        }
        for number in range(count)
    ]


def _read_notes(
    definition: Field, name: str, options: Options, posted: QueryDict, errors: dict[str, str]
) -> list[dict[str, Any]]:
    """A row for each choice of the field that the rows are notes on, in its order."""
    naming = naming_column(definition)
    return [
        {
            column.key: key
            if column is naming
            else _read(column, f"{name}-{number}-{column.key}", options, posted, errors)
            for column in definition.fields
        }
        for number, (key, _label) in enumerate(choice_pairs(naming, options))
    ]


def _read_questions(
    definition: Field, name: str, options: Options, posted: QueryDict, errors: dict[str, str]
) -> dict[str, str]:
    column = replace(definition, type="longtext")
    read = {
        code: _read(column, f"{name}-{code}", options, posted, errors)
        for code, _label in options.parties["receiver"]
    }
    return {code: text for code, text in read.items() if text}


# --- showing ---------------------------------------------------------------------------------


def build_form(
    kind: DocumentKind,
    options: Options,
    body: Mapping[str, Any],
    errors: Mapping[str, str] | None = None,
) -> Form:
    """The document as inputs, filled with the body, with each error at its input."""
    errors = errors or {}
    inputs: dict[str, Input] = {}
    for definition in kind.fields:
        value = body.get(definition.key, empty(definition))
        if definition.type == "questions_per_party":
            _attach_questions(definition, inputs[definition.of], value or {}, errors)
        elif definition.type == "rows" and definition.of:
            _attach_notes(definition, inputs[definition.of], value or [], (options, errors, body))
        else:
            inputs[definition.key] = _show(definition, definition.key, options, value, errors, body)
    named = {entry.name: entry for top in inputs.values() for entry in _all_inputs(top)}
    listed = [(entry.id, errors[name]) for name, entry in named.items() if name in errors]
    return Form(kind=kind, inputs=inputs, errors=listed)


def _all_inputs(top: Input) -> list[Input]:
    inner = [entry for row in top.rows for entry in row.inputs.values()]
    extras = [extra for choice in top.choices for extra in choice.extras]
    return [top, *inner, *extras]


def _attach_questions(
    definition: Field, parties: Input, texts: Mapping[str, str], errors: Mapping[str, str]
) -> None:
    for choice in parties.choices:
        name = f"{definition.key}-{choice.value}"
        extra = Input(
            name=name,
            type="text" if (definition.max or BIGGEST_TEXT) <= SHORT else "longtext",
            label=definition.label.replace("{party}", choice.label),
            hint=definition.hint,
            value=texts.get(choice.value, ""),
            max=definition.max,
            error=errors.get(name, ""),
        )
        choice.extras.append(extra)


def _attach_notes(
    definition: Field,
    chosen: Input,
    rows: Sequence[Mapping[str, Any]],
    shown: tuple[Options, Mapping[str, str], Mapping[str, Any]],
) -> None:
    """Beside each choice what is written of it; `shown` is what every field is shown with."""
    naming, by_key = naming_column(definition), {}
    for row in rows:
        by_key[row.get(naming.key)] = row
    for number, choice in enumerate(chosen.choices):
        row = by_key.get(choice.value, {})
        for column in definition.fields:
            if column is not naming:
                name = f"{definition.key}-{number}-{column.key}"
                extra = _show(column, name, shown[0], row.get(column.key, ""), *shown[1:])
                extra.label = f"{extra.label}: {choice.label}"
                choice.extras.append(extra)


def _show(
    definition: Field,
    name: str,
    options: Options,
    value: Any,
    errors: Mapping[str, str],
    body: Mapping[str, Any],
) -> Input:
    shown = Input(
        name=name,
        type=definition.type,
        label=definition.label,
        hint=definition.hint,
        value="" if value is None else value,
        max=definition.max if definition.type in ("text", "longtext") else None,
        error=errors.get(name, ""),
        required=definition.required,
    )
    if definition.type == "rows":
        _show_rows(definition, shown, options, value, errors, body)
    elif definition.type == "row":
        shown.choices = _row_choices(definition, body, value)
    elif definition.type in ("choice", "choices", "parties"):
        chosen = {value} if isinstance(value, str) else set(value or [])
        shown.choices = [
            Choice(value=key, label=label, selected=key in chosen)
            for key, label in choice_pairs(definition, options)
        ]
    elif definition.type == "document":
        shown.choices = [
            Choice(value=number, label=words, selected=number == str(value))
            for number, words in options.documents
        ]
    elif definition.type == "day":
        _show_day(definition, shown, options, value)
    return shown


def _show_day(definition: Field, shown: Input, options: Options, value: Any) -> None:
    """A date where days are dates; else a list of the coming weeks, or the day's number."""
    if options.day_zero is not None:
        shown.type, shown.value = "date", days.as_date(value, options.day_zero)
    elif days.is_chosen(definition):
        first = options.today + (0 if options.same_day else 1)
        shown.type = "choice"
        shown.choices = [
            Choice(value=str(day), label=_capital(options.day_name(day)), selected=day == value)
            for day in days.to_choose(definition, value, first=first, today=options.today)
        ]
    elif isinstance(value, int):
        shown.after = options.day_name(value)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _show_rows(
    definition: Field,
    shown: Input,
    options: Options,
    value: Any,
    errors: Mapping[str, str],
    body: Mapping[str, Any],
) -> None:
    rows = list(value or [])
    while len(rows) < definition.min_rows:
        rows.append(blank_row(definition))
    shown.can_add = len(rows) < definition.max_rows
    shown.rows = [
        Row(
            number=number,
            can_remove=len(rows) > max(definition.min_rows, 1) or definition.min_rows == 0,
            inputs={
                column.key: _show(
                    column,
                    f"{shown.name}-{number}-{column.key}",
                    options,
                    row.get(column.key, empty(column)),
                    errors,
                    body,
                )
                for column in definition.fields
            },
        )
        for number, row in enumerate(rows)
    ]


def _row_choices(definition: Field, body: Mapping[str, Any], value: Any) -> list[Choice]:
    return [
        Choice(
            value=str(number),
            label=row_name(number, str(row.get("text", ""))),
            selected=value == number,
        )
        for number, row in enumerate(body.get(definition.of) or [])
    ]


def row_name(number: int, text: str) -> str:
    """What a row is called where another points at it: its number, and the beginning of its text."""
    short = text if len(text) <= 40 else f"{text[:39]}…"
    return f"{number + 1}. {short}" if short else f"{number + 1}"


def choice_pairs(definition: Field, options: Options) -> Sequence[tuple[str, str]]:
    """The (value, label) pairs a choice field offers in this case."""
    if definition.from_headings:
        return options.headings
    if definition.from_parties:
        return options.parties[definition.from_parties]
    who = options.people.get(definition.key, {})
    return [(code, who.get(code, label)) for code, label in (definition.choices or {}).items()]
