"""The leader's view of a running session, and a page for each group. What she does is in leader_acts."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sandbox.exercises.acting import takes_messages
from sandbox.live import activities, board, group_view, palette, projector
from sandbox.live.leader_forms import HintForm, TargetForm
from sandbox.live.leaders import for_trainers, led_run
from sandbox.live.run_sheet import sheet
from sandbox.live.standing import standings
from sandbox.live.telling import told
from sandbox.world import news, queries
from sandbox.world.models import Run
from sandbox.world.templates import file_of

Trail = list[tuple[str, str]]


@never_cache
@for_trainers
@require_safe
def leader(request: HttpRequest, run: int) -> HttpResponse:
    """The leader's view: groups and stages, who needs her, what she can let happen."""
    found = led_run(request, run)
    if found.state != Run.State.RUNNING:
        return redirect("live:run", found.pk)
    context = (
        frame(found)
        | _palette(found, request.GET.get("till", palette.ALL))
        | {
            "told": told(found),
            "sheet": sheet(found),
            "activities": activities.for_leader(found),
            "views": projector.choices(found),
            "person": _person(found),
            "crumbs": trail(found)[:1],
        }
    )
    return render(request, "live/leader.html", context)


@never_cache
@for_trainers
@require_safe
def group(request: HttpRequest, run: int, line: int) -> HttpResponse:
    """One group: its seats, hints for it, its checks so far and its log."""
    return group_page(request, led_run(request, run), line)


def group_page(
    request: HttpRequest, run: Run, line: int, *, hint: HintForm | None = None
) -> HttpResponse:
    """The group's page; with a hint that could not be sent, its form stands there as typed."""
    found = group_view.group_view(run, line)
    if found is None:
        raise Http404
    context = frame(run) | {
        "group": found,
        "hint": hint or HintForm(parties=found.parties),
        "crumbs": trail(run),
    }
    status = 422 if hint is not None and hint.errors else 200
    return render(request, "live/leader_group.html", context, status=status)


@never_cache
@for_trainers
@require_safe
def watch(request: HttpRequest, run: int, no: int) -> HttpResponse:
    """Look at the session as a seat sees it, without being able to write."""
    found = led_run(request, run)
    seat = queries.leader_seat_for(request.user, found, no)
    if seat is None:
        raise Http404
    return redirect("practice:tasks", queries.seat_code(seat))


def frame(run: Run) -> dict[str, Any]:
    """What the bar at the top needs on every page of a running session."""
    followed = news.followed(kind="board", run=run.pk)
    return board.board_context(run) | {
        "is_group": run.mode == Run.Mode.GROUP,
        "poll_url": followed["live_url"],
        "bar_url": news.address(kind="bar", run=run.pk),
        "version": followed["live_version"],
    }


def bar(run: Run) -> dict[str, Any]:
    """What the bar needs on a page that is also used before and after: nothing when nobody plays."""
    return frame(run) if run.state == Run.State.RUNNING else {}


def trail(run: Run) -> Trail:
    """The way back to the leader's view."""
    return [
        (_("My sessions"), reverse("live:trainer")),
        (run.title, reverse("live:leader", args=[run.pk])),
    ]


def _palette(run: Run, chosen: str) -> dict[str, Any]:
    read = file_of(run.scenario)
    seats = list(board.seats_in_use(run))
    found = standings(run, board.worlds_of(seats))
    lines = {seat.world_id: seat.world.line for seat in seats if seat.world}
    groups = [(lines[key], one) for key, one in found.items() if key in lines]
    clock, keys = palette.clock_keys(read, found)
    events = palette.events(read, run, groups)
    whom = palette.targets(run, read, seats)
    return {
        "target": TargetForm(whom=whom, chosen=chosen),
        "clock": clock,
        "takes_messages": takes_messages(read),
        "keys": keys,
        "waiting": [one for one in events if one.waits and not one.is_sent],
        "coming": [one for one in events if not one.waits and not one.is_sent],
        "sent": [one for one in events if one.is_sent],
    }


def _person(run: Run) -> str:
    persona = file_of(run.scenario).persona
    return str(persona.get("name", ""))
