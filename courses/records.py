"""What learners leave: enrolments, visits and completions. Nothing here is ever deleted."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Enrolment(models.Model):
    """One go at a course. Recertification is a new row with the next cycle number."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("user")
    )
    course = models.ForeignKey(
        "courses.CoursePage", models.SET_NULL, null=True, related_name="+", verbose_name=_("course")
    )
    course_key = models.CharField(_("course key"), max_length=40)
    cycle = models.PositiveSmallIntegerField(_("cycle"), default=1)
    unit = models.CharField(_("unit, as it was called then"), max_length=240, blank=True)
    started_at = models.DateTimeField(_("started"))
    due_at = models.DateTimeField(_("due"), null=True, blank=True)

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        ordering = ["-started_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "course_key", "cycle"], name="enrolment_once_per_cycle"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} · {self.course_key} · {self.cycle}"


class Visit(models.Model):
    """That a lesson was opened within an enrolment, and how far the reader came."""

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="visits")
    lesson_key = models.CharField(_("lesson"), max_length=40)
    first_at = models.DateTimeField(_("first opened"))
    last_at = models.DateTimeField(_("last opened"))
    read_at = models.DateTimeField(_("read"), null=True, blank=True)
    block = models.CharField(_("where the reader was"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        ordering = ["-last_at"]
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "lesson_key"], name="visit_once")
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} · {self.lesson_key}"


class Completion(models.Model):
    """That a lesson or course was done, under the rule and the content of that day."""

    class Source(models.TextChoices):
        AUTOMATIC = "auto", _("the rule was met")
        MANUAL = "manual", _("registered by hand")
        SESSION = "session", _("training session")
        FAST_TRACK = "fast", _("shown in the fast track")

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="completions")
    key = models.CharField(_("what was done"), max_length=40)
    rule = models.JSONField(_("the rule, as it was"))
    content_version = models.CharField(_("content version"), max_length=40)
    unit = models.CharField(_("unit, as it was called then"), max_length=240, blank=True)
    achieved_at = models.DateTimeField(_("done at"))
    source = models.CharField(_("source"), max_length=10, choices=Source, default=Source.AUTOMATIC)
    evidence = models.JSONField(_("evidence"), default=dict, blank=True)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    revoked_reason = models.TextField(_("why it was revoked"), blank=True)

    class Meta:
        verbose_name = _("completion")
        verbose_name_plural = _("completions")
        ordering = ["-achieved_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "key"],
                condition=models.Q(revoked_at__isnull=True),
                name="completion_active_once",
            ),
            models.CheckConstraint(
                condition=models.Q(revoked_at__isnull=True) | ~models.Q(revoked_reason=""),
                name="completion_revoked_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} · {self.key}"
