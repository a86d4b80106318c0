"""The start page, and plain pages about the site."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, TitleFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.rich_text import RichText

from courses import catalogue
from courses.stamp import Stamped
from training_site.front import papers
from training_site.front.doors import chosen, fast_track
from training_site.front.home import home

FEATURES = ["h2", "h3", "bold", "ol", "ul", "link"]


class EditorialPage(Stamped, Page):
    """What every page about the site has: a lead, a text, an owner and a date."""

    lead = models.TextField(_("introduction"), max_length=400)
    body = RichTextField(_("text"), features=FEATURES, blank=True)
    content_owner = models.CharField(_("owner"), max_length=120, blank=True)
    updated_on = models.DateField(_("content updated"), null=True, blank=True)
    loaded_digest = models.CharField(max_length=64, blank=True, editable=False)

    # What saving a draft writes on the page itself.
    unseen_fields = frozenset(
        {"latest_revision", "latest_revision_created_at", "draft_title", "has_unpublished_changes"}
    )
    metadata_panel = MultiFieldPanel(
        [FieldPanel("content_owner"), FieldPanel("updated_on")], _("Metadata")
    )

    class Meta:
        abstract = True


class StartPage(EditorialPage):
    """Where everyone arrives: what this is, and the one thing to do next."""

    promise_title = models.CharField(
        _("the promise"), max_length=80, help_text=_("What the visitor does first, in a few words")
    )
    promise_text = models.CharField(_("what it takes"), max_length=200)
    promise_button = models.CharField(_("text of the button"), max_length=60)
    promise_url = models.CharField(
        _("where the button leads"), max_length=200, help_text=_("For example /kurser/")
    )
    reassurance = models.CharField(_("reassurance"), max_length=200, blank=True)

    parent_page_types = ["wagtailcore.Page"]
    max_count = 1
    template = "front/start.html"
    content_panels = [
        TitleFieldPanel("title"),
        FieldPanel("lead"),
        MultiFieldPanel(
            [
                FieldPanel("promise_title"),
                FieldPanel("promise_text"),
                FieldPanel("promise_button"),
                FieldPanel("promise_url"),
                FieldPanel("reassurance"),
            ],
            _("The first step"),
        ),
        FieldPanel("body"),
        EditorialPage.metadata_panel,
    ]

    class Meta:
        verbose_name = _("start page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The page, and for someone signed in what they were doing."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        found, door = chosen(request)
        published = catalogue.current()
        return context | {
            "home": home(getattr(request, "user", None), published),
            "doors": found,
            "door": door,
            "fast_track": fast_track(published),
        }


class StandardPage(EditorialPage):
    """A plain page: about the site, accessibility, personal data, cookies, help, contact."""

    for_editors = models.BooleanField(
        _("for those who write"),
        default=False,
        help_text=_("Found by search only when one may edit. Whoever has the address can read it."),
    )

    parent_page_types = ["front.StartPage", "front.StandardPage"]
    subpage_types = ["front.StandardPage"]
    template = "front/standard.html"
    content_panels = [
        TitleFieldPanel("title"),
        FieldPanel("lead"),
        FieldPanel("body"),
        FieldPanel("for_editors"),
        EditorialPage.metadata_panel,
    ]

    class Meta:
        verbose_name = _("plain page")
        verbose_name_plural = _("plain pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The page; where the text has marks for it, as a paper to write on."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        html = str(RichText(self.body))
        return context | {"text": papers.with_lines(html), "lines": papers.has_lines(html)}
