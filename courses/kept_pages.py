"""Whole pages written out once for every guest, and kept until what is published changes.

Nothing of a visitor's own is ever kept: not a page with a form key, with a message, with reading
settings, or of somebody who is signed in.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

# Dropped all at once when there are more.
KEPT_PAGES = 500

Frame = Callable[[], Hashable]
_frames: list[Frame] = []


def stands_on(frame: Frame) -> None:
    """Ask `frame` what the pages' frame shows now that no stamp tells of; another is another page."""
    if frame not in _frames:
        _frames.append(frame)


def shown(
    request: HttpRequest,
    kept: dict[Hashable, bytes],
    place: Hashable,
    write: Callable[[], HttpResponse],
) -> HttpResponse:
    """The page at `place` in `kept` for a guest like any other; else `write` writes it.

    `kept` lives as long as its content stamp. `place` is everything else that the page shows.
    """
    if not _like_any_guest(request):
        return write()
    place = (place, *(frame() for frame in _frames))
    if place in kept:
        return HttpResponse(kept[place])
    response = write()
    # A page that holds a form key is one visitor's own.
    if response.status_code == 200 and not request.META.get("CSRF_COOKIE_NEEDS_UPDATE"):
        if len(kept) >= KEPT_PAGES:
            kept.clear()
        kept[place] = response.content
    return response


def _like_any_guest(request: HttpRequest) -> bool:
    """Signed out, asking for the plain page, without reading settings or a message waiting."""
    if request.user.is_authenticated or request.GET or request.method not in {"GET", "HEAD"}:
        return False
    own = {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME}
    return set(request.COOKIES) <= own and "_messages" not in (
        request.session if settings.SESSION_COOKIE_NAME in request.COOKIES else ()
    )
