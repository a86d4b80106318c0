"""The seats of a council: what is missing, and whose key each may turn."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import ValidationError

from tests.people.conftest import DAY, LONG_AGO, person
from training_site.people.models import Council, CouncilSeat
from training_site.people.seats import (
    MUNICIPALITY,
    REGION,
    RULES,
    keyholders,
    keys_of,
    missing,
    side,
)

WHOLE = {
    "primary_care": 4,
    "municipal_health": 2,
    "municipal_authority": 2,
    "somatic_specialist": 2,
}


@pytest.fixture
def council(db) -> Council:
    """A council with the least number in every category, a MAS and a private provider."""
    council = Council.objects.create(name="Processrådet", county="Påhitts län")
    for rule in RULES:
        for number in range(WHOLE.get(rule.key, rule.least)):
            first = number == 0
            CouncilSeat.objects.create(
                council=council,
                user=person(f"{rule.key}{number}"),
                category=rule.key,
                since=LONG_AGO,
                is_mas=rule.mas and first,
                is_private=rule.mixed and first,
            )
    return council


def leave(council, **which):
    """Those seats are left the day before."""
    council.seats.filter(**which).update(until=DAY - datetime.timedelta(days=1))


def test_a_whole_council_lacks_nothing(council):
    assert missing(council, DAY) == []


def test_a_council_whose_mas_has_left_says_so_and_the_seat_is_kept(council):
    leave(council, is_mas=True)

    assert missing(council, DAY) == [
        "Rådet har 1 från kommunernas hälso- och sjukvård. Det ska vara minst 2.",
        (
            "Rådet har ingen medicinskt ansvarig sjuksköterska (MAS) bland kommunernas hälso- och "
            "sjukvård."
        ),
    ]
    assert council.seats.filter(is_mas=True).count() == 1
    assert missing(council, DAY - datetime.timedelta(days=1)) == []


def test_too_many_nobody_and_only_one_sort_are_said_in_words(council):
    leave(council, category="adult_psychiatry")
    leave(council, is_private=True)
    for number in range(3):
        CouncilSeat.objects.create(
            council=council, user=person(f"Ny{number}"), category="primary_care", since=DAY
        )

    assert missing(council, DAY) == [
        "Rådet har 6 från primärvården. Det ska vara högst 5.",
        "Rådet har ingen från den privata primärvården.",
        "Rådet har ingen från vuxenpsykiatrin.",
    ]


def test_an_empty_council_is_told_about_every_seat_that_must_be_filled(db):
    council = Council.objects.create(name="Nytt råd", county="Påhitts län")

    said = missing(council, DAY)

    assert "Rådet har ingen från kommunerna som ordförande." in said
    assert len(said) == sum(bool(rule.least) for rule in RULES) + 1
    assert not any("jurist" in one or "redaktör" in one for one in said)


def test_each_side_turns_its_own_key_and_the_chair_comes_first(council):
    holders = {one: keyholders(council, one, DAY) for one in (MUNICIPALITY, REGION)}

    assert [found[0].given_name for found in holders.values()] == [
        "chair_municipality0",
        "chair_region0",
    ]
    for one, found in holders.items():
        assert {side(user, council, DAY) for user in found} == {one}
    assert not set(holders[MUNICIPALITY]) & set(holders[REGION])
    assert keys_of(REGION)[0] == "chair_region"


@pytest.mark.parametrize("category", ["system_manager", "lawyer", "editor"])
def test_those_who_advise_and_write_turn_no_key(council, category):
    user = person("Råd")
    CouncilSeat.objects.create(council=council, user=user, category=category, since=DAY)

    assert side(user, council, DAY) is None


def test_nobody_sits_on_both_sides_at_the_same_time(council):
    chair = keyholders(council, MUNICIPALITY, DAY)[0]

    with pytest.raises(ValidationError, match="samtidigt en plats för den andra parten"):
        CouncilSeat.objects.create(council=council, user=chair, category="primary_care", since=DAY)

    leave(council, user=chair)
    moved = CouncilSeat(council=council, user=chair, category="primary_care", since=DAY)
    moved.save()
    assert side(chair, council, DAY) == REGION


def test_a_person_who_was_put_on_both_sides_all_the_same_turns_neither(council):
    chair = keyholders(council, MUNICIPALITY, DAY)[0]
    CouncilSeat.objects.bulk_create(
        [CouncilSeat(council=council, user=chair, category="primary_care", since=DAY)]
    )

    assert side(chair, council, DAY) is None
    assert chair not in keyholders(council, MUNICIPALITY, DAY)
    assert chair not in keyholders(council, REGION, DAY)


def test_what_is_missing_and_who_holds_keys_take_one_query_each(council, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert missing(council, DAY) == []
    with django_assert_num_queries(1):
        assert len(keyholders(council, REGION, DAY)) == 9
