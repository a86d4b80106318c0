"""Bodies written for every field, as one profile shows the form: what it hides is left out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sandbox.process.flow import Field, Flow, field_of


def shown_body(flow: Flow, shown: Flow, action: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the body of an action without the fields that the profile hides.

    A field that the flow does not know at all stays, so that the rules refuse it.
    """
    row = flow.actions.get(action)
    whole = flow.documents.get(row.document) if row else None
    if whole is None:
        return body
    return _shown(whole.fields, shown.documents[whole.kind].fields, body)


def in_time(fields: tuple[Field, ...], body: Mapping[str, Any], today: int) -> Mapping[str, Any]:
    """Return a body as it can be written today: no day that has to have been lies ahead, nor the reverse.

    What a file says of a later day comes earlier when a leader lets something happen before its time.
    """
    limit = {"has_been": min, "ahead": max}
    moved = {
        field.key: limit[field.tense](body[field.key], today)
        for field in fields
        if field.tense and isinstance(body.get(field.key), int)
    }
    return {**body, **moved}


def _shown(
    whole: tuple[Field, ...], shown: tuple[Field, ...], body: Mapping[str, Any]
) -> dict[str, Any]:
    found = {}
    for key, value in body.items():
        field = field_of(shown, key)
        if field is None and field_of(whole, key) is not None:
            continue
        found[key] = _rows(field_of(whole, key), field, value)
    return found


def _rows(whole: Field | None, shown: Field | None, value: Any) -> Any:
    if whole is None or shown is None or whole.type != "rows" or not isinstance(value, list):
        return value
    return [
        _shown(whole.fields, shown.fields, row) if isinstance(row, Mapping) else row
        for row in value
    ]
