"""Copies a world: same numbers inside, new keys, in a constant number of statements."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TypeVar

from sandbox.world.models import Case, CheckResult, Entry, Event, Person, Run, Timer, World
from sandbox.world.scoping import WorldRow

RowT = TypeVar("RowT", bound=WorldRow)
Keys = Mapping[int, int]


def clone(
    source: World,
    *,
    run: Run,
    generation: int,
    at: datetime,
    parent: World | None = None,
    line: int | None = None,
) -> World:
    """A live copy of `source` for the run: people, cases, entries, events, timers and checks.

    `line` is the group's number, when it is neither the parent's nor the source's. Seats, form tokens and self-assessments stay behind. Call it inside a transaction.
    """
    world = World.objects.create(
        run=run,
        kind=World.Kind.LIVE,
        template_id=source.pk if source.kind == World.Kind.TEMPLATE else source.template_id,
        parent=parent,
        line=line or (parent or source).line,
        generation=generation,
        label=source.label,
        profile=source.profile,
        flow_versions=source.flow_versions,
        seed=source.seed,
        sim_start=source.sim_start,
        sim_now=source.sim_now,
        seq=source.seq,
        created_at=at,
        touched_at=at,
    )
    people = _copy(Person, source, world, {})
    cases = _copy(Case, source, world, {"person": people})
    entries = _copy(Entry, source, world, {"case": cases})
    _copy(Event, source, world, {"case": cases, "entry": entries})
    _copy(Timer, source, world, {"case": cases})
    _copy(CheckResult, source, world, {})
    return world


def _copy(
    model: type[RowT], source: World, target: World, links: Mapping[str, Keys]
) -> dict[int, int]:
    """Copy the rows of one table; returns the new key of every old one."""
    rows = list(model.objects.for_world(source).order_by("pk"))
    old_keys = [row.pk for row in rows]
    for row in rows:
        row.pk = None
        row._state.adding = True
        row.world = target
        for name, keys in links.items():
            old = getattr(row, f"{name}_id")
            setattr(row, f"{name}_id", keys[old] if old is not None else None)
    model.objects.for_world(target).bulk_create(rows)
    return dict(zip(old_keys, (row.pk for row in rows), strict=True))
