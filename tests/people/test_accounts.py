"""Accounts and memberships."""

from __future__ import annotations

import datetime

import pytest
from django.db import IntegrityError, transaction

from training_site.people.models import Membership, Organisation, Unit, User

pytestmark = pytest.mark.django_db


def test_an_account_is_found_by_its_address_whatever_the_case():
    User.objects.create_user("Amina@Example.org", given_name="Amina")

    assert User.objects.get_by_natural_key("amina@example.org").given_name == "Amina"


def test_a_person_cannot_have_two_open_memberships_of_one_unit():
    user = User.objects.create_user("amina@example.org", given_name="Amina")
    region = Organisation.objects.create(name="Hittestads kommun", kind="municipality")
    unit = Unit.objects.create(organisation=region, name="Hemtjänst Norr")
    Membership.objects.create(user=user, unit=unit, since=datetime.date(2026, 1, 1))

    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(user=user, unit=unit, since=datetime.date(2026, 2, 1))
