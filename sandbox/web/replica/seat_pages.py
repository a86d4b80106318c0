"""Choosing an assignment in a room: which unit one sits at, and which answer by themselves."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sandbox.process.kinds import SCHOOL
from sandbox.web.replica.desk import Desk, at_desk
from sandbox.web.replica.parties import kind_word
from sandbox.world.desk import cases_of
from sandbox.world.doors import seat_code
from sandbox.world.models import Scenario, Seat
from sandbox.world.rooms import change_seat, hand_back, seats_in
from sandbox.world.templates import county_of


@at_desk
@require_http_methods(["GET", "POST"])
def seats(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Choose an assignment in the room: sit down at another unit, or let one go.

    The unit one leaves answers by itself again, unless one keeps the seat. `?arende=3` is the case one
    had open: where the new unit has it too, its inbox leads on to it.
    """
    if request.method == "POST":
        if request.POST.get("do") == "back":
            return _let_go(request, desk)
        try:
            unit, keep = request.POST.get("unit", ""), bool(request.POST.get("keep"))
            seat = change_seat(desk.seat, unit, keep=keep)
        except LookupError:
            raise Http404 from None
        _lead_on(request, seat)
        return redirect("replica:inbox", seat_code(seat))
    mine = seats_in(desk.seat)
    return render(
        request,
        "replica/seats.html",
        desk.context()
        | {
            "groups": by_municipality(desk.run.scenario),
            "mine": [(desk.county.units[one.unit], one) for one in mine if one.pk != desk.seat.pk],
            "taken": {one.unit for one in mine},
        },
    )


def _lead_on(request: HttpRequest, seat: Seat) -> None:
    """Say where the case is that was open at the unit one comes from."""
    number = request.GET.get("arende", "")
    seen = next((one for one in cases_of(seat) if str(one.case.no) == number), None)
    if seen is not None:
        url = reverse("replica:case", args=[seat_code(seat), seen.case.no])
        words = _("You had %(person)s open.") % {"person": str(seen.case.person)}
        link = _("Open the case at this unit")
        messages.info(request, format_html('{} <a href="{}">{}</a>', words, url, link))


def _let_go(request: HttpRequest, desk: Desk) -> HttpResponse:
    unit = request.POST.get("unit", "")
    found = next((one for one in seats_in(desk.seat) if one.unit == unit), None)
    if found is None or found.pk == desk.seat.pk:
        raise Http404
    hand_back(found)
    name = desk.county.units[unit].party.name
    messages.success(request, _("%(unit)s answers by itself again.") % {"unit": name})
    return redirect("replica:seats", desk.code)


def by_municipality(row: Scenario) -> list[tuple[str, list[Any]]]:
    """The units somebody can sit at: the region's, each municipality's, and the schools' last."""
    found: dict[str, list[Any]] = {}
    schools: list[Any] = []
    for unit in county_of(row).units.values():
        if unit.in_system and unit.party.unit == SCHOOL:
            schools.append(unit)
        elif unit.in_system:
            found.setdefault(unit.municipality or _("The region"), []).append(unit)
    return [*found.items(), *([(kind_word(SCHOOL), schools)] if schools else [])]
