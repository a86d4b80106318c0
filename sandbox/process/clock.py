"""Periods of simulated time, written as ISO 8601 durations in the files, and P3BD for weekdays."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sandbox.process.almanac import Almanac
from sandbox.process.state import MINUTES_PER_DAY, day_of

PERIOD = re.compile(
    r"^P(?:(?P<months>\d+)M)?(?:(?P<weeks>\d+)W)?(?:(?P<weekdays>\d+)BD)?(?:(?P<days>\d+)D)?"
    r"(?:T(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?)?$"
)


@dataclass(frozen=True)
class Period:
    """A length of time: calendar months, days (a week is seven), weekdays, and minutes."""

    months: int = 0
    days: int = 0
    weekdays: int = 0
    minutes: int = 0


def read_period(text: str) -> Period:
    """Read a period such as P3D, P3BD, P4W, P6M or PT4H30M. Raises ValueError otherwise."""
    match = PERIOD.match(text)
    if not match or not any(match.groups()):
        raise ValueError(f"”{text}” är ingen tidsperiod. Skriv till exempel P3D eller PT4H.")
    part = {name: int(value or 0) for name, value in match.groupdict().items()}
    return Period(
        months=part["months"],
        days=part["weeks"] * 7 + part["days"],
        weekdays=part["weekdays"],
        minutes=part["hours"] * 60 + part["minutes"],
    )


def minutes_in(period: str) -> int:
    """Return the minutes in a period such as P3D or PT4H30M, a day being twenty-four hours.

    Raises ValueError for what is no period, and for months and weekdays: only a calendar can tell.
    """
    read = read_period(period)
    if read.months or read.weekdays:
        raise ValueError(f"”{period}” har ingen bestämd längd. Skriv till exempel P3D eller PT4H.")
    return read.days * MINUTES_PER_DAY + read.minutes


def last_day(at: int, period: str, almanac: Almanac) -> int:
    """Return the last of the whole days of a period that is counted from the day of `at`."""
    read = read_period(period)
    day = almanac.after_months(day_of(at), read.months) + read.days
    return almanac.after_weekdays(day, read.weekdays)


def after_hours(at: int, period: str, almanac: Almanac) -> int:
    """Return what the clock shows when the period has gone by, counted in real hours."""
    return almanac.after_minutes(at, minutes_in(period))
