"""The lobby's pages: the code and who has come, groups and seats, co-leaders, and beginning."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sandbox.live import codes, joining, leader_pages, lobby, offering, planning
from sandbox.live.handing_out import deal, move_while_running
from sandbox.live.leaders import for_trainers, led_run
from sandbox.live.qr import qr
from sandbox.live.telling import told
from sandbox.world import news
from sandbox.world.models import Participant, Run
from sandbox.world.seating import leave_seat
from sandbox.world.templates import file_of


@for_trainers
@require_safe
def show(request: HttpRequest, run: int) -> HttpResponse:
    """The lobby: code, QR, who has come, groups and seats, and the button that begins."""
    found = led_run(request, run)
    if found.state != Run.State.LOBBY:
        return redirect("live:run", found.pk)
    live = news.followed(kind="lobby", run=found.pk)
    people = lobby.present(found)
    address = request.build_absolute_uri(reverse("live:home", args=[found.join_code.lower()]))
    context = (
        lobby.lobby_context(found, people)
        | _table(found, people)
        | {
            **live,
            "told": told(found),
            "code": codes.spaced(found.join_code),
            "qr": qr(address),
            "short_address": f"{request.get_host()}{reverse('live:enter')}",
            "leaders": [leader.user for leader in found.leaders.select_related("user")],
            "crumbs": [(_("My sessions"), reverse("live:trainer"))],
        }
    )
    return render(request, "live/lobby.html", context)


@for_trainers
@require_http_methods(["GET", "POST"])
def groups(request: HttpRequest, run: int) -> HttpResponse:
    """Groups, roles and everybody's own code; POST mixes, or moves one, also while it runs."""
    found = led_run(request, run)
    if found.state not in (Run.State.LOBBY, Run.State.RUNNING):
        return redirect("live:run", found.pk)
    if request.method == "POST":
        _change(request, found, request.POST.get("do", ""))
        place = "live:lobby" if found.state == Run.State.LOBBY else "live:groups"
        return redirect(f"{reverse(place, args=[found.pk])}#grupper")
    people = lobby.present(found)
    names = dict(offering.workplaces(file_of(found.scenario)))
    context = _table(found, people) | {
        "listed": [
            (one, names.get(one.workplace, ""), codes.spaced(one.personal_code)) for one in people
        ],
        "crumbs": [
            (_("My sessions"), reverse("live:trainer")),
            (found.title, reverse("live:run", args=[found.pk])),
        ],
    }
    return render(request, "live/groups.html", context | leader_pages.bar(found))


def _table(run: Run, people: list[Participant]) -> dict[str, Any]:
    """What live/parts_groups.html shows: the groups, and who can be moved where."""
    found = lobby.groups(run, people)
    come = len(lobby.counted(people))
    return {
        "run": run,
        "people": people,
        "groups": found,
        "is_group": run.mode == Run.Mode.GROUP,
        "is_lobby": run.state == Run.State.LOBBY,
        "fitting": run.groups if found else lobby.fitting(run, come),
        "largest": lobby.LARGEST,
        "choices": [(row.group, row.party, row.name) for one in found for row in one.seats],
    }


def _change(request: HttpRequest, run: Run, wish: str) -> None:
    is_lobby = run.state == Run.State.LOBBY
    if wish == "mix" and is_lobby:
        size = _number(request.POST.get("groups", ""))
        if size == _number(request.POST.get("suggested", "")) and not run.seats.exists():
            # Nobody has chosen it: it was worked out when fewer had come.
            size = lobby.fitting(run, len(lobby.counted(lobby.present(run))))
        lobby.arrange(run, size=size)
        messages.success(request, _("Everybody has been mixed. Move anyone you like."))
        return
    if wish == "hide_name" and joining.hide_name(
        run=run, no=_number(request.POST.get("no", "")) or 0
    ):
        messages.success(request, _("The name is gone. A number stands in its place."))
        return
    group_text, _sep, party = request.POST.get("seat", "").partition(":")
    group, no = _number(group_text), _number(request.POST.get("no", ""))
    if wish not in ("move", "also", "empty") or group is None or no is None:
        raise Http404
    if is_lobby:
        moved = (
            lobby.empty(run, group=group, party=party)
            if wish == "empty"
            else lobby.move(run, no=no, group=group, party=party, also=wish == "also")
        )
    else:
        moved = _moved_while_running(request, run, wish, (group, party, no))
    if not moved:
        messages.warning(request, _("Nobody was moved. The seat may have been taken just now."))


def _moved_while_running(
    request: HttpRequest, run: Run, wish: str, where: tuple[int, str, int]
) -> bool:
    group, party, no = where
    seat = lobby.seat_in(run, group, party)
    person = run.participants.filter(no=no, left_at__isnull=True).first()
    if seat is None or seat.world_id is None or person is None:
        return False
    if wish == "empty":
        holder = seat.participant
        if holder is None:
            return False
        leave_seat(holder, seat, user=request.user)
        return True
    return move_while_running(participant=person, seat=seat, also=wish == "also", user=request.user)


@for_trainers
@require_POST
def begin(request: HttpRequest, run: int) -> HttpResponse:
    """Hand out the roles and begin; a second click changes nothing."""
    found = led_run(request, run)
    if found.state == Run.State.LOBBY:
        deal(run=found, user=request.user)
    return redirect("live:run", found.pk)


@for_trainers
@require_POST
def lead_together(request: HttpRequest, run: int) -> HttpResponse:
    """A trainer who knows the code becomes a leader of the session too."""
    code = codes.clean(request.POST.get("code", ""))
    found = Run.objects.filter(pk=run, join_code=code).exclude(mode=Run.Mode.SOLO).first()
    if not code or found is None or found.state == Run.State.ENDED:
        raise Http404
    planning.lead_together(run=found, user=request.user)
    return redirect("live:run", found.pk)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else None
