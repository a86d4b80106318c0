"""The role card: who you are, the one thing to do next, what has come, and how far the group is."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from sandbox.exercises.checks import is_done, step_state
from sandbox.exercises.scenario import Step
from sandbox.exercises.steps import next_step_for
from sandbox.web import inbox, showing
from sandbox.web.entering import seated
from sandbox.web.room import Room, room_for
from sandbox.world import queries
from sandbox.world.closed import Closed
from sandbox.world.perform import advance

MESSAGE = "send_message"
FREE_ACTS_NOT_LISTED = (MESSAGE, inbox.ACKNOWLEDGE, inbox.ACKNOWLEDGE_CALL)


@dataclass(frozen=True)
class NextThing:
    """The one thing to do now; without an address there is nothing to do but wait."""

    says: str
    url: str = ""
    label: str = ""


def role_card(request: HttpRequest, room: Room) -> HttpResponse:
    """The first page of a seat where there are several."""
    return render(
        request,
        "sandbox/role_card.html",
        room.context()
        | fresh(room)
        | {
            "crumbs": room.crumbs(tasks=False),
            "card": room.card,
            "title": room.name_of(room.party),
            "seats": _own_seats(room),
            "acts": _other_acts(room),
            "clock": _clock(room),
        },
    )


def fresh(room: Room) -> dict[str, Any]:
    """What the part of the page that keeps itself fresh shows; no text but the seat's own."""
    came = inbox.letters(room)
    return {
        "room": room,
        "next": next_thing(room, came),
        "letters": came,
        "new": sum(one.is_new for one in came),
        "sent": inbox.sent_by(room),
        "can_write": _may(room, MESSAGE) and not room.watching,
        "steps": _steps(room),
        "progress": showing.progress(room.scenario, room.state, party=room.party),
        "group": _group(room),
        "now": showing.sim_time(room.scenario, room.state.now),
    }


def fragment(room: Room) -> str:
    """The part that keeps itself fresh, as HTML for the poll."""
    return render_to_string("sandbox/parts_seat_live.html", fresh(room))


def next_thing(room: Room, came: list[inbox.Letter]) -> NextThing:
    """What has come first, then the next step, then whom the group waits for."""
    unread = next((one for one in came if one.is_new), None)
    if unread:
        says = _("%(sender)s has written to you.") % {"sender": unread.sender}
        label = _("Read and acknowledge: %(title)s") % {"title": unread.title}
        return NextThing(says, unread.url, label)
    step = _following(room)
    if step is not None:
        stands = step_state(room.scenario, room.state, step.key).state
        label = _("Go on with %(step)s") if stands == "draft" else _("Begin with %(step)s")
        url = reverse("practice:step", args=[room.code, step.key])
        return NextThing(step.lead, url, label % {"step": step.title.lower()})
    if is_done(room.scenario, room.state):
        url = reverse("practice:done", args=[room.code])
        return NextThing(_("Everything is in place."), url, _("See how it went"))
    others = [room.name_of(one.party) for one in room.company.ball if one.party != room.party]
    if not others:
        return NextThing(_("There is nothing for you to do just now."))
    names = ", ".join(dict.fromkeys(others))
    return NextThing(_("You are waiting for %(names)s.") % {"names": names})


@seated
@require_POST
def forward(request: HttpRequest, code: str) -> HttpResponse:
    """Move the clock to the next thing that happens, where the clock is one's own."""
    room = room_for(request, code)
    moment = room.company.next_event
    if room.several and room.own_clock and moment is not None:
        # The page it comes back to says when the session is paused.
        with suppress(Closed):
            advance(seat=room.seat, to=moment)
    return redirect("practice:tasks", code)


def _clock(room: Room) -> bool:
    return room.own_clock and not room.paused and room.company.next_event is not None


def _following(room: Room) -> Step | None:
    """The step to take now. One that could be taken out of turn waits for those before it."""
    found = next_step_for(room.scenario, room.state, room.party)
    for item in showing.step_items(room.scenario, room.state, party=room.party):
        if found is None or item.key == found.key:
            return found
        if item.state == "locked":
            return None
    return found


def _steps(room: Room) -> list[dict[str, Any]]:
    """The seat's steps; the first one that cannot start yet says why, for the rest wait for it."""
    following = _following(room)
    items = showing.step_items(room.scenario, room.state, party=room.party)
    locked = next((item.key for item in items if item.state == "locked"), "")
    return [
        {
            "title": item.title,
            "hint": item.hint if item.key == locked else "",
            "tone": item.tone,
            "url": ""
            if item.state == "locked"
            else reverse("practice:step", args=[room.code, item.key]),
            "is_next": following is not None and item.key == following.key,
        }
        for item in items
    ]


def _group(room: Room) -> dict[str, str]:
    """How many have come, whose turn it is and how far the group is; no text."""
    one, here = room.company, ""
    if one.total:
        here = ngettext(
            "%(present)d of %(total)d is here.", "%(present)d of %(total)d are here.", one.total
        ) % {"present": one.present, "total": one.total}
    stage = next((title for _key, title, state in one.stages if state == "now"), "")
    at = _("The group is at the stage %(stage)s.") % {"stage": stage} if stage else ""
    waits = dict.fromkeys(room.name_of(ball.party) for ball in one.ball)
    ball = _("Next to act: %(names)s.") % {"names": ", ".join(waits)} if waits else ""
    return {"here": here, "at": at, "ball": ball}


def _own_seats(room: Room) -> list[Mapping[str, Any]]:
    """The seats that the same participant holds in the session, when there are several."""
    if not room.led or room.watching:
        return []
    participant = room.seat.participant
    held = queries.seats_of(participant) if participant else []
    return [
        {
            "title": room.name_of(one.unit),
            "url": reverse("practice:tasks", args=[queries.seat_code(one)]),
            "current": one.pk == room.seat.pk,
        }
        for one in held
        if len(held) > 1
    ]


def _other_acts(room: Room) -> list[dict[str, str]]:
    """What the seat may write besides its steps: a changed date, for example."""
    if room.watching:
        return []
    steps = {step.action for step in room.steps}
    return [
        {"label": one.label, "url": reverse("practice:step", args=[room.code, one.action])}
        for one in room.offers
        if one.enabled
        and one.action not in steps
        and one.action not in FREE_ACTS_NOT_LISTED
        and room.flow.actions[one.action].document
    ]


def _may(room: Room, action: str) -> bool:
    return any(one.action == action and one.enabled for one in room.offers)
