"""Texts that the administration's scripts show and Wagtail has no Swedish for, or not a plain one."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext, gettext_noop, ngettext
from django.views.i18n import JavaScriptCatalog

TEXTS = (
    gettext_noop("The minimum number of items is %(min_num)d"),
    gettext_noop("The maximum number of items is %(max_num)d"),
    gettext_noop("Search options…"),
    gettext_noop("A network error occurred."),
    gettext_noop("A server error occurred."),
    gettext_noop("Autosave in progress…"),
    gettext_noop("Changes have been autosaved."),
    gettext_noop("Pin toolbar"),
    gettext_noop("Unpin toolbar"),
    gettext_noop("Good"),
    gettext_noop("Fair"),
    gettext_noop("Complex"),
)


class AdminTexts(JavaScriptCatalog):
    """Wagtail's own texts for scripts, with ours in place of those that are missing."""

    packages = ["wagtail.admin"]

    def get_catalog(self) -> dict[str, Any]:
        """English text to Swedish; a text with a plural to the list of its forms."""
        catalog: dict[str, Any] = super().get_catalog()
        catalog |= {text: gettext(text) for text in TEXTS}
        catalog["%(num)s min"] = [ngettext("%(num)s min", "%(num)s mins", n) for n in (1, 2)]
        return catalog
