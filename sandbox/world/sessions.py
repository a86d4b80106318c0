"""A led session: who leads it, who takes part, what they are asked, and what the leader has done."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sandbox.world.kept_json import KeptJSON
from sandbox.world.runs import Run

PERSONAL_CODE_LENGTH = 8


class RunLeader(models.Model):
    """Somebody who leads the session beside the one who planned it."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="leaders")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("session leader")
        verbose_name_plural = _("session leaders")
        constraints = [models.UniqueConstraint(fields=["run", "user"], name="leader_once")]

    def __str__(self) -> str:
        return str(self.user)


class Participant(models.Model):
    """A person in the room: a guest by first name or alias, who may hold several seats.

    The token in the browser and the personal code on paper both lead back to the same person;
    only their hashes and the code itself are kept. `workplace` is a party of the scenario.
    """

    class Kind(models.TextChoices):
        PERSON = "person", _("participant")
        SUPPORT = "support", _("interpreter or support person, not counted")

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="participants")
    no = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=40)
    workplace = models.CharField(max_length=80, blank=True)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.PERSON)
    line = models.PositiveSmallIntegerField(null=True)
    token_hash = models.CharField(max_length=64, blank=True)
    personal_code = models.CharField(max_length=PERSONAL_CODE_LENGTH, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    joined_at = models.DateTimeField(default=timezone.now)
    last_seen = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)
    # What the leader has corrected by hand; None means: as the lobby saw it.
    attended = models.BooleanField(null=True)
    on_paper = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        ordering = ["no"]
        constraints = [
            models.UniqueConstraint(fields=["run", "no"], name="participant_no_once"),
            models.UniqueConstraint(
                fields=["token_hash"], condition=~Q(token_hash=""), name="participant_token_once"
            ),
            models.UniqueConstraint(
                fields=["personal_code"],
                condition=~Q(personal_code=""),
                name="participant_personal_code_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Activity(models.Model):
    """Something everybody is asked between the acts: a poll, words, a question for each group."""

    class Kind(models.TextChoices):
        POLL = "poll", _("poll")
        WORDS = "words", _("word cloud")
        GROUP_QUESTION = "group_question", _("group question")
        JUDGING = "judging", _("judging another group's plan")
        CLOSING = "closing", _("closing question")
        MONDAY = "monday", _("my plan on Monday")

    class State(models.TextChoices):
        PREPARED = "prepared", _("prepared")
        OPEN = "open", _("open")
        CLOSED = "closed", _("closed")

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="activities")
    no = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20, choices=Kind)
    state = models.CharField(max_length=10, choices=State, default=State.PREPARED)
    question = models.CharField(max_length=300)
    options = models.JSONField(default=list)
    # Results stay hidden until everybody has answered, or the leader shows them.
    shown = models.BooleanField(default=False)
    # Words and sentences a leader has let through, and those she has hidden.
    moderation = models.JSONField(default=dict)
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("session activity")
        verbose_name_plural = _("session activities")
        ordering = ["no"]
        constraints = [models.UniqueConstraint(fields=["run", "no"], name="activity_no_once")]

    def __str__(self) -> str:
        return self.question


class Contribution(models.Model):
    """One participant's answer to an activity; answered again, it replaces the former."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="contributions")
    participant = models.ForeignKey(
        Participant, on_delete=models.CASCADE, related_name="contributions"
    )
    line = models.PositiveSmallIntegerField(null=True)
    value = KeptJSON(default=dict)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["activity", "participant"], name="contribution_once")
        ]

    def __str__(self) -> str:
        return f"{self.activity_id} {self.participant_id}"


class RunEvent(models.Model):
    """One line of what the leaders have done: codes and numbers, never anybody's text."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="events")
    no = models.PositiveIntegerField()
    code = models.CharField(max_length=40)
    data: models.JSONField[Any, Any] = models.JSONField(default=dict)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("session event")
        verbose_name_plural = _("session events")
        ordering = ["no"]
        constraints = [models.UniqueConstraint(fields=["run", "no"], name="run_event_no_once")]

    def __str__(self) -> str:
        return f"{self.no} {self.code}"
