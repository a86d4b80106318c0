"""Copies a world: same numbers inside, new keys, in a constant number of statements."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from sandbox.world.models import Case, CheckResult, Entry, Event, Person, Run, Timer, World
from sandbox.world.scoping import WorldRow

RowT = TypeVar("RowT", bound=WorldRow)
Keys = Mapping[int, int]


@dataclass(frozen=True)
class Choice:
    """What a free room takes of its county: the profile, the date of day 0, and the people by their
    numbers (none named: everybody).
    """

    profile: str
    sim_start: date
    people: tuple[int, ...] = ()


def clone(  # noqa: PLR0913 - where from, for whom, and what of it
    source: World,
    *,
    run: Run,
    generation: int,
    at: datetime,
    parent: World | None = None,
    line: int | None = None,
    choice: Choice | None = None,
) -> World:
    """A live copy of `source` for the run: people, cases, entries, events, timers and checks.

    `line` is the group's number, when it is neither the parent's nor the source's. Seats, form
    tokens and self-assessments stay behind. `choice` says what a free room takes of its county, in
    which system's words, and from which day. Call it inside a transaction.
    """
    wanted = choice or Choice(source.profile, source.sim_start)
    world = World.objects.create(
        run=run,
        kind=World.Kind.LIVE,
        template_id=source.pk if source.kind == World.Kind.TEMPLATE else source.template_id,
        parent=parent,
        line=line or (parent or source).line,
        generation=generation,
        label=source.label,
        profile=wanted.profile,
        flow_versions=source.flow_versions,
        seed=source.seed,
        sim_start=wanted.sim_start,
        sim_now=source.sim_now,
        seq=source.seq,
        created_at=at,
        touched_at=at,
    )
    _fill(world, source, wanted.people)
    return world


def freeze(source: World, *, label: str, owner: Any, at: datetime) -> World:
    """A template made of a live world as it stands: somebody's room for others to begin in.

    Call it inside a transaction.
    """
    world = World.objects.create(
        kind=World.Kind.TEMPLATE,
        label=label,
        shared_by=owner,
        profile=source.profile,
        flow_versions=source.flow_versions,
        seed=source.seed,
        sim_start=source.sim_start,
        sim_now=source.sim_now,
        seq=source.seq,
        created_at=at,
        touched_at=at,
    )
    _fill(world, source, ())
    return world


def _fill(world: World, source: World, who: tuple[int, ...]) -> None:
    """Copy what is in the source: everybody, or those with these numbers and their cases."""
    people = _copy(Person, source, world, {}, **({"no__in": who} if who else {}))
    cases = _copy(Case, source, world, {"person": people}, **_about("person__no__in", who))
    inside = _about("case__person__no__in", who)
    entries = _copy(Entry, source, world, {"case": cases}, **inside)
    events = _copy(Event, source, world, {"case": cases, "entry": entries}, **inside)
    if who:
        # The log has no gaps: it ends with the last of the lines that were taken along.
        world.seq = len(events)
        world.save(update_fields=["seq"])
    _copy(Timer, source, world, {"case": cases}, **inside)
    _copy(CheckResult, source, world, {})


def _about(path: str, people: tuple[int, ...]) -> dict[str, Any]:
    return {path: people} if people else {}


def _copy(
    model: type[RowT], source: World, target: World, links: Mapping[str, Keys], **only: Any
) -> dict[int, int]:
    """Copy the rows of one table, or `only` some of them; returns the new key of every old one."""
    rows = list(model.objects.for_world(source).filter(**only).order_by("pk"))
    old_keys = [row.pk for row in rows]
    for number, row in enumerate(rows, start=1):
        row.pk = None
        if only and isinstance(row, Event):
            row.seq = number
        row._state.adding = True
        row.world = target
        for name, keys in links.items():
            old = getattr(row, f"{name}_id")
            setattr(row, f"{name}_id", keys[old] if old is not None else None)
    model.objects.for_world(target).bulk_create(rows)
    return dict(zip(old_keys, (row.pk for row in rows), strict=True))
