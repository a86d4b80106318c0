"""Copies a world: same numbers inside, new keys, in a constant number of statements.

The rows never leave the database: what points at another row finds the copy of it by its number.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.db import connection

from sandbox.world.models import Case, CheckResult, Entry, Event, Person, Run, Timer, World
from sandbox.world.scoping import WorldRow


@dataclass(frozen=True)
class Choice:
    """What a free room takes of its county: the profile, the date of day 0, and whom.

    `people` are numbers in the county, and none named is everybody; `as_in` is the key of a world
    that has taken its people already.
    """

    profile: str
    sim_start: date
    people: tuple[int, ...] = ()
    as_in: int | None = None


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
    _fill(world, source, wanted)
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
    _fill(world, source, Choice(source.profile, source.sim_start))
    return world


@dataclass(frozen=True)
class _Copied:
    """One table: columns that are not taken over as they are, what they are read from, and which rows."""

    model: type[WorldRow]
    instead: Mapping[str, str]
    beside: str = ""
    only: str = ""


# A copied case has the number of the old one, and a sent entry its number in the case. That the old
# one is of the same world is said for the planner: it would read through everybody's cases instead.
_CASE = """
{join} {case} was ON was.id = old.case_id AND was.world_id = %(source)s
{join} {case} new ON new.world_id = %(target)s AND new.no = was.no"""
# Asked row by row: nobody has counted the rows of a world that is new, and a join over them all
# becomes one over everybody's entries.
_ENTRY = """(SELECT copied.id FROM {entry} copied WHERE copied.case_id = new.id
 AND copied.no = (SELECT written.no FROM {entry} written WHERE written.id = old.entry_id))"""
_PERSON = """
JOIN {person} was ON was.id = old.person_id AND was.world_id = %(source)s
JOIN {person} new ON new.world_id = %(target)s AND new.no = was.no"""
_OF_CASE = _CASE.replace("{join}", "JOIN")
_OF_EVENT = _CASE.replace("{join}", "LEFT JOIN")
_WITH_CASE = {"case_id": "new.id"}
_OF_LOG = {**_WITH_CASE, "entry_id": _ENTRY}
# In this order: what others point at comes first.
_WHOLE = (
    _Copied(Person, {}),
    _Copied(Case, {"person_id": "new.id"}, _PERSON),
    _Copied(Entry, _WITH_CASE, _OF_CASE),
    _Copied(Event, _OF_LOG, _OF_EVENT),
    _Copied(Timer, _WITH_CASE, _OF_CASE),
    _Copied(CheckResult, {}),
)
_AS_IN = "SELECT mine.no FROM {person} mine WHERE mine.world_id = %(as_in)s"
# Of some people: their cases follow, for the others' find nobody. The log is numbered anew.
_NUMBERED = {**_OF_LOG, "seq": "ROW_NUMBER() OVER (ORDER BY old.seq)"}
_SOME = (
    _Copied(Person, {}, only=" AND old.no IN ({people})"),
    *_WHOLE[1:3],
    _Copied(Event, _NUMBERED, _OF_EVENT, only=" AND new.id IS NOT NULL"),
    *_WHOLE[4:],
)


def _fill(world: World, source: World, choice: Choice) -> None:
    """Copy what is in the source: everybody, or those who are chosen and their cases."""
    whom, given = _chosen(choice)
    given |= {"source": source.pk, "target": world.pk}
    lines = world.seq
    with connection.cursor() as cursor:
        for place, table in enumerate(_SOME if whom else _WHOLE):
            cursor.execute(_statement(place, whom), given)
            lines = cursor.rowcount if table.model is Event else lines
    if whom:
        # The log has no gaps: it ends with the last of the lines that were taken along.
        world.seq = lines
        world.save(update_fields=["seq"])


def _chosen(choice: Choice) -> tuple[str, dict[str, int]]:
    """Whose numbers are taken, as SQL and what is given with it; nothing for everybody's."""
    if choice.as_in is not None:
        return _AS_IN, {"as_in": choice.as_in}
    given = {f"person_{place}": no for place, no in enumerate(choice.people)}
    return ", ".join(f"%({name})s" for name in given), given


@lru_cache(maxsize=64)
def _statement(place: int, whom: str) -> str:
    """The statement that copies the rows of one table: of these people, or of everybody."""
    table = (_SOME if whom else _WHOLE)[place]
    names = {str(one._meta.model_name): one._meta.db_table for one in (Person, Case, Entry)}
    instead = {"world_id": "%(target)s", **table.instead}
    columns = [str(one.column) for one in table.model._meta.concrete_fields if not one.primary_key]
    quoted = [connection.ops.quote_name(name) for name in columns]
    values = [
        instead[name].format(**names) if name in instead else f"old.{quote}"
        for name, quote in zip(columns, quoted, strict=True)
    ]
    only = table.only.format(people=whom.format(**names))
    return (
        f"INSERT INTO {table.model._meta.db_table} ({', '.join(quoted)}) SELECT {', '.join(values)}"  # noqa: S608
        f" FROM {table.model._meta.db_table} old{table.beside.format(**names)}"
        f" WHERE old.world_id = %(source)s{only} ORDER BY old.id"
    )
