"""Around the room: choosing what to practise, changing seats, moving the clock, leaving."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sandbox.process.reading import load_profile, profile_names
from sandbox.process.state import MINUTES_PER_DAY
from sandbox.web.replica.desk import Desk, at_desk, today
from sandbox.world.counties import current_county
from sandbox.world.doors import seat_code
from sandbox.world.rooms import (
    TooMany,
    Wish,
    advance_room,
    leave_room,
    next_due,
    open_room,
    rooms_of,
    sit_down,
)
from sandbox.world.templates import county_of

WEEKEND = 5
START_OF_DAY = 8 * 60


@login_required
@require_http_methods(["GET", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """Open a room: in which system's words and as which unit. Open rooms stand first."""
    row = current_county()
    if row is None:
        raise Http404
    county = county_of(row)
    if request.method == "POST":
        wish = Wish(request.POST.get("profile", ""), request.POST.get("unit", ""))
        try:
            seat = open_room(user=request.user, wish=wish, today=today())
        except LookupError:
            messages.warning(request, _("Choose a unit and a system from the lists."))
        except TooMany:
            messages.warning(request, _("You have six rooms already. Leave one of them first."))
        else:
            return redirect("replica:inbox", seat_code(seat))
    profiles = [load_profile(name) for name in profile_names()]
    return render(
        request,
        "replica/choose.html",
        {
            "crumbs": [(_("Practise"), reverse("practice:index"))],
            "county": county,
            "units": [unit for unit in county.units.values() if unit.in_system],
            "profiles": [one for one in profiles if one.pages],
            "rooms": [
                (seat_code(seat), seat, county_of(seat.run.scenario))
                for seat in rooms_of(request.user.pk or 0)
            ],
        },
    )


@at_desk
@require_http_methods(["GET", "POST"])
def seats(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Choose an assignment in the room: sit down at another unit."""
    if request.method == "POST":
        try:
            seat = sit_down(desk.seat, request.POST.get("unit", ""))
        except LookupError:
            raise Http404 from None
        return redirect("replica:inbox", seat_code(seat))
    units = [unit for unit in desk.county.units.values() if unit.in_system]
    return render(request, "replica/seats.html", desk.context() | {"units": units})


@at_desk
@require_POST
def clock(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Move the room's time: one hour, four, to the next weekday morning, or to what comes next."""
    to = _target(desk, request.POST.get("to", ""))
    if to is not None:
        happened = advance_room(desk.seat, to=to)
        fresh = Desk(desk.code, desk.seat, type(desk.world).objects.get(pk=desk.world.pk))
        messages.info(
            request,
            _("The time is now %(time)s. Things that happened: %(count)d.")
            % {"time": fresh.time_words(fresh.now), "count": happened},
        )
    back = request.POST.get("back", "")
    own = back.startswith(desk.url("inbox")) and "\\" not in back and "//" not in back
    return redirect(back if own else desk.url("inbox"))


def _target(desk: Desk, wish: str) -> int | None:
    now = desk.now
    if wish in ("1", "4"):
        return now + int(wish) * 60
    if wish == "morning":
        day = now // MINUTES_PER_DAY + 1
        while day % 7 >= WEEKEND:
            day += 1
        return day * MINUTES_PER_DAY + START_OF_DAY
    if wish == "next":
        return next_due(desk.world)
    return None


@at_desk
@require_POST
def leave(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Leave the room for good."""
    leave_room(desk.seat)
    messages.success(request, _("You have left the room. What you wrote there is taken away."))
    return redirect("replica:choose")
