"""Template tags of the frame: icons, and status in words with an icon beside."""

from __future__ import annotations

from functools import cache
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from training_site import navigation

register = template.Library()

# What is drawn inside a 24 × 24 box; stroke, colour and size come from the stylesheet.
ICONS: dict[str, str] = {
    "alert": '<path d="M12 3 2.5 20h19L12 3ZM12 10v4M12 17h.01"/>',
    "arrow": '<path d="M5 12h14M13 6l6 6-6 6"/>',
    "bag": '<path d="M5 8h14l-1 12H6L5 8ZM9 8V6a3 3 0 0 1 6 0v2"/>',
    "bubble": '<path d="M4 5h16v11H11l-5 4v-4H4V5Z"/>',
    "care": '<rect x="4" y="4" width="16" height="16" rx="3"/><path d="M12 8v8M8 12h8"/>',
    "check": '<path d="M20 6 9 17l-5-5"/>',
    "circle": '<circle cx="12" cy="12" r="9"/>',
    "clock": '<circle cx="12" cy="12" r="9"/><path d="M12 7v5l3 2"/>',
    "down": '<path d="M12 5v14M6 13l6 6 6-6"/>',
    "equal": '<path d="M5 9h14M5 15h14"/>',
    "flask": '<path d="M9 3h6M10 3v6L5 20h14L14 9V3M8 14h8"/>',
    "half": '<circle cx="12" cy="12" r="9"/><path d="M12 3v18M12 7h5.5M12 12h8.6M12 17h5.5"/>',
    "home": '<path d="M4 11 12 4l8 7v9H4v-9ZM10 20v-6h4v6"/>',
    "info": '<circle cx="12" cy="12" r="9"/><path d="M12 11v5M12 8h.01"/>',
    "lock": '<rect x="5" y="11" width="14" height="9" rx="2"/><path d="M8 11V8a4 4 0 0 1 8 0v3"/>',
    "menu": '<path d="M4 7h16M4 12h16M4 17h16"/>',
    "ok": '<circle cx="12" cy="12" r="9"/><path d="m8 12 3 3 5-6"/>',
    "pause": '<path d="M9 5v14M15 5v14"/>',
    "person": '<circle cx="12" cy="8" r="4"/><path d="M4 21c1-5 4-7 8-7s7 2 8 7"/>',
    "pin": (
        '<path d="M12 21s7-6.2 7-11a7 7 0 0 0-14 0c0 4.8 7 11 7 11Z"/>'
        '<circle cx="12" cy="10" r="2.5"/>'
    ),
    "plus": '<path d="M12 5v14M5 12h14"/>',
    "scale": '<path d="M12 4v16M7 20h10M5 7h14M5 7l-3 7h6L5 7Zm14 0-3 7h6l-3-7Z"/>',
    "search": '<circle cx="11" cy="11" r="7"/><path d="m20 20-4-4"/>',
    "sound": '<path d="M4 9v6h4l5 4V5L8 9H4ZM16 9a4 4 0 0 1 0 6M18.5 6a8 8 0 0 1 0 12"/>',
    "stop": '<path d="M8 3h8l5 5v8l-5 5H8l-5-5V8l5-5ZM9 9l6 6m0-6-6 6"/>',
    "swap": '<path d="M8 4 4 8l4 4M4 8h12M16 12l4 4-4 4M20 16H8"/>',
    "up": '<path d="M12 19V5M6 11l6-6 6 6"/>',
    "wrong": '<circle cx="12" cy="12" r="9"/><path d="m9 9 6 6m0-6-6 6"/>',
}

STATUSES: dict[str, tuple[str, object]] = {
    "done": ("check", _("Done")),
    "now": ("half", _("In progress")),
    "todo": ("circle", _("Not started")),
    "locked": ("lock", _("Cannot start yet")),
    "ok": ("ok", _("Good")),
    "warn": ("alert", _("Less good")),
    "bad": ("wrong", _("Wrong")),
}


# Kept, for a page shows some of them fifty times.
@register.simple_tag
@cache
def icon(name: str, size: str = "") -> SafeString:
    """An inline picture that repeats what the words beside it say; hidden from screen readers.

    Raises KeyError for a name that is not drawn here.
    """
    return format_html(
        '<svg class="icon{}" viewBox="0 0 24 24" aria-hidden="true">{}</svg>',
        " s" if size == "s" else "",
        mark_safe(ICONS[name]),  # noqa: S308 - from the table above
    )


@register.simple_tag
def status(state: str, word: str = "") -> SafeString:
    """A state as icon and word, e.g. {% status "locked" %}; the second argument says it otherwise.

    Raises KeyError for a state that is not one of STATUSES.
    """
    picture, usual = STATUSES[state]
    return format_html(
        '<span class="status {}">{} {}</span>', state, icon(picture), word or str(usual)
    )


@register.filter
def inside(text: str) -> str:
    """A phrase as it stands inside a sentence: "Undersköterska" small, "SIP-utbildare" as it is."""
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


# Both are the same on every page, and were a quarter of the work of a plain one.
@register.simple_tag(takes_context=True)
def site_head(context: dict[str, Any]) -> SafeString:
    """The head of the site: menu with the section of this page, search, and a way to sign in."""
    request, user = context.get("request"), context.get("user")
    signed_in = bool(getattr(user, "is_authenticated", False))
    current = navigation.section_of(getattr(request, "path", ""))
    return _site_head(current, offer_sign_in=not (signed_in or context.get("guest")))


@cache
def _site_head(current: str, *, offer_sign_in: bool) -> SafeString:
    shown = {"sections": navigation.sections(current), "offer_sign_in": offer_sign_in}
    return render_to_string("parts/site_head.html", shown)


@register.simple_tag
@cache
def foot_menu() -> SafeString:
    """The menu of the foot: every section, help, and about the site."""
    shown = {"sections": navigation.SECTIONS, "foot": navigation.FOOT}
    return render_to_string("parts/foot_menu.html", shown)
