"""Attempts: what was asked, every answer as it came, and how it was graded."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.quiz.frozen import FrozenModel
from courses.quiz.questions import QuestionVersion

# Without letters and digits that are read as one another.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


def new_public_id() -> str:
    """Ten letters and digits that say nothing of the person or the number of attempts."""
    return "".join(secrets.choice(ALPHABET) for _place in range(10))


class Attempt(models.Model):
    """One learner's answers to one set of questions. Open until submitted; then it never changes."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="quiz_attempts"
    )
    place = models.CharField(max_length=80)  # "lesson:K1-1.3" or "test:K1-5.2"
    cycle = models.PositiveIntegerField(default=1)
    number = models.PositiveIntegerField()
    policy = models.JSONField()
    draw = models.JSONField()
    seed = models.BigIntegerField()
    public_id = models.CharField(max_length=16, unique=True, default=new_public_id)
    started_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    max_score = models.FloatField()
    score = models.FloatField(null=True, blank=True)
    passed = models.BooleanField(null=True, blank=True)

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        ordering = ["started_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "place", "cycle"],
                condition=models.Q(submitted_at__isnull=True),
                name="attempt_open_once",
            ),
            models.UniqueConstraint(
                fields=["user", "place", "cycle", "number"], name="attempt_number_once"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    submitted_at__isnull=True, score__isnull=True, passed__isnull=True
                )
                | models.Q(submitted_at__isnull=False, score__isnull=False, passed__isnull=False),
                name="attempt_graded_when_submitted",
            ),
            models.CheckConstraint(
                condition=models.Q(max_score__gt=0)
                & (
                    models.Q(score__isnull=True)
                    | models.Q(score__gte=0, score__lte=models.F("max_score"))
                ),
                name="attempt_score_in_range",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place} · {self.number}"


class AttemptItem(FrozenModel):
    """One question of an attempt: which version, in which place, in which order it is shown."""

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="items")
    slot = models.PositiveSmallIntegerField()
    version = models.ForeignKey(QuestionVersion, on_delete=models.PROTECT, related_name="items")
    option_order = models.JSONField()
    max_mark = models.FloatField(default=1)

    class Meta:
        verbose_name = _("asked question")
        verbose_name_plural = _("asked questions")
        ordering = ["slot"]
        constraints = [
            models.UniqueConstraint(fields=["attempt", "slot"], name="item_slot_once"),
            models.CheckConstraint(condition=models.Q(max_mark__gt=0), name="item_mark_above_0"),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id}: {self.slot}"


class Certainty(FrozenModel):
    """How sure the learner was of an answer. Only ever added; the latest is what counts."""

    item = models.ForeignKey(AttemptItem, on_delete=models.PROTECT, related_name="certainties")
    sure = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("how sure an answer was")
        verbose_name_plural = _("how sure answers were")
        ordering = ["item", "pk"]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.sure}"


class Step(FrozenModel):
    """One thing that happened to an answer. Only ever added; the latest is what counts."""

    class Kind(models.TextChoices):
        SAVED = "saved", _("saved")
        SUBMITTED = "submitted", _("submitted")
        GRADED = "graded", _("graded")

    item = models.ForeignKey(AttemptItem, on_delete=models.PROTECT, related_name="steps")
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=Kind)
    response = models.JSONField(default=dict)
    fraction = models.FloatField(null=True, blank=True)
    outcome = models.JSONField(null=True, blank=True)  # Graded, of a graded step
    summary = models.TextField(blank=True)
    # Which opening of the page it came from, so that two tabs do not undo each other.
    origin = models.CharField(max_length=16, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering = ["item", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["item", "seq"], name="step_seq_once"),
            models.CheckConstraint(
                condition=models.Q(fraction__isnull=True)
                | models.Q(fraction__gte=0, fraction__lte=1),
                name="step_fraction_0_to_1",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="graded", fraction__isnull=False)
                | (~models.Q(kind="graded") & models.Q(fraction__isnull=True)),
                name="step_fraction_when_graded",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.seq} {self.kind}"
