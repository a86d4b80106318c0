"""The keys by which parts of a guide are cited: made of their headings, and kept once published."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.text import slugify

from training_site.guides.parts import FIRST

# What a part is named after, by the kind of block it stands in.
HEADINGS = {"section": "title", "steps": "title", "timetable": "when"}
LONGEST = 60
ROOM_FOR_A_NUMBER = 5
NAMELESS = "del"


def fill_in(stream: Any, published: Any) -> list[str]:
    """Give the parts of `stream` the keys they lack, each its own in the guide.

    A part that stands in `published`, the text readers have, gets back the key it has there. One
    that is new, or a copy of another, is named after its heading; without a heading it waits.
    Returns the keys of published parts that somebody has written another key for.
    """
    kept = {row_id: value["key"] for row_id, value, _heading in _cited(published) if row_id}
    changed, taken, new = [], {FIRST}, []
    for row_id, value, heading in _cited(stream):
        if row_id not in kept:
            new.append((value, heading))
            continue
        value["key"] = value["key"] or kept[row_id]
        taken.add(value["key"])
        if value["key"] != kept[row_id]:
            changed.append(kept[row_id])
    for value, heading in new:
        if heading and (not value["key"] or value["key"] in taken):
            value["key"] = _made(heading, taken)
        taken.add(value["key"])
    return changed


def _cited(stream: Any) -> Iterator[tuple[str | None, Any, str]]:
    """Every part with a key: the id of its row, its value, its heading."""
    for child in stream:
        heading = HEADINGS.get(child.block_type)
        if heading is None:
            continue
        rows = [child] if child.block_type == "section" else child.value["rows"].bound_blocks
        for row in rows:
            yield row.id, row.value, (row.value[heading] or "").strip()


def _made(heading: str, taken: set[str]) -> str:
    """A key that is free: ”Gör en plan B” is `gor-en-plan-b`, the next one `gor-en-plan-b-2`."""
    made = slugify(heading)[: LONGEST - ROOM_FOR_A_NUMBER].strip("-") or NAMELESS
    numbers = (f"{made}-{number}" for number in range(2, len(taken) + 3))
    return made if made not in taken else next(one for one in numbers if one not in taken)
