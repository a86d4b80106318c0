"""What the frame needs on every page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from training_site import navigation, reading_settings
from training_site.people.queries import whoami


def frame(request: HttpRequest) -> dict[str, Any]:
    """Menus, reading settings and who is signed in. Costs no query on a page of a guest."""
    return {
        "sections": navigation.sections(request.path),
        "foot": navigation.FOOT,
        "reading": reading_settings.from_cookie(request.COOKIES.get(reading_settings.COOKIE)),
        "whoami": lambda: whoami(request),
    }
