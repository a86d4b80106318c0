"""Values of a file about invented people, checked one by one: texts, lists, choices, phones."""

from __future__ import annotations

from content_files.yaml_marks import Marked
from sandbox.fictive.detector import find
from sandbox.fictive.phones import is_fiction_phone


def text_of(marked: Marked, value: object, *path: str | int) -> str:
    """The text at `path`. Raises ContentError when it is none, or looks like somebody real."""
    if not isinstance(value, str) or not value.strip():
        raise marked.error("Här ska det stå en text.", *path)
    if find(value):
        raise marked.error("Texten ser ut att handla om någon verklig. Byt ut den.", *path)
    return value


def texts_of(marked: Marked, value: object, *path: str | int) -> tuple[str, ...]:
    """The texts of the list at `path`. Raises ContentError."""
    rows = list_of(marked, value, *path)
    return tuple(text_of(marked, row, *path, place) for place, row in enumerate(rows))


def list_of(marked: Marked, value: object, *path: str | int) -> list[object]:
    """The list at `path`, with at least one row. Raises ContentError."""
    if not isinstance(value, list) or not value:
        raise marked.error(f"Fältet ”{path[-1]}” ska vara en lista med minst en rad.", *path)
    return value


def flag_of(marked: Marked, value: object, *path: str | int) -> bool:
    """The yes or no at `path`. Raises ContentError."""
    if not isinstance(value, bool):
        raise marked.error(f"Fältet ”{path[-1]}” är true eller false.", *path)
    return value


def number_of(marked: Marked, value: object, *path: str | int) -> int:
    """The whole number from 1 at `path`. Raises ContentError."""
    if type(value) is not int or value < 1:
        raise marked.error("Här ska det stå ett helt tal från 1.", *path)
    return value


def choice_of(marked: Marked, value: object, allowed: tuple[str, ...], *path: str | int) -> str:
    """One of the allowed codes at `path`. Raises ContentError."""
    if not isinstance(value, str) or value not in allowed:
        raise marked.error(f"Välj bland {', '.join(allowed)}.", *path)
    return value


def choices_of(
    marked: Marked, value: object, allowed: tuple[str, ...], *path: str | int
) -> tuple[str, ...]:
    """Allowed codes in the list at `path`. Raises ContentError."""
    rows = list_of(marked, value, *path)
    return tuple(choice_of(marked, row, allowed, *path, place) for place, row in enumerate(rows))


def phone_of(marked: Marked, value: object, *path: str | int) -> str:
    """The phone at `path`, one kept for fiction. Raises ContentError."""
    text = text_of(marked, value, *path)
    if not is_fiction_phone("".join(char for char in text if char.isdigit())):
        raise marked.error("Telefonnumret ska vara ett av dem som är avsatta för fiktion.", *path)
    return text
