"""The courses in the administration: snippet lists, and our own way of serving pages."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from courses import catalogue, views
from courses.pages import ContentPage
from courses.references import GlossaryTerm, LawReference, LocalRule, Source


class LawReferences(SnippetViewSet):
    """Law references: what, from when, how well checked."""

    model = LawReference
    icon = "form"
    list_display = ["citation", "title", "valid_from", "valid_to", "status", "checked_on"]
    list_filter = ["status", "act"]
    search_fields = ["key", "act", "place", "title", "summary"]


class LocalRules(SnippetViewSet):
    """Local rules by county."""

    model = LocalRule
    icon = "site"
    list_display = ["slug", "county", "agreement", "valid_from"]
    list_filter = ["county"]
    search_fields = ["slug", "county", "text"]


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


@hooks.register("before_serve_page", order=100)
def serve_our_own(page: Any, request: HttpRequest, *_routed: Any) -> HttpResponse | None:
    """After Wagtail has checked who may see it, one of our pages is shown the way ours are."""
    specific = page.specific
    if not isinstance(specific, ContentPage):
        return None
    published = catalogue.current()
    node = published.at.get(request.path_info)
    return views.show_uncached(request, published, node) if node else None
