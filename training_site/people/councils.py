"""Process councils and their seats, with history."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from training_site.people.assignments import holding
from training_site.people.organisations import USER
from training_site.people.seats import (
    BY_KEY,
    CHOICES,
    MUNICIPALITY,
    REGION,
    keyholders,
    keys_of,
    missing,
    side,
)

__all__ = [
    "Council",
    "CouncilSeat",
    "is_lawyer",
    "keyholders",
    "missing",
    "side",
    "the_council",
]


class Council(models.Model):
    """A process council: owns the guides of a county."""

    name = models.CharField(_("name"), max_length=160, unique=True)
    county = models.CharField(_("county"), max_length=80)
    about = models.TextField(_("about the council"), blank=True)

    class Meta:
        verbose_name = _("process council")
        verbose_name_plural = _("process councils")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class SeatQuerySet(models.QuerySet["CouncilSeat"]):
    """Seats, asked by day."""

    def holding(self, day: datetime.date | None = None) -> SeatQuerySet:
        """Those that are filled on `day`, today unless another is given."""
        return self.filter(holding(day or timezone.localdate()))


class CouncilSeat(models.Model):
    """That a person sits in a council for a category, from one day to another."""

    council = models.ForeignKey(
        Council, on_delete=models.PROTECT, related_name="seats", verbose_name=_("process council")
    )
    user = models.ForeignKey(
        USER, on_delete=models.PROTECT, related_name="seats", verbose_name=_("user")
    )
    category = models.CharField(_("seat"), max_length=30, choices=CHOICES)
    is_mas = models.BooleanField(_("is MAS"), default=False)
    is_private = models.BooleanField(_("from a private provider"), default=False)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("seat in a council")
        verbose_name_plural = _("seats in councils")
        ordering = ["-since", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=models.F("since")),
                name="seat_ends_after_it_starts",
                violation_error_message=_("The last day cannot be before the first."),
            ),
            models.CheckConstraint(
                condition=Q(is_mas=False) | Q(category="municipal_health"),
                name="seat_mas_is_municipal",
                violation_error_message=_("A MAS sits for municipal health care."),
            ),
            models.UniqueConstraint(
                fields=["council", "user", "category"],
                condition=Q(until__isnull=True),
                name="seat_open_once",
                violation_error_message=_("The person already has that seat."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.get_category_display()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, unless it would give one person both keys; raises ValidationError then."""
        self.clean()
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """Refuse a person who sits on the other side during any of the same days."""
        category = BY_KEY.get(self.category)
        # A form that is not filled in has neither person nor day.
        if category is None or not category.side or None in (self.user_id, self.since):
            return
        other = keys_of(MUNICIPALITY if category.side == REGION else REGION)
        rows = CouncilSeat.objects.filter(user_id=self.user_id, category__in=other)
        rows = rows.filter(Q(until__isnull=True) | Q(until__gte=self.since)).exclude(pk=self.pk)
        if self.until is not None:
            rows = rows.filter(since__lte=self.until)
        if rows.exists():
            raise ValidationError(
                _(
                    "The person has a seat for the other side at the same time. Nobody may "
                    "approve for both the municipalities and the region."
                ),
                code="both_sides",
            )


def the_council() -> Council | None:
    """The council of an installation that has one: the first that was made."""
    return Council.objects.order_by("pk").first()


def is_lawyer(user: Any, council: Council, day: datetime.date) -> bool:
    """Whether `user` sits in `council` as its lawyer on `day`."""
    return council.seats.holding(day).filter(user=user, category="lawyer").exists()
