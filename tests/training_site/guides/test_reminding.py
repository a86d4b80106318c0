"""Reminders go to those who have not confirmed, twice at most, and the last one to deputies too."""

from __future__ import annotations

import datetime

import pytest
from django.core import mail
from django.utils import timezone

from tests.training_site.guides.conftest import House, person
from training_site.guides import reminders
from training_site.guides.campaigns import NotAsked, confirm, open_for_version
from training_site.guides.models import Campaign, GuideVersion
from training_site.guides.versions import freeze
from training_site.people.models import Assignment


def key_person(name: str, **fields):
    """Somebody who is a key person now."""
    user = person(name)
    day = timezone.localdate() - datetime.timedelta(days=30)
    Assignment.objects.create(
        user=user, kind="key_person", status="accepted", since=day, proposed_on=day, **fields
    )
    return user


@pytest.fixture
def campaign(house: House) -> Campaign:
    """Four key persons are asked to confirm version 1.0 within fourteen days; dan has a deputy."""
    deputy = person("disa")
    for name in ("anna", "bo", "cia"):
        key_person(name)
    key_person("dan", deputy=deputy)
    house.guide.save()
    version = freeze(house.guide, revision=None, approved_by=[])
    opened = open_for_version(version, kind="key_persons", days=14)
    assert opened is not None
    return opened


def asked(campaign: Campaign, name: str):
    return campaign.asked.get(user__email=f"{name}@example.org")


def left(campaign: Campaign, days: int) -> datetime.date:
    """The day with so many days left."""
    return campaign.deadline - datetime.timedelta(days=days)


def test_reminders_go_only_to_those_who_have_not_confirmed(
    campaign, django_capture_on_commit_callbacks
):
    anna = asked(campaign, "anna").user
    confirm(campaign, asked_user=anna, by=anna)

    with django_capture_on_commit_callbacks(execute=True):
        reminders.daily(left(campaign, 8))
        reminders.daily(left(campaign, 7))
        reminders.daily(left(campaign, 6))

    assert sorted(letter.to[0] for letter in mail.outbox) == [
        "bo@example.org",
        "cia@example.org",
        "dan@example.org",
    ]


def test_the_last_reminder_goes_to_the_deputy_too(campaign, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        reminders.daily(left(campaign, 2))

    to_disa = [letter for letter in mail.outbox if letter.to == ["disa@example.org"]]
    assert "Du är ersättare för dan" in to_disa[0].body
    assert len(mail.outbox) == 5


def test_somebody_who_has_left_is_not_reminded_but_kept(
    campaign, django_capture_on_commit_callbacks
):
    Assignment.objects.filter(user__given_name="bo").update(until=left(campaign, 9))

    with django_capture_on_commit_callbacks(execute=True):
        reminders.daily(left(campaign, 7))

    assert "bo@example.org" not in {letter.to[0] for letter in mail.outbox}
    assert asked(campaign, "bo").left_on == left(campaign, 7)


def test_a_new_key_person_is_asked_since_the_audience_is_a_rule(campaign):
    key_person("eva")

    reminders.daily(timezone.localdate())

    assert asked(campaign, "eva").confirmed_at is None


def test_only_the_person_and_her_deputy_may_confirm(campaign):
    dan, bo = asked(campaign, "dan").user, asked(campaign, "bo").user

    with pytest.raises(NotAsked):
        confirm(campaign, asked_user=dan, by=bo)
    row = confirm(campaign, asked_user=dan, by=dan.assignments.get().deputy)

    assert row.confirmed_by.given_name == "disa"


def test_a_typo_fix_asks_nobody(house: House, campaign):
    house.guide.change_kind = "editorial"
    house.guide.lead = "Åtta steg, rättad."
    version = freeze(house.guide, revision=None, approved_by=[])

    assert open_for_version(version, kind="key_persons", days=14) is None
    assert (version.number, version.edition) == ("1.0", 1)
    assert GuideVersion.objects.filter(valid_to=None).get() == version
    assert Campaign.objects.filter(closed_at=None).get() == campaign
