"""The two keys of a text: which side has turned its own, who waits for whom, and who approved."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision, TaskState

from courses.labels import moment
from training_site.people import councils
from training_site.people.seats import SIDES

SIDE_WORDS = {"municipality": _("the municipalities"), "region": _("the region")}


class Key(models.Model):
    """One side's yes to one revision."""

    revision = models.ForeignKey(
        "wagtailcore.Revision", on_delete=models.CASCADE, related_name="+", verbose_name=_("text")
    )
    side = models.CharField(
        _("side"), max_length=12, choices=[(side, SIDE_WORDS[side]) for side in SIDES]
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("turned by"),
    )
    turned_at = models.DateTimeField(_("turned"), default=timezone.now)

    class Meta:
        verbose_name = _("key")
        verbose_name_plural = _("keys")
        constraints = [
            models.UniqueConstraint(fields=["revision", "side"], name="key_once_per_side"),
            # Nobody gives both.
            models.UniqueConstraint(fields=["revision", "user"], name="key_once_per_person"),
        ]

    def __str__(self) -> str:
        return f"{self.get_side_display()}: {self.user}"


class LawyerReading(models.Model):
    """A lawyer's yes to one revision."""

    revision = models.OneToOneField(
        "wagtailcore.Revision", on_delete=models.CASCADE, related_name="+", verbose_name=_("text")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("read by"),
    )
    read_at = models.DateTimeField(_("read"), default=timezone.now)

    class Meta:
        verbose_name = _("lawyer's reading")
        verbose_name_plural = _("lawyers' readings")

    def __str__(self) -> str:
        return str(self.user)


@dataclass(frozen=True)
class Waiting:
    """What a task waits for: the sides that have not turned their key, and since when.

    With both turned it is the lawyer who reads.
    """

    sides: tuple[str, ...]
    since: datetime.datetime

    @property
    def words(self) -> str:
        """Who waits for whom since when, in one or two sentences."""
        since = {"since": moment(self.since)}
        if not self.sides:
            said = gettext("Waits for the lawyer since %(since)s.") % since
            return f"{said} {gettext('The municipalities and the region have approved.')}"
        if set(self.sides) == set(SIDES):
            return gettext("Waits for the municipalities and the region since %(since)s.") % since
        if self.sides[0] == "region":
            said = gettext("Waits for the region since %(since)s.") % since
            return f"{said} {gettext('The municipalities have approved.')}"
        said = gettext("Waits for the municipalities since %(since)s.") % since
        return f"{said} {gettext('The region has approved.')}"


def council_of(obj: Any) -> Any:
    """The council that owns what is approved; the only one there is for what has no owner."""
    # A workflow knows a page by its plainest kind, which has no owner.
    owned = getattr(obj, "specific", obj)
    return getattr(owned, "council", None) or councils.the_council()


def keys_of(revision: Revision) -> dict[str, Key]:
    """Side → key, for this very revision."""
    rows = Key.objects.filter(revision=revision).select_related("user")
    return {key.side: key for key in rows}


def has_both(revision: Revision) -> bool:
    """Both sides have turned their key for this revision."""
    return set(keys_of(revision)) == set(SIDES)


def may_turn(side: str | None, user: Any, turned: Mapping[str, Key]) -> bool:
    """`user`, who is on `side`, has a key that is not turned yet, and has not turned the other."""
    return bool(
        side in SIDES
        and side not in turned
        and user.pk not in {key.user_id for key in turned.values()}
    )


def waiting_for(state: TaskState, keys: dict[str, Key] | None = None) -> Waiting:
    """Who a task waits for, and since when: the other side waits from when the first turned."""
    turned = keys_of(state.revision) if keys is None else keys
    left = tuple(side for side in SIDES if side not in turned)
    begun: datetime.datetime = state.started_at
    return Waiting(left, max([begun, *(key.turned_at for key in turned.values())]))


def approvers(revision: Revision) -> list[dict[str, str]]:
    """Who approved this revision, as it is kept: [{"side", "name", "on"}]; the lawyer last."""
    keys = keys_of(revision)
    said = [
        {
            "side": str(SIDE_WORDS[side]),
            "name": keys[side].user.get_full_name(),
            "on": timezone.localdate(keys[side].turned_at).isoformat(),
        }
        for side in SIDES
        if side in keys
    ]
    lawyer = LawyerReading.objects.filter(revision=revision).select_related("user").first()
    if lawyer:
        said.append(
            {
                "side": gettext("lawyer"),
                "name": lawyer.user.get_full_name(),
                "on": timezone.localdate(lawyer.read_at).isoformat(),
            }
        )
    return said
