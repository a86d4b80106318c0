"""People to sign in as, and pages to look at."""

from __future__ import annotations

import datetime

import pytest
from django.core.cache import cache
from django.core.management import call_command

from training_site.people.models import Membership, Organisation, Unit, User
from training_site.people.roles import COUNCIL_EDITORS, TRAINERS, make_groups

PASSWORD = "en lugn höstkväll"


@pytest.fixture(autouse=True)
def _nothing_remembered():
    """Limits and the county's name are kept in the cache."""
    cache.clear()


@pytest.fixture
def amina(db):
    """A learner with a workplace."""
    user = User.objects.create_user("amina@example.org", PASSWORD, given_name="Amina")
    town = Organisation.objects.create(name="Hittestads kommun", kind="municipality")
    unit = Unit.objects.create(organisation=town, name="Hemtjänst Norr")
    Membership.objects.create(
        user=user, unit=unit, title="Undersköterska", since=datetime.date(2026, 1, 1)
    )
    return user


@pytest.fixture
def karin(db):
    """A trainer."""
    user = User.objects.create_user("karin@example.org", PASSWORD, given_name="Karin")
    user.groups.add(make_groups()[TRAINERS])
    return user


@pytest.fixture
def lena(db):
    """A council's editor."""
    user = User.objects.create_user("lena@example.org", PASSWORD, given_name="Lena")
    user.groups.add(make_groups()[COUNCIL_EDITORS])
    return user


@pytest.fixture
def olle(db):
    """An administrator."""
    return User.objects.create_superuser("olle@example.org", PASSWORD, given_name="Olle")


@pytest.fixture
def pages(db):
    """The start page and the plain pages."""
    call_command("load_pages", verbosity=0)
