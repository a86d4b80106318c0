"""How long ago somebody signed in last did something, kept in her session."""

from __future__ import annotations

import time

from django.conf import settings
from django.http import HttpRequest

SEEN = "seen"
# Seconds between two writings of the session, so that reading pages does not write at each.
STEP = 60


def start(request: HttpRequest) -> None:
    """Count from now: she has just signed in or unlocked."""
    request.session[SEEN] = int(time.time())


def touch(request: HttpRequest) -> None:
    """She has done something; written at most once a minute."""
    if time.time() - request.session.get(SEEN, 0) >= STEP:
        start(request)


def minutes_allowed(request: HttpRequest) -> int:
    """After how many minutes without anything done the session is locked."""
    if request.session.get_expire_at_browser_close():
        return int(settings.IDLE_MINUTES)
    return int(settings.IDLE_MINUTES_KEPT)


def is_locked(request: HttpRequest) -> bool:
    """Whether she has been away too long. A session from before the clock starts now."""
    seen = request.session.get(SEEN)
    return seen is not None and time.time() - seen > minutes_allowed(request) * 60
