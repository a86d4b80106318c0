"""What the leader does: pause, next part, clock, events, hints, seats, start over, end.

Every address takes POST from a leader of the run, and leads back to where it was done.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from sandbox.exercises.acting import takes_messages
from sandbox.exercises.led import Inject
from sandbox.live import board, leader_pages, offering, palette, run_sheet
from sandbox.live.handing_out import move_while_running
from sandbox.live.leader_forms import HintForm, InjectForm
from sandbox.live.leaders import for_trainers, led_run
from sandbox.world import leading, seating, stopping
from sandbox.world.models import Run, Seat, World
from sandbox.world.reset import group_again
from sandbox.world.templates import file_of


@for_trainers
@require_POST
def pause(request: HttpRequest, run: int) -> HttpResponse:
    """Pause everybody, or go on."""
    found = led_run(request, run, state=Run.State.RUNNING)
    goes_on = request.POST.get("do") == "resume"
    (stopping.resume if goes_on else stopping.pause)(found, user=request.user)
    return redirect("live:leader", found.pk)


@for_trainers
@require_POST
def part(request: HttpRequest, run: int) -> HttpResponse:
    """Go to another part of the session."""
    found = led_run(request, run, state=Run.State.RUNNING)
    wanted = request.POST.get("part", "")
    try:
        run_sheet.go_to(found, int(wanted), user=request.user)
    except ValueError:
        raise Http404 from None
    return _back(found, "korschema")


@for_trainers
@require_POST
def clock(request: HttpRequest, run: int) -> HttpResponse:
    """Move the simulated clock of all groups or of one."""
    found = led_run(request, run, state=Run.State.RUNNING)
    by = request.POST.get("by", "")
    if by not in {palette.NEXT, *(str(step) for step in palette.STEPS)}:
        raise Http404
    minutes = None if by == palette.NEXT else int(by)
    chosen, whom = _target(request, found)
    if whom.world:
        leading.advance_group(whom.world, minutes=minutes, user=request.user)
    else:
        leading.advance_groups(found, minutes=minutes, user=request.user)
    messages.success(request, _("The clock has moved."))
    return _back(found, "handelser", till=chosen)


@for_trainers
@require_POST
def send(request: HttpRequest, run: int) -> HttpResponse:
    """Let an event of the exercise happen at once, with its own words."""
    found = led_run(request, run, state=Run.State.RUNNING)
    inject = _inject(found, request.POST.get("ref", ""))
    chosen, whom = _target(request, found)
    _send(found, whom, inject.ref, user=request.user)
    messages.success(request, _("Sent: %(title)s") % {"title": inject.title})
    return _back(found, "handelser", till=chosen)


@never_cache
@for_trainers
@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, run: int, ref: str = "") -> HttpResponse:
    """Change the words and receivers of an event before it is sent, or write one of one's own."""
    found = led_run(request, run, state=Run.State.RUNNING)
    inject = _inject(found, ref) if ref else None
    read = file_of(found.scenario)
    if not takes_messages(read):
        raise Http404
    seats = list(board.seats_in_use(found))
    first: dict[str, Any] = {"till": request.GET.get("till", palette.ALL)}
    if inject:
        first |= {"to": list(inject.to), "says": inject.says}
    whom = palette.targets(found, read, seats)
    form = InjectForm(request.POST or None, read=read, whom=whom, inject=inject, initial=first)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        target = palette.target(data["till"], seats)
        to = target.to or tuple(data["to"])
        _send(found, target, form.written(), to=to, says=data["says"], user=request.user)
        messages.success(request, _("Sent."))
        return _back(found, "handelser", till=data["till"])
    context = leader_pages.frame(found) | {
        "form": form,
        "inject": inject,
        "from_whom": offering.seat_name(read, inject.sender) if inject else "",
        "crumbs": leader_pages.trail(found),
    }
    return render(request, "live/leader_inject.html", context, status=422 if form.errors else 200)


@for_trainers
@require_POST
def hint(request: HttpRequest, run: int, line: int) -> HttpResponse:
    """Give a group a hint: one that is ready, or in the leader's own words."""
    found = led_run(request, run, state=Run.State.RUNNING)
    world = _world(found, line)
    check, _sep, level = request.POST.get("ready", "").partition(":")
    if check:
        try:
            leading.give_hint(world, check=check, level=int(level or 1), user=request.user)
        except (KeyError, ValueError):
            raise Http404 from None
    else:
        read = file_of(found.scenario)
        parties = [(card.party, offering.seat_name(read, card.party)) for card in read.seats]
        form = HintForm(request.POST, parties=parties)
        if not form.is_valid():
            return leader_pages.group_page(request, found, line, hint=form)
        to = (form.cleaned_data["to"],) if form.cleaned_data["to"] else ()
        leading.give_hint(world, text=form.cleaned_data["text"], to=to, user=request.user)
    messages.success(request, _("The hint is sent."))
    return _to_group(found, line, "ledtrad")


@for_trainers
@require_POST
def seat(request: HttpRequest, run: int, no: int) -> HttpResponse:
    """Let an actor or a person play a seat, or give it to somebody."""
    found = led_run(request, run, state=Run.State.RUNNING)
    row = get_object_or_404(
        Seat.objects.select_related("world", "participant"),
        run=found,
        no=no,
        world__kind=World.Kind.LIVE,
    )
    if not _changed(request, found, row, request.POST.get("do", "")):
        messages.warning(request, _("Nothing was changed. The seat may have been taken just now."))
    return _to_group(found, row.world.line if row.world else 0, "platser")


@never_cache
@for_trainers
@require_http_methods(["GET", "POST"])
def again(request: HttpRequest, run: int, line: int) -> HttpResponse:
    """Let a group start over, after a plain question. Everybody's results stay."""
    found = led_run(request, run, state=Run.State.RUNNING)
    world = _world(found, line)
    seats = [one for one in board.seats_in_use(found) if one.world_id == world.pk]
    name = board.group_name(found, line, seats)
    if request.method == "POST":
        group_again(world, user=request.user)
        messages.success(request, _("%(group)s starts over.") % {"group": name})
        return _to_group(found, line, "platser")
    context = leader_pages.frame(found) | {
        "line": line,
        "name": name,
        "crumbs": leader_pages.trail(found),
    }
    return render(request, "live/leader_again.html", context)


@never_cache
@for_trainers
@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, run: int) -> HttpResponse:
    """End the session, after a plain question."""
    found = led_run(request, run, state=Run.State.RUNNING)
    if request.method == "POST":
        stopping.end(found, user=request.user)
        messages.success(request, _("The session has ended. Here is what happened."))
        return redirect("live:run", found.pk)
    context = leader_pages.frame(found) | {"crumbs": leader_pages.trail(found)}
    return render(request, "live/leader_end.html", context)


def _changed(request: HttpRequest, run: Run, row: Seat, wish: str) -> bool:
    if wish in (seating.ACTOR, seating.HUMAN):
        try:
            seating.flip(row, wish, user=request.user)
        except seating.NobodyThere:
            return False
        return True
    if wish == "free" and row.participant:
        seating.leave_seat(row.participant, row, user=request.user)
        return True
    no = request.POST.get("person", "")
    people = run.participants.filter(left_at__isnull=True)
    known = no.isascii() and no.isdecimal() and len(no) < 6
    person = people.filter(no=int(no)).first() if known else None
    if wish not in ("move", "also") or person is None:
        return False
    return move_while_running(participant=person, seat=row, also=wish == "also", user=request.user)


def _send(
    run: Run,
    whom: palette.Target,
    inject: Inject | str,
    *,
    to: tuple[str, ...] = (),
    says: str = "",
    user: Any,
) -> None:
    to = to or whom.to
    if whom.world:
        leading.send_inject(whom.world, inject, to=to, says=says, user=user)
    else:
        leading.send_inject_to_all(run, inject, to=to, says=says, user=user)


def _inject(run: Run, ref: str) -> Inject:
    try:
        return file_of(run.scenario).inject(ref)
    except KeyError:
        raise Http404 from None


def _target(request: HttpRequest, run: Run) -> tuple[str, palette.Target]:
    chosen = request.POST.get("till", palette.ALL)
    try:
        return chosen, palette.target(chosen, board.seats_in_use(run))
    except palette.NoSuchTarget:
        raise Http404 from None


def _world(run: Run, line: int) -> World:
    return get_object_or_404(World, run=run, line=line, kind=World.Kind.LIVE)


def _back(run: Run, anchor: str, **query: str) -> HttpResponse:
    asked = f"?{urlencode(query)}" if query else ""
    return redirect(f"{reverse('live:leader', args=[run.pk])}{asked}#{anchor}")


def _to_group(run: Run, line: int, anchor: str) -> HttpResponse:
    return redirect(f"{reverse('live:group', args=[run.pk, line])}#{anchor}")
