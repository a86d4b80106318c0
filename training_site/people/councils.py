"""Process councils and their seats, with history."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS, models
from django.db.models import Q, QuerySet, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.quiz.prepared import Prepared, number, text
from training_site.people.assignments import holding
from training_site.people.organisations import USER
from training_site.people.roles import COUNCIL_EDITORS
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
    "Place",
    "is_lawyer",
    "keyholders",
    "missing",
    "place_of",
    "side",
    "the_council",
    "writes",
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


@dataclass(frozen=True)
class Place:
    """What somebody is to the councils on a day: an editor of all, and a member of `councils`.

    An administrator may write as an editor does, and belongs to no council for that.
    """

    is_editor: bool = False
    is_administrator: bool = False
    councils: tuple[Council, ...] = ()  # by name

    @property
    def writes(self) -> bool:
        """May write for the councils."""
        return self.is_editor or self.is_administrator

    @property
    def belongs(self) -> bool:
        """Writes for the councils as their editor, or has a seat: follows who has confirmed."""
        return self.is_editor or bool(self.councils)

    @property
    def works(self) -> bool:
        """Does the council's work: belongs to it, or may write for it."""
        return self.writes or self.belongs

    def follows(self, council_id: int) -> bool:
        """An editor, or a member of this very council."""
        return self.is_editor or any(one.pk == council_id for one in self.councils)


def place_of(user: Any, day: datetime.date) -> Place:
    """What `user` is to the councils on `day`. One query; none for a guest."""
    if not user.is_authenticated:
        return Place()
    rows = _PLACES.rows(user=user.pk, day=day.isoformat())
    held = [Council.from_db(DEFAULT_DB_ALIAS, SHOWN, row[1:]) for row in rows if row[0] == SEAT]
    return Place(
        is_editor=len(held) < len(rows),
        is_administrator=user.is_superuser,
        councils=tuple(sorted(held, key=lambda one: one.name)),
    )


def writes(user: Any) -> bool:
    """Whether `user` may write for the councils. One query; asking for a permission would be two."""
    if not user.is_authenticated:
        return False
    return bool(user.is_superuser or _EDITORS.rows(user=user.pk))


SEAT, EDITOR = 1, 2
SHOWN = ("id", "name", "county")


def _editors() -> QuerySet[Group]:
    return Group.objects.filter(name=COUNCIL_EDITORS, user=number("user"))


def _places() -> QuerySet[Any, Any]:
    """A row for each council with a seat, and one for an editor."""
    day: Any = text("day")
    seats = CouncilSeat.objects.holding(day).filter(user=number("user")).order_by()
    sits = seats.values_list(Value(SEAT), "council_id", "council__name", "council__county")
    return sits.union(_editors().values_list(Value(EDITOR), "pk", "name", "name"))


_EDITORS = Prepared(lambda: _editors().values_list("pk"))
_PLACES = Prepared(_places)
