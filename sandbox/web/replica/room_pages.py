"""Around the room: choosing what to practise, changing seats, moving the clock, sharing, leaving."""

from __future__ import annotations

import secrets
import unicodedata
from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.signing import BadSignature, TimestampSigner
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from sandbox.process.reading import load_profile, profile_names
from sandbox.process.state import MINUTES_PER_DAY
from sandbox.web.real_data import explained
from sandbox.web.replica import started
from sandbox.web.replica.asking import LAST_WORDS
from sandbox.web.replica.desk import Desk, at_desk, room_time, today
from sandbox.web.replica.seat_pages import by_municipality
from sandbox.world import redaction
from sandbox.world.counties import current_county
from sandbox.world.desk import cases_of
from sandbox.world.doors import seat_code
from sandbox.world.models import Scenario, Seat
from sandbox.world.reset import practise_again, undo_practise_again
from sandbox.world.rooms import (
    MOST_ROOMS,
    TooMany,
    Wish,
    advance_room,
    leave_room,
    next_due,
    open_room,
    people_to_choose,
    rooms_of,
    share_room,
    shared_rooms,
    speak_as,
    unshare,
)
from sandbox.world.starting import new_code
from sandbox.world.templates import county_of
from sandbox.world.tripwire import LooksReal

WEEKEND = 5
START_OF_DAY = 8 * 60
SURPRISE = 6  # people in a room that surprises
A_DAY = 24 * 60 * 60  # seconds
MEETING = "meeting-"
UNSEEN = ("Cc", "Cf", "Co", "Cs")
LONGEST = 9  # digits in a number of ours


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """Open a room: which system, which unit, whom to meet. Rooms that are open stand first.

    Every form has the code of the room it opens, so that two clicks open one. Whoever goes back
    gets a new form: no browser keeps this page.
    """
    row = current_county()
    if row is None:
        raise Http404
    if request.method == "POST":
        answer = _open(request, row)
        if answer is not None:
            return answer
    county = county_of(row)
    mine = [_room(seat) for seat in _one_each(rooms_of(request.user.pk or 0))]
    profiles = [load_profile(name) for name in profile_names()]
    chosen = request.POST
    return render(
        request,
        "replica/choose.html",
        {
            "crumbs": [(_("Practise"), reverse("practice:index"))],
            "lead": county.lead,
            "groups": by_municipality(row),
            "profiles": [one for one in profiles if one.pages],
            "people": people_to_choose(row),
            "rooms": mine,
            "full": len(mine) >= MOST_ROOMS,
            "shared": shared_rooms(),
            "most": SURPRISE,
            "token": _signer(request).sign(new_code()),
            "chosen": {
                "profile": chosen.get("profile", ""),
                "unit": chosen.get("unit", ""),
                "who": chosen.get("who", "all"),
                "people": set(chosen.getlist("people")),
            },
        },
        status=422 if request.method == "POST" else 200,
    )


def _open(request: HttpRequest, row: Scenario) -> HttpResponse | None:
    """The room that was wished for; None, with a message, when the wish cannot be read."""
    given = request.POST
    people = _people(request, row)
    if people is None:
        messages.warning(request, _("Choose at least one person, or everybody."))
        return None
    shared = given.get("template", "")
    wish = Wish(
        given.get("profile", ""),
        given.get("unit", ""),
        people,
        int(shared) if shared.isdecimal() and len(shared) < LONGEST else None,
        _code(request),
    )
    try:
        return redirect(
            "replica:inbox", seat_code(open_room(user=request.user, wish=wish, today=today()))
        )
    except LookupError:
        messages.warning(request, _("Choose a unit and a system from the lists."))
    except TooMany:
        messages.warning(request, _("You have six rooms already. Take one of them away first."))
    return None


def _signer(request: HttpRequest) -> TimestampSigner:
    return TimestampSigner(salt=f"{__name__}:{request.user.pk}")


def _code(request: HttpRequest) -> str:
    """The code that was drawn when this form was made; empty for an old form, or a made up one."""
    try:
        return _signer(request).unsign(request.POST.get("token", ""), max_age=A_DAY)
    except BadSignature:
        return ""


def _people(request: HttpRequest, row: Scenario) -> tuple[int, ...] | None:
    """The numbers of the people wished for; none for everybody, None when nobody was chosen."""
    who = request.POST.get("who", "all")
    numbers = [one.no for one in people_to_choose(row)]
    if who == "surprise" and len(numbers) > SURPRISE:
        form = _code(request) or secrets.token_hex()  # the same form, the same surprise
        drawn = sorted(numbers, key=lambda no: sha256(f"{form}:{no}".encode()).digest())
        return tuple(sorted(drawn[:SURPRISE]))
    if who != "chosen":
        return ()
    wanted = {one for one in request.POST.getlist("people") if one.isdecimal()}
    return tuple(no for no in numbers if str(no) in wanted) or None


def _one_each(seats: list[Seat]) -> list[Seat]:
    """One seat of each room, rather one that somebody sits in."""
    taken_last = sorted(seats, key=lambda seat: seat.kind == Seat.Kind.HUMAN)
    found = {seat.run_id: seat for seat in taken_last}
    return [found[run] for run in dict.fromkeys(seat.run_id for seat in seats)]


def _room(seat: Seat) -> dict[str, Any]:
    county = county_of(seat.run.scenario)
    return {
        "url": reverse("replica:inbox", args=[seat_code(seat)]),
        "leave_url": f"{reverse('replica:settings', args=[seat_code(seat)])}?gor=leave",
        "title": seat.run.title,
        "unit": county.units[seat.unit].party.name,
        "profile": load_profile(seat.world.profile).title if seat.world else "",
        "now": room_time(seat.world) if seat.world else "",
        "at": seat.world.touched_at if seat.world else None,
    }


@at_desk
@require_POST
def clock(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Move the room's time: an hour, four, to the next weekday morning, to what comes next or to
    the meeting of a case. A second click on the same page moves nothing more.
    """
    to = _target(desk, request.POST.get("to", ""))
    if request.POST.get("from", str(desk.now)) != str(desk.now):
        told = _("The time had already been moved. It is now %(time)s.")
        messages.info(request, told % {"time": desk.time_words(desk.now)})
    elif to is None:
        messages.info(request, _("Nothing more waits to happen by itself."))
    else:
        happened = advance_room(desk.seat, to=to)
        told = ngettext(
            "The time is now %(time)s. %(count)d thing happened in the whole room. What is for you "
            "is in the inbox.",
            "The time is now %(time)s. %(count)d things happened in the whole room. What is for you "
            "is in the inbox.",
            happened,
        )
        messages.info(request, told % {"time": desk.time_words(to), "count": happened})
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
    if wish == "next" and (due := next_due(desk.world)) is not None:
        return max(due, now)
    if wish.startswith(MEETING):
        return _meeting(desk, wish.removeprefix(MEETING))
    return None


def _meeting(desk: Desk, no: str) -> int | None:
    """When the meeting in a case of the unit's begins, if that has not come yet."""
    times = (
        seen.state.facts.get("meeting_at")
        for seen in cases_of(desk.seat)
        if str(seen.case.no) == no
    )
    return next((at for at in times if at is not None and at > desk.now), None)


@at_desk
@require_http_methods(["GET", "POST"])
def settings(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The room itself: start over and undo it, share it, erase what was written, leave for good.

    What takes something away asks first: `?gor=leave` is that page, and no POST goes past it.
    """
    asked = LAST_WORDS.get(request.GET.get("gor", ""))
    if request.method == "POST":
        asked = LAST_WORDS.get(request.POST.get("do", ""))
        if asked is None or request.POST.get("sure"):
            return _change(request, desk)
    if asked is None:
        return render(request, "replica/settings.html", desk.context() | _about(request, desk))
    return render(request, "replica/room_ask.html", desk.context() | {"asked": asked})


def _about(request: HttpRequest, desk: Desk) -> dict[str, Any]:
    parent = desk.world.parent
    return {
        "can_undo": parent is not None and parent.kind == parent.Kind.ARCHIVED,
        "profiles": [one for one in map(load_profile, profile_names()) if one.pages],
        "can_share": request.user.has_perm("sandbox.lead_run"),
        "shared": [one for one in shared_rooms() if one.shared_by_id == request.user.pk],
    }


def _change(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Do what was asked, and show the page again unless the room is gone."""
    wish = _WISHES.get(request.POST.get("do", ""))
    answer = wish(request, desk) if wish else None
    return answer or redirect("replica:settings", desk.code)


def _again(request: HttpRequest, desk: Desk) -> None:
    practise_again(seat=desk.seat)
    messages.success(
        request, _("The room is as it was when you opened it. You can undo this below.")
    )


def _erase(request: HttpRequest, desk: Desk) -> None:
    redaction.redact_room(desk.seat)
    started.forget_room(request, desk.seat)
    messages.success(request, _("The text is erased. Thank you for reporting it."))


def _unshare(request: HttpRequest, _desk: Desk) -> None:
    number = request.POST.get("room", "")
    is_number = number.isdecimal() and len(number) < LONGEST
    if is_number and unshare(user=request.user, pk=int(number)):
        messages.success(request, _("The room is not shared any more."))


def _speak(request: HttpRequest, desk: Desk) -> None:
    try:
        speak_as(desk.seat, request.POST.get("profile", ""))
    except LookupError:
        messages.warning(request, _("Choose a system from the list."))
    else:
        name = load_profile(request.POST["profile"]).title
        messages.success(request, _("The room now says it as: %(system)s.") % {"system": name})


def _leave(request: HttpRequest, desk: Desk) -> HttpResponse:
    leave_room(desk.seat)
    started.forget_room(request, desk.seat)
    messages.success(request, _("You have left the room. What you wrote there is taken away."))
    return redirect("replica:choose")


def _undo(request: HttpRequest, desk: Desk) -> None:
    try:
        undo_practise_again(seat=desk.seat)
    except ValueError:
        messages.warning(request, _("There is nothing to undo."))
    else:
        messages.success(request, _("You are back where you were before you started over."))


def _visible(text: str) -> str:
    """The text without signs that cannot be seen, or that turn what stands beside them around."""
    return "".join(one for one in text if unicodedata.category(one) not in UNSEEN).strip()


def _share(request: HttpRequest, desk: Desk) -> HttpResponse:
    title = _visible(request.POST.get("title", ""))[:160]
    error = "" if title else _("Write what the room is to be called.")
    if title:
        try:
            share_room(desk.seat, title=title)
        except PermissionError:
            raise Http404 from None
        except LooksReal as problem:
            error = next(iter(explained(problem).values()))
        else:
            messages.success(
                request, _("The room is shared. Others find it under Practise freely.")
            )
            return redirect("replica:settings", desk.code)
    context = desk.context() | _about(request, desk) | {"title_error": error, "title": title}
    return render(request, "replica/settings.html", context, status=422)


_WISHES: Mapping[str, Callable[[HttpRequest, Desk], HttpResponse | None]] = {
    "again": _again,
    "undo": _undo,
    "erase": _erase,
    "speak": _speak,
    "share": _share,
    "unshare": _unshare,
    "leave": _leave,
}
