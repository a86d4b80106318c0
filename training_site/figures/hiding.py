"""RULES: counts of people under five are not shown, nor what they could be worked out from.

A column whose sum is known hides more than its small cells, until nobody who knows the rule can tell
one small number from another. The Swedish rule of thumb is five; see any table of the statistics
agencies. Plain Python.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

FEW = 5


@dataclass(frozen=True)
class Cell:
    """A count of people as it may be shown: `value` is None where it is hidden, `few` says why."""

    value: int | None
    few: bool = False


def cell(value: int) -> Cell:
    """A count that stands alone."""
    return Cell(None, few=True) if value < FEW else Cell(value)


@dataclass(frozen=True)
class Column:
    """The cells of a column, and its sum; the sum is hidden when it would give a small one away."""

    cells: tuple[Cell, ...]
    total: Cell


def column(values: Sequence[int], *, zeros: bool = False) -> Column:
    """A column of a table together with its sum.

    With `zeros` a nought is shown: where the group is a whole county it says nothing of anybody.
    """
    least = 1 if zeros else 0
    small = {place for place, value in enumerate(values) if least <= value < FEW}
    beside: set[int] = set()
    rest = sorted(
        (place for place, value in enumerate(values) if value >= FEW),
        key=lambda place: values[place],
    )
    while rest and not _safe(values, small, beside, least):
        beside.add(rest.pop(0))
    total = cell(sum(values))
    if not _safe(values, small, beside, least):
        # Without the sum nothing can be worked out, so nothing more needs to be hidden.
        beside, total = set(), Cell(None, few=total.few)
    return Column(tuple(_shown(values, small, beside)), total)


def _shown(values: Sequence[int], small: set[int], beside: set[int]) -> Iterator[Cell]:
    for place, value in enumerate(values):
        hidden = place in small or place in beside
        yield Cell(None, few=place in small) if hidden else Cell(value)


def _safe(values: Sequence[int], small: set[int], beside: set[int], least: int) -> bool:
    """Every small number may still be any from `least` to four, and together they are not few."""
    if not small:
        return True
    known = sum(values[place] for place in small | beside)
    others = len(small) - 1
    at_most = known - least * others - FEW * len(beside)
    at_least = least if beside else known - (FEW - 1) * others
    return known >= FEW and at_most >= FEW - 1 and at_least <= least
