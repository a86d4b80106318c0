"""Organisations, units and people that work there, made by hand and few."""

from __future__ import annotations

import datetime

import pytest

from training_site.people.models import Assignment, Membership, Organisation, Unit, User

DAY = datetime.date(2026, 11, 21)
LONG_AGO = datetime.date(2024, 1, 1)


def person(name: str, *, unit: Unit | None = None, title: str = "", manages: bool = False) -> User:
    """Somebody with an account, and a workplace where one is given."""
    user = User.objects.create_user(f"{name.lower()}@example.org", given_name=name)
    if unit is not None:
        Membership.objects.create(
            user=user, unit=unit, title=title, since=LONG_AGO, manages=manages
        )
    return user


def appointed(user: User, *units: Unit, kind: str = "key_person", **fields) -> Assignment:
    """An assignment that the manager has said yes to."""
    days = {"since": LONG_AGO} | fields
    made = Assignment.objects.create(user=user, kind=kind, **({"status": "accepted"} | days))
    for unit in units:
        made.units.create(unit=unit, since=days["since"], until=days.get("until"))
    return made


@pytest.fixture
def town(db) -> Organisation:
    """A municipality."""
    return Organisation.objects.create(name="Hittestads kommun", kind="municipality")


@pytest.fixture
def other_town(db) -> Organisation:
    """Another municipality."""
    return Organisation.objects.create(name="Övningsköpings kommun", kind="municipality")


@pytest.fixture
def north(town) -> Unit:
    """A workplace."""
    return Unit.objects.create(organisation=town, name="Hemtjänst Norr")


@pytest.fixture
def south(town) -> Unit:
    """Another workplace of the same municipality."""
    return Unit.objects.create(organisation=town, name="Hemtjänst Söder")


@pytest.fixture
def far(other_town) -> Unit:
    """A workplace of the other municipality."""
    return Unit.objects.create(organisation=other_town, name="Äldreboendet Övning")
