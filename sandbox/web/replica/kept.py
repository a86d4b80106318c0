"""Pages of a room as they were last written, kept for as long as nothing in the room has changed.

What is kept is the part between the frame's head and foot. It stands under everything it is made
of: the room with its counter and its clock, the seat, who else is played by people, the address and
the language. A form's token belongs to one reader: the part holds a place for it. In the part every
text that somebody has written is escaped, so none can look like such a place.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from sandbox.web.replica.desk import Desk
from sandbox.world.lending import played_by_people

# Seconds: for somebody who goes back and forth, never long after something is erased.
KEPT = 120
TOKEN, CUT = "<!--token-->", "<!--cut-->"
Compose = Callable[[], Mapping[str, Any]]


def shown(request: HttpRequest, desk: Desk, template: str, compose: Compose) -> HttpResponse:
    """The page at this address, from what is kept or written anew from what `compose` returns.

    `compose` is not asked when the page is kept: what it notes in the log has then been noted, in
    the same minute of the room. It may raise Http404.
    """
    key = _key(request, desk)
    packed: bytes | None = None if settings.DEBUG else cache.get(key)
    if packed is None:
        packed = zlib.compress(_written(request, template, compose()).encode(), 1)
        cache.set(key, packed, KEPT)
    html = zlib.decompress(packed).decode().replace(TOKEN, get_token(request))
    # Written by our templates, which have escaped what is not theirs.
    parts = [mark_safe(part) for part in html.split(CUT)]  # noqa: S308
    return render(
        request,
        "replica/kept.html",
        dict(zip(("title_words", "above", "middle"), parts, strict=True)),
    )


def _written(request: HttpRequest, template: str, context: Mapping[str, Any]) -> str:
    """The title, what stands above the page, and the page, with a cut between them."""
    inside = {"frame_template": "replica/kept_parts.html", "csrf_token": mark_safe(TOKEN)}  # noqa: S308
    return render_to_string(template, {**context, **inside}, request)


def _key(request: HttpRequest, desk: Desk) -> str:
    world, seat = desk.world, desk.seat
    made_of = (
        (world.pk, world.created_at, world.touched_at, world.seq, world.sim_now),
        (world.profile, world.sim_start, desk.run.scenario.digest),
        (seat.pk, seat.unit, seat.role, seat.kind, played_by_people(desk.run)),
        (request.get_full_path(), get_language()),
    )
    return f"replica.page.{hashlib.sha256(repr(made_of).encode()).hexdigest()}"
