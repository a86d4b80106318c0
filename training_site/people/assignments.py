"""What somebody is appointed to: key person for some units, or trainer. Closed, never deleted."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from training_site.people.organisations import USER, Unit


def holding(day: datetime.date, prefix: str = "") -> Q:
    """What holds on `day`, both days counted; `prefix` leads to the record with the days."""
    return Q(**{f"{prefix}since__lte": day}) & (
        Q(**{f"{prefix}until__isnull": True}) | Q(**{f"{prefix}until__gte": day})
    )


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    """Assignments, asked by day."""

    def active(self, day: datetime.date) -> AssignmentQuerySet:
        """Those that the manager has said yes to and that hold on `day`.

        One that has been ended holds through its last day.
        """
        return self.filter(holding(day), status__in=Assignment.HELD)


class Assignment(models.Model):
    """That a person is key person or trainer, from one day to another, with the manager's yes."""

    class Kind(models.TextChoices):
        KEY_PERSON = "key_person", _("key person")
        SIP_TRAINER = "sip_trainer", _("SIP trainer")

    class Status(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        ACCEPTED = "accepted", _("accepted by the manager")
        DECLINED = "declined", _("declined by the manager")
        ENDED = "ended", _("has ended")

    class Niche(models.TextChoices):
        CHILD_AND_YOUTH = "child_and_youth", _("children and young people")
        MENTAL_HEALTH = "mental_health", _("mental ill health")
        OLDER = "older", _("older people")
        VIOLENCE = "violence", _("violence in close relationships")

    # Has been said yes to; the days say whether it holds.
    HELD = (Status.ACCEPTED, Status.ENDED)

    user = models.ForeignKey(
        USER, on_delete=models.PROTECT, related_name="assignments", verbose_name=_("user")
    )
    kind = models.CharField(_("assignment"), max_length=20, choices=Kind)
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.PROPOSED)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)
    niche = models.CharField(_("focus"), max_length=20, choices=Niche, blank=True)
    deputy = models.ForeignKey(
        USER,
        on_delete=models.PROTECT,
        related_name="deputy_of",
        verbose_name=_("deputy"),
        null=True,
        blank=True,
    )
    manager = models.ForeignKey(
        USER,
        on_delete=models.PROTECT,
        related_name="assignments_of_staff",
        verbose_name=_("manager"),
        null=True,
        blank=True,
    )
    proposed_by = models.ForeignKey(
        USER,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("proposed by"),
        null=True,
        blank=True,
    )
    proposed_on = models.DateField(_("proposed"), null=True, blank=True)
    answered_on = models.DateField(_("answered"), null=True, blank=True)
    answered_by = models.ForeignKey(
        USER,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("answered by"),
        null=True,
        blank=True,
    )
    end_noticed_on = models.DateField(_("end notice given"), null=True, blank=True)
    end_reason = models.CharField(_("reason"), max_length=400, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ["-since", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=models.F("since")),
                name="assignment_ends_after_it_starts",
                violation_error_message=_("The last day cannot be before the first."),
            ),
            models.CheckConstraint(
                condition=~Q(status="ended") | Q(until__isnull=False),
                name="assignment_ended_has_a_day",
                violation_error_message=_("Say which day is the last one."),
            ),
            models.CheckConstraint(
                condition=Q(deputy__isnull=True) | ~Q(deputy=models.F("user")),
                name="assignment_deputy_is_another",
                violation_error_message=_("Choose somebody else as deputy."),
            ),
            models.UniqueConstraint(
                fields=["user", "kind"],
                condition=Q(status__in=["proposed", "accepted"], until__isnull=True),
                name="assignment_open_once",
                violation_error_message=_("The person already has that assignment."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.get_kind_display()}"

    def is_active(self, day: datetime.date) -> bool:
        """Whether it holds on `day`."""
        held = self.status in self.HELD and self.since <= day
        return held and (self.until is None or self.until >= day)


class AssignmentUnit(models.Model):
    """A unit that a key person answers for, from one day to another."""

    assignment = models.ForeignKey(
        Assignment, on_delete=models.PROTECT, related_name="units", verbose_name=_("assignment")
    )
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="assigned", verbose_name=_("unit")
    )
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("unit of an assignment")
        verbose_name_plural = _("units of an assignment")
        ordering = ["-since", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=models.F("since")),
                name="assignment_unit_ends_after_it_starts",
                violation_error_message=_("The last day cannot be before the first."),
            ),
            models.UniqueConstraint(
                fields=["assignment", "unit"],
                condition=Q(until__isnull=True),
                name="assignment_unit_open_once",
                violation_error_message=_("The assignment already has that unit."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assignment} – {self.unit}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Begin when the assignment begins, unless another day is given."""
        if self.since is None:
            self.since = self.assignment.since
        super().save(*args, **kwargs)
