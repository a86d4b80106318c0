"""What a leader can let happen: whom it is for, the clock, and the events of the exercise."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from sandbox.exercises.led import Inject
from sandbox.exercises.scenario import Scenario
from sandbox.live import offering
from sandbox.live.board import group_name
from sandbox.live.run_words import span
from sandbox.live.standing import Standing
from sandbox.process.state import MINUTES_PER_DAY, day_of
from sandbox.web.showing import sim_time
from sandbox.world.models import Run, Seat, World

ALL, NEXT = "alla", "nasta"
STEPS = (MINUTES_PER_DAY, 3 * MINUTES_PER_DAY)


class NoSuchTarget(ValueError):
    """Nobody in the session is meant by it."""


@dataclass(frozen=True)
class Target:
    """Whom something is for: all worlds when `world` is None; `party` when one seat is meant."""

    world: World | None = None
    party: str = ""

    @property
    def to(self) -> tuple[str, ...]:
        """The receivers, when a seat has been chosen."""
        return (self.party,) if self.party else ()


@dataclass(frozen=True)
class Key:
    """One button for the clock: its value, what it says, and where it leads."""

    value: str
    label: str
    leads: str


@dataclass(frozen=True)
class Event:
    """An event of the exercise: `waits` for the leader, or comes by itself; `sent` says to whom."""

    inject: Inject
    sent: str
    is_sent: bool

    @property
    def waits(self) -> bool:
        """Whether nothing happens until the leader sends it."""
        return self.inject.hold


Choices = list[tuple[str, Any]]


def targets(run: Run, read: Scenario, seats: Iterable[Seat]) -> Choices:
    """Whom something can be for, as the choices of a select: all, a group, a seat of it."""
    by_line: dict[int, list[Seat]] = {}
    for seat in seats:
        if seat.world:
            by_line.setdefault(seat.world.line, []).append(seat)
    is_group = run.mode == Run.Mode.GROUP
    found: Choices = [(ALL, _("All groups") if is_group else _("Everybody"))]
    for line, held in by_line.items():
        name = group_name(run, line, held)
        if not is_group:
            found.append((f"g{line}", name))
            continue
        whole = (f"g{line}", _("The whole of %(group)s") % {"group": name.lower()})
        # A closed list shows its choice without the group it stands under.
        seated = [
            (f"s{seat.no}", f"{offering.seat_name(read, seat.unit)}, {name.lower()}")
            for seat in held
        ]
        found.append((name, [whole, *seated]))
    return found


def target(value: str, seats: Iterable[Seat]) -> Target:
    """Whom a choice means. Raises NoSuchTarget."""
    if value in ("", ALL):
        return Target()
    for seat in seats:
        if seat.world and value == f"g{seat.world.line}":
            return Target(seat.world)
        if value == f"s{seat.no}":
            return Target(seat.world, seat.unit)
    raise NoSuchTarget


def clock_keys(read: Scenario, found: Mapping[int, Standing]) -> tuple[str, tuple[Key, ...]]:
    """What the clock shows, and the ways to move it. The days are told when all groups agree."""
    times = {one.now for one in found.values()}
    now = min(times, default=0)
    same = len(times) <= 1
    days = sorted({day_of(one) for one in times})
    shown = sim_time(read, now) if same else _days(days)
    keys = [Key(str(step), f"+{span(step)}", _to_day(now + step) if same else "") for step in STEPS]
    coming = [one.next_event for one in found.values()]
    alike = coming[0] if coming and same and len(set(coming)) == 1 else None
    leads = _to_day(alike) if alike is not None else ""
    if any(one is not None for one in coming):
        keys.append(Key(NEXT, _("To the next event"), leads))
    return shown, tuple(keys)


def events(read: Scenario, run: Run, groups: Sequence[tuple[int, Standing]]) -> tuple[Event, ...]:
    """The events of the exercise, in its order, with what has come to whom."""
    found = []
    for inject in read.injects:
        hit = [line for line, one in groups if inject.ref in one.sent]
        is_sent = bool(hit) and len(hit) == len(groups)
        says = ""
        if is_sent:
            says = _("Has come to everybody")
        elif hit and run.mode == Run.Mode.GROUP:
            numbers = ", ".join(str(line) for line in sorted(hit))
            says = _("Has come to group %(numbers)s") % {"numbers": numbers}
        elif hit:
            says = _("Has come to %(count)d of %(total)d") % {
                "count": len(hit),
                "total": len(groups),
            }
        found.append(Event(inject, says, is_sent))
    return tuple(found)


def _to_day(minute: int) -> str:
    return _("to day %(day)d") % {"day": day_of(minute)}


def _days(days: Sequence[int]) -> str:
    return (
        _("different days, %(first)d to %(last)d") % {"first": days[0], "last": days[-1]}
        if len(days) > 1
        else _("day %(day)d, different times") % {"day": days[0]}
    )
