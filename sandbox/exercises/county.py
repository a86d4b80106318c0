"""A county to practise freely in: its units, and what the units nobody plays do by themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from content_files.yaml_marks import Marked, load_marked, parse_marked
from sandbox.exercises.counterparts import Counterpart, read_counterparts, reads, rules_of
from sandbox.exercises.led import SeatCard
from sandbox.exercises.roles import has_part_in, role_in
from sandbox.exercises.scenario import ActorRule, Panel, Scenario
from sandbox.exercises.units import Unit, as_fact, read_units
from sandbox.process.kinds import OTHER
from sandbox.process.overlay import under
from sandbox.process.reading import load_flow, load_profile
from sandbox.process.state import minute_of

__all__ = ["County", "Unit", "as_fact", "exercise_in", "load_county", "parse_county", "read_county"]


@dataclass(frozen=True, eq=False)
class County:
    """Everything a free room knows before anybody does anything; compared by identity.

    `start` is the minute every room begins at, counted from day 0, which is a Monday. What came
    before `read` the units have acknowledged on their rounds.
    """

    slug: str
    title: str
    lead: str
    version: int
    path: Path
    start: int
    read: int
    units: Mapping[str, Unit]
    counterparts: tuple[Counterpart, ...]
    periphery: Mapping[str, Any]

    def register_in(self, flow: str) -> dict[str, dict[str, Any]]:
        """The units as the facts of a case of this flow hold parties, by code.

        A unit that has nothing to do in the flow is outside the system there, as others are.
        """
        return _register(self, flow)


@lru_cache(maxsize=16)
def _register(county: County, flow: str) -> dict[str, dict[str, Any]]:
    rows = load_flow(flow)
    facts = {code: as_fact(unit.party) for code, unit in county.units.items()}
    return {
        code: fact
        | {"municipality": county.units[code].municipality}
        | ({} if has_part_in(rows, fact) else {"kind": OTHER})
        for code, fact in facts.items()
    }


@lru_cache(maxsize=4)
def load_county(path: Path) -> County:
    """Read the county's file. Raises ContentError naming file and line."""
    return read_county(load_marked(path))


@lru_cache(maxsize=8)
def parse_county(source: str, path: str) -> County:
    """Read a county from the text of its file. Raises ContentError naming file and line."""
    return read_county(parse_marked(source, Path(path)))


def read_county(marked: Marked) -> County:
    """Read a county that has been read with line marks. Raises ContentError."""
    data = marked.data or {}
    for key in ("practice", "county", "units"):
        if not data.get(key):
            raise marked.error(f"Länet saknar ”{key}”.")
    start = data.get("start") or {}
    read = start.get("read") or {}
    return County(
        slug=data["practice"],
        title=data["county"],
        lead=data.get("lead", ""),
        version=int(data.get("version", 1)),
        path=marked.path,
        start=minute_of(int(start.get("day", 28)), str(start.get("time", "8.00"))),
        read=minute_of(int(read.get("day", 0)), str(read.get("time", "0.00"))),
        units={unit.party.code: unit for unit in read_units(marked)},
        counterparts=tuple(read_counterparts(marked)),
        periphery=data.get("periphery") or {},
    )


@lru_cache(maxsize=256)
def exercise_in(county: County, *, flow: str, profile: str, coordinator: str = "") -> Scenario:
    """Return the county as the runtime plays a case of it: units in seats, rules, and no steps.

    `coordinator` is who holds the plan together in the case.
    """
    rows = load_flow(flow)
    seats = tuple(
        SeatCard(
            party=code,
            role=role_in(rows, as_fact(unit.party), code=code, coordinator=coordinator),
            title=unit.party.name,
            text=". ".join(unit.tasks),
        )
        for code, unit in county.units.items()
        if unit.in_system
    )
    return Scenario(
        slug=county.slug,
        path=county.path,
        version=county.version,
        draft=False,
        title=county.title,
        lead=county.lead,
        minutes=0,
        flow=flow,
        profile=profile,
        weekday=0,
        start=county.start,
        persona={},
        seats=seats,
        laws=(),
        parties={code: unit.party for code, unit in county.units.items()},
        panel=Panel("", "", "", ()),
        history=(),
        actors=_rules(county, flow, profile),
        meeting=None,
        steps=(),
        compare=(),
        praise=(),
        practise=(),
        rubric=(),
        model=(),
        modes=("free",),
    )


def past(exercise: Scenario, *, unread: tuple[str, ...] = (), reading: bool = False) -> Scenario:
    """Return the exercise for what has been done already, where nobody does anything by themselves.

    While `reading` the units acknowledge what comes, all but those whose things lie `unread`.
    """
    rules = exercise.actors if reading else ()
    kept = tuple(one for one in rules if reads(one) and one.party not in unread)
    return Scenario(**{**exercise.__dict__, "actors": kept})


@lru_cache(maxsize=32)
def _rules(county: County, flow: str, profile: str) -> tuple[ActorRule, ...]:
    """What the units do by themselves: the same whoever holds the plan together."""
    rows = load_flow(flow)
    shown = under(rows, load_profile(profile))
    return tuple(rules_of(county.units, county.counterparts, flow=rows, shown=shown))
