"""What comes back from the field: a question to the council, and what somebody lifts, step by step."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

# The state of the frame's that each status is shown as.
STATES = {"new": "todo", "ongoing": "now", "sent_on": "now", "answered": "done", "closed": "done"}


class Told(models.Model):
    """A status in words, for the matter itself and for each step of it."""

    class Meta:
        abstract = True

    @property
    def state(self) -> str:
        """One of the frame's states."""
        return STATES[self.status]  # type: ignore[attr-defined]

    @property
    def words(self) -> str:
        """The status, and to whom it was sent on."""
        if self.status == "sent_on":  # type: ignore[attr-defined]
            return gettext("Sent on to %(to)s") % {"to": self.get_to_display()}  # type: ignore[attr-defined]
        return str(self.get_status_display())  # type: ignore[attr-defined]


class Matter(Told):
    """Something asked or lifted. Whoever asked sees its status, signed in or by the secret link."""

    class Kind(models.TextChoices):
        QUESTION = "question", _("A question")
        ROUTINE = "routine", _("A routine that does not work")
        SYSTEM = "system", _("A fault in the system")
        EVENT = "event", _("Something that happened")

    class Status(models.TextChoices):
        NEW = "new", _("Received")
        ONGOING = "ongoing", _("Being looked at")
        SENT_ON = "sent_on", _("Sent on")
        ANSWERED = "answered", _("Answered")
        CLOSED = "closed", _("Closed")

    class To(models.TextChoices):
        COUNCIL = "council", _("the process council")
        SUPPORT = "support", _("the support")
        DEVIATION = "deviation", _("your unit's own reporting of deviations")
        PROCESS_OWNER = "process_owner", _("the process owner")

    no = models.PositiveIntegerField(_("number"), unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    to = models.CharField(_("goes to"), max_length=16, choices=To)
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.NEW)
    subject = models.CharField(_("in short"), max_length=160)
    text = models.TextField(_("in more words"), max_length=2000, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("asked by"),
    )
    email = models.EmailField(_("answer to"), blank=True)
    unit = models.CharField(_("unit"), max_length=160, blank=True)
    secret_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(_("received"), default=timezone.now)
    entry = models.ForeignKey(
        "guides.FaqEntry",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="matters",
        verbose_name=_("answered by"),
    )
    joined_to = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="joined",
        verbose_name=_("the same as"),
    )

    class Meta:
        verbose_name = _("matter")
        verbose_name_plural = _("matters")
        ordering = ["-no"]

    def __str__(self) -> str:
        return f"{self.no} {self.subject}"


class MatterStep(Told):
    """One thing that has happened to a matter; `note` is shown to whoever asked."""

    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="steps")
    status = models.CharField(_("status"), max_length=12, choices=Matter.Status)
    to = models.CharField(_("goes to"), max_length=16, choices=Matter.To)
    note = models.TextField(_("note"), max_length=1000, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        verbose_name = _("step of a matter")
        verbose_name_plural = _("steps of matters")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.matter}: {self.get_status_display()}"
