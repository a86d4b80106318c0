"""When things happened: conditions on the order and the time of log lines, and limits in words."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.process.state import MINUTES_PER_DAY, CaseState, Happening, day_of

COUNTS = ("hours", "days")
ORDER_OPS = frozenset({"before_log", "after_log"})
LOG_OPS = frozenset({"within", *ORDER_OPS})


@dataclass(frozen=True)
class Within:
    """A limit: so many minutes after the first line with the code `after`.

    counts "hours" counts exact minutes; "days" lasts to the end of the calendar day.
    """

    minutes: int
    counts: str
    after: str

    def last_minute(self, case: CaseState) -> int | None:
        """Return the last minute in time, or None as long as the count has not begun."""
        began = lines(case, self.after)
        if not began:
            return None
        if self.counts == "hours":
            return began[0].at + self.minutes
        days = day_of(began[0].at) + self.minutes // MINUTES_PER_DAY
        return (days + 1) * MINUTES_PER_DAY - 1


def lines(case: CaseState, code: str) -> list[Happening]:
    """Return the log lines with a code, or `code@party`: only those of one party."""
    code, _, actor = code.partition("@")
    return [line for line in case.log if line.code == code and (not actor or line.actor == actor)]


def deciding(case: CaseState, code: str, op: str, value: Within | str) -> Happening | None:
    """Return the line that makes the condition true, or None when it is not.

    The first line in time decides, so what has once been true stays true as the log grows.
    """
    found = lines(case, code)
    if isinstance(value, Within):
        limit = value.last_minute(case)
        return found[0] if found and limit is not None and found[0].at <= limit else None
    others = lines(case, value)
    if op == "after_log":
        return next((one for one in found if others and one.seq > others[0].seq), None)
    return found[0] if found and (not others or found[0].seq < others[0].seq) else None


def in_words(minute: int) -> str:
    """Return a limit as people say it, for example "senast dag 8 kl. 23.59"."""
    hours, minutes = divmod(minute % MINUTES_PER_DAY, 60)
    return f"senast dag {day_of(minute)} kl. {hours}.{minutes:02d}"
