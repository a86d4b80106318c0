"""Exercises under review: the council approves a scenario file's version with the same two keys."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import DraftStateMixin, LockableMixin, RevisionMixin, WorkflowMixin


class ExerciseReview(WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, models.Model):
    """That a council has read an exercise, as one version of its file. Published = approved."""

    slug = models.SlugField(_("exercise"), max_length=80)
    title = models.CharField(_("title"), max_length=160)
    file_version = models.CharField(_("version of the file"), max_length=64)
    reviewed_by = models.CharField(_("reviewed by"), max_length=160, blank=True)
    reviewed_on = models.DateField(_("reviewed on"), null=True, blank=True)

    _revisions = GenericRelation("wagtailcore.Revision", related_query_name="exercise_review")
    workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="exercise_review",
        for_concrete_model=False,
    )

    panels = [
        FieldPanel("title", read_only=True),
        FieldPanel("slug", read_only=True),
        FieldPanel("file_version", read_only=True),
    ]

    class Meta:
        verbose_name = _("review of an exercise")
        verbose_name_plural = _("reviews of exercises")
        ordering = ["title"]
        constraints = [
            models.UniqueConstraint(
                fields=["slug", "file_version"], name="exercise_reviewed_once_per_version"
            )
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.file_version}"

    @property
    def revisions(self) -> Any:
        """Every saved version, drafts too."""
        return self._revisions
