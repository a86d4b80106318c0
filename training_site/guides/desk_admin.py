"""What the council meets in the administration: its promise, its lists, and the way to approve."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.action_menu import ActionMenuItem, SubmitForModerationMenuItem
from wagtail.admin.auth import user_has_any_page_permission
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.models import TaskState
from wagtail.snippets.action_menu import ActionMenuItem as SnippetActionMenuItem
from wagtail.snippets.action_menu import (
    SubmitForModerationMenuItem as SubmitSnippetMenuItem,
)
from wagtail.snippets.views.snippets import SnippetViewSet

from courses.labels import day as in_words
from training_site.guides.confirmations import Asked
from training_site.guides.desk import desk_of
from training_site.guides.pages import GuidePage
from training_site.guides.reviews import ExerciseReview


class DeskPanel(Component):
    """The promise of the council's desk, first on the start page of the administration."""

    name = "council_desk"
    template_name = "guides/desk_panel.html"
    order = 10

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> Any:
        """The desk of who is signed in; None for somebody without one."""
        request = (parent_context or {})["request"]
        return {
            "desk": desk_of(request.user, timezone.localdate()),
            "may_write": user_has_any_page_permission(request.user),
        }


class GuideIndex(IndexView):
    """The guides with how many of those asked have confirmed the version in force."""

    default_ordering = "title"

    def get_base_queryset(self) -> QuerySet[GuidePage]:
        """With the two counts; no query for each row."""
        asked = Asked.objects.filter(
            left_on=None,
            campaign__version__page=OuterRef("pk"),
            campaign__closed_at=None,
        ).order_by()
        by_campaign = asked.values("campaign__version__page")
        everyone = by_campaign.annotate(n=Count("pk")).values("n")
        done = by_campaign.annotate(n=Count("pk", filter=Q(confirmed_at__isnull=False))).values("n")
        pages: QuerySet[GuidePage] = super().get_base_queryset()
        return pages.annotate(
            n_asked=Coalesce(Subquery(everyone, output_field=IntegerField()), 0),
            n_confirmed=Coalesce(Subquery(done, output_field=IntegerField()), 0),
        )


def confirmed(page: Any) -> str:
    """ "41 av 58"; a dash where nobody is asked."""
    if not page.n_asked:
        return "–"
    return gettext("%(confirmed)s of %(asked)s") % {
        "confirmed": page.n_confirmed,
        "asked": page.n_asked,
    }


def review_day(page: Any) -> str:
    """The day it is to be reviewed, in words."""
    return in_words(page.review_by) if page.review_by else "–"


class GuideListing(PageListingViewSet):
    """Guides in a list of their own."""

    model = GuidePage
    icon = "doc-full-inverse"
    menu_label = _("Guides")
    menu_order = 100
    add_to_admin_menu = True
    index_view_class = GuideIndex
    list_filter = ["council", "change_kind", "review_by"]
    columns = [
        *(column for column in GuideIndex.base_columns if column.name in ("bulk_actions", "title")),
        Column("number", label=capfirst(_("version")), sort_key="number", width="10%"),
        Column("review_by", label=_("To be reviewed"), accessor=review_day, sort_key="review_by"),
        Column("confirmed", label=_("Confirmed"), accessor=confirmed, width="12%"),
        *(column for column in GuideIndex.base_columns if column.name == "status"),
    ]


class ExerciseReviews(SnippetViewSet):
    """Exercises a council approves; their texts are files, so nothing is written here."""

    model = ExerciseReview
    icon = "tasks"
    menu_label = _("Exercises")
    menu_order = 260
    add_to_admin_menu = True
    list_display = ["title", "file_version", "reviewed_by", "reviewed_on"]
    list_filter = ["live"]
    search_fields = ["title", "slug"]
    copy_view_enabled = False
    inspect_view_enabled = False


class _ReviewLink:
    """Leads somebody who may approve to the page where it is done."""

    name = "action-review"
    label = _("Read and approve")
    icon_name = "success"
    order = 0

    state: TaskState

    def is_shown(self, context: Any) -> bool:
        """Chosen by the hook."""
        return True

    def get_url(self, context: Any) -> str:
        """The page of the text that waits."""
        return reverse("guides:review", args=[self.state.pk])


class PageReviewLink(_ReviewLink, ActionMenuItem):
    """On a page."""


class SnippetReviewLink(_ReviewLink, SnippetActionMenuItem):
    """On a question, an answer, a piece of news or an exercise."""


def review_link(kind: type[_ReviewLink], obj: Any, user: Any) -> list[Any]:
    """The link, when `obj` waits for approval and `user` has a desk where it can be read."""
    if obj is None or not obj.pk:
        return []
    # Words of the glossary, units and the like are never sent for approval.
    state = getattr(obj, "current_workflow_task_state", None)
    if state is None or state.status != TaskState.STATUS_IN_PROGRESS:
        return []
    if not state.task.specific.user_can_access_editor(obj, user):
        return []
    link = kind()
    link.state = state
    return [link]


class SendPage(SubmitForModerationMenuItem):
    """The button that sends a page for approval, as the one that is seen at once."""

    template_name = "guides/send_first.html"


class SendSnippet(SubmitSnippetMenuItem):
    """The same for a question, an answer or a piece of news."""

    template_name = "guides/send_first.html"


def send_first(items: list[Any], kind: type[Any]) -> None:
    """Put sending for approval before saving: drafts save themselves while they are written."""
    for place, item in enumerate(items):
        if item.name == kind.name:
            del items[place]
            items.insert(0, kind())
            return
