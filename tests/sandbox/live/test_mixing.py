"""The mix: fair groups, as many workplaces as possible in each, and a seat for everybody."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from sandbox.live.mixing import OTHER, OWN, Person, late, mix, seat_for_latecomer

SEATS = ("ward", "primary_care", "assessment", "provider", "health", "rehab")
WORKPLACES = st.sampled_from([*SEATS, ""])
ROOMS = st.lists(WORKPLACES, max_size=40).map(
    lambda places: [Person(no, place) for no, place in enumerate(places, start=1)]
)
GROUPS = st.integers(min_value=1, max_value=8)
CASTING = st.sampled_from([OWN, OTHER])


def room(*workplaces: str) -> list[Person]:
    return [Person(no, place) for no, place in enumerate(workplaces, start=1)]


@given(people=ROOMS, groups=GROUPS, casting=CASTING)
def test_everybody_gets_a_group_and_no_two_share_a_seat(people, groups, casting):
    places = mix(people, groups=groups, seats=SEATS, casting=casting)

    held = [(place.group, place.party) for place in places.values() if place.party]
    assert set(places) == {person.no for person in people}
    assert len(held) == len(set(held))
    assert all(party in SEATS for _group, party in held)


@given(people=ROOMS, groups=GROUPS, casting=CASTING)
def test_groups_differ_by_one_person_at_most(people, groups, casting):
    places = mix(people, groups=groups, seats=SEATS, casting=casting)

    sizes = Counter(dict.fromkeys(range(1, groups + 1), 0))
    sizes.update(place.group for place in places.values())
    assert max(sizes.values()) - min(sizes.values()) <= 1


@given(people=ROOMS, groups=GROUPS)
def test_a_workplace_is_in_as_many_groups_as_it_has_people_for(people, groups):
    places = mix(people, groups=groups, seats=SEATS)

    for workplace, size in Counter(p.workplace for p in people if p.workplace).items():
        reached = {places[p.no].group for p in people if p.workplace == workplace}
        assert len(reached) == min(size, groups)


@given(people=ROOMS, groups=GROUPS, casting=CASTING)
def test_nobody_goes_without_a_seat_while_one_is_free_in_the_group(people, groups, casting):
    places = mix(people, groups=groups, seats=SEATS, casting=casting)

    for group in range(1, groups + 1):
        members = [place for place in places.values() if place.group == group]
        seated = [place for place in members if place.party]
        assert len(seated) == min(len(members), len(SEATS))


@given(people=ROOMS, groups=GROUPS, casting=CASTING, order=st.randoms())
def test_the_same_people_always_get_the_same_places(people, groups, casting, order):
    shuffled = list(people)
    order.shuffle(shuffled)

    assert mix(shuffled, groups=groups, seats=SEATS, casting=casting) == mix(
        people, groups=groups, seats=SEATS, casting=casting
    )


def test_four_groups_of_six_organisations_have_all_six_in_each():
    people = room(*[place for place in SEATS for _ in range(4)])

    places = mix(people, groups=4, seats=SEATS)

    for group in range(1, 5):
        members = {p.workplace for p in people if places[p.no].group == group}
        assert members == set(SEATS)
    assert all(places[p.no].party == p.workplace for p in people)


def test_playing_somebody_else_leaves_nobody_at_their_own_workplace():
    people = room(*SEATS)

    places = mix(people, groups=1, seats=SEATS, casting=OTHER)

    assert all(places[p.no].party != p.workplace for p in people)


def test_a_latecomer_goes_where_the_workplace_is_missing():
    taken = {1: ["ward", "rehab"], 2: ["ward", "health"], 3: ["rehab", "health"]}
    free = {1: ["provider"], 2: ["provider"], 3: ["ward", "provider"]}

    group = late(Person(9, "ward"), taken=taken, free=free)

    assert group == 3
    assert seat_for_latecomer(Person(9, "ward"), free=free[3], casting=OWN) == "ward"
    assert seat_for_latecomer(Person(9, "ward"), free=free[3], casting=OTHER) == "provider"


def test_a_latecomer_gets_no_group_when_every_seat_is_taken():
    assert late(Person(9, "ward"), taken={1: ["ward"]}, free={1: []}) is None
