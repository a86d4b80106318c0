"""Rooms for free practice: opened, entered from any unit, moved in time, started over, left."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from sandbox.exercises import actors
from sandbox.exercises import play as runtime
from sandbox.exercises.county import County
from sandbox.exercises.roles import role_in
from sandbox.process.reading import load_flow, profile_names
from sandbox.process.state import day_of
from sandbox.world.clone import Choice, clone, freeze
from sandbox.world.counties import current_county
from sandbox.world.difference import Writer, move_on, write
from sandbox.world.holding import Held
from sandbox.world.lending import exercise_of, lent, others_of, played_by_people
from sandbox.world.models import Case, Entry, Event, Person, Run, Scenario, Seat, Timer, World
from sandbox.world.purge import purge, purge_unused_templates
from sandbox.world.snapshot import Snapshot, state_of
from sandbox.world.starting import new_code
from sandbox.world.templates import county_of
from sandbox.world.tripwire import inspect

MOST_ROOMS = 6
SATURDAY = 5
_TRIES = 5


class TooMany(Exception):
    """Somebody has as many rooms as one may have: an old one has to be left first."""


@dataclass(frozen=True)
class Wish:
    """What somebody wants to practise: in which system's words, as which unit, with whom.

    `people` are numbers in the template; none is everybody. `template` is somebody's shared room.
    `code` was drawn when the form was made: the same form sent twice opens one room.
    """

    profile: str
    unit: str
    people: tuple[int, ...] = ()
    template: int | None = None
    code: str = ""


def open_room(*, user: Any, wish: Wish, today: date, now: datetime | None = None) -> Seat:
    """A room of the user's own, as a copy of the county, and the seat to begin in.

    It begins on the Monday of this week, on a weekend the coming one. Raises LookupError when there is no
    county, no such profile or unit; TooMany when the user has all the rooms one may have. A form that
    comes again leads to the room it opened, unless something else is chosen in it.
    """
    row, source = _begun_in(wish)
    if opened := _opened(user, wish, source):
        return opened
    if (
        Run.objects.filter(learner=user, mode=Run.Mode.FREE).exclude(state=Run.State.ENDED).count()
        >= MOST_ROOMS
    ):
        raise TooMany
    monday = today - timedelta(days=today.weekday())
    if today.weekday() >= SATURDAY:
        monday += timedelta(days=7)
    choice = Choice(wish.profile, monday - timedelta(days=day_of(source.sim_now)), wish.people)
    at = now or timezone.now()
    for code in (wish.code or new_code(), *(new_code() for _ in range(_TRIES))):
        try:
            with transaction.atomic():
                run = Run.objects.create(
                    scenario=row,
                    version=row.version,
                    mode=Run.Mode.FREE,
                    state=Run.State.RUNNING,
                    join_code=code,
                    learner=user,
                    title=source.label,
                    created_at=at,
                )
                world = clone(source, run=run, generation=1, at=at, choice=choice)
                return _seated(run, world, county_of(row), wish.unit, at=at)
        except IntegrityError:  # the code was taken: by the same form just now, or draw again
            if opened := _opened(user, wish, source):
                return opened
    raise RuntimeError("No free code.")


def _begun_in(wish: Wish) -> tuple[Scenario, World]:
    """The county, and the world the room is a copy of. Raises LookupError."""
    row = current_county()
    source = row.template if row and wish.template is None else shared_room(wish.template)
    if row is None or source is None or wish.profile not in profile_names():
        raise LookupError(wish.profile)
    county = county_of(row)
    if wish.unit not in county.units or not county.units[wish.unit].in_system:
        raise LookupError(wish.unit)
    return row, source


def _opened(user: Any, wish: Wish, source: World) -> Seat | None:
    """The first seat of the room that the form has opened already, with the same choices; or None."""
    if not wish.code:
        return None
    run = Q(run__join_code=wish.code, run__learner=user, run__mode=Run.Mode.FREE)
    world = Q(world__profile=wish.profile, world__template=source.pk)
    seats = Seat.objects.filter(run & world, no=1, unit=wish.unit).exclude(
        run__state=Run.State.ENDED
    )
    found = seats.select_related("run").first()
    if found is None or not wish.people:
        return found
    there = Person.objects.for_world(found.world_id or 0).values_list("no", flat=True)
    return found if set(there) == set(wish.people) else None


def rooms_of(user_id: int) -> list[Seat]:
    """The seats of the user's open rooms, those last used first; one query."""
    seats = Seat.objects.filter(
        user_id=user_id, run__mode=Run.Mode.FREE, run__learner_id=user_id, world__isnull=False
    ).exclude(run__state=Run.State.ENDED)
    rows = seats.select_related("run__scenario", "world").defer("run__scenario__source")
    return list(rows.order_by("-world__touched_at", "no"))


def seats_in(seat: Seat) -> list[Seat]:
    """The seats that the same person sits in, in the same room, in order of number."""
    mine = Seat.objects.filter(run=seat.run_id, user=seat.user_id, kind=Seat.Kind.HUMAN)
    return list(mine.select_related("run").order_by("no"))


def sit_down(seat: Seat, unit: str, *, now: datetime | None = None) -> Seat:
    """The user's seat at another unit of the same room, taken over from the machine.

    What the unit had planned by itself no longer happens while somebody plays it. Raises
    LookupError for a unit without the system.
    """
    county = county_of(seat.run.scenario)
    if unit not in county.units or not county.units[unit].in_system or seat.world is None:
        raise LookupError(unit)
    at = now or timezone.now()
    with transaction.atomic():
        world = World.objects.select_for_update(no_key=True).get(pk=seat.world_id or 0)
        return _seated(seat.run, world, county, unit, at=at)


def change_seat(seat: Seat, unit: str, *, keep: bool = False, now: datetime | None = None) -> Seat:
    """Get up and sit down at another unit: the one that is left answers by itself again.

    With `keep` nobody answers there meanwhile. Raises LookupError for a unit without the system.
    """
    with transaction.atomic():
        other = sit_down(seat, unit, now=now)
        if other.pk != seat.pk and not keep:
            hand_back(seat, now=now)
    return other


def hand_back(seat: Seat, *, now: datetime | None = None) -> None:
    """Let the machine play the unit again: what it should have done is done within the hour, or
    as soon as its routine says; the rest keeps its own time.
    """
    at = now or timezone.now()
    with transaction.atomic():
        world = World.objects.select_for_update(no_key=True).get(pk=seat.world_id or 0)
        Seat.objects.filter(pk=seat.pk).update(kind=Seat.Kind.ACTOR, last_seen=at)
        cases = list(Case.objects.for_world(world).exclude(state__in=("closed",)))
        for held in held_cases(None, seat.run, world, cases, at=at):
            state = actors.taken_over(
                held.before.state, scenario=held.exercise, party=seat.unit, at_once=True
            )
            if state is not held.before.state:
                write(Writer(world, None, at), held.before, state)


def advance_room(seat: Seat, *, to: int, now: datetime | None = None) -> int:
    """Move the clock of the whole room to the minute `to`; what is due in any case happens.

    A minute that has passed changes nothing. Returns how many things happened.
    """
    at = now or timezone.now()
    with transaction.atomic():
        world = World.objects.select_for_update(no_key=True).get(pk=seat.world_id or 0)
        to = max(to, world.sim_now)
        before = world.seq
        # All are read before the first is written: writing moves the world's clock, and what
        # happens in the others is to happen at its own time too.
        cases = _with_something_due(world, to)
        for held in list(held_cases(None, seat.run, world, cases, at=at)):
            turn = runtime.advance(held.before.state, scenario=held.exercise, to=to)
            write(Writer(world, None, at), held.before, turn.case)
        move_on(Writer(world, None, at), steps=0, now=to)
        return world.seq - before


def next_due(world: World) -> int | None:
    """The minute of the nearest thing that waits in any case of the room; one query."""
    waiting = Timer.objects.for_world(world).filter(status="pending").order_by("due")
    return waiting.values_list("due", flat=True).first()


def leave_room(seat: Seat, *, now: datetime | None = None) -> None:
    """End the room and take away everything in it, earlier attempts too."""
    at = now or timezone.now()
    worlds = World.objects.filter(run=seat.run_id).values_list("pk", flat=True)
    with transaction.atomic():
        Run.objects.filter(pk=seat.run_id).update(state=Run.State.ENDED, ended_at=at)
        purge(list(worlds), now=at)


def speak_as(seat: Seat, profile: str) -> None:
    """Show the whole room in another system's words: the same cases, the same log.

    Raises LookupError for a profile there is not.
    """
    if profile not in profile_names():
        raise LookupError(profile)
    World.objects.filter(pk=seat.world_id or 0).update(profile=profile)


def share_room(seat: Seat, *, title: str, now: datetime | None = None) -> World:
    """Make a template of the room as it stands, for others to begin in.

    What was written in it goes along; drafts do not. Shared again by the same name before anything
    has happened in it, it is the same. Raises LooksReal for a title with somebody's number in it,
    PermissionError for who may not lead sessions.
    """
    at = now or timezone.now()
    owner = seat.run.learner
    if owner is None or not owner.has_perm("sandbox.lead_run"):
        raise PermissionError(title)
    inspect({"title": title})
    with transaction.atomic():
        world = World.objects.select_for_update(no_key=True).get(pk=seat.world_id or 0)
        if (same := _shared_already(world, title, owner)) is not None:
            return same
        template = freeze(world, label=title, owner=owner, at=at)
        Entry.objects.for_world(template).filter(no__isnull=True).delete()
        cases = list(Case.objects.for_world(template).exclude(state__in=("closed",)))
        played = Seat.objects.filter(run=seat.run, kind=Seat.Kind.HUMAN).values_list(
            "unit", flat=True
        )
        for held in held_cases(None, seat.run, template, cases, at=at, humans=()):
            state = held.before.state
            for unit in played:
                state = actors.taken_over(state, scenario=held.exercise, party=unit)
            if state is not held.before.state:
                write(Writer(template, None, at), held.before, state)
    return template


def _shared_already(world: World, title: str, owner: Any) -> World | None:
    """What the same form has shared already: two clicks make one room to choose."""
    as_it_stands = {"seq": world.seq, "sim_now": world.sim_now, "sim_start": world.sim_start}
    mine = World.objects.filter(kind=World.Kind.TEMPLATE, shared_by=owner, label=title)
    return mine.filter(profile=world.profile, **as_it_stands).first()


def shared_rooms() -> list[World]:
    """The rooms trainers have shared, by title; one query."""
    rows = World.objects.filter(kind=World.Kind.TEMPLATE, shared_by__isnull=False)
    return list(rows.select_related("shared_by").order_by("label", "pk"))


def shared_room(pk: int | None) -> World | None:
    """One shared room; None for any other world."""
    rows = World.objects.filter(kind=World.Kind.TEMPLATE, shared_by__isnull=False)
    return rows.filter(pk=pk).first() if pk is not None else None


def unshare(*, user: Any, pk: int) -> bool:
    """Take back a shared room of one's own. Rooms that others opened from it go on.

    It is deleted at once, or when the last of those rooms is gone.
    """
    mine = World.objects.filter(kind=World.Kind.TEMPLATE, shared_by=user, pk=pk)
    taken = bool(mine.update(shared_by=None))
    purge_unused_templates()
    return taken


def people_to_choose(county: Scenario) -> list[Person]:
    """The people of the county who have cases, by name; two queries."""
    if county.template is None:
        return []
    with_case = Case.objects.for_world(county.template).values("person")
    rows = Person.objects.for_world(county.template).filter(pk__in=with_case)
    return sorted(rows, key=lambda one: (one.family_name, one.given_name, one.no))


def held_cases(
    seat: Seat | None,
    run: Run,
    world: World,
    cases: list[Case],
    *,
    at: datetime,
    humans: tuple[str, ...] | None = None,
) -> Iterable[Held]:
    """Several cases of a world that has been taken, read in a constant number of queries.

    `humans` are the units that people play, when they are not the run's seats.
    """
    entries, events, timers = (
        _by_case(model.objects.for_world(world).filter(case__in=cases, **only).order_by(*order))
        for model, only, order in (
            (Entry, {"no__isnull": False}, ("no",)),
            (Event, {}, ("seq",)),
            (Timer, {}, ("pk",)),
        )
    )
    humans = played_by_people(run) if humans is None else humans
    people = _by_person(Case.objects.for_world(world))
    for case in cases:
        others = [one for one in people[case.person_id] if one.pk != case.pk]
        given = lent(run, world, flow=case.flow, elsewhere=others_of(others), humans=humans)
        mine = tuple(entries.get(case.pk, ())), tuple(timers.get(case.pk, ()))
        state = state_of(
            world,
            case,
            entries=mine[0],
            events=events.get(case.pk, ()),
            timers=mine[1],
            lent=given,
        )
        yield Held(
            seat=seat,
            run=run,
            world=world,
            before=Snapshot(case, mine[0], mine[1], state, given),
            exercise=exercise_of(run, world, case),
            at=at,
        )


def _by_case(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.case_id, []).append(row)
    return found


def _by_person(cases: Iterable[Case]) -> dict[int, list[Case]]:
    found: dict[int, list[Case]] = {}
    for case in cases:
        found.setdefault(case.person_id, []).append(case)
    return found


def _with_something_due(world: World, to: int) -> list[Case]:
    due = Timer.objects.for_world(world).filter(status="pending", due__lte=to).values("case")
    return list(Case.objects.for_world(world).filter(pk__in=due).order_by("no"))


def _seated(run: Run, world: World, county: County, unit: str, *, at: datetime) -> Seat:
    """The seat of the unit in the room: the one there is, taken again, or a new one."""
    party = county.register_in("spu")[unit]
    role = role_in(load_flow("spu"), party, code=unit, coordinator="")
    seat = Seat.objects.filter(run=run, unit=unit).first()
    if seat is None:
        last = Seat.objects.filter(run=run).count()
        seat = Seat(run=run, no=last + 1, unit=unit, role=role, user=run.learner)
    seat.world, seat.kind, seat.last_seen = world, Seat.Kind.HUMAN, at
    seat.save()
    return seat
