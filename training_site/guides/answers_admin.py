"""Questions and answers, news, contacts and service notices in the administration."""

from __future__ import annotations

import re
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, OuterRef, Prefetch, Subquery
from django.db.models.functions import Cast
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    ObjectList,
    PublishingPanel,
)
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import Column
from wagtail.models import Revision, WorkflowState
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from courses.content_checks import stops_in_line
from courses.question_sources import sources_of
from training_site.guides import notices
from training_site.guides.answers import FaqEntry, NewsItem, Written
from training_site.guides.parts import plain
from training_site.guides.telling import Contact, ServiceNotice
from training_site.people.councils import the_council

MOST_WORDS = 90
SLUG_LENGTH = 70


def review_words(item: Written) -> str:
    """Who has reviewed it, or that nobody has."""
    return item.reviewed_by or _("Draft – not reviewed")


def status_words(item: Any) -> str:
    """Published, draft, changed since it was published, or waiting for approval."""
    return str(item.status_string).capitalize()


def with_status(model: Any) -> Any:
    """The rows with what their status is told by, so that a list asks nothing for each of them."""
    content_type = ContentType.objects.get_for_model(model)
    kept = Revision.objects.filter(
        base_content_type=content_type, object_id=Cast(OuterRef("pk"), CharField())
    )
    waiting = WorkflowState.objects.active().select_related("current_task_state__task")
    return model.objects.annotate(
        scheduled_revision=Subquery(kept.filter(approved_go_live_at__isnull=False).values("pk")[:1])
    ).prefetch_related(
        Prefetch("workflow_states", queryset=waiting, to_attr="_current_workflow_states")
    )


def notice_words(notice: ServiceNotice) -> str:
    """Whether a notice is shown now."""
    now = timezone.now()
    if notice.ends <= now:
        return _("Has been shown")
    return _("Is shown now") if notice.begins <= now else _("Will be shown")


# What readers meet, of everything a council writes outside pages.
TEXTS = {"question", "answer", "title", "summary", "text"}


class WrittenForm(WagtailAdminModelForm):
    """What a council writes. Its address follows the title; a change takes the review away."""

    named_after = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False
            self.fields["slug"].help_text = _("Empty: made from the title.")
        if self.instance.pk is None and "council" in self.fields:
            self.initial.setdefault("council", the_council())

    def clean_slug(self) -> str:
        """The one that was written; or one that is free, made from the title."""
        given: str = self.cleaned_data.get("slug") or ""
        if given:
            return given
        made = slugify(self.data.get(self.named_after, ""))[:SLUG_LENGTH].strip("-") or "svar"
        taken = set(
            type(self.instance)
            .objects.filter(slug__startswith=made)
            .exclude(pk=self.instance.pk)
            .values_list("slug", flat=True)
        )
        numbers = (f"{made}-{number}" for number in range(2, len(taken) + 3))
        return made if made not in taken else next(one for one in numbers if one not in taken)

    def clean(self) -> dict[str, Any]:
        """Refuse what no reader may meet, when it is more than a draft."""
        data: dict[str, Any] = super().clean()
        if not self.is_deferred_validation:
            for name in TEXTS & data.keys():
                for problem in stops_in_line(data[name] or ""):
                    self.add_error(name, problem)
        return data

    def save(self, commit: bool = True) -> Any:  # noqa: FBT001, FBT002
        """What was approved was the text as it stood."""
        if self.has_changed():
            self.instance.reviewed_by, self.instance.reviewed_on = "", None
        return super().save(commit=commit)


class FaqForm(WrittenForm):
    """A question and answer: short, and from sources that exist."""

    named_after = "question"

    def clean(self) -> dict[str, Any]:
        """Count the words and look the sources up, when it is more than a draft."""
        data: dict[str, Any] = super().clean()
        if self.is_deferred_validation:
            return data
        words = len(plain(data.get("answer") or "").split())
        if words > MOST_WORDS:
            said = _("The answer is %(words)s words. Shorten it to at most %(most)s.")
            self.add_error("answer", said % {"words": words, "most": MOST_WORDS})
        keys = re.findall(r"\w+", data.get("sources") or "")
        missing = [key for key in keys if key not in sources_of(frozenset(keys))]
        if missing:
            said = _("There is no reference %(keys)s. Check the keys in the list of references.")
            self.add_error("sources", said % {"keys": ", ".join(missing)})
        return data


class NewsForm(WrittenForm):
    """A piece of news."""

    named_after = "title"


class FaqEntries(SnippetViewSet):
    """Questions and answers."""

    model = FaqEntry
    icon = "help"
    menu_label = gettext_lazy("Questions and answers")
    list_display = [
        "question",
        Column("status", label=gettext_lazy("Status"), accessor=status_words),
        Column("review", label=gettext_lazy("Review"), accessor=review_words),
        "answered_on",
        "review_by",
    ]
    list_filter = ["live", "council"]
    search_fields = ["question", "answer"]
    ordering = ["question"]
    edit_handler = ObjectList(
        [
            FieldPanel("question"),
            FieldPanel("answer"),
            FieldPanel("sources"),
            FieldRowPanel([FieldPanel("answered_on"), FieldPanel("review_by")]),
            FieldRowPanel([FieldPanel("council"), FieldPanel("slug")]),
            Written.review_panel,
            PublishingPanel(),
        ],
        base_form_class=FaqForm,
    )

    def get_queryset(self, request: Any) -> Any:
        """With their status; as many queries however many there are."""
        return with_status(FaqEntry)


class NewsItems(SnippetViewSet):
    """News."""

    model = NewsItem
    icon = "comment"
    menu_label = gettext_lazy("News")
    list_display = [
        "title",
        "published_on",
        "forward_by",
        Column("status", label=gettext_lazy("Status"), accessor=status_words),
        Column("review", label=gettext_lazy("Review"), accessor=review_words),
    ]
    list_filter = ["live", "audience_kind"]
    search_fields = ["title", "summary", "text"]
    ordering = ["-published_on"]
    edit_handler = ObjectList(
        [
            FieldPanel("title"),
            FieldPanel("summary"),
            FieldPanel("text"),
            FieldPanel("published_on"),
            MultiFieldPanel(
                [FieldPanel("forward_by"), FieldPanel("audience_kind")],
                heading=gettext_lazy("Pass on"),
            ),
            FieldRowPanel([FieldPanel("council"), FieldPanel("slug")]),
            Written.review_panel,
            PublishingPanel(),
        ],
        base_form_class=NewsForm,
    )

    def get_queryset(self, request: Any) -> Any:
        """With their status; as many queries however many there are."""
        return with_status(NewsItem)


class Contacts(SnippetViewSet):
    """Whom to ask."""

    model = Contact
    icon = "user"
    list_display = ["name", "about", "phone", "email"]
    search_fields = ["name", "about"]
    ordering = ["order", "name"]


class ServiceNotices(SnippetViewSet):
    """What is shown on every page for a while."""

    model = ServiceNotice
    icon = "warning"
    list_display = [
        "text",
        "begins",
        "ends",
        Column("shown", label=gettext_lazy("Status"), accessor=notice_words),
    ]
    search_fields = ["text"]


class Telling(SnippetViewSetGroup):
    """What a council tells, under one menu entry."""

    menu_label = gettext_lazy("Answers and news")
    menu_icon = "comment"
    menu_order = 220
    items = (FaqEntries, NewsItems, Contacts, ServiceNotices)


@hooks.register("register_admin_menu_item")
def queue_item() -> MenuItem:
    """The way from writing answers to what has been asked."""
    return MenuItem(
        gettext_lazy("Questions to the council"),
        reverse("guides:queue"),
        name="questions-to-the-council",
        icon_name="help",
        order=221,
    )


class ServicePanel(Component):
    """What the public pages say of what does not work, on the first page of the administration."""

    order = 5

    def render_html(self, parent_context: Any = None) -> SafeString:
        """Nothing when there is nothing to say."""
        return render_to_string("guides/notices_admin.html", {"notices": notices.showing()})


@hooks.register("construct_homepage_panels")
def service_notices(_request: HttpRequest, panels: list[Any]) -> None:
    """First on the page."""
    if notices.showing():
        panels.insert(0, ServicePanel())
