"""Opening a led session: a world for each group, or for each participant, and the seats in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from sandbox.exercises.led import SeatCard
from sandbox.exercises.scenario import Scenario as Exercise
from sandbox.world.clone import clone
from sandbox.world.flips import mirror
from sandbox.world.holding import hold_world
from sandbox.world.models import Participant, Run, Scenario, Seat, World
from sandbox.world.run_log import hold_run, moved_on, run_event
from sandbox.world.templates import file_of

OPENED = "opened"
# Party and who plays it, by number; nobody plays the others.
Cast = Mapping[str, int]


def seat_cards(read: Exercise) -> tuple[SeatCard, ...]:
    """The seats of one group in the order they are numbered: the ones that may stay empty last."""
    return tuple(sorted(read.seats, key=lambda card: card.optional))


def seat_the_groups(
    run: Run,
    groups: Mapping[int, Cast] | None = None,
    *,
    user: Any = None,
    now: datetime | None = None,
) -> tuple[World, ...]:
    """Begin a session in groups: one world for each group, one seat for each card of the scenario.

    `groups` says who plays what in which group; without it the seats already given out in the
    lobby count. What nobody plays, an actor does. Seats are numbered group by group. The number of
    statements grows only with the number of groups. A session that has begun is left as it is.
    """
    at = now or timezone.now()
    with transaction.atomic():
        held = hold_run(run)
        if _begun(held):
            return ()
        read = file_of(held.scenario)
        cast = _given_out(held, read) if groups is None else groups
        people = {one.no: one for one in held.participants.all()}
        Seat.objects.filter(run=held, world=None).delete()
        lines = sorted({*range(1, held.groups + 1), *cast})
        worlds = tuple(
            open_world(
                held,
                line=line,
                humans={party: people[no] for party, no in cast.get(line, {}).items()},
                at=at,
            )
            for line in lines
        )
        _begin(held, user=user, at=at, groups=len(worlds))
    return worlds


def seat_side_by_side(
    run: Run, *, user: Any = None, now: datetime | None = None
) -> tuple[Seat, ...]:
    """Begin a session side by side: a world and the first seat for each participant who is there.

    Those who come later get theirs from `seat_one`. A session that has begun is left as it is.
    """
    at = now or timezone.now()
    with transaction.atomic():
        held = hold_run(run)
        if _begun(held):
            return ()
        Seat.objects.filter(run=held, world=None).delete()
        people = held.participants.filter(left_at=None, kind=Participant.Kind.PERSON)
        seats = tuple(_own_world(held, one, at) for one in people.order_by("no"))
        _begin(held, user=user, at=at, groups=len(seats))
    return seats


def seat_one(participant: Participant, *, now: datetime | None = None) -> Seat:
    """The participant's own seat and world in a session side by side, made now if need be."""
    at = now or timezone.now()
    with transaction.atomic():
        held = hold_run(participant.run_id)
        seat = Seat.objects.filter(run=held, participant=participant, world__isnull=False).first()
        if seat is None:
            seat = _own_world(held, participant, at)
            moved_on(held)
    return seat


def open_world(run: Run, *, line: int, humans: Mapping[str, Participant], at: datetime) -> World:
    """A world for one group, with a seat for every card; `humans` play theirs, actors the rest.

    Hold the run first. Raises Scenario.DoesNotExist when the scenario has no template.
    """
    read = file_of(run.scenario)
    world = _cloned(run, line, at)
    cards = seat_cards(read)
    # Numbered as the lobby numbers them, so that a seat keeps its address when the session begins.
    first = (line - 1) * len(cards)
    Seat.objects.bulk_create(
        Seat(
            run=run,
            no=first + position,
            world=world,
            role=card.role,
            unit=card.party,
            kind=Seat.Kind.HUMAN if card.party in humans else Seat.Kind.ACTOR,
            participant=humans.get(card.party),
        )
        for position, card in enumerate(cards, start=1)
    )
    Participant.objects.filter(pk__in={one.pk for one in humans.values()}).update(line=line)
    held = hold_world(world, run, at)
    mirror(held, humans)
    return held.world


def _own_world(run: Run, participant: Participant, at: datetime) -> Seat:
    card = file_of(run.scenario).role
    world = _cloned(run, participant.no, at)
    last = Seat.objects.filter(run=run).aggregate(last=Max("no"))["last"] or 0
    seat = Seat.objects.create(
        run=run,
        no=last + 1,
        world=world,
        role=card.role,
        unit=card.party,
        participant=participant,
    )
    Participant.objects.filter(pk=participant.pk).update(line=world.line)
    mirror(hold_world(world, run, at), [card.party])
    return seat


def _cloned(run: Run, line: int, at: datetime) -> World:
    template = World.objects.filter(pk=run.scenario.template_id or 0).first()
    if template is None:
        raise Scenario.DoesNotExist(run.scenario.slug)
    return clone(template, run=run, generation=1, line=line, at=at)


def _begun(run: Run) -> bool:
    return World.objects.filter(run=run).exists()


def _begin(run: Run, *, user: Any, at: datetime, groups: int) -> None:
    Run.objects.filter(pk=run.pk).exclude(state=Run.State.ENDED).update(state=Run.State.RUNNING)
    run_event(run, OPENED, user=user, at=at, data={"groups": groups})


def _given_out(run: Run, read: Exercise) -> dict[int, dict[str, int]]:
    """Who holds what in the lobby: a seat without a world says its group by its number."""
    size = len(read.seats)
    rows: Iterable[tuple[int, str, int]] = Seat.objects.filter(
        run=run, world=None, participant__isnull=False, participant__left_at=None
    ).values_list("no", "unit", "participant__no")
    found: dict[int, dict[str, int]] = {}
    for no, unit, person in rows:
        found.setdefault((no - 1) // size + 1, {})[unit] = person
    return found
