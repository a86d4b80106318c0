"""Who comes in: a learner signs in, a guest in a led session needs no account."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from sandbox.web.room import Stopped
from sandbox.world.doors import BETWEEN

View = Callable[..., HttpResponse]
AUTOSAVE = "X-Autosave"


def seated(view: View) -> View:
    """A page of a seat: signing in for practice alone, and no text at all in a stopped session."""

    @wraps(view)
    def entered(request: HttpRequest, code: str, *args: Any, **given: Any) -> HttpResponse:
        if BETWEEN not in code and not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        try:
            answer = view(request, code, *args, **given)
        except Stopped:
            answer = _stopped(request, code)
        if BETWEEN in code:
            # Whatever the browser keeps would be shown again after the session has been stopped.
            answer.headers["Cache-Control"] = "private, no-store"
        return answer

    return entered


def _stopped(request: HttpRequest, code: str) -> HttpResponse:
    if request.headers.get(AUTOSAVE):
        said = _("The session is stopped. Wait for the trainer.")
        return JsonResponse({"error": said, "field": ""}, status=422)
    return render(request, "sandbox/halted.html", {"code": code})
