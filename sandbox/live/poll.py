"""The one address every page of a session asks for news: empty when nothing has changed.

It looks at no session and no user, answers from what it knows for a second, and renders a change
once for everybody who shows the same.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeAlias

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe

from sandbox.live import board, projector
from sandbox.live.activity_reading import question_part
from sandbox.live.home import home_context
from sandbox.live.lobby import lobby_context, present
from sandbox.web.seats import seat_fragment
from sandbox.world import news
from sandbox.world.models import Participant, Run, Seat

# Seconds a rendered part is kept: for those who ask at once, never long after something is erased.
KEPT = 30
# Seconds until a page asks again. Never long: "Stop – a real person" reaches a phone by this.
CALM, BUSY, CROWDED = 3, 5, 10
BUSY_AT, CROWDED_AT = 250, 500  # questions a second in one process


Render: TypeAlias = Callable[[Run, news.Wanted, str], str | None]


class Pace:
    """How soon pages are told to ask again, from how many ask this process just now."""

    def __init__(self) -> None:
        self.second, self.count, self.before = 0, 0, 0

    def next(self) -> int:
        """Count a question; the seconds until the next."""
        second = int(time.monotonic())
        if second != self.second:
            self.before = self.count if second == self.second + 1 else 0
            self.second, self.count = second, 0
        self.count += 1
        load = max(self.before, self.count)
        return CROWDED if load > CROWDED_AT else BUSY if load > BUSY_AT else CALM


def _board(run: Run, _wanted: news.Wanted, _site: str) -> str:
    return board.fragment(run)


def _bar(run: Run, _wanted: news.Wanted, _site: str) -> str:
    return board.bar(run)


def _lobby(run: Run, _wanted: news.Wanted, _site: str) -> str:
    return render_to_string("live/parts_lobby.html", lobby_context(run, present(run)))


def _home(run: Run, wanted: news.Wanted, _site: str) -> str | None:
    person = run.participants.filter(pk=wanted.who, left_at=None).first()
    return render_to_string("live/parts_home.html", home_context(run, person)) if person else None


def _seat(run: Run, wanted: news.Wanted, _site: str) -> str | None:
    """The seat's part, for the one who holds it, or for a leader who looks on."""
    seats = Seat.objects.filter(run=run, no=wanted.number, world__isnull=False)
    if wanted.who:
        seats = seats.filter(participant=wanted.who, participant__left_at=None)
    seat = seats.select_related("run__scenario", "world", "participant").first()
    return seat_fragment(seat, watching=not wanted.who) if seat else None


def _calm(run: Run, _wanted: news.Wanted, _site: str) -> str:
    """Nothing, unless the session is stopped: then the page covers itself."""
    return render_to_string("sandbox/parts_halted.html") if run.halted_at else ""


def _projector(run: Run, _wanted: news.Wanted, site: str) -> str:
    return render_to_string("live/parts_projector.html", projector.wall(run, site=site))


def _question(run: Run, wanted: news.Wanted, _site: str) -> str | None:
    return question_part(run, wanted.number)


PARTS: dict[str, Render] = {
    "bar": _bar,
    "board": _board,
    "lobby": _lobby,
    "home": _home,
    "seat": _seat,
    "projector": _projector,
    "calm": _calm,
    "question": _question,
}
PACE = Pace()
_GONE = "live/parts_gone.html"


@require_safe
def news_page(request: HttpRequest, token: str) -> HttpResponse:
    """204 when the version is still the one the page has; else the fresh part, 410 when taken away."""
    wanted = news.wanted(token)
    if wanted is None or wanted.kind not in PARTS:
        return _answer(render_to_string(_GONE), status=410)
    if wanted.who and news.is_first_sign(wanted.who):
        Participant.objects.filter(pk=wanted.who).update(last_seen=timezone.now())
    version = news.version(wanted.kind, wanted.run)
    if request.GET.get("v") == version:
        return _answer("", status=204)
    html = _rendered(wanted, version, f"{request.scheme}://{request.get_host()}")
    if html is None:
        return _answer(render_to_string(_GONE), status=410)
    response = _answer(html)
    response["X-Version"] = version
    return response


def _rendered(wanted: news.Wanted, version: str, site: str) -> str | None:
    """The part at this version, from what is kept or made anew. None when it may not be seen."""
    key = f"part.{wanted.kind}.{wanted.run}.{wanted.number}.{wanted.who}.{version}.{site}"
    html: str | None = cache.get(key)
    if html is None:
        runs = Run.objects.select_related("scenario", "trainer").defer("scenario__source")
        run = runs.filter(pk=wanted.run).first()
        html = PARTS[wanted.kind](run, wanted, site) if run else None
        if html is not None:
            cache.set(key, html, KEPT)
    return html


def _answer(html: str, *, status: int = 200) -> HttpResponse:
    response = HttpResponse(html, status=status)
    response["Cache-Control"] = "no-store"
    response["X-Next"] = str(PACE.next())
    # A part of a page is bound by the policy of the page; without it the answer stays small.
    response._csp_exempt = True  # type: ignore[attr-defined]  # noqa: SLF001
    return response
