"""Who sits where: groups with as many workplaces as possible, and the seats in them. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

OWN, OTHER = "own", "other"


@dataclass(frozen=True)
class Person:
    """Somebody to place: the number in the session and the workplace, empty for any other."""

    no: int
    workplace: str


@dataclass(frozen=True)
class Place:
    """A group, and the party of the seat in it; no party for somebody who got no seat."""

    group: int
    party: str


def mix(
    people: Sequence[Person], *, groups: int, seats: Sequence[str], casting: str = OWN
) -> dict[int, Place]:
    """A place for everybody, by number: groups from 1, seats from `seats`, the first ones first.

    Groups differ by one person at most, and hold as many workplaces as can be. With `own` casting
    people play their own workplace where its seat is free; with `other`, somebody else's where
    that can be. The same people give the same places, in whatever order they come.
    """
    dealt: list[list[Person]] = [[] for _ in range(max(groups, 1))]
    for position, person in enumerate(_dealing_order(people)):
        dealt[position % len(dealt)].append(person)
    places: dict[int, Place] = {}
    for number, members in enumerate(dealt, start=1):
        seated = cast(members[: len(seats)], seats=seats, casting=casting)
        for person in members:
            places[person.no] = Place(number, seated.get(person.no, ""))
    return places


def cast(people: Sequence[Person], *, seats: Sequence[str], casting: str) -> dict[int, str]:
    """A seat for everybody in one group, by number. At most as many people as seats."""
    if casting == OWN:
        return _own(people, seats)
    return _other(people, seats)


def late(
    person: Person, *, taken: Mapping[int, Sequence[str]], free: Mapping[int, Sequence[str]]
) -> int | None:
    """The group for somebody who comes late: one with a free seat, and fewest of her workplace.

    `taken` has the workplaces of the people in each group, `free` the free seats. Among equals the
    smallest group, then the first. None when every seat is taken.
    """
    open_groups = [group for group, seats in free.items() if seats]
    if not open_groups:
        return None

    def rank(group: int) -> tuple[int, int, int]:
        there = taken.get(group, ())
        same = sum(place == person.workplace for place in there) if person.workplace else 0
        return same, len(there), group

    return min(open_groups, key=rank)


def seat_for_latecomer(person: Person, *, free: Sequence[str], casting: str) -> str:
    """Which of the free seats a latecomer gets: her own or somebody else's, as the casting says."""
    wanted = [seat for seat in free if (seat == person.workplace) == (casting == OWN)]
    return (wanted or list(free))[0]


def _dealing_order(people: Sequence[Person]) -> list[Person]:
    """The largest workplaces first, each together, so that dealing spreads it over the groups."""
    sizes = Counter(person.workplace for person in people)
    return sorted(
        people,
        key=lambda one: (not one.workplace, -sizes[one.workplace], one.workplace, one.no),
    )


def _own(people: Sequence[Person], seats: Sequence[str]) -> dict[int, str]:
    seated: dict[int, str] = {}
    left = list(seats)
    for person in people:
        if person.workplace in left:
            left.remove(person.workplace)
            seated[person.no] = person.workplace
    waiting = [person for person in people if person.no not in seated]
    return seated | {person.no: seat for person, seat in zip(waiting, left, strict=False)}


def _other(people: Sequence[Person], seats: Sequence[str]) -> dict[int, str]:
    """As many as possible away from their own workplace, on the first seats (a matching)."""
    holder: dict[str, Person] = {}
    first = list(seats[: len(people)])

    def place(person: Person, tried: set[str]) -> bool:
        for seat in first:
            if seat == person.workplace or seat in tried:
                continue
            tried.add(seat)
            if seat not in holder or place(holder[seat], tried):
                holder[seat] = person
                return True
        return False

    for person in people:
        place(person, set())
    seated = {person.no: seat for seat, person in holder.items()}
    left = [seat for seat in first if seat not in holder]
    waiting = [person for person in people if person.no not in seated]
    return seated | {person.no: seat for person, seat in zip(waiting, left, strict=True)}
