"""The units of a county: as parties of cases, what the address register says, and who is there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from content_files.yaml_marks import Marked
from sandbox.exercises.hours import ALWAYS, Hours
from sandbox.exercises.scenario import Party
from sandbox.process.kinds import CARE, IN_SYSTEM
from sandbox.process.state import minute_of

UNIT_KEYS = ("code", "name", "kind", "unit")
STAFF_KEYS = {"name", "role"}
HOURS_KEYS = {"every_day", "weekdays"}


@dataclass(frozen=True)
class Unit:
    """A unit of the county. `opening` and `routine` are `staffed` and `rounds` in words.

    `rounds` are the times when it reads, `staffed` the hours when somebody is there and writes;
    `staff` is who then answers: name and role, and in hospital the doctor.
    """

    party: Party
    municipality: str
    phone: str
    opening: str
    routine: str
    tasks: tuple[str, ...]
    rounds: Hours = ALWAYS
    staffed: Hours = ALWAYS
    staff: Mapping[str, str] = field(default_factory=dict)

    @property
    def in_system(self) -> bool:
        """Whether it has the planning system; others are reached by letter and by telephone."""
        return self.party.kind in IN_SYSTEM


def as_fact(party: Party) -> dict[str, Any]:
    """Return the party as plain data."""
    found = dict(party.__dict__)
    return {**found, "uses": list(party.uses)}


def read_units(marked: Marked) -> Iterator[Unit]:
    """Read the units of a county's file, in order. Raises ContentError naming file and line."""
    seen = set()
    for index, row in enumerate(marked.data["units"]):
        missing = [key for key in UNIT_KEYS if not row.get(key)]
        if missing:
            raise marked.error(f"Enheten saknar ”{missing[0]}”.", "units", index)
        if row["code"] in seen:
            raise marked.error(f"Enheten ”{row['code']}” finns två gånger.", "units", index)
        seen.add(row["code"])
        staff = row.get("staff") or {}
        if staff and set(staff) - {"doctor"} != STAFF_KEYS:
            text = "Skriv name och role, och doctor på sjukhuset."
            raise marked.error(text, "units", index, "staff")
        yield Unit(
            party=_party(row),
            municipality=row.get("municipality", ""),
            phone=row.get("phone", ""),
            opening=row.get("opening", ""),
            routine=row.get("acknowledges", ""),
            tasks=tuple(row.get("tasks") or ()),
            rounds=_rounds(marked, row.get("rounds"), "units", index, "rounds"),
            staffed=_staffed(marked, row.get("staffed"), "units", index, "staffed"),
            staff=staff,
        )


def _party(row: Mapping[str, Any]) -> Party:
    return Party(
        code=row["code"],
        name=row["name"],
        short=row.get("short", row["name"]),
        mention=row.get("mention", row["name"]),
        detail=row.get("detail", ""),
        kind=row["kind"],
        principal=row.get("principal", ""),
        uses=_uses(row["kind"]),
        unit=row["unit"],
    )


def _uses(kind: str) -> tuple[str, ...]:
    if kind in CARE:
        return ("receiver", "responsible", "coordinator")
    return ("receiver", "responsible")


def _rounds(marked: Marked, row: Any, *at: str | int) -> Hours:
    """Times of the day; on weekdays those that are only theirs come beside those of every day."""
    if row is None:
        return ALWAYS
    every, weekdays = _times(marked, row, "every_day", *at), _times(marked, row, "weekdays", *at)
    return Hours(
        weekdays=tuple((one, one) for one in sorted({*every, *weekdays})),
        free_days=tuple((one, one) for one in sorted(every)),
    )


def _staffed(marked: Marked, row: Any, *at: str | int) -> Hours:
    if row is None:
        return ALWAYS
    every, weekdays = _times(marked, row, "every_day", *at), _times(marked, row, "weekdays", *at)
    if {len(every), len(weekdays)} - {0, 2}:
        raise marked.error("Skriv två klockslag: från och till.", *at)
    return Hours(
        weekdays=tuple((hours[0], hours[1]) for hours in (weekdays or every,) if hours),
        free_days=tuple((hours[0], hours[1]) for hours in (every,) if hours),
    )


def _times(marked: Marked, row: Any, key: str, *at: str | int) -> list[int]:
    if not isinstance(row, Mapping) or not row or set(row) - HOURS_KEYS:
        raise marked.error("Skriv every_day och weekdays, med klockslag.", *at)
    try:
        return [minute_of(0, str(time)) for time in row.get(key) or ()]
    except ValueError as error:
        raise marked.error('Skriv klockslag så här: "9.00".', *at, key) from error
