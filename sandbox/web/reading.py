"""A document in words, field by field, from the same rows that build its form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from sandbox.process.flow import DocumentKind, Field
from sandbox.web.forms import Options, choice_pairs

NBSP = "\u00a0"
Facts = list[tuple[str, list[str]]]


def facts(kind: DocumentKind, options: Options, body: Mapping[str, Any]) -> Facts:
    """Every field as (label, lines); a field left blank says so."""
    shown: Facts = []
    for definition in kind.fields:
        value = body.get(definition.key)
        if definition.type == "questions_per_party":
            shown += _questions(definition, options, value or {}, body)
        else:
            lines = lines_of(definition, options, value)
            if lines or definition.type not in ("rows", "longtext"):
                shown.append((definition.label, lines or [_("Nothing written")]))
    return shown


def _questions(
    definition: Field, options: Options, texts: Mapping[str, str], body: Mapping[str, Any]
) -> Facts:
    names = dict(options.parties["receiver"])
    return [
        (
            definition.label.replace("{party}", names.get(code, code)),
            [texts[code]] if texts.get(code) else [_("No question")],
        )
        for code in body.get(definition.of) or ()
    ]


def lines_of(definition: Field, options: Options, value: Any) -> list[str]:
    """What one field says, a line for each paragraph, choice or row; none when it is blank."""
    if definition.type == "rows":
        return [line for row in value or () if (line := _row(definition, options, row))]
    if definition.type in ("choices", "parties"):
        return [_word(definition, options, one) for one in value or ()]
    if definition.type == "letters":
        names = dict(options.parties["any"])
        return [names.get(one, one) for one in value or ()]
    text = _word(definition, options, value)
    return [line for line in text.split("\n") if line.strip()]


def _row(definition: Field, options: Options, row: Mapping[str, Any]) -> str:
    """A row as one line; the first words stand alone, the rest carry their labels."""
    parts = []
    for column in definition.fields:
        text = _word(column, options, row.get(column.key))
        if column.type == "tick":
            text = column.label if row.get(column.key) else ""
            parts.append(text)
        elif text and column.type in ("day", "text") and parts:
            parts.append(f"{column.label}: {text}")
        else:
            parts.append(text)
    return " · ".join(part for part in parts if part)


def _word(definition: Field, options: Options, value: Any) -> str:
    if value is None or value == "":
        return ""
    if definition.type == "day":
        return options.day_name(value).replace("dag ", f"Dag{NBSP}", 1)
    if definition.type == "time":
        return f"kl.{NBSP}{value}"
    if definition.type == "row":
        return _("belongs to sub-goal %(number)d") % {"number": int(value) + 1}
    if definition.type == "document":
        return dict(options.documents).get(str(value), str(value))
    if definition.type in ("choice", "choices", "parties"):
        return dict(choice_pairs(definition, options)).get(value, str(value))
    return str(value)
