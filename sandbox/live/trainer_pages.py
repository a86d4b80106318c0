"""The trainer's own pages: my sessions, planning, changing, rehearsing, opening."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sandbox.live import offering, planning
from sandbox.live.handing_out import rehearse as rehearse_run
from sandbox.live.joining_pages import to_own_page
from sandbox.live.leaders import for_trainers, led_by, led_run
from sandbox.live.plan_forms import PlanForm, initial
from sandbox.live.telling import told
from sandbox.world.groups import seat_cards
from sandbox.world.models import Run, Scenario
from sandbox.world.templates import file_of

SHOWN = 30
USUAL_HOUR = 13
ORDER = {Run.State.RUNNING: 0, Run.State.LOBBY: 1, Run.State.PLANNED: 2}


@for_trainers
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """My sessions: the next one with its one button, then the others."""
    runs = led_by(request.user).annotate(
        come=Count("participants", filter=Q(participants__left_at__isnull=True), distinct=True)
    )
    coming = sorted(
        runs.exclude(state=Run.State.ENDED).filter(rehearsal=False),
        key=lambda run: (ORDER[Run.State(run.state)], run.starts_at or run.created_at, run.pk),
    )
    rehearsals = runs.exclude(state=Run.State.ENDED).filter(rehearsal=True).order_by("-pk")
    ended = runs.filter(state=Run.State.ENDED, rehearsal=False).order_by("-ended_at", "-pk")
    context = {
        "next": told(coming[0]) if coming else None,
        "later": [told(run) for run in coming[1:]],
        "rehearsals": [told(run) for run in rehearsals[:SHOWN]],
        "ended": [told(run) for run in ended[:SHOWN]],
        "scenarios": offering.led_scenarios(),
    }
    return render(request, "live/trainer_start.html", context)


@for_trainers
@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest) -> HttpResponse:
    """Plan a session; every field has a value that works."""
    scenarios = offering.led_scenarios()
    scenario = _chosen(request, scenarios)
    usual = planning.usual_plan(scenario, starts_at=_next_afternoon())
    form = PlanForm(request.POST or None, read=file_of(scenario), initial=initial(usual))
    if request.method == "POST" and form.is_valid():
        run = planning.plan_run(trainer=request.user, scenario=scenario, plan=form.plan())
        return redirect("live:run", run.pk)
    context = {"form": form, "scenario": scenario, "scenarios": scenarios, "crumbs": _crumbs()}
    return render(request, "live/plan.html", context, status=422 if form.errors else 200)


@for_trainers
@require_POST
def begin_now(request: HttpRequest) -> HttpResponse:
    """A session with the usual plan, its lobby open at once."""
    scenario = _chosen(request, offering.led_scenarios())
    usual = planning.usual_plan(scenario, starts_at=timezone.now())
    run = planning.plan_run(trainer=request.user, scenario=scenario, plan=usual)
    planning.open_lobby(run=run)
    return redirect("live:lobby", run.pk)


@for_trainers
@require_safe
def run_page(request: HttpRequest, run: int) -> HttpResponse:
    """Where the session stands: the plan, the lobby, the leader's view, or what came after."""
    found = led_run(request, run)
    if found.state != Run.State.PLANNED:
        return redirect(told(found).url)
    read = file_of(found.scenario)
    context = {
        "run": found,
        "told": told(found),
        "seats": [offering.seat_name(read, card.party) for card in seat_cards(read)],
        "leaders": [leader.user for leader in found.leaders.select_related("user")],
        "crumbs": _crumbs(),
    }
    return render(request, "live/planned.html", context)


@for_trainers
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, run: int) -> HttpResponse:
    """Change a session that has not begun."""
    found = led_run(request, run)
    if found.state not in (Run.State.PLANNED, Run.State.LOBBY):
        return redirect(told(found).url)
    first = initial(planning.plan_of(found))
    form = PlanForm(request.POST or None, read=file_of(found.scenario), initial=first)
    if request.method == "POST" and form.is_valid():
        planning.change_run(run=found, plan=form.plan())
        messages.success(request, _("The session is changed."))
        return redirect("live:run", found.pk)
    context = {"form": form, "scenario": found.scenario, "run": found, "crumbs": _crumbs(found)}
    return render(request, "live/plan.html", context, status=422 if form.errors else 200)


@for_trainers
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, run: int) -> HttpResponse:
    """Delete a planned session, after a plain question."""
    found = led_run(request, run, state=Run.State.PLANNED)
    if request.method == "POST":
        planning.withdraw(run=found)
        messages.success(request, _("The session is deleted."))
        return redirect("live:trainer")
    context = {"run": found, "told": told(found), "crumbs": _crumbs(found)}
    return render(request, "live/withdraw.html", context)


@for_trainers
@require_POST
def open_lobby(request: HttpRequest, run: int) -> HttpResponse:
    """Open the lobby: from now on the code lets people in."""
    found = led_run(request, run)
    planning.open_lobby(run=found)
    return redirect("live:lobby", found.pk)


@for_trainers
@require_http_methods(["GET", "POST"])
def rehearse(request: HttpRequest, run: int) -> HttpResponse:
    """Try the session alone: choose a seat, and everybody else is simulated."""
    found = led_run(request, run)
    read = file_of(found.scenario)
    cards = seat_cards(read)
    if request.method == "POST":
        party = request.POST.get("seat", cards[0].party)
        if party not in {card.party for card in cards}:
            raise Http404
        trial, token = rehearse_run(run=found, trainer=request.user, party=party)
        return to_own_page(trial, token)
    named = [(card, offering.seat_name(read, card.party)) for card in cards]
    context = {"run": found, "named": named, "crumbs": _crumbs(found)}
    return render(request, "live/rehearse.html", context)


def _chosen(request: HttpRequest, scenarios: list[Scenario]) -> Scenario:
    wanted = request.POST.get("scenario") or request.GET.get("ovning", "")
    if not scenarios:
        raise Http404
    return next((one for one in scenarios if one.slug == wanted), scenarios[0])


def _next_afternoon() -> datetime:
    """Today in the afternoon, or tomorrow when it is too late for that."""
    now = timezone.localtime()
    day = now if now.hour < USUAL_HOUR else now + timedelta(days=1)
    return day.replace(hour=USUAL_HOUR, minute=0, second=0, microsecond=0)


def _crumbs(run: Run | None = None) -> list[tuple[str, str]]:
    trail = [(_("My sessions"), reverse("live:trainer"))]
    if run is not None:
        trail.append((run.title, reverse("live:run", args=[run.pk])))
    return trail
