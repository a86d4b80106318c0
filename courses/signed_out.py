"""What somebody sent after having been signed out: shown to her once, so that it is not lost."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers

from courses.screens import sign_in_url


def signed_out(request: HttpRequest, back: str, text: str = "") -> HttpResponse:
    """Ask her to sign in and come back to `back`; first show `text`, which was not saved.

    A script is told with 403 that nothing was saved: it would take a redirect for a yes.
    """
    if "text/html" not in request.headers.get("Accept", "text/html"):
        return HttpResponse(status=403)
    if not text.strip():
        return redirect(sign_in_url(back))
    context = {"text": text, "sign_in_url": sign_in_url(back)}
    answer = render(request, "courses/signed_out.html", context, status=403)
    add_never_cache_headers(answer)
    return answer
