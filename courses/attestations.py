"""Attestations: a trainer who was there says what she saw of a learner's own session.

The learner makes a code and gives it to the trainer; the trainer answers once. An answer is a
record: the points in the words of that day, the trainer's name that day, and it never changes.
"""

from __future__ import annotations

import datetime
import secrets

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from courses.certificates import ALPHABET, CODE_LENGTH
from courses.quiz.frozen import FrozenModel
from courses.records import Enrolment

# How long a code waits for the trainer.
VALID_FOR = datetime.timedelta(days=30)


def new_code() -> str:
    """A code that can be read aloud and cannot be guessed."""
    return "".join(secrets.choice(ALPHABET) for _place in range(CODE_LENGTH))


class AttestRequest(models.Model):
    """That a learner asks for an attestation: a code for one answer, until it runs out."""

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="attest_requests")
    lesson_key = models.CharField(_("lesson"), max_length=40)
    code = models.CharField(_("code"), max_length=CODE_LENGTH, unique=True, default=new_code)
    made_at = models.DateTimeField(_("asked at"))
    expires_at = models.DateTimeField(_("can be used until"))
    # Answered, withdrawn or replaced: no longer open.
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)

    class Meta:
        verbose_name = _("request for an attestation")
        verbose_name_plural = _("requests for attestations")
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "lesson_key"],
                condition=models.Q(closed_at__isnull=True),
                name="attest_request_open_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} · {self.lesson_key}"

    def get_absolute_url(self) -> str:
        """Where the trainer answers."""
        return reverse("courses:attest", args=[self.code])


class Attestation(FrozenModel):
    """What a trainer saw, in the words of that day. `approved` only when every point was seen."""

    request = models.OneToOneField(AttestRequest, models.PROTECT, related_name="answer")
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="attestations")
    lesson_key = models.CharField(_("lesson"), max_length=40)
    lesson_title = models.CharField(_("lesson, as it was called then"), max_length=255)
    content_version = models.CharField(_("content version"), max_length=40)
    trainer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("trainer")
    )
    trainer_name = models.CharField(_("the trainer's name, as it was then"), max_length=240)
    held_on = models.DateField(_("date of the session"))
    points = models.JSONField(_("points"))  # [{"text": …, "seen": true}], as worded that day
    feedback = models.TextField(_("feedback"))
    approved = models.BooleanField(_("attested"))
    at = models.DateTimeField(_("answered at"))

    class Meta:
        verbose_name = _("attestation")
        verbose_name_plural = _("attestations")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "lesson_key"],
                condition=models.Q(approved=True),
                name="attested_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} · {self.lesson_key}"

    @property
    def not_seen(self) -> list[str]:
        """The points that were not seen, as they were worded."""
        return [point["text"] for point in self.points if not point["seen"]]
