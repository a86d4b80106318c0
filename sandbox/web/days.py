"""Days in forms: numbers in an exercise, dates in the replica."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from sandbox.process.flow import Field

MANY_DAYS = 100  # a day further ahead than this is written, not chosen
DAYS_TO_CHOOSE = 28
HAPPENED, DAYS_BACK = ("judged_day",), 3  # what has been done already, today or days before
LAST_DAY = 2000


def read(
    definition: Field, name: str, raw: str, errors: dict[str, str], *, day_zero: date | None = None
) -> int | str | None:
    """A day number, None when left blank, or the raw text when it could not be read.

    With `day_zero` a date is read; otherwise the number itself.
    """
    if day_zero is not None:
        return _read_date(definition, name, raw, errors, day_zero)
    text = raw.lower().removeprefix("dag").strip()
    if not text:
        return None
    if not (text.isdecimal() and len(text) < 6):
        errors[name] = _("Write the day as a number, for example 30.")
        return raw[:40]
    day, low, high = int(text), definition.min or 0, definition.max or 400
    if not low <= day <= high:
        errors[name] = _("Write a day between %(low)d and %(high)d.") % {"low": low, "high": high}
    return day


def _read_date(
    definition: Field, name: str, raw: str, errors: dict[str, str], day_zero: date
) -> int | str | None:
    if not raw:
        return None
    try:
        day = (date.fromisoformat(raw.strip()) - day_zero).days
    except ValueError:
        errors[name] = _("Write the date as 2026-11-30.")
        return raw[:40]
    last = min(definition.max or LAST_DAY, LAST_DAY)
    if not (definition.min or 0) <= day <= last:
        errors[name] = _("Choose a day from %(first)s to %(last)s.") % {
            "first": date_format(day_zero + timedelta(days=definition.min or 0), "j F Y"),
            "last": date_format(day_zero + timedelta(days=last), "j F Y"),
        }
        return raw[:40]
    return day


def as_date(value: Any, day_zero: date) -> str:
    """A day number as a date input takes it; what could not be read stands as it was typed."""
    if isinstance(value, int):
        return (day_zero + timedelta(days=value)).isoformat()
    return str(value or "")


def is_chosen(definition: Field) -> bool:
    """Whether the day is near enough to be chosen from a list."""
    return (definition.max or MANY_DAYS) < MANY_DAYS


def to_choose(definition: Field, value: Any, *, first: int, today: int) -> Sequence[int]:
    """The coming weeks' days, and the day already chosen if it is not among them."""
    start = max(definition.min or 0, today - DAYS_BACK if definition.key in HAPPENED else first)
    found = list(range(start, min(start + DAYS_TO_CHOOSE, (definition.max or MANY_DAYS) + 1)))
    if isinstance(value, int) and value not in found:
        found.insert(0, value)
    return found
