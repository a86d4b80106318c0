"""The rows inside a world: people, cases, what is written in them, what happened, what is due."""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sandbox.fictive.constraint import fictitious_number_condition
from sandbox.fictive.identities import SEXES
from sandbox.world.kept_json import KeptJSON
from sandbox.world.scoping import AppendOnly, AppendOnlyQuerySet, Everywhere, WorldManager, WorldRow

# Most of a room was there before anybody sat down in it: those rows are in no index of seats.
_BY_SOMEBODY = models.Q(seat__isnull=False)


class Person(WorldRow):
    """A person who cannot exist: the database itself refuses a number anyone could have."""

    no = models.PositiveIntegerField()
    given_name = models.CharField(max_length=80)
    family_name = models.CharField(max_length=80)
    identity_number = models.CharField(max_length=13)
    birth_year = models.PositiveSmallIntegerField()
    sex = models.CharField(max_length=10, choices=[(sex, sex) for sex in SEXES])
    address = models.CharField(max_length=160, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.CharField(max_length=120, blank=True)
    persona = models.CharField(max_length=80, blank=True)
    profile = KeptJSON(default=dict)
    protected_identity = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("practice person")
        verbose_name_plural = _("practice people")
        ordering = ["no"]
        constraints = [
            models.UniqueConstraint(fields=["world", "no"], name="person_no_once"),
            models.CheckConstraint(
                condition=fictitious_number_condition("identity_number", sex_field="sex"),
                name="person_cannot_exist",
            ),
            models.CheckConstraint(
                condition=models.Q(sex__in=SEXES), name="person_sex_is_one_of_three"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.given_name} {self.family_name}"


class Case(WorldRow):
    """One case about one person. Only perform writes it; its whole past is in the events."""

    no = models.PositiveIntegerField()
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    flow = models.CharField(max_length=40)
    state = models.CharField(max_length=40)
    facts = KeptJSON(default=dict)
    consents = KeptJSON(default=list)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        ordering = ["no"]
        constraints = [models.UniqueConstraint(fields=["world", "no"], name="case_no_once")]
        indexes = [models.Index(fields=["world", "state"], name="case_world_state")]

    def __str__(self) -> str:
        return str(self.no)


class Entry(WorldRow):
    """One version of something written in a case; a draft has no number until it is sent."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        SENT = "sent", _("sent")
        ACKNOWLEDGED = "acknowledged", _("acknowledged")
        WITHDRAWN = "withdrawn", _("withdrawn")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+", db_index=False)
    no = models.PositiveIntegerField(null=True)
    kind = models.CharField(max_length=40)
    status = models.CharField(max_length=20, choices=Status)
    author = models.CharField(max_length=80)
    unit = models.CharField(max_length=80, blank=True)
    seat = models.ForeignKey(
        "sandbox.Seat", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    body = KeptJSON(default=dict)
    version = models.PositiveIntegerField(default=1)
    sent_at = models.PositiveIntegerField(null=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        ordering = ["no", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["case", "no"], name="entry_no_once"),
            models.UniqueConstraint(
                fields=["case", "seat", "kind"],
                condition=models.Q(status="draft"),
                name="entry_one_draft_per_seat",
            ),
            models.CheckConstraint(
                condition=models.Q(status="draft", no__isnull=True)
                | (~models.Q(status="draft") & models.Q(no__isnull=False)),
                name="entry_sent_has_a_number",
            ),
        ]
        indexes = [
            models.Index(fields=["world", "case"], name="entry_world_case"),
            models.Index(fields=["seat"], condition=_BY_SOMEBODY, name="entry_seat"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.no or ''}".strip()


class Event(WorldRow):
    """One line of a world's log. Patches map a path to [old, new], so they can be undone."""

    seq = models.PositiveIntegerField()
    case = models.ForeignKey(
        Case, null=True, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    entry = models.ForeignKey(Entry, null=True, on_delete=models.CASCADE, related_name="+")
    seat = models.ForeignKey(
        "sandbox.Seat", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    actor = models.CharField(max_length=80)
    actor_kind = models.CharField(max_length=10)
    code = models.CharField(max_length=60)
    patch = KeptJSON(default=dict)
    data = KeptJSON(default=dict)
    version = models.PositiveIntegerField(default=0)
    sim_at = models.PositiveIntegerField()
    at = models.DateTimeField(default=timezone.now)

    everywhere: ClassVar[Everywhere[Any]] = Everywhere.from_queryset(AppendOnlyQuerySet)()
    objects: ClassVar[WorldManager[Any]] = WorldManager.from_queryset(AppendOnlyQuerySet)()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["seq"]
        constraints = [models.UniqueConstraint(fields=["world", "seq"], name="event_seq_once")]
        indexes = [
            models.Index(fields=["case", "seq"], name="event_case_seq"),
            models.Index(fields=["seat"], condition=_BY_SOMEBODY, name="event_seat"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.code}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the line. Raises AppendOnly for a line that is already in the log."""
        if not self._state.adding or self.pk is not None:
            raise AppendOnly("The event log is only added to.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse: raises AppendOnly."""
        raise AppendOnly("The event log is only added to.")


class Timer(WorldRow):
    """Something that happens when the simulated clock reaches `due` (minutes)."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    due = models.PositiveIntegerField()
    kind = models.CharField(max_length=10)
    ref = models.CharField(max_length=80)
    payload = KeptJSON(default=dict)
    status = models.CharField(max_length=10)

    class Meta:
        verbose_name = _("timer")
        verbose_name_plural = _("timers")
        ordering = ["pk"]
        indexes = [models.Index(fields=["world"], name="timer_world")]

    def __str__(self) -> str:
        return f"{self.ref} {self.due}"


class Token(WorldRow):
    """A form that has been sent in: the same form sent twice gives the same answer, once."""

    seat = models.ForeignKey("sandbox.Seat", on_delete=models.CASCADE, related_name="+")
    value = models.CharField(max_length=80)
    action = models.CharField(max_length=60)
    first_seq = models.PositiveIntegerField()
    last_seq = models.PositiveIntegerField()
    refused = models.BooleanField(default=False)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("form token")
        verbose_name_plural = _("form tokens")
        constraints = [models.UniqueConstraint(fields=["seat", "value"], name="token_once")]
        indexes = [models.Index(fields=["world"], name="token_world")]

    def __str__(self) -> str:
        return self.value


class Access(WorldRow):
    """That a unit opened a case, or one document or letter in it: what a log check reads."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+", db_index=False)
    unit = models.CharField(max_length=80)
    # 0 is the case itself.
    document = models.PositiveIntegerField(default=0)
    letter = models.CharField(max_length=120, blank=True, default="")
    sim_at = models.PositiveIntegerField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("access")
        verbose_name_plural = _("accesses")
        ordering = ["-pk"]
        constraints = [
            # Opening the same thing again within the same minute of the room is one reading.
            models.UniqueConstraint(
                fields=["case", "unit", "document", "letter", "sim_at"], name="access_once_a_minute"
            )
        ]
        indexes = [models.Index(fields=["world", "case"], name="access_world_case")]

    def __str__(self) -> str:
        return f"{self.unit} {self.document or ''}".strip()
