"""What comes out of a run: checks, results that outlive the world, self-assessment, redactions."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sandbox.world.runs import Run, Seat
from sandbox.world.scoping import WorldRow
from sandbox.world.sessions import Participant


class CheckResult(WorldRow):
    """Whether one named check of the scenario is met in this world, and by which event."""

    key = models.CharField(max_length=80)
    met = models.BooleanField(default=False)
    evidence_seq = models.PositiveIntegerField(null=True)
    sim_at = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("check result")
        verbose_name_plural = _("check results")
        constraints = [models.UniqueConstraint(fields=["world", "key"], name="check_once")]

    def __str__(self) -> str:
        return self.key


class SelfAssessment(WorldRow):
    """The learner's own judgement on one row of the rubric: 0, 1 or 2. Never mixed with checks."""

    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=80)
    answer = models.PositiveSmallIntegerField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("self-assessment")
        verbose_name_plural = _("self-assessments")
        constraints = [
            models.UniqueConstraint(fields=["world", "seat", "key"], name="assessment_once"),
            models.CheckConstraint(
                condition=models.Q(answer__in=[0, 1, 2]), name="assessment_is_0_1_or_2"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.answer}"


class RunResult(models.Model):
    """One attempt, in codes and numbers: the only table statistics read. No free text, ever."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    pseudonym = models.CharField(max_length=32)
    run = models.ForeignKey(Run, null=True, on_delete=models.SET_NULL, related_name="+")
    seat = models.ForeignKey(Seat, null=True, on_delete=models.SET_NULL, related_name="+")
    # In a led session the result is the person's: whoever takes the seat over begins another.
    participant = models.ForeignKey(
        Participant, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    attempt = models.PositiveIntegerField()
    scenario = models.SlugField(max_length=80)
    version = models.CharField(max_length=20)
    profile = models.CharField(max_length=40)
    mode = models.CharField(max_length=10)
    role = models.CharField(max_length=40)
    started_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    sim_minutes = models.PositiveIntegerField(default=0)
    hints_used = models.PositiveIntegerField(default=0)
    resets = models.PositiveIntegerField(default=0)
    denied_count = models.PositiveIntegerField(default=0)
    checks = models.JSONField(default=dict)
    met = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    step = models.PositiveIntegerField(default=0)
    steps = models.PositiveIntegerField(default=0)
    is_best = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("run result")
        verbose_name_plural = _("run results")
        ordering = ["attempt"]
        constraints = [
            models.UniqueConstraint(
                fields=["seat", "attempt"],
                condition=models.Q(participant__isnull=True),
                name="result_attempt_once",
            ),
            models.UniqueConstraint(
                fields=["seat", "participant", "attempt"],
                condition=models.Q(participant__isnull=False),
                name="result_attempt_once_each",
            ),
            models.UniqueConstraint(
                fields=["seat"],
                condition=models.Q(is_best=True, participant__isnull=True),
                name="result_best_once",
            ),
            models.UniqueConstraint(
                fields=["seat", "participant"],
                condition=models.Q(is_best=True, participant__isnull=False),
                name="result_best_once_each",
            ),
            models.CheckConstraint(
                condition=models.Q(met__lte=models.F("total")), name="result_met_within_total"
            ),
        ]
        indexes = [models.Index(fields=["user", "scenario"], name="result_user_scenario")]

    def __str__(self) -> str:
        return f"{self.scenario} {self.attempt}"


class Redaction(models.Model):
    """That somebody reported and erased text: who, when, where and why. Never what."""

    class Reason(models.TextChoices):
        REAL_PERSON = "real_person", _("I wrote about a real person")
        OTHER_PERSON = "other_person", _("Somebody can be recognised")
        MISTAKE = "mistake", _("I wrote in the wrong place")
        OTHER = "other", _("Another reason")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    run = models.ForeignKey(Run, null=True, on_delete=models.SET_NULL, related_name="+")
    role = models.CharField(max_length=40)
    case_no = models.PositiveIntegerField()
    kind = models.CharField(max_length=40, blank=True)
    field = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=20, choices=Reason)
    places = models.PositiveIntegerField()
    at = models.DateTimeField(default=timezone.now)
    handled_at = models.DateTimeField(null=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("redaction")
        verbose_name_plural = _("redactions")
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.reason} {self.at:%Y-%m-%d}"
