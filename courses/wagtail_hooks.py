"""The courses in the administration: snippet lists, and our own way of serving pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column
from wagtail.admin.ui.tables.pages import ParentPageColumn
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from courses import catalogue, views
from courses.choosing import chooser_by
from courses.page_panels import warnings_of
from courses.pages import ContentPage, LessonPage
from courses.references import GlossaryTerm, LawReference, LocalRule, Source


class LawReferences(SnippetViewSet):
    """Law references: what, from when, how well checked."""

    model = LawReference
    icon = "form"
    list_display = ["citation", "title", "valid_from", "valid_to", "status", "checked_on"]
    list_filter = ["status", "act"]
    search_fields = ["key", "act", "sfs", "place", "title", "summary"]
    chooser_per_page = 25
    chooser_viewset_class = chooser_by(*search_fields)


class LocalRules(SnippetViewSet):
    """Local rules by county."""

    model = LocalRule
    icon = "site"
    list_display = ["slug", "county", "agreement", "valid_from"]
    list_filter = ["county"]
    search_fields = ["slug", "county", "text"]
    chooser_per_page = 25
    chooser_viewset_class = chooser_by(*search_fields)


class GlossaryTerms(SnippetViewSet):
    """Words that are explained."""

    model = GlossaryTerm
    icon = "openquote"
    list_display = ["term", "text"]
    search_fields = ["term", "text", "also"]


class Sources(SnippetViewSet):
    """Sources that are not laws."""

    model = Source
    icon = "doc-full"
    list_display = ["key", "title", "kind", "county", "year"]
    search_fields = ["key", "title", "about"]


class References(SnippetViewSetGroup):
    """Everything pages cite, under one menu entry."""

    menu_label = _("References")
    menu_icon = "form"
    menu_order = 300
    items = (LawReferences, LocalRules, GlossaryTerms, Sources)


register_snippet(References)


class LessonIndex(IndexView):
    """The lessons in the order learners meet them, until a column is chosen."""

    default_ordering = "path"


class LessonListing(PageListingViewSet):
    """Lessons in a list of their own: where, time, and whether somebody has reviewed them."""

    index_view_class = LessonIndex

    icon = "doc-full"
    model = LessonPage
    menu_label = _("Lessons")
    menu_order = 250
    add_to_admin_menu = True
    columns = [
        *(
            ParentPageColumn("parent", label=_("Module")) if column.name == "parent" else column
            for column in LessonIndex.base_columns
        ),
        Column("key", label=capfirst(_("key")), sort_key="key"),
        Column("minutes", label=capfirst(_("minutes")), sort_key="minutes"),
        Column("reviewed_on", label=capfirst(_("reviewed on")), sort_key="reviewed_on"),
    ]


lesson_listing = LessonListing("lektioner")


@hooks.register("register_admin_viewset")
def register_lesson_listing() -> LessonListing:
    """The list of lessons in the administration."""
    return lesson_listing


@hooks.register("after_publish_page")
def tell_what_is_hard_to_read(request: HttpRequest, page: Any) -> None:
    """What is published all the same, in words an editor can act on."""
    for warning in warnings_of(page):
        messages.warning(request, warning)


@hooks.register("on_serve_page", order=100)
def serve_our_own(onward: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Innermost: after Wagtail has checked who may see it, one of our pages is shown our way."""

    def serve(page: Any, request: HttpRequest, args: Any, kwargs: Any) -> HttpResponse:
        if not isinstance(page.specific, ContentPage):
            return onward(page, request, args, kwargs)
        published = catalogue.current()
        node = published.at.get(request.path_info)
        if node is None:
            return onward(page, request, args, kwargs)
        return views.show_uncached(request, published, node)

    return serve
