"""Scenarios, runs, worlds and seats: what is practised, when, in which copy, and by whom."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

CODE_LENGTH = 6


class ScenarioQuerySet(models.QuerySet["Scenario"]):
    """Scenarios by what they are for."""

    def exercises(self) -> ScenarioQuerySet:
        """Those with a task to solve, as against counties to practise freely in."""
        return self.filter(kind=Scenario.Kind.EXERCISE)


class Scenario(models.Model):
    """One version of a scenario file, kept whole so that a run in progress never changes."""

    class Kind(models.TextChoices):
        EXERCISE = "exercise", _("exercise")
        COUNTY = "county", _("county for free practice")

    slug = models.SlugField(max_length=80)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.EXERCISE)
    version = models.CharField(max_length=20)
    digest = models.CharField(max_length=64)
    title = models.CharField(max_length=160)
    audience = models.CharField(max_length=40, blank=True)
    modes = models.JSONField(default=list)
    path = models.CharField(max_length=255)
    source = models.TextField()
    draft = models.BooleanField(default=True)
    current = models.BooleanField(default=True)
    template = models.ForeignKey(
        "sandbox.World", null=True, on_delete=models.PROTECT, related_name="+"
    )
    loaded_at = models.DateTimeField(default=timezone.now)

    objects = ScenarioQuerySet.as_manager()

    class Meta:
        verbose_name = _("scenario")
        verbose_name_plural = _("scenarios")
        ordering = ["slug", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["slug", "digest"], name="scenario_text_once"),
            models.UniqueConstraint(
                fields=["slug"], condition=Q(current=True), name="scenario_current_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.slug} {self.version}"


class Run(models.Model):
    """One occasion of practice: one learner alone, several side by side, or a group."""

    class Mode(models.TextChoices):
        SOLO = "solo", _("alone")
        PARALLEL = "parallel", _("side by side")
        GROUP = "group", _("in a group")
        FREE = "free", _("free practice")

    class Casting(models.TextChoices):
        OWN = "own", _("everybody plays their own organisation where there is room")
        OTHER = "other", _("everybody plays somebody else's organisation")

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        LOBBY = "lobby", _("gathering")
        RUNNING = "running", _("running")
        ENDED = "ended", _("ended")

    scenario = models.ForeignKey(Scenario, on_delete=models.PROTECT, related_name="runs")
    version = models.CharField(max_length=20)
    mode = models.CharField(max_length=10, choices=Mode, default=Mode.SOLO)
    state = models.CharField(max_length=10, choices=State, default=State.RUNNING)
    join_code = models.CharField(max_length=CODE_LENGTH)
    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+"
    )
    trainer = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    title = models.CharField(max_length=160, blank=True)
    place = models.CharField(max_length=160, blank=True)
    starts_at = models.DateTimeField(null=True)
    groups = models.PositiveSmallIntegerField(default=1)
    casting = models.CharField(max_length=10, choices=Casting, default=Casting.OWN)
    rehearsal = models.BooleanField(default=False)
    # The run sheet: [{"key", "kind", "title", "minutes"}], where it stands, and since when.
    phases = models.JSONField(default=list)
    phase = models.PositiveSmallIntegerField(default=0)
    phase_began_at = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    # "Stop – a real person": what everybody wrote is covered until a leader lifts it.
    halted_at = models.DateTimeField(null=True)
    projector = models.CharField(max_length=80, default="join")
    # Counts what changes outside the worlds; with their own counters it is the board's version.
    seq = models.PositiveIntegerField(default=0)
    purge_after = models.DateField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("practice run")
        verbose_name_plural = _("practice runs")
        permissions = [("lead_run", _("may plan and lead practice sessions"))]
        constraints = [
            models.UniqueConstraint(
                fields=["join_code"],
                condition=~Q(state="ended"),
                name="run_code_once_while_open",
            ),
            # Two clicks on the start button make one run.
            models.UniqueConstraint(
                fields=["learner", "scenario"],
                condition=Q(mode="solo") & ~Q(state="ended"),
                name="run_solo_once_while_open",
            ),
            models.CheckConstraint(
                condition=~Q(mode__in=["solo", "free"])
                | Q(learner__isnull=False)
                | Q(state="ended"),
                name="run_solo_has_a_learner",
            ),
        ]

    def __str__(self) -> str:
        return self.join_code


class World(models.Model):
    """One copy of everything in a scenario: a template, somebody's own, or an archived attempt."""

    class Kind(models.TextChoices):
        TEMPLATE = "template", _("template")
        LIVE = "live", _("in use")
        ARCHIVED = "archived", _("archived")

    run = models.ForeignKey(Run, null=True, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    template = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    parent = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="+")
    # Copies side by side in one run each have a line; "practise again" adds to its generations.
    line = models.PositiveIntegerField(default=1)
    generation = models.PositiveIntegerField(default=0)
    label = models.CharField(max_length=160, blank=True)
    # A trainer's room that others may begin in: the template is hers, the county made the others.
    shared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+"
    )
    profile = models.CharField(max_length=40)
    flow_versions = models.JSONField(default=dict)
    seed = models.PositiveBigIntegerField(default=0)
    sim_start = models.DateField()
    sim_now = models.PositiveIntegerField(default=0)
    seq = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    touched_at = models.DateTimeField(default=timezone.now)
    archived_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("world")
        verbose_name_plural = _("worlds")
        indexes = [models.Index(fields=["kind", "touched_at"], name="world_kind_touched")]
        constraints = [
            models.UniqueConstraint(
                fields=["run", "line", "generation"], name="world_generation_once"
            ),
            models.CheckConstraint(
                condition=Q(kind="template", run__isnull=True)
                | (~Q(kind="template") & Q(run__isnull=False, template__isnull=False)),
                name="world_template_has_no_run",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.generation}".strip()


class Seat(models.Model):
    """A place in a run, held by a user, a guest or nobody; it survives "practise again"."""

    class Kind(models.TextChoices):
        HUMAN = "human", _("person")
        ACTOR = "actor", _("simulated")
        OBSERVER = "observer", _("observer")

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="seats")
    # The number in the run: with the join code it is the seat's address.
    no = models.PositiveSmallIntegerField(default=1)
    world = models.ForeignKey(World, null=True, on_delete=models.SET_NULL, related_name="+")
    role = models.CharField(max_length=40)
    unit = models.CharField(max_length=80, blank=True)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.HUMAN)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+"
    )
    # In a led session the participant holds the seat, or several; user is for practice alone.
    participant = models.ForeignKey(
        "sandbox.Participant", null=True, on_delete=models.SET_NULL, related_name="seats"
    )
    ready = models.BooleanField(default=False)
    last_seen = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        constraints = [
            models.UniqueConstraint(fields=["run", "role", "unit", "user"], name="seat_once"),
            models.UniqueConstraint(fields=["run", "no"], name="seat_no_once"),
            models.UniqueConstraint(fields=["world", "unit"], name="seat_unit_once_in_world"),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.unit}".strip()
