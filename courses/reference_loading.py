"""Loads laws, sources, local rules and terms from files, as pages are loaded."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError

from content_files.yaml_marks import Marked, load_marked
from courses.page_writing import digests, is_edited
from courses.references import GlossaryTerm, LawReference, LocalRule, Reference, Source

# File → model, the column of its stable name, and the name of each key of the file.
FILES: dict[str, tuple[type[Reference], str, dict[str, str]]] = {
    "laws.yaml": (
        LawReference,
        "key",
        {
            "id": "key",
            "act": "act",
            "sfs": "sfs",
            "place": "place",
            "title": "title",
            "summary": "summary",
            "valid_from": "valid_from",
            "valid_to": "valid_to",
            "replaces": "replaces",
            "status": "status",
            "checked_on": "checked_on",
            "checked_by": "checked_by",
        },
    ),
    "sources.yaml": (
        Source,
        "key",
        {
            "id": "key",
            "title": "title",
            "kind": "kind",
            "county": "county",
            "year": "year",
            "about": "about",
        },
    ),
    "local_rules.yaml": (
        LocalRule,
        "slug",
        {
            "slug": "slug",
            "county": "county",
            "text": "text",
            "agreement": "agreement",
            "valid_from": "valid_from",
        },
    ),
    "glossary.yaml": (GlossaryTerm, "term", {"term": "term", "text": "text", "also": "also"}),
}


TEXTS = ("CharField", "TextField", "SlugField")


def load_references(folder: Path) -> Iterator[tuple[str, str]]:
    """Load the files in `folder`; yields (outcome, name) for each row.

    Raises ContentError with file and line.
    """
    for name, (model, stable, names) in FILES.items():
        path = folder / name
        if path.exists():
            yield from _load(load_marked(path), model, stable, names)


def _load(
    file: Marked, model: type[Reference], stable: str, names: dict[str, str]
) -> Iterator[tuple[str, str]]:
    """Every row of one file."""
    if not isinstance(file.data, list):
        raise file.error("Filen ska vara en lista, där varje rad börjar med ”-”.")
    there: dict[str, Any] = {getattr(row, stable): row for row in model.objects.all()}
    for place, row in enumerate(file.data):
        if not isinstance(row, dict):
            raise file.error("Raden ska ha ”namn: värde”.", place)
        values = {}
        for key, value in row.items():
            if key not in names:
                raise file.error(f"”{key}” är okänt. Välj bland: {', '.join(names)}.", place, key)
            problem = _problem(model, names[key], value)
            if problem:
                raise file.error(problem, place, key)
            values[names[key]] = _stored(model, names[key], value)
        if not values.get(stable):
            raise file.error(f"”{stable}” saknas.", place)
        yield _write(model, stable, values, there.get(values[stable]))


def _problem(model: type[Reference], name: str, value: Any) -> str:
    """Why the value cannot be kept; empty when it can."""
    column = model._meta.get_field(name)
    if value is not None and column.get_internal_type() == "DateField":
        return "" if isinstance(value, date) else "Skriv dagen som 2026-11-21."
    parts = value if isinstance(value, list) else [value]
    if any(isinstance(part, dict | list) for part in parts):
        return "Här ska det stå en text, inte fler uppgifter."
    limit = getattr(column, "max_length", None)
    if isinstance(value, str) and limit and len(value.strip()) > limit:
        return f"Texten är längre än {limit} tecken."
    stored = _stored(model, name, value)
    if stored in ("", None):
        # An empty text may stand in a column of text, and nowhere else.
        return "" if value is None or column.get_internal_type() in TEXTS else "Värdet saknas."
    try:
        column.clean(stored, None)  # type: ignore[union-attr]
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


def _stored(model: type[Reference], name: str, value: Any) -> Any:
    """The value as the field keeps it."""
    if isinstance(value, list):
        return "\n".join(str(item) for item in value)
    if value is None:
        return None if getattr(model._meta.get_field(name), "null", False) else ""
    return value.strip() if isinstance(value, str) else value


def _write(
    model: type[Reference], stable: str, values: dict[str, Any], there: Any
) -> tuple[str, str]:
    """Make, update or leave one row."""
    name, wanted = str(values[stable]), digests(values)
    if there is None:
        model.objects.create(**values, loaded=wanted)
        return "made", name
    if there.loaded == wanted:
        return "same", name
    if is_edited(digests({key: getattr(there, key) for key in values}), there.loaded):
        return "kept", name
    for key, value in values.items():
        setattr(there, key, value)
    there.loaded = wanted
    there.save()
    return "changed", name
