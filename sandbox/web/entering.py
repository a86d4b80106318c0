"""Who comes in: a learner signs in, a guest in a led session needs no account."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from sandbox.web.room import GUEST_COOKIE, Stopped
from sandbox.world.doors import BETWEEN, was_seated

View = Callable[..., HttpResponse]
AUTOSAVE = "X-Autosave"
OVER = 409


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
        except Http404:
            if not _is_over_for(request, code):
                raise
            answer = _over(request, code)
        if BETWEEN in code:
            # Whatever the browser keeps would be shown again after the session has been stopped.
            answer.headers["Cache-Control"] = "private, no-store"
        return answer

    return entered


def _stopped(request: HttpRequest, code: str) -> HttpResponse:
    if request.headers.get(AUTOSAVE):
        said = _("The session is stopped. Wait for the trainer.")
        return JsonResponse({"error": said, "field": ""}, status=422)
    base = code.partition(BETWEEN)[0]
    guest = {"home": reverse("live:home", args=[base]), "leave": reverse("live:leave", args=[base])}
    return render(request, "sandbox/halted.html", {"code": code, "guest": guest})


def _is_over_for(request: HttpRequest, code: str) -> bool:
    guest = request.COOKIES.get(GUEST_COOKIE, "")
    return was_seated(guest, code) or was_seated(request.user, code)


def _over(request: HttpRequest, code: str) -> HttpResponse:
    """The session ended while somebody sat here: what was just typed is given back, not stored."""
    if request.headers.get(AUTOSAVE):
        return JsonResponse({"error": _("The session is over."), "field": ""}, status=OVER)
    home = reverse("live:home", args=[code.partition(BETWEEN)[0]])
    if request.method != "POST":
        return redirect(home)
    # What people write has spaces in it; what a form knows by itself has none.
    typed = [text for values in request.POST.lists() for text in values[1] if " " in text.strip()]
    return render(request, "sandbox/over.html", {"typed": typed, "home": home}, status=OVER)
