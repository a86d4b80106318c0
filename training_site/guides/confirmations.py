"""Read confirmations: who is asked, who has read and passed on, and who has left since."""

from __future__ import annotations

import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Campaign(models.Model):
    """An audience asked to read one version of a guide, or to pass on one piece of news.

    `audience` is a rule, never a list: {"kind": …}, as `people.queries.audience` reads it.
    """

    version = models.OneToOneField(
        "guides.GuideVersion", on_delete=models.PROTECT, null=True, blank=True
    )
    news = models.OneToOneField(
        "guides.NewsItem", on_delete=models.PROTECT, null=True, blank=True, related_name="campaign"
    )
    audience = models.JSONField(_("audience"), default=dict)
    opened_at = models.DateTimeField(_("opened"), default=timezone.now)
    deadline = models.DateField(_("confirm no later than"))
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    # Goes up with every change to who is asked or has confirmed: a board is written anew only then.
    seq = models.PositiveBigIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("read confirmation")
        verbose_name_plural = _("read confirmations")
        ordering = ["-opened_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(version__isnull=True) ^ models.Q(news__isnull=True),
                name="campaign_is_about_one_thing",
            )
        ]

    def __str__(self) -> str:
        return str(self.version or self.news)

    def changed(self) -> None:
        """Say that something about those asked has changed; part of the caller's transaction."""
        Campaign.objects.filter(pk=self.pk).update(seq=models.F("seq") + 1)


class Asked(models.Model):
    """One person who is asked. Confirmed by herself, or by her deputy; kept when she leaves."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="asked")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("who")
    )
    unit = models.CharField(_("unit that day"), max_length=160, blank=True)
    organisation = models.CharField(_("organisation that day"), max_length=160, blank=True)
    asked_on = models.DateField(_("asked"))
    left_on = models.DateField(_("left the role"), null=True, blank=True)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("confirmed by"),
    )
    forwarded_at = models.DateTimeField(_("passed on"), null=True, blank=True)
    first_reminder_on = models.DateField(_("first reminder"), null=True, blank=True)
    last_reminder_on = models.DateField(_("last reminder"), null=True, blank=True)

    class Meta:
        verbose_name = _("person asked")
        verbose_name_plural = _("people asked")
        constraints = [
            models.UniqueConstraint(fields=["campaign", "user"], name="asked_once"),
            models.CheckConstraint(
                condition=models.Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | models.Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="confirmed_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["user", "confirmed_at"], name="asked_of_a_person"),
            # How many have confirmed is said on every page of a guide.
            models.Index(fields=["campaign", "left_on", "confirmed_at"], name="asked_how_far"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.campaign}"


def waiting_for(user: Any, day: datetime.date) -> models.QuerySet[Asked]:
    """What `user` is asked and has not done, the most urgent first, also when it is late."""
    return Asked.objects.filter(
        user=user, asked_on__lte=day, left_on=None, confirmed_at=None, campaign__closed_at=None
    ).order_by("campaign__deadline", "pk")
