"""Reads rows of the account files: what is not as it should be is told with file and line."""

from __future__ import annotations

import datetime
from typing import Any

from content_files.yaml_marks import Marked

LONGEST = 400


def rows(marked: Marked, found: Any, at: tuple[Any, ...] = ()) -> list[dict[str, Any]]:
    """The rows of a list, each with names and values. Raises ContentError for anything else."""
    if not isinstance(found, list):
        raise marked.error("Här ska det stå en lista, där varje rad börjar med ”-”.", *at)
    for number, row in enumerate(found):
        if not isinstance(row, dict):
            raise marked.error("Raden ska ha ”namn: värde”.", *at, number)
    return found


def value(marked: Marked, row: dict[str, Any], key: str, at: tuple[Any, ...]) -> str:
    """A text that must be there. Raises ContentError when it is not, or too long."""
    if not row.get(key):
        raise marked.error(f"Uppgiften ”{key}” saknas.", *at)
    if len(str(row[key])) > LONGEST:
        raise marked.error(f"Texten är längre än {LONGEST} tecken.", *at, key)
    return str(row[key])


def chosen(
    marked: Marked, row: dict[str, Any], key: str, known: list[Any], at: tuple[Any, ...]
) -> str:
    """A text that is one of `known`. Raises ContentError when it is not."""
    found = value(marked, row, key, at)
    if found not in known:
        told = ", ".join(str(one) for one in known)
        raise marked.error(f"”{found}” är inte känt. Välj bland {told}.", *at, key)
    return found


def day(marked: Marked, row: dict[str, Any], key: str, at: tuple[Any, ...]) -> datetime.date | None:
    """A day, or None where none is written. Raises ContentError for anything else."""
    found = row.get(key)
    if found is not None and (
        not isinstance(found, datetime.date) or isinstance(found, datetime.datetime)
    ):
        raise marked.error("Skriv dagen som 2026-11-21.", *at, key)
    return found


def number(marked: Marked, row: dict[str, Any], key: str, at: tuple[Any, ...]) -> int | None:
    """A number from 0 up, or None where none is written. Raises ContentError for anything else."""
    found = row.get(key)
    if found is not None and (type(found) is not int or not 0 <= found < 100_000):
        raise marked.error("Skriv ett helt tal.", *at, key)
    return found
