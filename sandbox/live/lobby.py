"""The lobby: who has come, and which seat each one gets before the session begins.

Until then a seat has no world. Its number says the group: seats are numbered group by group.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from sandbox.exercises.scenario import Scenario as Exercise
from sandbox.live import offering
from sandbox.live.mixing import Person, late, mix, seat_for_latecomer
from sandbox.world.groups import seat_cards
from sandbox.world.models import Participant, Run, Seat
from sandbox.world.run_log import hold_run, moved_on
from sandbox.world.templates import file_of

LARGEST = 12
SMALLEST_GROUP = 3


@dataclass(frozen=True)
class Arrival:
    """An organisation and how many have come from it."""

    name: str
    count: int


@dataclass(frozen=True)
class SeatRow:
    """A seat in a group: who holds it, or that it will be simulated."""

    group: int
    party: str
    name: str
    holder: Participant | None


@dataclass(frozen=True)
class Group:
    """A group as the lobby shows it."""

    number: int
    seats: tuple[SeatRow, ...]
    waiting: tuple[Participant, ...]  # in the group without a seat

    @property
    def people(self) -> int:
        """How many people sit in the group, each counted once."""
        held = {row.holder.pk for row in self.seats if row.holder}
        return len(held) + len(self.waiting)


def present(run: Run) -> list[Participant]:
    """Those who are in, in the order they came."""
    return [one for one in run.participants.all() if one.left_at is None]


def counted(people: list[Participant]) -> list[Participant]:
    """Those who take part; interpreters and support persons are not counted."""
    return [one for one in people if one.kind == Participant.Kind.PERSON]


def arrivals(read: Exercise, people: list[Participant]) -> list[Arrival]:
    """How many have come from each organisation of the scenario, those of none left out."""
    sizes = Counter(one.workplace for one in counted(people))
    return [Arrival(name, sizes[code]) for code, name in offering.workplaces(read) if sizes[code]]


def lobby_context(run: Run, people: list[Participant]) -> dict[str, Any]:
    """What the living part of the lobby shows (live/parts_lobby.html)."""
    read = file_of(run.scenario)
    taking_part = counted(people)
    placed = run.mode != Run.Mode.GROUP or not run.seats.exists()
    return {
        "run": run,
        "people": people,
        "come": len(taking_part),
        "support": len(people) - len(taking_part),
        "arrivals": arrivals(read, people),
        "unplaced": 0 if placed else sum(one.line is None for one in taking_part),
    }


def groups(run: Run, people: list[Participant]) -> list[Group]:
    """The groups as they are arranged; empty before the first mix."""
    read = file_of(run.scenario)
    here = {one.pk: one for one in people}
    rows: dict[int, list[SeatRow]] = {}
    for seat in run.seats.exclude(kind=Seat.Kind.OBSERVER).order_by("no"):
        group = group_of(seat, read)
        holder = here.get(seat.participant_id or 0)
        name = offering.seat_name(read, seat.unit)
        rows.setdefault(group, []).append(SeatRow(group, seat.unit, name, holder))
    seated = {row.holder.pk for found in rows.values() for row in found if row.holder}
    return [
        Group(
            number,
            tuple(found),
            tuple(one for one in people if one.line == number and one.pk not in seated),
        )
        for number, found in sorted(rows.items())
    ]


def group_of(seat: Seat, read: Exercise) -> int:
    """The group a numbered seat belongs to, from 1."""
    return (seat.no - 1) // len(seat_cards(read)) + 1


def fitting(run: Run, come: int) -> int:
    """How many groups suit those who have come: as planned, but neither tiny nor too few.

    Fewer than planned when a group would have under three people; more when there would not be
    seats for everybody.
    """
    size = len(seat_cards(file_of(run.scenario)))
    wanted = min(run.groups, max(1, come // SMALLEST_GROUP))
    return min(LARGEST, max(wanted, -(-come // size)))


def seat_in(run: Run, group: int, party: str) -> Seat | None:
    """The seat of the party in the group, whether the session has begun or not."""
    read = file_of(run.scenario)
    seats = Seat.objects.filter(run=run, unit=party).select_related("participant")
    return next((one for one in seats if group_of(one, read) == group), None)


def arrange(run: Run, *, size: int | None = None) -> None:
    """Mix everybody anew, in `size` groups; what was moved by hand is lost."""
    read = file_of(run.scenario)
    cards = seat_cards(read)
    parties = [card.party for card in cards]
    with transaction.atomic():
        locked = hold_run(run)
        if size is not None:
            locked.groups = max(1, min(size, LARGEST))
            locked.save(update_fields=["groups"])
        people = counted(present(locked))
        places = mix(
            [Person(one.no, one.workplace) for one in people],
            groups=locked.groups,
            seats=parties,
            casting=locked.casting,
        )
        holders = {
            (place.group, place.party): one for one in people if (place := places[one.no]).party
        }
        Seat.objects.filter(run=locked, world__isnull=True).delete()
        Seat.objects.bulk_create(
            Seat(
                run=locked,
                no=(group - 1) * len(cards) + position,
                role=card.role,
                unit=card.party,
                participant=holders.get((group, card.party)),
                kind=Seat.Kind.HUMAN if (group, card.party) in holders else Seat.Kind.ACTOR,
            )
            for group in range(1, locked.groups + 1)
            for position, card in enumerate(cards, start=1)
        )
        for one in people:
            one.line = places[one.no].group
        Participant.objects.bulk_update(people, ["line"])
        moved_on(run)


def place_the_rest(run: Run) -> None:
    """Give everybody who came after the mix the next free seat in the lobby's groups."""
    with transaction.atomic():
        hold_run(run)
        people = counted(present(run))
        seats = list(run.seats.filter(world__isnull=True).order_by("no"))
        for one in people:
            if one.line is not None:
                continue
            free: dict[int, list[Seat]] = {}
            for seat in seats:
                if seat.participant_id is None:
                    free.setdefault(group_of(seat, file_of(run.scenario)), []).append(seat)
            chosen = choose(one, people=people, free=free, casting=run.casting)
            if chosen is not None:
                _hold(chosen[1], one)
                one.line = chosen[0]
                one.save(update_fields=["line"])
        moved_on(run)


def choose(
    latecomer: Participant,
    *,
    people: list[Participant],
    free: Mapping[int, list[Seat]],
    casting: str,
) -> tuple[int, Seat] | None:
    """The group and seat for somebody who comes late, by the rules of the mix; None when full."""
    person = Person(latecomer.no, latecomer.workplace)
    taken: dict[int, list[str]] = {}
    for one in people:
        if one.line is not None and one.pk != latecomer.pk:
            taken.setdefault(one.line, []).append(one.workplace)
    parties = {group: [seat.unit for seat in seats] for group, seats in free.items()}
    group = late(person, taken=taken, free=parties)
    if group is None:
        return None
    party = seat_for_latecomer(person, free=parties[group], casting=casting)
    return group, next(seat for seat in free[group] if seat.unit == party)


def move(run: Run, *, no: int, group: int, party: str, also: bool = False) -> bool:
    """Give the seat to the participant; whoever had it gets the seat that becomes free.

    With `also` the participant keeps what she has, and nobody is moved: the seat must be empty.
    Returns whether anything was moved.
    """
    with transaction.atomic():
        hold_run(run)
        person = run.participants.filter(no=no, left_at__isnull=True).first()
        seat = seat_in(run, group, party)
        if person is None or seat is None or seat.participant_id == person.pk:
            return False
        before = list(Seat.objects.filter(run=run, participant=person).order_by("no"))
        if also:
            if seat.participant_id is not None:
                return False
        else:
            _exchange(run, person, seat, before)
        _hold(seat, person)
        if not also or person.line is None:
            person.line = group
            person.save(update_fields=["line"])
        moved_on(run)
    return True


def empty(run: Run, *, group: int, party: str) -> bool:
    """Let nobody hold the seat: it will be simulated. Whether somebody had it."""
    with transaction.atomic():
        hold_run(run)
        seat = seat_in(run, group, party)
        if seat is None or seat.participant_id is None:
            return False
        _hold(seat, None)
        moved_on(run)
    return True


def _exchange(run: Run, person: Participant, seat: Seat, before: list[Seat]) -> None:
    """Free the seats the person leaves, and give the first of them to whoever held the new one."""
    former = seat.participant
    for one in before:
        _hold(one, None)
    if former is None:
        return
    # Now she holds the seat that was left, if she has no other.
    if before and not Seat.objects.filter(run=run, participant=former).exclude(pk=seat.pk).exists():
        _hold(before[0], former)
        former.line = person.line
        former.save(update_fields=["line"])


def _hold(seat: Seat, person: Participant | None) -> None:
    seat.participant = person
    seat.kind = Seat.Kind.HUMAN if person else Seat.Kind.ACTOR
    seat.save(update_fields=["participant", "kind"])
