"""Who has opened what in a free room: noted when it happens, read by whoever is part of the case."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from django.db import connection

from sandbox.world.models import Access, Case, Seat


@dataclass(frozen=True)
class Opened:
    """One reading: which case, which unit, which document (0: the case), when in the room's time."""

    case: int
    unit: str
    document: int
    sim_at: int


def note_access(seat: Seat, case: Case, document: int = 0) -> None:
    """Note that the seat's unit opened the case or a document; once for each minute of the room."""
    world = seat.world
    if world is None:
        return
    row = Access(world=world, case=case, unit=seat.unit, document=document, sim_at=world.sim_now)
    fields = [one for one in Access._meta.concrete_fields if not one.primary_key]
    with connection.cursor() as cursor:
        values = [one.get_db_prep_save(getattr(row, one.attname), connection) for one in fields]
        cursor.execute(_noting(connection.vendor), values)


# With bulk_create(), which composes it anew, opening a case takes a twentieth longer.
@cache
def _noting(_vendor: str) -> str:
    """The statement that adds a line, unless there is one like it already."""
    name = connection.ops.quote_name
    columns = [name(str(one.column)) for one in Access._meta.concrete_fields if not one.primary_key]
    places = ", ".join("%s" for _column in columns)
    return (
        f"INSERT INTO {name(Access._meta.db_table)} ({', '.join(columns)})"  # noqa: S608
        f" VALUES ({places}) ON CONFLICT DO NOTHING"
    )


def opened(seat: Seat, cases: Iterable[Case], *, limit: int = 200) -> list[Opened]:
    """Who has opened these cases, newest first; one query. The cases must be the seat's to see."""
    if seat.world is None:
        return []
    rows = Access.objects.for_world(seat.world).filter(case__in=[one.pk for one in cases])
    found = rows.order_by("-sim_at", "-pk").values_list("case__no", "unit", "document", "sim_at")
    return [Opened(*row) for row in found[:limit]]
