"""What units that nobody plays do by themselves, as rows of a county's file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from content_files.yaml_marks import Marked
from sandbox.exercises.bodies import shown_body
from sandbox.exercises.conditions import Condition, parse
from sandbox.exercises.roles import has_part_in
from sandbox.exercises.routines import Routine, When
from sandbox.exercises.scenario import ActorRule
from sandbox.exercises.units import Unit, as_fact
from sandbox.process.clock import minutes_in
from sandbox.process.flow import Flow

ACKNOWLEDGE, ACKNOWLEDGE_CALL, CALL = "acknowledge", "acknowledge_call", "call"
READING = 5  # minutes it takes to read what has come
HOUR = 60
UNITS = "{units:"
RULE_KEYS = {"ref", "unit", "upon", "after", "at", "when", "do", "write", "body", "each", "flow"}
ON_KEYS = {"path", "time", "days"}


@dataclass(frozen=True)
class Counterpart:
    """What units of some kinds (or some units) do by themselves after one of several things.

    `flow` is where alone it does so. {unit} in a path or a text is the unit's code, {units:kind}
    every unit of a kind, {name}, {role} and {phone} whoever answers there.
    """

    ref: str
    units: tuple[str, ...]
    upon: tuple[str, ...]
    after: int
    do: str
    write: Mapping[str, Any]
    when: Condition | None
    on: When | None
    each: bool
    flow: str
    line: int


def read_counterparts(marked: Marked) -> Iterator[Counterpart]:
    """Read the rows, in order. Raises ContentError naming file and line."""
    rows = (marked.data.get("counterparts") or {}).get("rules") or ()
    for index, row in enumerate(rows):
        at = ("counterparts", "rules", index)
        for key in ("ref", "unit", "upon", "do"):
            if not row.get(key):
                raise marked.error(f"Motparten saknar ”{key}”.", *at)
        unknown = sorted(set(row) - RULE_KEYS)
        if unknown:
            raise marked.error(f"”{unknown[0]}” går inte att skriva här.", *at, unknown[0])
        yield Counterpart(
            ref=row["ref"],
            units=_several(row["unit"]),
            upon=_several(row["upon"]),
            after=_minutes(marked, row.get("after", "PT1H"), *at, "after"),
            do=row["do"],
            write=row.get("write") or row.get("body") or {},
            when=parse(marked, row["when"], *at, "when") if row.get("when") else None,
            on=_on(marked, row.get("at"), *at, "at"),
            each=bool(row.get("each")),
            flow=row.get("flow", ""),
            line=marked.line_of(*at),
        )


def _several(value: Any) -> tuple[str, ...]:
    return tuple(value) if isinstance(value, list) else (value,)


def _on(marked: Marked, row: Any, *at: str | int) -> When | None:
    if row is None:
        return None
    if not isinstance(row, Mapping) or set(row) - ON_KEYS:
        raise marked.error('Skriv { path: facts.estimated_day, time: "10.30" }.', *at)
    return When(row.get("path", ""), str(row.get("time", "")), int(row.get("days", 0)))


def _minutes(marked: Marked, period: Any, *at: str | int) -> int:
    try:
        return minutes_in(str(period))
    except ValueError as error:
        raise marked.error(str(error), *at) from error


def reads(rule: ActorRule) -> bool:
    """Whether all the rule does is to acknowledge."""
    return rule.do in (ACKNOWLEDGE, ACKNOWLEDGE_CALL)


def rules_of(
    units: Mapping[str, Unit], rows: tuple[Counterpart, ...], *, flow: Flow, shown: Flow
) -> Iterator[ActorRule]:
    """Return the rules that units of the county are played by in a flow, as a profile shows it."""
    for code, unit in units.items():
        if not has_part_in(flow, as_fact(unit.party)):
            continue
        yield from _reads(shown, code, unit)
        for row in rows:
            named = unit.party.unit in row.units or code in row.units
            fits = named and row.flow in ("", flow.name)
            if fits and row.do in shown.actions:
                yield from _does(units, code, row, flow=flow, shown=shown)


def _reads(shown: Flow, code: str, unit: Unit) -> Iterator[ActorRule]:
    """Every unit acknowledges what has come to it on its next round."""
    for action in shown.actions.values():
        kind = shown.documents.get(action.document)
        does = ACKNOWLEDGE_CALL if action.document == CALL else ACKNOWLEDGE
        if kind is None or not kind.addressed_by or does not in shown.actions:
            continue
        reached = Condition(op="contains", path=f"row.{kind.addressed_by}", value=code)
        yield ActorRule(
            ref=f"{does}:{action.code}:{code}",
            party=code,
            upon=action.code,
            when=reached,
            after=READING,
            do=does,
            routine=Routine(unit.rounds),
        )


def _does(
    units: Mapping[str, Unit], code: str, row: Counterpart, *, flow: Flow, shown: Flow
) -> Iterator[ActorRule]:
    unit = units[code]
    words = {"unit": code, "short": unit.party.short, "phone": unit.phone, **unit.staff}
    write = _worded(row.write, words)
    trim = partial(shown_body, flow, shown, row.do)
    for upon in row.upon:
        yield ActorRule(
            ref=f"{row.ref}:{code}",
            party=code,
            upon=upon,
            when=_placed(row.when, units, words) if row.when else None,
            after=row.after,
            do=row.do,
            line=row.line,
            routine=Routine(unit.staffed, write, row.on, row.each, trim),
        )


def _worded(value: Any, words: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        for key, word in words.items():
            value = value.replace(f"{{{key}}}", word)
        return value
    if isinstance(value, Mapping):
        return {key: _worded(one, words) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_worded(one, words) for one in value]
    return value


def _placed(when: Condition, units: Mapping[str, Unit], words: Mapping[str, str]) -> Condition:
    """The condition as it stands for one unit."""
    value = _worded(when.value, words)
    if isinstance(value, str) and value.startswith(UNITS):
        kind = value.removeprefix(UNITS).rstrip("}")
        value = [code for code, unit in units.items() if unit.party.unit == kind]
    return replace(
        when,
        path=_worded(when.path, words),
        value=value,
        parts=tuple(_placed(part, units, words) for part in when.parts),
    )
