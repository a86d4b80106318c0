"""A body without its free text: codes, days and ticks stay, whatever somebody typed goes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sandbox.process.fields import TIME
from sandbox.process.flow import Field

_CODED = frozenset({"choice", "choices", "parties", "letters"})


def blanked(
    body: Mapping[str, Any], fields: tuple[Field, ...], codes: frozenset[str], only: str | None
) -> dict[str, Any]:
    """The body with every free text made empty, or only the text of the field `only`.

    `codes` are the party codes of the case. A value that its field could not hold counts as text;
    keys that are not fields are dropped.
    """
    known = {field.key: field for field in fields}
    return {
        key: value if only not in (None, key) else _blank(value, known[key], codes)
        for key, value in body.items()
        if key in known
    }


def texts(before: Any, after: Any) -> Iterator[str]:
    """Every string that is in the value before blanking and not in the same place after."""
    if isinstance(before, Mapping):
        for key, value in before.items():
            yield from texts(value, after.get(key) if isinstance(after, Mapping) else None)
    elif isinstance(before, list):
        kept = after if isinstance(after, list) else []
        for index, value in enumerate(before):
            yield from texts(value, kept[index] if index < len(kept) else None)
    elif isinstance(before, str) and before and before != after:
        yield before


def _blank(value: Any, field: Field, codes: frozenset[str]) -> Any:
    if field.type == "rows":
        rows = value if isinstance(value, list) else []
        return [blanked(row, field.fields, codes, None) for row in rows if isinstance(row, Mapping)]
    if field.type == "questions_per_party":
        asked = value if isinstance(value, Mapping) else {}
        return {code: "" for code in asked if code in codes}
    if field.type in _CODED:
        return _coded(value, codes | frozenset(field.choices or ()))
    if field.type == "time":
        return value if isinstance(value, str) and TIME.match(value) else ""
    if field.type in ("day", "row", "tick", "document"):
        return None if isinstance(value, str) else value
    return ""


def _coded(value: Any, known: frozenset[str]) -> Any:
    if isinstance(value, list):
        return [one for one in value if one in known]
    return value if value in known else ""
