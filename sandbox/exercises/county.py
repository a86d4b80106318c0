"""A county to practise freely in: its units, and what the units nobody plays do by themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from content_files.yaml_marks import Marked, load_marked, parse_marked
from sandbox.exercises.conditions import Condition, parse
from sandbox.exercises.led import SeatCard
from sandbox.exercises.roles import CARE, role_in
from sandbox.exercises.scenario import ActorRule, Panel, Party, Scenario
from sandbox.process.clock import minutes_in
from sandbox.process.flow import Flow
from sandbox.process.overlay import under
from sandbox.process.reading import load_flow, load_profile
from sandbox.process.state import MINUTES_PER_DAY

ACKNOWLEDGE = "acknowledge"
ACKNOWLEDGES = {"spu": ACKNOWLEDGE, "sip": "acknowledge_call"}
UNIT_KEYS = ("code", "name", "kind", "unit")


@dataclass(frozen=True)
class Unit:
    """A unit of the county: as a party of cases, and what the address register says of it."""

    party: Party
    municipality: str
    phone: str
    opening: str
    routine: str
    tasks: tuple[str, ...]

    @property
    def in_system(self) -> bool:
        """Whether it has the planning system; others are reached by letter and by telephone."""
        return self.party.kind in CARE


@dataclass(frozen=True)
class Counterpart:
    """What units of one kind do by themselves, a while after something has come to them."""

    ref: str
    unit: str
    upon: str
    after: int
    do: str
    body: Mapping[str, Any] | None
    when: Condition | None
    line: int


@dataclass(frozen=True, eq=False)
class County:
    """Everything a free room knows before anybody does anything; compared by identity.

    `start` is the minute every room begins at, counted from day 0, which is a Monday.
    """

    slug: str
    title: str
    lead: str
    version: int
    path: Path
    start: int
    units: Mapping[str, Unit]
    counterparts: tuple[Counterpart, ...]
    reading_time: Mapping[str, int]
    periphery: Mapping[str, Any]

    @property
    def register(self) -> dict[str, dict[str, Any]]:
        """The units as the facts of a case hold parties, by code."""
        return {code: as_fact(unit.party) for code, unit in self.units.items()}


def as_fact(party: Party) -> dict[str, Any]:
    """Return the party as plain data."""
    found = dict(party.__dict__)
    return {**found, "uses": list(party.uses)}


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
    answers = data.get("counterparts") or {}
    return County(
        slug=data["practice"],
        title=data["county"],
        lead=data.get("lead", ""),
        version=int(data.get("version", 1)),
        path=marked.path,
        start=int(start.get("day", 28)) * MINUTES_PER_DAY + _clock(str(start.get("time", "8.00"))),
        units={unit.party.code: unit for unit in _units(marked)},
        counterparts=tuple(_counterparts(marked)),
        reading_time={
            unit: _minutes(marked, period, "counterparts", "reads_after", unit)
            for unit, period in (answers.get("reads_after") or {}).items()
        },
        periphery=data.get("periphery") or {},
    )


def _clock(text: str) -> int:
    hours, _dot, minutes = text.replace(":", ".").partition(".")
    return int(hours) * 60 + int(minutes or 0)


def _units(marked: Marked) -> Iterator[Unit]:
    seen = set()
    for index, row in enumerate(marked.data["units"]):
        missing = [key for key in UNIT_KEYS if not row.get(key)]
        if missing:
            raise marked.error(f"Enheten saknar ”{missing[0]}”.", "units", index)
        if row["code"] in seen:
            raise marked.error(f"Enheten ”{row['code']}” finns två gånger.", "units", index)
        seen.add(row["code"])
        yield Unit(
            party=Party(
                code=row["code"],
                name=row["name"],
                short=row.get("short", row["name"]),
                mention=row.get("mention", row["name"]),
                detail=row.get("detail", ""),
                kind=row["kind"],
                principal=row.get("principal", ""),
                uses=_uses(row["kind"]),
                unit=row["unit"],
            ),
            municipality=row.get("municipality", ""),
            phone=row.get("phone", ""),
            opening=row.get("opening", ""),
            routine=row.get("acknowledges", ""),
            tasks=tuple(row.get("tasks") or ()),
        )


def _uses(kind: str) -> tuple[str, ...]:
    if kind in CARE:
        return ("receiver", "responsible", "coordinator")
    return ("receiver", "responsible")


def _counterparts(marked: Marked) -> Iterator[Counterpart]:
    rows = (marked.data.get("counterparts") or {}).get("rules") or ()
    for index, row in enumerate(rows):
        at = ("counterparts", "rules", index)
        for key in ("ref", "unit", "upon", "do"):
            if not row.get(key):
                raise marked.error(f"Motparten saknar ”{key}”.", *at)
        yield Counterpart(
            ref=row["ref"],
            unit=row["unit"],
            upon=row["upon"],
            after=_minutes(marked, row.get("after", "PT1H"), *at, "after"),
            do=row["do"],
            body=row.get("body"),
            when=parse(marked, row["when"], *at, "when") if row.get("when") else None,
            line=marked.line_of(*at),
        )


def _minutes(marked: Marked, period: Any, *at: str | int) -> int:
    try:
        return minutes_in(str(period))
    except ValueError as error:
        raise marked.error(str(error), *at) from error


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
        actors=tuple(_rules(county, under(rows, load_profile(profile)))),
        meeting=None,
        steps=(),
        compare=(),
        praise=(),
        practise=(),
        rubric=(),
        model=(),
        modes=("free",),
    )


def without_counterparts(exercise: Scenario) -> Scenario:
    """Return the exercise where nobody does anything by themselves: for what has been done already."""
    return Scenario(**{**exercise.__dict__, "actors": ()})


def _rules(county: County, flow: Flow) -> Iterator[ActorRule]:
    for code, unit in county.units.items():
        if not unit.in_system:
            continue
        yield from _reads(county, flow, code, unit)
        for row in county.counterparts:
            if row.unit in (unit.party.unit, code) and row.do in flow.actions:
                yield ActorRule(
                    ref=f"{row.ref}:{code}",
                    party=code,
                    upon=row.upon,
                    when=_both(_reached(flow, row.upon, code), row.when),
                    after=row.after,
                    do=row.do,
                    body=row.body or {},
                    line=row.line,
                )


def _reads(county: County, flow: Flow, code: str, unit: Unit) -> Iterator[ActorRule]:
    """Every unit acknowledges what has come to it, as soon as its routine says."""
    after = county.reading_time.get(unit.party.unit, county.reading_time.get("default", 60))
    for action in flow.actions.values():
        kind = flow.documents.get(action.document)
        does = ACKNOWLEDGES.get(action.track, ACKNOWLEDGE)
        if kind is None or not kind.addressed_by or does not in flow.actions:
            continue
        yield ActorRule(
            ref=f"{does}:{action.code}:{code}",
            party=code,
            upon=action.code,
            when=_reached(flow, action.code, code),
            after=after,
            do=does,
        )


def _reached(flow: Flow, action: str, code: str) -> Condition | None:
    """That the document which the action sends has the unit among its receivers."""
    row = flow.actions.get(action)
    kind = flow.documents.get(row.document) if row else None
    if kind is None or not kind.addressed_by:
        return None
    return Condition(op="contains", path=f"{kind.kind}.{kind.addressed_by}", value=code)


def _both(first: Condition | None, second: Condition | None) -> Condition | None:
    if first is None or second is None:
        return first or second
    return Condition(op="all", parts=(first, second))
