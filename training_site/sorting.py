"""Swedish order in the database: å, ä and ö come last, upper and lower case together.

Usage: `Unit.objects.order_by(sv("name"))`. PostgreSQL has the collation when it is built with ICU,
as packaged servers are; on SQLite it is registered for every new connection.
"""

from __future__ import annotations

from typing import Any

from django.db.models import F
from django.db.models.functions import Collate

COLLATION = "sv-x-icu"
# Sorts after z, in this order. Letters that Swedish treats as the same share a key.
LAST = str.maketrans({"å": "{", "ä": "|", "æ": "|", "ö": "}", "ø": "}", "é": "e", "ü": "y"})


def sv(field: str) -> Collate:
    """An expression to order `field` by, the Swedish way."""
    return Collate(F(field), COLLATION)


def compare(one: str, other: str) -> int:
    """-1, 0 or 1, as SQLite asks of a collation. Words that differ only in case fall back on it."""
    a = (one.casefold().translate(LAST), one.swapcase())
    b = (other.casefold().translate(LAST), other.swapcase())
    return (a > b) - (a < b)


def register(*, connection: Any, **_: Any) -> None:
    """Give a new SQLite connection the collation under the name that PostgreSQL knows it by."""
    if connection.vendor == "sqlite":
        connection.connection.create_collation(COLLATION, compare)
