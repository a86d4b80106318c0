"""The Swedish calendar: real hours across the nights the clock is moved, weekdays and holidays."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from importlib import import_module
from zoneinfo import ZoneInfo

from sandbox.process.state import MINUTES_PER_DAY, CaseState, day_of

STOCKHOLM = ZoneInfo("Europe/Stockholm")
SATURDAY = 5
MONTH = 30  # days in a month where there is no calendar


@dataclass(frozen=True)
class Almanac:
    """What the days of a case are called; `day_zero` is the date of day 0, None in an exercise.

    Simulated minutes are what the clock on the wall shows. Without a date every day has twenty-four
    hours and every day is a weekday. An hour that the clock shows twice is taken as the first.
    """

    day_zero: date | None = None

    def date_of(self, day: int) -> date | None:
        """Return the date of a simulated day."""
        return None if self.day_zero is None else self.day_zero + timedelta(days=day)

    def after_minutes(self, at: int, minutes: int) -> int:
        """Return what the clock shows when so many real minutes have gone since `at`."""
        if self.day_zero is None:
            return at + minutes
        later = _instant(self.day_zero, at) + timedelta(minutes=minutes)
        return _shown(self.day_zero, later)

    def minutes_between(self, start: int, end: int) -> int:
        """Return the real minutes from one showing of the clock to another."""
        if self.day_zero is None:
            return end - start
        gone = _instant(self.day_zero, end) - _instant(self.day_zero, start)
        return int(gone.total_seconds()) // 60

    def after_weekdays(self, day: int, count: int) -> int:
        """Return the day that comes so many weekdays after: not Saturdays, Sundays or holidays.

        Christmas Eve, New Year's Eve and Midsummer Eve count as weekdays here: no law says otherwise
        of a time that is agreed on in weekdays.
        """
        if self.day_zero is None:
            return day + count
        while count:
            day += 1
            count -= not self._is_free(day)
        return day

    def after_months(self, day: int, count: int) -> int:
        """Return the day with the same number so many months later, or the last of that month.

        As lag (1930:173) 1 § says.
        """
        start = self.date_of(day)
        if start is None:
            return day + count * MONTH
        months = start.year * 12 + start.month - 1 + count
        first = date(months // 12, months % 12 + 1, 1)
        length = (date(first.year + first.month // 12, first.month % 12 + 1, 1) - first).days
        return day + (first.replace(day=min(start.day, length)) - start).days

    def rolled(self, day: int) -> int:
        """Return the day, or the next weekday when it is one that lag (1930:173) 2 § names.

        It names Sundays, other public holidays, Saturdays, Midsummer Eve, Christmas Eve and New
        Year's Eve.
        """
        if self.day_zero is None:
            return day
        while self._is_free(day) or self.date_of(day) in _eves():
            day += 1
        return day

    def day_off(self, day: int) -> str:
        """Return "saturday", "sunday", "holiday" (eves that count as one too), or "" for others."""
        found = self.date_of(day)
        if found is None:
            return ""
        if found in _holidays() or found in _eves():
            return "holiday"
        return {SATURDAY: "saturday", SATURDAY + 1: "sunday"}.get(found.weekday(), "")

    def _is_free(self, day: int) -> bool:
        found = self.date_of(day)
        return found is not None and (found.weekday() >= SATURDAY or found in _holidays())


def _instant(zero: date, at: int) -> datetime:
    clock = timedelta(days=day_of(at), minutes=at % MINUTES_PER_DAY)
    shown = datetime.combine(zero, time()) + clock
    return shown.replace(tzinfo=STOCKHOLM).astimezone(UTC)


def _shown(zero: date, instant: datetime) -> int:
    local = instant.astimezone(STOCKHOLM)
    days = (local.date() - zero).days
    return days * MINUTES_PER_DAY + local.hour * 60 + local.minute


def almanac_of(case: CaseState) -> Almanac:
    """Return the calendar of a case: by its fact `anchor`, the date of day 0, when it has one."""
    anchor = case.facts.get("anchor")
    return Almanac(date.fromisoformat(str(anchor)) if anchor else None)


@lru_cache(maxsize=1)
def _holidays() -> Container[date]:
    """The public holidays of lag (1989:253), kept up to date by the package `holidays`."""
    return _calendar("public")


@lru_cache(maxsize=1)
def _eves() -> Container[date]:
    """The three eves that the law treats as Sundays."""
    return _calendar("de_facto")


def _calendar(category: str) -> Container[date]:
    # Taken in first when it is asked for: most cases never ask, and it is slow to load.
    found: Container[date] = import_module("holidays").country_holidays("SE", categories=category)
    return found
