"""Phone numbers that PTS keeps free for fiction: the ranges, how they are printed, what is in them.

Without separators many of these ten digits look like a personnummer, so a number is always printed
with them. Source: Post- och telestyrelsen, telefonnummer för användning i böcker och filmer.
"""

from __future__ import annotations

from random import Random
from typing import Final

# Area code, first and last subscriber number, and how the subscriber number is printed.
FICTION_RANGES: Final[tuple[tuple[str, int, int, tuple[int, ...]], ...]] = (
    ("070", 1740605, 1740699, (3, 2, 2)),
    ("031", 3900600, 3900699, (3, 2, 2)),
    ("040", 6280400, 6280499, (3, 2, 2)),
    ("08", 46500400, 46500499, (3, 3, 2)),
    ("0980", 319200, 319299, (2, 2, 2)),
)


def is_fiction_phone(digits: str) -> bool:
    """Whether `digits`, in national form with its leading 0, is in a range kept for fiction."""
    for area, first, last, _groups in FICTION_RANGES:
        size = len(area) + len(str(first))
        inside = len(digits) == size and digits.startswith(area)
        if inside and first <= int(digits.removeprefix(area)) <= last:
            return True
    return False


def draw_phone(rng: Random) -> str:
    """A number for fiction, drawn evenly from all ranges, such as 031-390 06 12."""
    place = rng.randrange(sum(last - first + 1 for _area, first, last, _groups in FICTION_RANGES))
    for area, first, last, groups in FICTION_RANGES:
        size = last - first + 1
        if place < size:
            return _printed(area, str(first + place), groups)
        place -= size
    raise AssertionError("The place is drawn from the sum of the ranges.")


def _printed(area: str, subscriber: str, groups: tuple[int, ...]) -> str:
    parts = []
    for size in groups:
        parts.append(subscriber[:size])
        subscriber = subscriber[size:]
    return f"{area}-{' '.join(parts)}"
