"""The role card: who you are, the one thing to do next, what has come, and how far the group is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from sandbox.exercises.scenario import Step
from sandbox.process.state import day_of
from sandbox.web import inbox, showing
from sandbox.web.entering import seated
from sandbox.web.room import Room, Stopped, open_room, room_for
from sandbox.world import news, queries
from sandbox.world.closed import Closed
from sandbox.world.models import Activity, Seat
from sandbox.world.perform import advance

MESSAGE = "send_message"
PERSON = "person"
MOST_NAMED = 3  # of those one waits for; all of them stand further down the page
MOST_EVENTS = 40  # of what happens between others before the page is shown again
# What a colleague may do besides the steps of an exercise; the rest of the work is for free practice.
FREE_ACTS_LISTED = frozenset(
    [
        "register_admission",
        "send_admission_notice",
        "appoint_contact",
        "write_planning",
        "change_date",
        "offer_sip",
        "notify_ready",
        "send_information",
        "discharge",
        "record_consent",
        "write_mapping",
        "send_call",
        "answer_call",
        "hold_meeting",
        "write_goals",
        "write_own_measures",
        "decide_follow_up",
        "close_plan",
    ]
)
CLOSE_PLAN = "close_plan"  # listed only once there is a plan to close


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
            "who": _who(room),
            "goal": _low(room.card.goal),
            "seats": _own_seats(room),
            "roles": [card for card in room.scenario.seats if card.solo],
            "acts": _other_acts(room),
            "clock_url": reverse("practice:forward", args=[room.code]) if room.own_clock else "",
            "live": _live(room),
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
        "progress": showing.progress(_items(room)),
        "group": _group(room),
        "now": showing.sim_time(room.scenario, room.state.now),
        "asked": _asked(room),
        "clock": _clock(room),
    }


def _who(room: Room) -> str:
    """What the seat is in one word where that can be said: the place stands in the heading."""
    card, place = room.card, room.name_of(room.party)
    if card.role == PERSON:
        return card.title
    return _low(card.title).removesuffix(f" på {place}").removesuffix(f" i {place}")


def _low(text: str) -> str:
    return text[:1].lower() + text[1:]


def _asked(room: Room) -> Activity | None:
    """The question everybody is asked just now, as long as this participant has not answered."""
    if not room.led or room.watching or room.seat.participant_id is None:
        return None
    waiting = Activity.objects.filter(run=room.run.pk, state=Activity.State.OPEN)
    return waiting.exclude(contributions__participant=room.seat.participant_id).first()


def _live(room: Room) -> dict[str, str] | None:
    """Where the page asks for news, and from which version; None where nobody leads."""
    participant = room.seat.participant
    if not room.led or room.watching or participant is None:
        return None
    run = room.run.pk
    # A version a second too old only makes the page ask once more; a newer one would hide a change.
    version = news.version("seat", run)
    url = news.address(kind="seat", run=run, number=room.seat.no, who=participant.pk)
    return {"url": url, "version": version}


def seat_fragment(seat: Seat, *, watching: bool = False) -> str:
    """The part of a seat's page that keeps itself fresh, for the poll: no session, no user.

    `watching` is for a leader who looks on. In a stopped session it only says so.
    """
    try:
        room = open_room(seat, queries.seat_code(seat), watching=watching)
    except Stopped:
        return render_to_string("sandbox/parts_halted.html")
    return render_to_string("sandbox/parts_seat_fresh.html", fresh(room))


def next_thing(room: Room, came: list[inbox.Letter]) -> NextThing:
    """What has come first, then the next step, then whom the group waits for."""
    unread = next((one for one in came if one.is_new), None)
    if unread:
        says = _("%(sender)s has written to you.") % {"sender": unread.sender}
        label = _("Read and acknowledge: %(title)s") % {"title": unread.title}
        return NextThing(says, unread.url, label)
    step = _following(room)
    if step is not None and (not _waits(room) or step.key not in room.company.taken):
        due = _later(room, step)
        return _to_write(room, step) if due is None else _not_yet(room, step, due)
    if not room.states or all(one.state == "done" for one in room.states.values()):
        url = reverse("practice:done", args=[room.code])
        return NextThing(_("Everything of yours is in place."), url, _("See how it went"))
    return NextThing(" ".join(filter(None, (_waiting_for(room), _meanwhile(room)))))


def _waiting_for(room: Room) -> str:
    waits = (room.name_of(one.party) for one in room.company.ball if one.party != room.party)
    others = list(dict.fromkeys(waits))
    if not others:
        return _("There is nothing for you to do just now.")
    if len(others) > MOST_NAMED:
        others = [others[0], _("%(count)d others") % {"count": len(others) - 1}]
    names = get_text_list(others, _("and"))
    if room.led:
        return _("You are waiting for %(names)s.") % {"names": names}
    return _("You wait for %(names)s.") % {"names": names}


def _meanwhile(room: Room) -> str:
    """What to do while waiting: move one's own clock, or read and trust the page to tell."""
    if room.own_clock:
        return _("Move the clock: the others act by themselves.") if _clock(room) else ""
    if room.watching or room.run.mode != room.run.Mode.GROUP:
        return ""
    return _("Read your role card meanwhile. The page tells you when it is your turn.")


def _to_write(room: Room, step: Step) -> NextThing:
    begun = room.states[step.key].state == "draft"
    label = _("Go on with %(step)s") if begun else _("Begin with %(step)s")
    url = reverse("practice:step", args=[room.code, step.key])
    return NextThing(step.lead, url, label % {"step": _low(step.title)})


def _later(room: Room, step: Step) -> int | None:
    """The minute a step is meant for, when that is another day; a group may be a day ahead."""
    due = room.company.due.get(step.key, 0)
    ahead = 0 if room.own_clock else 1
    return due if day_of(due) > day_of(room.state.now) + ahead else None


def _not_yet(room: Room, step: Step, due: int) -> NextThing:
    """What is meant for later: it can be opened from the list, but is not what to do now."""
    words = {"step": step.title, "when": showing.sim_time(room.scenario, due)}
    return NextThing(_("Your next step is %(step)s. It is time for it %(when)s.") % words)


def _waits(room: Room) -> bool:
    """Whether something is still to happen, so that what was sent need not be mended first."""
    others = any(one.party != room.party for one in room.company.ball)
    return others or (room.own_clock and room.company.next_event is not None)


@seated
@require_POST
def forward(request: HttpRequest, code: str) -> HttpResponse:
    """Move one's own clock until there is something to do or to read, or nothing more happens."""
    room = room_for(request, code)
    for _event in range(MOST_EVENTS):
        moment = _moment(room)
        if not room.several or not room.own_clock or moment is None:
            break
        before = len(inbox.letters(room))
        try:
            advance(seat=room.seat, to=moment)
        except Closed as closed:
            messages.warning(request, str(closed))
            break
        room = room_for(request, code)
        came = inbox.letters(room)
        if len(came) != before or next_thing(room, came).url:
            break
    return redirect("practice:tasks", code)


def _clock(room: Room) -> bool:
    return room.own_clock and not room.paused and _moment(room) is not None


def _moment(room: Room) -> int | None:
    """The minute to move one's own clock to: the next event, or when one's next step is meant."""
    step = _following(room)
    due = _later(room, step) if step else None
    found = [one for one in (due, room.company.next_event) if one is not None]
    return min(found) if found else None


def _following(room: Room) -> Step | None:
    """The step to take now: what has not been sent before what can be mended.

    One that could be taken out of turn waits for those before it. What was sent and cannot be
    mended any more, because the case has moved on, is nothing to do now.
    """
    possible = {offer.action for offer in room.company.offers if offer.enabled}
    waiting: list[str] = []
    for item in _items(room):
        if item.state == "locked":
            break
        sent = item.key in room.company.taken
        if sent and room.scenario.step(item.key).action not in possible:
            continue
        if item.state in ("not_started", "draft"):
            waiting.append(item.key)
    first = sorted(waiting, key=lambda key: key in room.company.taken)
    return room.scenario.step(first[0]) if first else None


def _items(room: Room) -> tuple[showing.StepItem, ...]:
    return showing.step_items(room.steps, room.states)


def _steps(room: Room) -> list[dict[str, Any]]:
    """The seat's steps; the first one that cannot start yet says why, for the rest wait for it."""
    following = _following(room)
    items = _items(room)
    locked = next((item.key for item in items if item.state == "locked"), "")
    return [
        {
            "key": item.key,
            "title": item.title,
            "hint": item.hint if item.key == locked or item.key in room.company.taken else "",
            "source": item.source if item.key == locked else "",
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
    place = (
        _("The group is at the stage %(stage)s.")
        if room.led
        else _("The case is at the stage %(stage)s.")
    )
    waits = dict.fromkeys(
        _("you") if ball.party == room.party else room.name_of(ball.party) for ball in one.ball
    )
    names = get_text_list(list(waits), _("and"))
    ball = _("Next to act: %(names)s.") % {"names": names} if waits else ""
    return {"here": here, "at": place % {"stage": stage} if stage else "", "ball": ball}


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
    # What the exercise begins with is done already.
    away = {step.action for step in room.steps} | {one.action for one in room.scenario.history}
    if any(one.state != "done" for one in room.states.values()):
        away.add(CLOSE_PLAN)
    return [
        {"label": one.label, "url": reverse("practice:step", args=[room.code, one.action])}
        for one in room.company.offers
        if one.enabled
        and one.action not in away
        and one.action in FREE_ACTS_LISTED
        and room.flow.actions[one.action].document
    ]


def _may(room: Room, action: str) -> bool:
    return any(one.action == action and one.enabled for one in room.company.offers)
