"""Locks the session of somebody who has been away; what she then sends is kept in her own page."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from training_site.people import idle_clock
from training_site.people.lock_pages import show_lock

# Asked again and again by a page nobody need be looking at: neither locked nor counted.
POLLED = ("/ovning/tavla/", "/static/", "/media/")
# What is made for the wall of a room, where everybody sees it.
WALL = re.compile(r"/utbildare/\d+/projektor/")
# What somebody locked out still needs: to unlock, to leave, and to be able to read the page.
WAYS_OUT = (
    "/konto/last/",
    "/konto/byt-anvandare/",
    "/konto/logga-ut/",
    "/konto/glomt-losenord/",
    "/lasinstallningar/",
)


class IdleLock:
    """Asks "Är du kvar?" after half an hour; it stands after the check of the form key.

    Pages opened and forms sent count as being there. What scripts ask for in between (autosave,
    the admin's own questions) does not, and gets 403 while the session is locked.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """The page that asks, in place of the one that was asked for; None when all is well."""
        path = request.path
        if path.startswith(POLLED) or not _signed_in(request):
            return None
        if not idle_clock.is_locked(request):
            if not _by_script(request):
                idle_clock.touch(request)
            return None
        if path.startswith(WAYS_OUT) or (request.method == "GET" and WALL.fullmatch(path)):
            return None
        return _refuse(request)


def _signed_in(request: HttpRequest) -> bool:
    # Without its cookie there is no session to read: a guest's page asks nothing.
    return settings.SESSION_COOKIE_NAME in request.COOKIES and SESSION_KEY in request.session


def _by_script(request: HttpRequest) -> bool:
    headers = request.headers
    asked = ("X-Autosave", "X-Requested-With", "HX-Request")
    wants_a_page = "text/html" in headers.get("Accept", "text/html")
    return any(name in headers for name in asked) or not wants_a_page


def _refuse(request: HttpRequest) -> HttpResponse:
    if _by_script(request):
        return HttpResponse(_("The session is locked."), "text/plain; charset=utf-8", 403)
    if request.method == "POST":
        return show_lock(request)
    return redirect(f"{reverse('locked')}?{urlencode({'next': request.get_full_path()})}")
