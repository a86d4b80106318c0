"""Rooms for free practice for a run: opened, copied, begun again, taken away; and plain copies beside."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from bench.council_made import people
from sandbox.world.clone import clone
from sandbox.world.counties import current_county
from sandbox.world.desk import cases_of
from sandbox.world.doors import seat_code
from sandbox.world.models import Case, Entry, Event, Person, Run, Seat, Timer, World
from sandbox.world.purge import purge
from sandbox.world.reset import practise_again
from sandbox.world.rooms import Wish, leave_room, open_room
from sandbox.world.starting import new_code
from training_site.people.models import User

PROFILE, UNIT = "lifecare", "bistand"
SESSION = 30  # rooms of a session
PLAYED = "Spel"  # whose rooms are copied and taken away
OTHERS = "Rum"  # whose rooms stand beside those that are measured
APART = 10**9  # between the keys of one plain copy and of the next
TABLES = (Person, Case, Entry, Event, Timer)  # what others point at comes first
POINTS = {"person_id", "case_id", "entry_id"}


def gather(learners: list[int], rooms: int) -> dict[str, Any]:
    """A room each for these learners, and others' rooms until there are so many in all."""
    began = time.monotonic()
    _clean()
    users = User.objects.filter(pk__in=learners).order_by("pk")
    mine = [_one(user) for user in users]
    there = Run.objects.filter(mode=Run.Mode.FREE).count()
    _others(rooms - there)
    _settle()
    return {"rooms": mine, "rows": rows(), "seconds": time.monotonic() - began}


def rows() -> dict[str, int]:
    """How much a room holds, by table."""
    template = _template()
    return {
        str(table._meta.model_name): table.objects.for_world(template).count() for table in TABLES
    }


def play(what: str, times: int) -> list[float]:
    """Do it so many times; how long each took, in seconds. What it leaves behind, `clean` takes."""
    return [_timed(deed) for deed in DEEDS[what](times)]


def clean() -> int:
    """Take away what `play` left."""
    _clean()
    return World.objects.count()


def _timed(deed: Callable[[], Any]) -> float:
    began = time.perf_counter()
    deed()
    return time.perf_counter() - began


def _template() -> World:
    county = current_county()
    assert county is not None
    assert county.template is not None
    return county.template


def _user(name: str) -> User:
    return User.objects.filter(email=f"{name.lower()}1@example.org").first() or people(1, name)[0]


def _room(user: User) -> Seat:
    wish = Wish(PROFILE, UNIT)
    return open_room(user=user, wish=wish, today=timezone.localdate())


def _one(user: User) -> dict[str, Any]:
    """The learner's room: its address, and the case with most in it."""
    seat = Seat.objects.filter(user=user, run__mode=Run.Mode.FREE).select_related("run").first()
    seat = seat or _room(user)
    cases = [one for one in cases_of(seat) if one.case.flow == "spu"]
    longest = max(cases, key=lambda one: len(one.state.documents))
    written = next(one for one in longest.state.documents if one.author != UNIT)
    return {
        "room": f"/ovning/rum/{seat_code(seat)}/",
        "case": longest.case.no,
        "person": str(longest.person),
        "to": written.author,
    }


def met() -> set[int]:
    """The numbers of the people whom the unit has a case with, in a room with everybody."""
    seat = _room(_user(PLAYED))
    found = {one.person.no for one in cases_of(seat)}
    leave_room(seat)
    return found


def _others(number: int) -> None:
    """So many rooms more, each in a run of its own."""
    owner, at = _user(OTHERS), timezone.now()
    with transaction.atomic():
        for _number in range(number):
            run = _run(owner)
            world = clone(_template(), run=run, generation=1, at=at)
            Seat.objects.create(run=run, world=world, role="municipality", unit=UNIT, user=owner)


def _run(owner: User) -> Run:
    county = current_county()
    return Run.objects.create(
        scenario=county, version="1", mode=Run.Mode.FREE, join_code=new_code(), learner=owner
    )


def _settle() -> None:
    """Let the database do now what it does by itself on a site that has been up for a while.

    It counts its rows and, on PostgreSQL, marks those that everybody sees and writes them out.
    Otherwise it does so while the pages are measured, in processes whose time counts as theirs.
    """
    postgres = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)" if postgres else "ANALYZE")
        # Not every user of a server that is not ours may ask for it.
        with suppress(DatabaseError):
            cursor.execute("CHECKPOINT" if postgres else "PRAGMA wal_checkpoint(TRUNCATE)")


# ---------------------------------------------------------------------------------- deeds


def _opening(times: int) -> Iterator[Callable[[], Any]]:
    user = _user(PLAYED)
    for _time in range(times):
        found: list[Seat] = []
        yield lambda found=found: found.append(_room(user))  # type: ignore[misc]
        leave_room(found[0])


def _copying(times: int) -> Iterator[Callable[[], Any]]:
    run, template = _run(_user(PLAYED)), _template()
    for number in range(times):
        yield lambda number=number: _copied(template, run, number)  # type: ignore[misc]


def _copied(template: World, run: Run, number: int) -> World:
    with transaction.atomic():
        return clone(template, run=run, generation=1, line=number + 1, at=timezone.now())


def _taking_away(times: int) -> Iterator[Callable[[], Any]]:
    run, template = _run(_user(PLAYED)), _template()
    for key in [_copied(template, run, number).pk for number in range(times)]:
        yield lambda key=key: purge([key], now=timezone.now())  # type: ignore[misc]


def _again(times: int) -> Iterator[Callable[[], Any]]:
    seat = _room(_user(PLAYED))
    for _time in range(times):
        yield lambda: practise_again(seat=seat)


def _seeding(times: int) -> Iterator[Callable[[], Any]]:
    template = _template()
    for _time in range(times):
        run = _run(_user(PLAYED))
        yield lambda run=run: _session(template, run)  # type: ignore[misc]


def _session(template: World, run: Run) -> None:
    with transaction.atomic():
        for number in range(SESSION):
            clone(template, run=run, generation=1, line=number + 1, at=timezone.now())


def _plain_seeding(times: int) -> Iterator[Callable[[], Any]]:
    template = _template()
    for _time in range(times):
        run = _run(_user(PLAYED))
        yield lambda run=run: _plain(template, run, SESSION)  # type: ignore[misc]


def _plain(template: World, run: Run, worlds: int) -> None:
    """The least it takes to have these rows so many times: one statement a table, keys moved up."""
    with transaction.atomic():
        World.objects.bulk_create(
            World(
                run=run,
                kind=World.Kind.LIVE,
                template=template,
                line=number + 1,
                profile=PROFILE,
                sim_start=template.sim_start,
            )
            for number in range(worlds)
        )
        with connection.cursor() as cursor:
            for table in TABLES:
                cursor.execute(_plain_copy(table), {"source": template.pk, "run": run.pk})


def _plain_copy(table: Any) -> str:
    name = connection.ops.quote_name
    columns = [str(one.column) for one in table._meta.concrete_fields]
    moved = {column: f"old.{column} + target.id * {APART}" for column in {"id", *POINTS}}
    moved["world_id"] = "target.id"
    read = ", ".join(moved.get(column, f"old.{name(column)}") for column in columns)
    return (
        f"INSERT INTO {table._meta.db_table} ({', '.join(map(name, columns))}) SELECT {read}"
        f" FROM {table._meta.db_table} old, {World._meta.db_table} target"
        " WHERE old.world_id = %(source)s AND target.run_id = %(run)s"
    )


def _plain_again(times: int) -> Iterator[Callable[[], Any]]:
    run, template = _run(_user(PLAYED)), _template()
    _plain(template, run, 1)
    world = World.objects.get(run=run)
    for _time in range(times):
        yield lambda: _replaced(template, run, world)


def _replaced(template: World, run: Run, world: World) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for table in reversed(TABLES):
            cursor.execute(
                f"DELETE FROM {table._meta.db_table} WHERE world_id = %s",
                [world.pk],
            )
        for table in TABLES:
            cursor.execute(_plain_copy(table), {"source": template.pk, "run": run.pk})


def _clean() -> None:
    played = Run.objects.filter(learner=_user(PLAYED))
    purge(
        list(World.objects.filter(run__in=played).values_list("pk", flat=True)), now=timezone.now()
    )
    played.delete()


DEEDS: dict[str, Callable[[int], Iterator[Callable[[], Any]]]] = {
    "room_open": _opening,
    "room_copy": _copying,
    "room_purge": _taking_away,
    "room_again": _again,
    "plain_again": _plain_again,
    "room_seed": _seeding,
    "plain_seed": _plain_seeding,
}


def repeat(template: World, cases: int) -> None:
    """Let the first person of a small county and her case be there so many times, and longer each time."""
    person = Person.objects.for_world(template).order_by("no")[0]
    case = Case.objects.for_world(template).filter(person=person).order_by("no")[0]
    entries = list(Entry.objects.for_world(template).filter(case=case, no__isnull=False))
    last = Person.objects.for_world(template).order_by("-no")[0].no
    for number in range(2, cases + 1):
        person.pk, person.no = None, last + number
        person.save(force_insert=True)
        case.pk, case.no, case.person = None, number, person
        case.save(force_insert=True)
        for turn in range(1 + number % 5):
            for place, entry in enumerate(entries, 1):
                entry.pk, entry.case, entry.no = None, case, turn * len(entries) + place
            Entry.objects.for_world(template).bulk_create(entries)
