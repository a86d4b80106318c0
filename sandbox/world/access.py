"""Who has opened what in a free room: noted when it happens, read by whoever is part of the case."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from django.db import connection
from django.utils import timezone

from sandbox.world.models import Access, Case, Seat, World


@dataclass(frozen=True)
class Opened:
    """One reading: which case, which unit, which document (0: the case), when in the room's time.

    `letter` is the key of a letter that was read or printed, and empty otherwise.
    """

    case: int
    unit: str
    document: int
    letter: str
    sim_at: int


def note_access(seat: Seat, case: Case, document: int = 0) -> None:
    """Note that the seat's unit opened the case or a document; once for each minute of the room."""
    _noted(seat, case, document=document)


def note_letter(seat: Seat, case: Case, letter: str) -> None:
    """Note that the seat's unit opened a letter, by its key, to read it or to print it.

    A letter that has been opened waits no more: what is shown of the room is written anew.
    """
    if _noted(seat, case, letter=letter) and seat.world is not None:
        World.objects.filter(pk=seat.world.pk).update(touched_at=timezone.now())


def _noted(seat: Seat, case: Case, *, document: int = 0, letter: str = "") -> bool:
    """Whether a line was added: there may be one like it already."""
    world = seat.world
    if world is None:
        return False
    row = Access(
        world=world,
        case=case,
        unit=seat.unit,
        document=document,
        letter=letter,
        sim_at=world.sim_now,
    )
    fields = [one for one in Access._meta.concrete_fields if not one.primary_key]
    with connection.cursor() as cursor:
        values = [one.get_db_prep_save(getattr(row, one.attname), connection) for one in fields]
        cursor.execute(_noting(connection.vendor), values)
        return bool(cursor.rowcount)


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
    found = rows.order_by("-sim_at", "-pk").values_list(
        "case__no", "unit", "document", "letter", "sim_at"
    )
    return [Opened(*row) for row in found[:limit]]


def letters_opened(seat: Seat, case: Case) -> dict[str, int]:
    """The letters of the case that the seat's unit has opened, by key: when last; one query."""
    if seat.world is None:
        return {}
    rows = Access.objects.for_world(seat.world).filter(case=case, unit=seat.unit)
    found = rows.exclude(letter="").order_by("sim_at").values_list("letter", "sim_at")
    return dict(found)
