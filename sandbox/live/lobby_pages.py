"""The lobby's pages: the code and who has come, groups and seats, co-leaders, and beginning."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sandbox.live import codes, lobby, planning
from sandbox.live.handing_out import deal
from sandbox.live.leaders import for_trainers, led_run
from sandbox.live.qr import qr
from sandbox.live.telling import told
from sandbox.world.groups import seat_cards
from sandbox.world.models import Run
from sandbox.world.templates import file_of


@for_trainers
@require_safe
def show(request: HttpRequest, run: int) -> HttpResponse:
    """The lobby: code, QR, who has come, groups and seats, and the button that begins."""
    found = led_run(request, run)
    if found.state != Run.State.LOBBY:
        return redirect("live:run", found.pk)
    read = file_of(found.scenario)
    people = lobby.present(found)
    groups = lobby.groups(found, people)
    address = request.build_absolute_uri(reverse("live:home", args=[found.join_code.lower()]))
    is_group = found.mode == Run.Mode.GROUP
    context = lobby.lobby_context(found, people) | {
        "told": told(found),
        "code": codes.spaced(found.join_code),
        "qr": qr(address),
        "short_address": f"{request.get_host()}{reverse('live:enter')}",
        "groups": groups,
        "is_group": is_group,
        "choices": [(row.group, row.party, row.name) for one in groups for row in one.seats],
        "leaders": [leader.user for leader in found.leaders.select_related("user")],
        "seat_count": len(seat_cards(read)),
        "largest": lobby.LARGEST,
        "crumbs": [(_("My sessions"), reverse("live:trainer"))],
    }
    return render(request, "live/lobby.html", context)


@for_trainers
@require_POST
def groups(request: HttpRequest, run: int) -> HttpResponse:
    """Mix everybody, or move one: to a seat, to one more seat, or out of a seat."""
    found = led_run(request, run, state=Run.State.LOBBY)
    wish = request.POST.get("do", "")
    if wish == "mix":
        lobby.arrange(found, size=_number(request.POST.get("groups", "")))
        messages.success(request, _("Everybody has been mixed. Move anyone you like."))
    elif wish in ("move", "also", "empty"):
        _move(request, found, wish)
    else:
        raise Http404
    return redirect(f"{reverse('live:lobby', args=[found.pk])}#grupper")


def _move(request: HttpRequest, run: Run, wish: str) -> None:
    group_text, _sep, party = request.POST.get("seat", "").partition(":")
    group, no = _number(group_text), _number(request.POST.get("no", ""))
    if group is None:
        raise Http404
    if wish == "empty":
        lobby.empty(run, group=group, party=party)
    elif no is None:
        raise Http404
    elif not lobby.move(run, no=no, group=group, party=party, also=wish == "also"):
        messages.warning(request, _("Nobody was moved. The seat may have been taken just now."))


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
