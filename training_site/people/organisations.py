"""Organisations, their units with what has happened to them, and who works where."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

USER = "people.User"


class Organisation(models.Model):
    """A region, municipality, school or private provider."""

    class Kind(models.TextChoices):
        REGION = "region", _("region")
        MUNICIPALITY = "municipality", _("municipality")
        SCHOOL = "school", _("school")
        PRIVATE = "private", _("private provider")
        OTHER = "other", _("other")

    name = models.CharField(_("name"), max_length=160, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Unit(models.Model):
    """A workplace within an organisation; closed, never deleted."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="units", verbose_name=_("organisation")
    )
    name = models.CharField(_("name"), max_length=160)
    kind = models.CharField(_("kind"), max_length=40, blank=True)
    opened_on = models.DateField(_("opened"), null=True, blank=True)
    closed_on = models.DateField(_("closed"), null=True, blank=True)
    succeeded_by = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        related_name="succeeds",
        verbose_name=_("continues in"),
        null=True,
        blank=True,
        help_text=_("The unit that took over, when this one was closed or merged."),
    )
    employees = models.PositiveIntegerField(_("number of employees"), null=True, blank=True)
    employees_on = models.DateField(_("number counted on"), null=True, blank=True)
    employees_by = models.ForeignKey(
        USER,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("number given by"),
        null=True,
        blank=True,
        editable=False,
    )

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name"],
                name="unit_name_once",
                violation_error_message=_("The organisation already has a unit of that name."),
            ),
            models.CheckConstraint(
                condition=models.Q(closed_on__isnull=True)
                | models.Q(opened_on__isnull=True)
                | models.Q(closed_on__gte=models.F("opened_on")),
                name="unit_closes_after_it_opens",
                violation_error_message=_("A unit cannot be closed before it opens."),
            ),
            models.CheckConstraint(
                condition=models.Q(employees__isnull=True) | models.Q(employees_on__isnull=False),
                name="unit_employees_have_a_day",
                violation_error_message=_("Say which day the number of employees was counted."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class UnitChange(models.Model):
    """What happened to a unit, and what it was called or belonged to before.

    What people have done keeps the name that the unit had that day; nothing here rewrites it.
    """

    class Kind(models.TextChoices):
        OPENED = "opened", _("opened")
        RENAMED = "renamed", _("renamed")
        MOVED = "moved", _("moved to another organisation")
        MERGED = "merged", _("merged with another unit")
        CLOSED = "closed", _("closed down")

    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="changes", verbose_name=_("unit")
    )
    on = models.DateField(_("day"))
    kind = models.CharField(_("what happened"), max_length=10, choices=Kind)
    was = models.CharField(_("what it was before"), max_length=330, blank=True)
    note = models.CharField(_("note"), max_length=400, blank=True)

    class Meta:
        verbose_name = _("change of a unit")
        verbose_name_plural = _("changes of units")
        ordering = ["-on", "-pk"]

    def __str__(self) -> str:
        return f"{self.on}: {self.get_kind_display()}"


class Membership(models.Model):
    """That a person works at a unit, from one day to another. History is closed, not changed."""

    user = models.ForeignKey(
        USER, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("user")
    )
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("unit")
    )
    title = models.CharField(_("job title"), max_length=120, blank=True)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)
    manages = models.BooleanField(_("manager of the unit"), default=False)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["-since"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                name="membership_ends_after_it_starts",
                violation_error_message=_("The last day cannot be before the first."),
            ),
            models.UniqueConstraint(
                fields=["user", "unit"],
                condition=models.Q(until__isnull=True),
                name="membership_open_once",
                violation_error_message=_("The person already works at that unit."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.unit}"
