"""What one request in a free room works on: the seat, the county, and the words of the profile."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property, lru_cache, wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sandbox.exercises.county import County, Unit
from sandbox.process.almanac import Almanac
from sandbox.process.flow import Profile
from sandbox.process.kinds import has_system
from sandbox.process.reading import load_profile
from sandbox.process.state import MINUTES_PER_DAY, day_of
from sandbox.web.replica.short_words import explained
from sandbox.world import queries
from sandbox.world.doors import had_room
from sandbox.world.models import Case, Run, Seat, World
from sandbox.world.templates import county_of

NBSP = "\u00a0"
DISCHARGE, PLAN = "spu", "sip"
OF_STAYS = ("payment", "prepared")  # pages about going to hospital and home
# What a page meets when another window takes away what it works on.
GONE = (Http404, Seat.DoesNotExist, World.DoesNotExist, Case.DoesNotExist, IntegrityError)
View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Desk:
    """One unit's desk in one room."""

    code: str
    seat: Seat
    world: World

    @property
    def run(self) -> Run:
        """The run that the room is."""
        return self.seat.run

    @cached_property
    def county(self) -> County:
        """The county the room is a copy of."""
        return county_of(self.run.scenario)

    @cached_property
    def profile(self) -> Profile:
        """The system whose words and tabs the room has."""
        return load_profile(self.world.profile)

    @property
    def unit(self) -> Unit:
        """The unit somebody sits at."""
        return self.county.units[self.seat.unit]

    @cached_property
    def discharges(self) -> bool:
        """Whether the unit ever has a part in a discharge; a school has not, and is shown none."""
        return has_system(self.county.register_in(DISCHARGE)[self.seat.unit])

    @property
    def left(self) -> bool:
        """Whether whoever sat here has got up: the unit answers by itself."""
        return self.seat.kind == Seat.Kind.ACTOR

    @property
    def now(self) -> int:
        """The room's time, in minutes since day 0."""
        return self.world.sim_now

    def day(self, number: int) -> date:
        """The date of a day of the room."""
        return self.world.sim_start + timedelta(days=number)

    def day_words(self, number: int) -> str:
        """A day as it is written: "tis 24 nov"; with the year when it is another."""
        if number not in self._days:
            day = self.day(number)
            form = "D j M" if day.year == self.day(day_of(self.now)).year else "D j M Y"
            self._days[number] = _date_words(day, form, get_language())
        return self._days[number]

    @cached_property
    def _days(self) -> dict[int, str]:
        return {}

    @cached_property
    def almanac(self) -> Almanac:
        """The calendar of the room."""
        return Almanac(self.world.sim_start)

    def moment_words(self, minute: int) -> str:
        """A minute not far away: "i dag kl. 8.05", "i går kl. 14.10"; otherwise with its date."""
        back = day_of(self.now) - day_of(minute)
        if back not in (0, 1):
            return self.time_words(minute)
        day = _("yesterday") if back else _("today")
        return f"{day} kl.{NBSP}{clock(minute)}"

    def time_words(self, minute: int) -> str:
        """A minute as it is written: "tis 24 nov kl. 10.15"."""
        return f"{self.day_words(day_of(minute))} kl.{NBSP}{clock(minute)}"

    def url(self, name: str, *args: Any) -> str:
        """The address of one of the room's pages."""
        return _address(name, self.code, *args)

    def context(self) -> dict[str, Any]:
        """What every page of the room shows."""
        return {
            "desk": self,
            "unit": self.unit,
            "now_words": self.time_words(self.now),
            "menu": self.menu,
            "short_words": self.short_words,
        }

    @property
    def short_words(self) -> list[tuple[str, str]]:
        """The abbreviations among the system's own tabs, with what they are short for."""
        flow = DISCHARGE if self.discharges else PLAN
        tabs = self.profile.pages.get("tabs", {}).get(flow, ())
        return explained(*(str(row["label"]) for row in tabs))

    @property
    def party_word(self) -> str:
        """What the system calls those who are part of a case."""
        return str(self.profile.pages.get("party_word") or _("Parties"))

    @property
    def page_words(self) -> Mapping[str, str]:
        """What the system calls each of its pages, by key: their headings say the same."""
        return dict(self._entries)

    @cached_property
    def menu(self) -> list[Mapping[str, str]]:
        """The entries of the top bar, in the profile's order and words."""
        return [{"key": key, "label": label, "url": self.url(key)} for key, label in self._entries]

    @property
    def _entries(self) -> list[tuple[str, str]]:
        """The profile's pages, key and label. A school has pupils, and neither stays nor bills."""
        rows = self.profile.pages.get("menu", ())
        found = [(str(row["key"]), str(row["label"])) for row in rows]
        if self.discharges:
            return found
        words = {"patients": _("People")}
        return [(key, words.get(key, label)) for key, label in found if key not in OF_STAYS]


# A list has two addresses a row, and finding one out takes as long as writing five rows.
@lru_cache(maxsize=16384)
def _address(name: str, *args: Any) -> str:
    return reverse(f"replica:{name}", args=args)


@lru_cache(maxsize=1024)
def _date_words(day: date, form: str, _language: str | None) -> str:
    return date_format(day, form).lower().replace(" ", NBSP)


def room_time(world: World) -> str:
    """What the clock of a room shows, for whoever is not at a desk in it: "mån 23 nov kl. 8.00"."""
    day = world.sim_start + timedelta(days=day_of(world.sim_now))
    return f"{_date_words(day, 'D j M', get_language())} kl.{NBSP}{clock(world.sim_now)}"


def clock(minute: int) -> str:
    """The time of day of a minute, as "10.15"."""
    rest = minute % MINUTES_PER_DAY
    return f"{rest // 60}.{rest % 60:02d}"


def desk_for(request: HttpRequest, code: str) -> Desk:
    """The desk of the one who asks. Raises Http404 when the code is not theirs, or no free room's."""
    seat = queries.seat_for(request.user, code)
    if seat is None or seat.world is None or seat.run.mode != Run.Mode.FREE:
        raise Http404
    return Desk(code.lower(), seat, seat.world)


def at_desk(view: View) -> View:
    """A page of a free room: signing in first; what is shown is kept by no browser."""

    @wraps(view)
    def entered(request: HttpRequest, code: str, *args: Any, **given: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        try:
            answer = view(request, desk_for(request, code), *args, **given)
        except GONE as why:  # before it was asked for, or while it was answered
            if had_room(request.user, code):
                return _taken_away(request)
            if isinstance(why, IntegrityError):
                raise
            raise Http404 from None
        answer.headers["Cache-Control"] = "private, no-store"
        return answer

    return entered


def _taken_away(request: HttpRequest) -> HttpResponse:
    """Another window has taken the room away: say so, and where one goes on."""
    said = _("The room is taken away. What you write there is not kept.")
    if request.headers.get("X-Autosave"):
        return JsonResponse({"error": said, "field": ""}, status=410)
    messages.warning(request, said)
    return redirect("replica:choose")


def today() -> date:
    """The date rooms are opened on."""
    return datetime.now().astimezone().date()
