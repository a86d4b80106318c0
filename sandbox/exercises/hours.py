"""When somebody is there to do something: hours of the week, and rounds at fixed times."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.process.almanac import Almanac
from sandbox.process.state import MINUTES_PER_DAY, day_of

SATURDAY, SUNDAY, DAYS_OF_WEEK = 5, 6, 7
MOST_DAYS = 21  # nobody is away longer than that


@dataclass(frozen=True)
class Hours:
    """Windows of each day in minutes after midnight, on weekdays and on free days.

    A round is a window of no length. Day 0 of a county is a Monday.
    """

    weekdays: tuple[tuple[int, int], ...]
    free_days: tuple[tuple[int, int], ...] = ()

    def next(self, at: int, almanac: Almanac) -> int:
        """Return the minute, or the first one after it when somebody is there."""
        for day in range(day_of(at), day_of(at) + MOST_DAYS):
            for start, end in self._of(day, almanac):
                midnight = day * MINUTES_PER_DAY
                if at <= midnight + end:
                    return max(at, midnight + start)
        return at

    def _of(self, day: int, almanac: Almanac) -> tuple[tuple[int, int], ...]:
        free = day % DAYS_OF_WEEK >= SATURDAY or almanac.rolled(day) != day
        return self.free_days if free else self.weekdays


ALWAYS = Hours(((0, MINUTES_PER_DAY - 1),), ((0, MINUTES_PER_DAY - 1),))
