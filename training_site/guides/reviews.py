"""Exercises under review: the council approves a scenario file's version with the same two keys."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import DraftStateMixin, LockableMixin, RevisionMixin, WorkflowMixin

from sandbox import practice
from training_site.guides.keys import has_both


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

    @property
    def admin_url(self) -> str:
        """Where an editor opens it, to send it for approval."""
        viewset = self.snippet_viewset
        return reverse(viewset.get_url_name("edit"), args=[self.pk])

    @property
    def exercise_url(self) -> str:
        """Where the exercise is tried."""
        return reverse("practice:assignment", args=[self.slug])

    def publish(self, revision: Any, *args: Any, **kwargs: Any) -> Any:
        """Take the draft mark from this version of the exercise. Raises PermissionDenied without keys.

        A version that is no longer the one in use is left as it was.
        """
        if not has_both(revision):
            raise PermissionDenied
        with transaction.atomic():
            kwargs["skip_permission_checks"] = True
            answer = super().publish(revision, *args, **kwargs)
            fresh = ExerciseReview.objects.get(pk=self.pk)
            practice.approve(slug=fresh.slug, version=fresh.file_version)
        return answer


@transaction.atomic
def list_exercises() -> int:
    """Make a row for every version of an exercise that is in use; returns how many are new.

    An exercise whose file has been changed under the same version number is a draft anew, and so
    is its row.
    """
    new = 0
    for info in practice.exercises():
        row, made = ExerciseReview.objects.get_or_create(
            slug=info.slug,
            file_version=info.version,
            defaults={"title": info.title, "live": False},
        )
        if made or (row.live and info.draft):
            row.live, row.reviewed_by, row.reviewed_on, row.title = False, "", None, info.title
            row.save()
            row.save_revision()
            new += 1
    return new
