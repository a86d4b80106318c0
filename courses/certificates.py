"""Certificates: issued once for each enrolment that is completed, with what was true that day."""

from __future__ import annotations

import calendar
import datetime
import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.outline import Course
from courses.records import Enrolment

# No 0 and o, no 1, i and l: a code may be read aloud.
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
CODE_LENGTH = 12


class Certificate(models.Model):
    """What a learner can show. The text of that day is kept; a later change never reaches it."""

    enrolment = models.OneToOneField(Enrolment, models.PROTECT, related_name="certificate")
    code = models.CharField(_("code"), max_length=CODE_LENGTH, unique=True)
    name = models.CharField(_("name, as it was then"), max_length=240)
    unit = models.CharField(_("unit, as it was called then"), max_length=240, blank=True)
    course_title = models.CharField(_("course"), max_length=240)
    course_version = models.CharField(_("course version"), max_length=40, blank=True)
    requirement = models.TextField(_("what was required"), blank=True)
    draft = models.BooleanField(_("the course had not been reviewed"), default=True)
    issued_at = models.DateTimeField(_("issued at"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)
    revoked_reason = models.TextField(_("why it was revoked"), blank=True)

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(revoked_at__isnull=True) | ~models.Q(revoked_reason=""),
                name="certificate_revoked_with_reason",
            )
        ]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        """Where anybody with the code can see that the certificate is real."""
        return reverse("courses:certificate", args=[self.code])


def months_after(start: datetime.date, months: int) -> datetime.date:
    """The same day so many months later; 31 August and 18 months is 28 February."""
    years, month = divmod(start.month - 1 + months, 12)
    last = calendar.monthrange(start.year + years, month + 1)[1]
    return datetime.date(start.year + years, month + 1, min(start.day, last))


def last_day(course: Course, done_at: datetime.datetime | None) -> datetime.date | None:
    """Through which day what was learned counts; None when it does not run out."""
    if done_at is None or not course.certificate_months:
        return None
    return months_after(timezone.localtime(done_at).date(), course.certificate_months)


def issue(
    *, enrolment_id: int, user_id: int, course: Course, unit: str, now: datetime.datetime
) -> Certificate:
    """Issue the certificate of an enrolment; the one that is there if two requests issue at once."""
    user = get_user_model().objects.get(pk=user_id)
    certificate, _made = Certificate.objects.get_or_create(
        enrolment_id=enrolment_id,
        defaults={
            "code": "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH)),
            "name": user.get_full_name(),
            "unit": unit,
            "course_title": course.title,
            "course_version": course.version,
            "requirement": course.certificate,
            "draft": course.draft,
            "issued_at": now,
            "valid_until": last_day(course, now),
        },
    )
    return certificate


def certificates_of(user_id: int) -> list[Certificate]:
    """One's own certificates, newest first."""
    return list(Certificate.objects.filter(enrolment__user_id=user_id).order_by("-issued_at"))


def in_force(
    *, course_key: str, user_ids: Iterable[int], day: datetime.date
) -> dict[int, Certificate]:
    """The newest certificate of the course that counts on `day`, by holder. One query."""
    rows = (
        Certificate.objects.filter(enrolment__course_key=course_key, revoked_at__isnull=True)
        .filter(models.Q(valid_until__isnull=True) | models.Q(valid_until__gte=day))
        .filter(enrolment__user__in=list(user_ids))
        .select_related("enrolment")
        .order_by("issued_at", "pk")
    )
    return {row.enrolment.user_id: row for row in rows}


@dataclass(frozen=True)
class Issued:
    """That somebody finished a course: who, as a number only, which course, and the day."""

    user_id: int
    course_key: str
    course_title: str
    day: datetime.date


def issued(*, first: datetime.date, last: datetime.date) -> list[Issued]:
    """The certificates issued from `first` through `last` and not revoked, oldest first. One query.

    For counting: it names nobody, and who has deleted the account is still counted.
    """
    rows = (
        Certificate.objects.filter(issued_at__date__range=(first, last), revoked_at__isnull=True)
        .order_by("issued_at", "pk")
        .values_list("enrolment__user_id", "enrolment__course_key", "course_title", "issued_at")
    )
    return [
        Issued(user, key, title, timezone.localdate(moment)) for user, key, title, moment in rows
    ]


def holding_certificate(*, course_key: str, day: datetime.date) -> models.QuerySet[Certificate]:
    """The certificates of the course that had been issued by `day` and counted then."""
    return Certificate.objects.filter(
        models.Q(valid_until__isnull=True) | models.Q(valid_until__gte=day),
        enrolment__course_key=course_key,
        revoked_at__isnull=True,
        issued_at__date__lte=day,
    )


def certificate_of(enrolment_id: int | None) -> Certificate | None:
    """The certificate of an enrolment, if it has been issued."""
    if enrolment_id is None:
        return None
    return Certificate.objects.filter(enrolment_id=enrolment_id).first()
