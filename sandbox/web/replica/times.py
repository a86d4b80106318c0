"""Times to keep, in words: what is left of the room's time, and when a unit's routine says to read."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sandbox.process.almanac import Almanac
from sandbox.process.deadlines import Due
from sandbox.process.state import MINUTES_PER_DAY, day_of
from sandbox.web.replica.desk import Desk, clock

HOUR = 60
SOON = 24 * HOUR
LONG = 48 * HOUR
SLOT = re.compile(r"(\d{1,2})(?:\.(\d{2}))?")
AHEAD = 14  # days to look for the next time a unit reads


@dataclass(frozen=True)
class Left:
    """How long is left: in words, and how it is with it (todo, warn when little, bad when past)."""

    words: str
    tone: str
    minutes: int


@dataclass(frozen=True)
class Clock:
    """One time to keep as a page shows it: what, until when, what is left, and its source."""

    key: str
    label: str
    until: str
    left: Left
    source: str
    due: int
    opens: bool
    done: bool


def clocks(desk: Desk, dues: tuple[Due, ...], *, done: bool = False) -> list[Clock]:
    """The times of a case that still run, the nearest first; with `done` also those that were kept."""
    almanac = desk.almanac
    return [
        Clock(
            key=one.key,
            label=one.label,
            until=until(desk, one),
            left=left(one, desk.now, almanac),
            source=". ".join(source.text for source in one.sources),
            due=one.due,
            opens=one.opens,
            done=one.done_at is not None,
        )
        for one in dues
        if (done or one.done_at is None) and one.party in ("", desk.seat.unit)
    ]


def until(desk: Desk, due: Due) -> str:
    """The last moment: the day when it is a whole day, otherwise day and time."""
    if due.opens or due.due % MINUTES_PER_DAY == MINUTES_PER_DAY - 1:
        return desk.day_words(day_of(due.due))
    return desk.time_words(due.due)


def left(due: Due, now: int, almanac: Almanac) -> Left:
    """What is left until a date to keep, or how long ago it passed."""
    minutes = almanac.minutes_between(now, due.due)
    days = day_of(due.due) - day_of(now)
    if due.opens:
        return Left(_opens(minutes, days), "warn" if minutes <= SOON else "todo", minutes)
    if minutes < 0:
        return Left(_past(due.due, days), "bad", minutes)
    return Left(_ahead(minutes, days), "warn" if minutes <= SOON else "todo", minutes)


def _ahead(minutes: int, days: int) -> str:
    if minutes < HOUR:
        return ngettext("%(n)d minute left", "%(n)d minutes left", minutes) % {"n": minutes}
    if minutes < LONG:
        hours = minutes // HOUR
        return ngettext("%(n)d hour left", "%(n)d hours left", hours) % {"n": hours}
    return ngettext("%(n)d day left", "%(n)d days left", days) % {"n": days}


def _past(due: int, days: int) -> str:
    if days == 0:
        return _("ran out at %(time)s") % {"time": clock(due)}
    if days == -1:
        return _("ran out yesterday")
    return ngettext("ran out %(n)d day ago", "ran out %(n)d days ago", -days) % {"n": -days}


def _opens(minutes: int, days: int) -> str:
    if minutes <= 0:
        if days == 0:
            return _("since today")
        return ngettext("for %(n)d day", "for %(n)d days", -days) % {"n": -days}
    if minutes < LONG:
        hours = max(1, minutes // HOUR)
        return ngettext("in %(n)d hour", "in %(n)d hours", hours) % {"n": hours}
    return ngettext("in %(n)d day", "in %(n)d days", days) % {"n": days}


def reads_next(routine: str, at: int, almanac: Almanac) -> int | None:
    """The minute a unit is next to read what came at `at`, by its routine in words.

    The routine is what the county says of the unit: "kvitterar varje dag kl. 8, vardagar även kl.
    15". None when it names no time.
    """
    slots = [(each, minute) for part in routine.split(",") for each, minute in _slots(part)]
    if not slots:
        return None
    for day in range(day_of(at), day_of(at) + AHEAD):
        weekday = almanac.after_weekdays(day - 1, 1) == day
        due = sorted(
            day * MINUTES_PER_DAY + minute for each, minute in slots if weekday or each != "weekday"
        )
        found = next((minute for minute in due if minute > at), None)
        if found is not None:
            return found
    return None


def _slots(part: str) -> list[tuple[str, int]]:
    kind = "weekday" if "vardag" in part or "skoldag" in part else "day"
    _words, _at, times = part.partition("kl.")
    return [(kind, int(hour) * HOUR + int(rest or 0)) for hour, rest in SLOT.findall(times)]
