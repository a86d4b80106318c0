"""Questions and answers, and news: short texts of a council, each with owner, date and sources."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    RevisionMixin,
    WorkflowMixin,
)

from courses.stamp import Stamped
from training_site.guides import audiences, campaigns, matters_acting

FEATURES = ["bold", "ul", "ol", "link"]


class Written(
    WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, PreviewableMixin, Stamped
):
    """What a council writes outside pages: drafted, approved and published; owned and dated."""

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    council = models.ForeignKey(
        "people.Council", on_delete=models.PROTECT, related_name="+", verbose_name=_("owner")
    )
    reviewed_by = models.CharField(_("reviewed by"), max_length=160, blank=True)
    reviewed_on = models.DateField(_("reviewed on"), null=True, blank=True)
    loaded = models.JSONField(default=dict, blank=True, editable=False)

    # Pages of the house beside those of the texts, at addresses like theirs.
    taken: ClassVar[frozenset[str]] = frozenset()
    review_panel = MultiFieldPanel(
        [FieldPanel("reviewed_by", read_only=True), FieldPanel("reviewed_on", read_only=True)],
        _("Review"),
    )

    class Meta:
        abstract = True

    @property
    def is_draft(self) -> bool:
        """No council has approved it with both keys."""
        return not (self.reviewed_by and self.reviewed_on)

    def publish(self, revision: Any, *args: Any, **kwargs: Any) -> Any:
        """Publish a revision, and let those who wait for it know, once it is what readers have."""
        with transaction.atomic():
            answer = super().publish(revision, *args, **kwargs)
            fresh = type(self).objects.get(pk=self.pk)
            if fresh.live and fresh.live_revision_id == revision.pk:
                fresh.went_live()
        return answer

    def clean(self) -> None:
        """Refuse an address where the text could not be reached."""
        super().clean()
        if self.slug in self.taken:
            raise ValidationError({"slug": _("Another page has that address. Choose another one.")})

    def went_live(self) -> None:
        """What follows when it is published. Safe to do again."""


class FaqEntry(Written):
    """A question that people ask, and the council's answer."""

    question = models.CharField(_("question"), max_length=240)
    answer = RichTextField(_("answer"), features=FEATURES, help_text=_("At most 90 words."))
    sources = models.CharField(
        _("sources"), max_length=200, blank=True, help_text=_("Write such as: L1, L2, S1.")
    )
    answered_on = models.DateField(_("answered"))
    review_by = models.DateField(_("to be reviewed no later than"))

    taken = frozenset({"fraga"})

    _revisions = GenericRelation("wagtailcore.Revision", related_query_name="faq")
    workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="faq",
        for_concrete_model=False,
    )

    class Meta:
        verbose_name = _("question and answer")
        verbose_name_plural = _("questions and answers")
        ordering = ["question"]

    def __str__(self) -> str:
        return self.question

    def went_live(self) -> None:
        """Everybody who waits for the answer gets it."""
        matters_acting.published(self)

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        """The page that readers get."""
        return "guides/faq_entry.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        """What is being written, without the tables its sources are looked up in."""
        return {"entry": self, "in_preview": True}

    @property
    def revisions(self) -> Any:
        """Every saved version, drafts too."""
        return self._revisions


class NewsItem(Written):
    """A piece of news: three sentences, and more for those who want it."""

    title = models.CharField(_("title"), max_length=160)
    summary = models.TextField(
        _("in three sentences"),
        max_length=500,
        help_text=_("What is new? What shall we do? From when?"),
    )
    text = RichTextField(_("text"), features=FEATURES, blank=True)
    published_on = models.DateField(_("day"))
    forward_by = models.DateField(
        _("pass on no later than"),
        null=True,
        blank=True,
        help_text=_("Empty when nobody is asked to pass it on."),
    )
    audience_kind = models.CharField(
        _("passed on by"),
        max_length=40,
        choices=audiences.CHOICES,
        default=audiences.DEFAULT,
    )

    taken = frozenset({"feed"})

    _revisions = GenericRelation("wagtailcore.Revision", related_query_name="news")
    workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="news",
        for_concrete_model=False,
    )

    class Meta:
        verbose_name = _("piece of news")
        verbose_name_plural = _("news")
        ordering = ["-published_on", "-pk"]

    def __str__(self) -> str:
        return self.title

    def went_live(self) -> None:
        """Those it says are asked to pass it on, once."""
        campaigns.open_for_news(self)

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        """The page that readers get."""
        return "guides/news_item.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        """What is being written; nobody is asked yet."""
        return {"item": self, "in_preview": True}

    @property
    def revisions(self) -> Any:
        """Every saved version, drafts too."""
        return self._revisions
