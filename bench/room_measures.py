"""What is counted of rooms for free practice: the same for one case, three, and all there are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.utils import timezone

from bench import made, room_made
from bench.counting import counted, counting
from bench.verdicts import Count
from sandbox.world.counties import current_county
from sandbox.world.desk import cases_of
from sandbox.world.doors import seat_code
from sandbox.world.models import Entry, Seat
from sandbox.world.reset import practise_again
from sandbox.world.rooms import Wish, leave_room, open_room, people_to_choose

ClientFor = Callable[[Any], Any]
SIZES = (1, 3, 1000)  # people; never more than there are
# A page → the most queries it may take, in a room of any size, when nobody has read it before.
PAGES = {"inbox": 10, "overview": 10, "patients": 10, "case, shortest": 20, "case, longest": 20}
KEPT = 5  # of a page that is read again while nothing has changed
# What is done to a whole room → the most statements it may take.
WHOLE = {"room opened": 20, "room begun again": 20, "room left": 25}


def room_counts(client_for: ClientFor) -> Iterator[Count]:
    """Every count. The county is loaded; rooms are left again."""
    found: dict[str, list[int]] = {}
    for size in SIZES:
        for name, number in _room(client_for, size):
            found.setdefault(name, []).append(number)
    for name, limit in (PAGES | WHOLE).items():
        yield Count(f"{name}: queries", max(found[name]), limit)
        if "case" not in name:
            apart = max(found[name]) - min(found[name])
            yield Count(f"{name}, 1, 3 or all people: queries apart", apart, 0)
    again = max(number for name in found if name.endswith(", again") for number in found[name])
    yield Count("a page of a room, read again: queries", again, KEPT)
    both = found["case, shortest"] + found["case, longest"]
    yield Count("case, short or long: queries apart", max(both) - min(both), 0)


def _room(client_for: ClientFor, size: int) -> Iterator[tuple[str, int]]:
    """The counts of one room with so many people, by name."""
    user = made.learner(910000 + size)
    people = _people()[:size]
    wish = Wish(room_made.PROFILE, room_made.UNIT, people)
    with counting() as found:
        seat = open_room(user=user, wish=wish, today=timezone.localdate())
    yield "room opened", found.queries
    with counting() as found:
        seat = practise_again(seat=seat)
    yield "room begun again", found.queries
    client, base = client_for(user), f"/ovning/rum/{seat_code(seat)}/"
    for name, address in _addresses(seat):
        # A query string of its own makes a page that is not kept; the first warms up what is shared.
        counted(lambda url=base + address: client.get(url))
        new = f"{base}{address}{'&' if '?' in address else '?'}ny={name[-8:]}"
        yield name, counted(lambda url=new: client.get(url)).queries
        yield f"{name}, again", counted(lambda url=new: client.get(url)).queries
    with counting() as found:
        leave_room(seat)
    yield "room left", found.queries


def _addresses(seat: Seat) -> Iterator[tuple[str, str]]:
    yield from (("inbox", ""), ("overview", "oversikt/?visa=alla"), ("patients", "personer/"))
    length = {
        one.case.no: Entry.objects.for_world(seat.world_id or 0).filter(case=one.case).count()
        for one in cases_of(seat)
    }
    for name, choose in (("case, shortest", min), ("case, longest", max)):
        yield name, f"arende/{choose(length, key=lambda no: length[no])}/"


def _people() -> tuple[int, ...]:
    """Whom the unit has a case with, first, so that no room is empty to it."""
    county = current_county()
    assert county is not None
    numbers = [one.no for one in people_to_choose(county)]
    met = room_made.met()
    return tuple(sorted(numbers, key=lambda no: (no not in met, no)))
