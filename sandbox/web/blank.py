"""A form nobody has written in: its body, its rows, and what is still to be answered in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sandbox.process.fields import EMPTY, ask
from sandbox.process.flow import DocumentKind, Field


def blank_row(definition: Field) -> dict[str, Any]:
    """An empty row of a rows field."""
    return {column.key: empty(column) for column in definition.fields}


def empty(definition: Field) -> Any:
    """The value of a field nobody has written in: its default, or nothing of its type."""
    empties: dict[str, Any] = {
        "choices": [], "parties": [], "letters": [], "rows": [], "questions_per_party": {},
        "day": None, "tick": False, "row": None, "document": None,
    }  # fmt: skip
    if definition.default is not None:
        return definition.default
    return empties.get(definition.type, "")


def empty_body(kind: DocumentKind) -> dict[str, Any]:
    """The body of a document nobody has written in yet."""
    return {definition.key: empty(definition) for definition in kind.fields}


def naming_column(definition: Field) -> Field:
    """The column that says which choice of another field a row is about."""
    return next(column for column in definition.fields if column.type == "choice")


def without_blank_rows(kind: DocumentKind, body: Mapping[str, Any]) -> dict[str, Any]:
    """The body without rows that nobody wrote in, and without questions to the uncalled."""
    cleaned = dict(body)
    for definition in kind.fields:
        if definition.type == "rows":
            rows = body[definition.key]
            cleaned[definition.key] = [row for row in rows if row != _nothing_in(definition, row)]
        if definition.type == "questions_per_party":
            called = set(body.get(definition.of, []))
            questions = body[definition.key]
            cleaned[definition.key] = {c: text for c, text in questions.items() if c in called}
    return cleaned


def _nothing_in(definition: Field, row: Mapping[str, Any]) -> dict[str, Any]:
    """The row as it would be if nobody had written in it."""
    blank = blank_row(definition)
    if not definition.of:
        return blank
    key = naming_column(definition).key
    return {**blank, key: row.get(key)}


def all_told(
    kind: DocumentKind, body: Mapping[str, Any], errors: Mapping[str, str], *, wish: str
) -> dict[str, str]:
    """The errors of a form that comes back, and at once what it lacks when it was to be sent."""
    return (unanswered(kind, body) if wish != "later" else {}) | dict(errors)


def unanswered(kind: DocumentKind, body: Mapping[str, Any]) -> dict[str, str]:
    """What the rules would ask for next, by input name: shown along with what could not be read."""
    found = {one.key: ask(one) for one in kind.fields if one.required and body[one.key] in EMPTY}
    for definition in kind.fields:
        for number, row in enumerate(body[definition.key] if definition.type == "rows" else ()):
            if row != _nothing_in(definition, row):
                found |= {
                    f"{definition.key}-{number}-{column.key}": ask(column)
                    for column in definition.fields
                    if column.required and row[column.key] in EMPTY
                }
    return found
