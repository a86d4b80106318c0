"""What leaders have done in a session, in words: from the run's own log of codes and numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sandbox.exercises.scenario import Scenario
from sandbox.live import offering
from sandbox.live.activity_shapes import ASKED
from sandbox.live.run_sheet import PHASE
from sandbox.process.state import MINUTES_PER_DAY
from sandbox.world import groups, leading, redaction, reset, seating, stopping
from sandbox.world.models import Run, RunEvent, Seat

HOUR = 60


@dataclass(frozen=True)
class Line:
    """One line of what has happened: when, what, and for whom."""

    at: datetime
    what: str
    whom: str


@dataclass(frozen=True)
class _Told:
    """What the words are made from."""

    run: Run
    read: Scenario
    seats: Mapping[int, Seat]

    def seat(self, event: RunEvent) -> str:
        seat = self.seats.get(int(event.data.get("seat") or 0))
        if seat is None:
            return ""
        name = offering.seat_name(self.read, seat.unit)
        return f"{name}, {self.group(seat.world.line if seat.world else 0)}"

    def group(self, line: int) -> str:
        if self.run.mode != Run.Mode.GROUP:
            person = next(
                (
                    seat.participant.name
                    for seat in self.seats.values()
                    if seat.participant and seat.world and seat.world.line == line
                ),
                "",
            )
            return person or _("seat %(number)d") % {"number": line}
        return _("group %(number)d") % {"number": line}


def told_events(
    run: Run, read: Scenario, events: Iterable[RunEvent], seats: Iterable[Seat]
) -> tuple[Line, ...]:
    """The run's log in words, the newest first; what was done to several at once is one line."""
    seats = list(seats)
    told = _Told(run, read, {seat.no: seat for seat in seats})
    lines = {seat.world.line for seat in seats if seat.world}
    found = []
    for _key, same in groupby(events, key=_together):
        first, *others = list(same)
        says = _WORDS.get(first.code)
        if says is None:
            continue
        hit = {one.data.get("line") for one in (first, *others) if one.data.get("line")}
        found.append(Line(first.at, says(told, first), _whom(told, hit, lines)))
    return tuple(reversed(found))


def span(minutes: int) -> str:
    """A span of simulated time: "24 timmar", "3 dagar"."""
    days, rest = divmod(minutes, MINUTES_PER_DAY)
    if days and not rest and days > 1:
        return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}
    hours, left = divmod(minutes, HOUR)
    if hours and not left:
        return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
    if hours:
        return _("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": left}
    return _("%(minutes)d min") % {"minutes": left}


def _together(event: RunEvent) -> tuple[object, ...]:
    if event.code in (leading.ADVANCED, leading.INJECTED, leading.HINTED):
        return event.code, event.at, event.data.get("ref"), event.data.get("minutes")
    return event.code, event.pk


def _whom(told: _Told, hit: set[int], lines: set[int]) -> str:
    if not hit:
        return ""
    if hit >= lines and len(lines) > 1:
        return _("everybody") if told.run.mode != Run.Mode.GROUP else _("all groups")
    return ", ".join(told.group(line) for line in sorted(hit))


def _inject(told: _Told, event: RunEvent) -> str:
    ref = event.data.get("ref")
    known = next((one.title for one in told.read.injects if one.ref == ref), "")
    return known or _("A message from you who lead")


def _clock(_told: _Told, event: RunEvent) -> str:
    minutes = int(event.data.get("minutes") or 0)
    return _("The clock moved on %(span)s") % {"span": span(minutes)}


def _phase(told: _Told, event: RunEvent) -> str:
    index = int(event.data.get("phase") or 0)
    title = told.run.phases[index]["title"] if index < len(told.run.phases) else ""
    return _("Next part: %(title)s") % {"title": title}


def _flipped(told: _Told, event: RunEvent) -> str:
    if event.data.get("to") == Seat.Kind.ACTOR:
        return _("Played automatically: %(seat)s") % {"seat": told.seat(event)}
    return _("Played by a person again: %(seat)s") % {"seat": told.seat(event)}


_WORDS: Mapping[str, Callable[[_Told, RunEvent], str]] = {
    groups.OPENED: lambda told, event: _("The roles handed out"),
    leading.ADVANCED: _clock,
    leading.INJECTED: _inject,
    leading.HINTED: lambda told, event: _("A hint"),
    PHASE: _phase,
    ASKED: lambda told, event: _("A question was opened"),
    stopping.PAUSED: lambda told, event: _("Paused"),
    stopping.RESUMED: lambda told, event: _("Went on after the pause"),
    stopping.HALTED: lambda told, event: _("Stopped: a real person"),
    stopping.LIFTED: lambda told, event: _("The stop was lifted"),
    stopping.ENDED: lambda told, event: _("The session ended"),
    redaction.REDACTED: lambda told, event: _("Text was erased"),
    reset.AGAIN: lambda told, event: _("Started over"),
    seating.SEAT_TAKEN: lambda told, event: (
        _("Somebody took a seat: %(seat)s") % {"seat": told.seat(event)}
    ),
    seating.SEAT_LEFT: lambda told, event: (
        _("Somebody left a seat: %(seat)s") % {"seat": told.seat(event)}
    ),
    seating.SEAT_FLIPPED: _flipped,
    seating.MOVED: lambda told, event: _("Somebody changed groups"),
}
