"""Opens read confirmations, and keeps who is asked true to the rule. The only writer of both."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from training_site.guides.audiences import AUDIENCES
from training_site.guides.confirmations import Asked, Campaign
from training_site.guides.numbers import ChangeKind, asks_to_confirm
from training_site.guides.versions import GuideVersion
from training_site.people.assignments import holding
from training_site.people.coverage import audience, deputies_for
from training_site.people.models import Membership, User
from training_site.sorting import sv


def open_for_version(version: GuideVersion, *, kind: str, days: int) -> Campaign | None:
    """Ask the audience to confirm a version of substance; an editorial one asks nobody.

    The campaigns of earlier versions of the guide are closed: they are answered by reading this one.
    """
    if not asks_to_confirm(ChangeKind(version.kind)):
        return None
    with transaction.atomic():
        Campaign.objects.filter(version__page_id=version.page_id, closed_at=None).update(
            closed_at=timezone.now()
        )
        today = timezone.localdate()
        campaign = Campaign.objects.create(
            version=version,
            audience=dict(AUDIENCES[kind].rule),
            deadline=max(today, version.valid_from) + datetime.timedelta(days=days),
        )
        refresh(campaign, today)
    return campaign


def open_for_news(item: Any) -> Campaign | None:
    """Ask the audience to pass on a piece of news, if it says by when. Once for each."""
    if item.forward_by is None:
        return None
    with transaction.atomic():
        campaign, _made = Campaign.objects.update_or_create(
            news=item,
            defaults={
                "audience": dict(AUDIENCES[item.audience_kind].rule),
                "deadline": item.forward_by,
            },
        )
        refresh(campaign, timezone.localdate())
    return campaign


@transaction.atomic
def refresh(campaign: Campaign, day: datetime.date) -> None:
    """Ask those the rule has come to mean, and note who it no longer means. Six queries.

    They are asked in the order of their names, so that a board of ten thousand needs no sorting.
    """
    wanted = set(audience(campaign.audience, day))
    rows = {row.user_id: row for row in campaign.asked.select_for_update()}
    new = User.objects.filter(pk__in=wanted - set(rows))
    names = (sv("family_name"), sv("given_name"), "pk")
    places = _places(wanted - set(rows), day)
    Asked.objects.bulk_create(
        [
            Asked(campaign=campaign, user_id=user, asked_on=day, **places.get(user, {}))
            for user in new.order_by(*names).values_list("pk", flat=True)
        ]
    )
    left = [row.pk for user, row in rows.items() if user not in wanted and row.left_on is None]
    back = [row.pk for user, row in rows.items() if user in wanted and row.left_on is not None]
    Asked.objects.filter(pk__in=left).update(left_on=day)
    Asked.objects.filter(pk__in=back).update(left_on=None)
    if left or back or wanted - set(rows):
        campaign.changed()


def unit_names(user_ids: set[int], day: datetime.date) -> dict[int, str]:
    """Where people work on `day`, by user id; the newest place of each. One query."""
    return {user: place["unit"] for user, place in _places(user_ids, day).items()}


def _places(user_ids: set[int], day: datetime.date) -> dict[int, dict[str, str]]:
    """Unit and organisation of people on `day`, by user id; the newest place of each. One query."""
    rows = Membership.objects.filter(holding(day), user_id__in=user_ids).order_by("since", "pk")
    names = rows.values_list("user_id", "unit__name", "unit__organisation__name")
    return {user: {"unit": unit, "organisation": owner} for user, unit, owner in names}


class NotAsked(Exception):
    """This person is not asked, or nobody may confirm for her."""


@transaction.atomic
def confirm(campaign: Campaign, *, asked_user: User, by: User) -> Asked:
    """Note that somebody has read and passed on; her deputy may do it for her. Twice is once.

    Raises NotAsked for somebody the rule does not mean, and for anyone but the deputy.
    """
    row = campaign.asked.select_for_update().filter(user=asked_user, left_on=None).first()
    if row is None:
        raise NotAsked
    if by.pk != asked_user.pk:
        deputies = deputies_for(asked_user, timezone.localdate())
        if by.pk not in {user.pk for user in deputies}:
            raise NotAsked
    if row.confirmed_at is None:
        row.confirmed_at, row.confirmed_by = timezone.now(), by
        row.save(update_fields=["confirmed_at", "confirmed_by"])
        campaign.changed()
    return row


@transaction.atomic
def forwarded(campaign: Campaign, *, user: User) -> Asked:
    """Note that somebody has sent the summary on. Raises NotAsked.

    News is only to be passed on: whoever has, has done what was asked and is not reminded.
    """
    row = campaign.asked.select_for_update().filter(user=user, left_on=None).first()
    if row is None:
        raise NotAsked
    if row.forwarded_at is None:
        row.forwarded_at = timezone.now()
        if campaign.news_id and row.confirmed_at is None:
            row.confirmed_at, row.confirmed_by = row.forwarded_at, user
        row.save(update_fields=["forwarded_at", "confirmed_at", "confirmed_by"])
        campaign.changed()
    return row
