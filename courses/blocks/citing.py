"""Blocks that cite: the law, a county's own rule, a guide."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from courses import guide_citations
from courses.blocks.fields import INLINE_HELP, LessonBlock, line, text

# How far a law has been checked, as its record says it: M must be, L is read, V is against the act.
CHECKED = "MLV"


def least_checked(laws: Iterable[Any]) -> Any:
    """The law that is checked the least, of several alike the one checked longest ago; or None."""
    found = [law for law in laws if law]
    return min(
        found,
        key=lambda law: (CHECKED.index(law.status), law.checked_on or datetime.date.min),
        default=None,
    )


class LawBox(LessonBlock):
    """What the law says, in plain words, with its places and the day they were checked."""

    title = line(_("title"))
    laws = blocks.ListBlock(
        SnippetChooserBlock("courses.LawReference"), label=capfirst(_("law references"))
    )
    text = text(_("in plain words"), help_text=INLINE_HELP)

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> Any:
        """The box is checked no better than the law in it that is checked the least."""
        context = super().get_context(value, parent_context=parent_context)
        context["weakest"] = least_checked(value.get("laws") or ())
        return context

    class Meta:
        label = capfirst(_("law box"))
        icon = "form"


class LocalRuleBox(LessonBlock):
    """A county's own rule; other counties' rules are labelled as examples."""

    rule = SnippetChooserBlock("courses.LocalRule", label=capfirst(_("local rule")))

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> Any:
        """What the box is called depends on whose county this is; the shelf knows."""
        context = super().get_context(value, parent_context=parent_context)
        shelf = (parent_context or {}).get("shelf")
        if shelf and value.get("rule"):
            rule = value["rule"]
            context["heading"], context["own"] = shelf.rule_heading(rule), shelf.is_own(rule)
        return context

    class Meta:
        label = capfirst(_("local rule"))
        icon = "site"


class GuideCitation(LessonBlock):
    """A section of a guide, and the version of the guide that the lesson is written after."""

    guide = line(_("guide"), help_text=_("The last part of the guide's address."))
    section = line(_("section"), help_text=_("The key of the section, step or row."))
    version = line(_("version"), help_text=_("The version the lesson is written after, e.g. 1.0"))
    text = text(_("in plain words"), required=False, help_text=INLINE_HELP)

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> Any:
        """Where the section stands now; whoever keeps the guides knows."""
        context = super().get_context(value, parent_context=parent_context)
        place = guide_citations.find(value.get("guide") or "", value.get("section") or "")
        context["place"] = place
        context["newer"] = place and place.version != value.get("version")
        return context

    class Meta:
        label = capfirst(_("section of a guide"))
        icon = "doc-full-inverse"
