"""Stop – a real person: one press covers everybody's text, then the leader chooses what is to go."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from sandbox.live import board, leader_pages, offering
from sandbox.live.leaders import for_trainers, led_run
from sandbox.live.run_sheet import MINUTE
from sandbox.world.models import Run, Seat
from sandbox.world.redaction import Chosen, redact_group
from sandbox.world.stopping import halt, lift_halt
from sandbox.world.templates import file_of

RECENT = (5, 15, 60)  # minutes back from now
EVERYTHING = "allt"


@never_cache
@for_trainers
@require_http_methods(["GET", "POST"])
def stop(request: HttpRequest, run: int) -> HttpResponse:
    """POST stops at once, without a question. The page says what is seen, and what can be erased."""
    found = led_run(request, run)
    if request.method == "POST":
        halt(found, user=request.user)
        return redirect("live:stop", found.pk)
    if found.halted_at is None:
        return redirect("live:run", found.pk)
    read = file_of(found.scenario)
    groups: dict[int, list[Seat]] = {}
    for seat in board.seats_in_use(found):
        groups.setdefault(seat.world.line if seat.world else 0, []).append(seat)
    context = leader_pages.frame(found) | {
        "groups": [
            (
                line,
                board.group_name(found, line, held),
                [(seat.no, offering.seat_name(read, seat.unit)) for seat in held],
            )
            for line, held in groups.items()
        ],
        "recent": RECENT,
        "everything": EVERYTHING,
        "crumbs": leader_pages.trail(found),
    }
    return render(request, "live/stop.html", context)


@for_trainers
@require_POST
def erase(request: HttpRequest, run: int) -> HttpResponse:
    """Erase what has been chosen, for good."""
    found = led_run(request, run)
    if found.halted_at is None:
        return redirect("live:run", found.pk)
    chosen = list(_chosen(found, request.POST.get("what", "")))
    if not chosen:
        messages.warning(request, _("Choose what is to be erased."))
        return redirect("live:stop", found.pk)
    with transaction.atomic():
        places = sum(redact_group(found, one, user=request.user).places for one in chosen)
    if places:
        says = ngettext("Erased in %(count)d place.", "Erased in %(count)d places.", places)
        messages.success(request, says % {"count": places})
    else:
        messages.warning(request, _("There was no text to erase there."))
    return redirect("live:stop", found.pk)


@for_trainers
@require_POST
def lift(request: HttpRequest, run: int) -> HttpResponse:
    """Show what is left again, and let everybody go on."""
    found = led_run(request, run)
    lift_halt(found, user=request.user)
    messages.success(request, _("The stop is lifted. Everybody can go on."))
    return redirect("live:run", found.pk)


def _chosen(run: Run, what: str) -> Iterator[Chosen]:
    """What a choice means: "s12" a seat, "g2" a group, "m15" minutes, or everything."""
    if what == EVERYTHING:
        yield Chosen(minutes=(timezone.now() - run.created_at) // MINUTE + 1)
        return
    kind, number = what[:1], what[1:]
    if not (number.isascii() and number.isdecimal() and len(number) < 6):
        return
    if kind == "m" and int(number) in RECENT:
        yield Chosen(minutes=int(number))
        return
    seats = Seat.objects.filter(run=run, world__isnull=False).select_related("world")
    found = [one for one in seats if _means(kind, int(number), one)]
    if not found:
        raise Http404
    yield from (Chosen(seat=one) for one in found)


def _means(kind: str, number: int, seat: Seat) -> bool:
    if kind == "s":
        return seat.no == number
    return kind == "g" and seat.world is not None and seat.world.line == number
