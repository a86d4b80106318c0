"""Reminders of read confirmations: seven and two days before the deadline, to those still waiting."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from courses.labels import day as in_words
from training_site.guides.campaigns import refresh
from training_site.guides.confirmations import Asked, Campaign
from training_site.people.coverage import deputies_for
from training_site.people.post import send_later

FIRST_DAYS, LAST_DAYS = 7, 2


@dataclass(frozen=True)
class Reminder:
    """One reminder: to whom, on whose behalf (the same person, or whom she is deputy for)."""

    to: str
    name: str
    for_name: str


def daily(day: datetime.date) -> int:
    """Keep every open campaign true to its rule, and send what is due. Returns how many were sent.

    Run as often as you like: what has been sent is not sent again.
    """
    sent = 0
    for campaign in Campaign.objects.filter(closed_at=None).select_related("version__page", "news"):
        refresh(campaign, day)
        sent += remind(campaign, day)
    return sent


def remind(campaign: Campaign, day: datetime.date) -> int:
    """Send the reminders of one campaign that are due on `day`; returns how many."""
    left = (campaign.deadline - day).days
    if not 0 <= left <= FIRST_DAYS:
        return 0
    last = left <= LAST_DAYS
    field = "last_reminder_on" if last else "first_reminder_on"
    with transaction.atomic():
        waiting = list(
            campaign.asked.select_for_update(of=("self",))
            .filter(confirmed_at=None, left_on=None, user__is_active=True, **{field: None})
            .select_related("user")
            .order_by("pk")
        )
        Asked.objects.filter(pk__in=[row.pk for row in waiting]).update(**{field: day})
        if waiting:
            campaign.changed()
        letters = [
            _letter(campaign, reminder)
            for row in waiting
            for reminder in _reminders(row, day, last=last)
        ]
        transaction.on_commit(lambda: _send(letters))
    return len(letters)


def _send(letters: list[EmailMessage]) -> None:
    for letter in letters:
        send_later(letter)


def _reminders(row: Asked, day: datetime.date, *, last: bool) -> list[Reminder]:
    """To the one who is asked; the last one to her deputies as well."""
    own = Reminder(row.user.email, row.user.get_short_name(), "")
    deputies = deputies_for(row.user, day) if last else []
    return [
        own,
        *(Reminder(one.email, one.get_short_name(), row.user.get_full_name()) for one in deputies),
    ]


def address(campaign: Campaign) -> str:
    """Where the campaign's text is read and confirmed, with the site's own name before it."""
    if campaign.version is not None:
        path = reverse("guides:guide", args=[campaign.version.page.slug])
    else:
        news: Any = campaign.news
        path = reverse("guides:news_item", args=[news.slug])
    return f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{path}"


def _letter(campaign: Campaign, reminder: Reminder) -> EmailMessage:
    what = str(campaign)
    lines = [
        _("Hello %(name)s,") % {"name": reminder.name},
        "",
        _("“%(what)s” is to be confirmed no later than %(day)s.")
        % {"what": what, "day": in_words(campaign.deadline)},
    ]
    if reminder.for_name:
        lines.append(
            _("You are the deputy of %(name)s, and may confirm in their place.")
            % {"name": reminder.for_name}
        )
    lines += ["", _("Read what is new, pass it on and confirm here:"), address(campaign)]
    return EmailMessage(
        subject=_("Read and confirm: %(what)s") % {"what": what},
        body="\n".join(lines),
        to=[reminder.to],
    )
