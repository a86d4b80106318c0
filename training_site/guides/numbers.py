"""RULES: what a version of a guide is called, and when a new one is asked to be confirmed."""

from __future__ import annotations

import re
from enum import StrEnum

NUMBER = re.compile(r"(\d+)\.(\d+)")
FIRST_NUMBER = "1.0"


class ChangeKind(StrEnum):
    """What sort of change a council says it makes.

    Editorial: spelling, links, clearer words; the number stays and nobody is asked to confirm.
    Substance: somebody must do something else; a new number, and the audience is asked.
    """

    EDITORIAL = "editorial"
    SUBSTANCE = "substance"


def following(number: str, kind: ChangeKind) -> str:
    """The number after `number`: 2.1 → 2.2 for substance, the same for an editorial change.

    Raises ValueError when `number` is not two numbers with a point between.
    """
    found = NUMBER.fullmatch(number)
    if found is None:
        raise ValueError(f"”{number}” är inte ett versionsnummer.")
    if kind is ChangeKind.EDITORIAL:
        return number
    return f"{found[1]}.{int(found[2]) + 1}"


def asks_to_confirm(kind: ChangeKind) -> bool:
    """Only a change of substance opens a read confirmation."""
    return kind is ChangeKind.SUBSTANCE
