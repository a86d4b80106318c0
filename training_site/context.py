"""What the frame needs on every page."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from courses.references import CountySetting
from training_site import navigation, reading_settings
from training_site.guides import notices
from training_site.people.assignment_menu import assignment_row
from training_site.people.queries import leads_sessions, whoami

COUNTY_SECONDS = 60


def of_every_guest() -> Hashable:
    """What the frame of a guest's page shows that changes without a content stamp."""
    return timezone.localdate(), county_words(), notices.showing()


def county_words() -> str:
    """Who stands behind the installation; a change by an editor shows within a minute."""
    words = cache.get("frame:county")
    if words is None:
        # Reading a page never makes the row: that would be a change to what is published.
        setting = CountySetting.objects.first() or CountySetting()
        words = _("%(region)s and %(municipality)s") % {
            "region": setting.region,
            "municipality": setting.municipality,
        }
        cache.set("frame:county", words, COUNTY_SECONDS)
    return str(words)


def frame(request: HttpRequest) -> dict[str, Any]:
    """Menus, reading settings and who is signed in. Costs no query on a page of a guest."""
    return {
        "trainer_row": SimpleLazyObject(lambda: _trainer_row(request)),
        "assignment_row": SimpleLazyObject(lambda: assignment_row(request)),
        "reading": reading_settings.from_cookie(request.COOKIES.get(reading_settings.COOKIE)),
        "whoami": SimpleLazyObject(lambda: whoami(request)),
        "county": SimpleLazyObject(county_words),
        "service_notices": SimpleLazyObject(notices.showing),
    }


def _trainer_row(request: HttpRequest) -> tuple[navigation.Link, ...]:
    return navigation.trainer_row(request.path) if leads_sessions(request) else ()
