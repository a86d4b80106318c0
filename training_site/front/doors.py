"""The start page of each role: one promise, one button. Whoever has several roles chooses in words."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.catalogue import Catalogue
from sandbox import practice
from training_site.figures.report import title
from training_site.figures.seeing import is_coordinator
from training_site.guides.desk import desk_of
from training_site.people import coverage
from training_site.people.assignment_words import STAFF_PAGE, UNITS_PAGE
from training_site.people.models import User
from training_site.people.promises import Promise, promises_for

LEARNER = "deltagare"
CHOSEN = "door"
NOTHING = ("", "")


@dataclass(frozen=True)
class Door:
    """The start page of one role: what waits, in one line, and where to go."""

    key: str
    name: str  # the role in words, for choosing
    step: str
    title: str
    button: str
    url: str
    second: tuple[str, str] = NOTHING
    also: tuple[Promise, ...] = ()  # what waits besides, under the heading


def doors(user: Any) -> tuple[Door, ...]:
    """The doors of everything `user` is besides a learner, the council first. A guest has none."""
    if not isinstance(user, User):
        return ()
    day = timezone.localdate()
    found = (make(user, day) for make in MAKERS)
    return tuple(door for door in found if door)


def chosen(request: Any) -> tuple[tuple[Door, ...], Door | None]:
    """Every door of the person, and the one to show: as chosen last, else the first; None = learner.

    The choice (?som=…) is kept in the session.
    """
    found = doors(request.user)
    wanted = request.GET.get("som", "")
    known = {door.key: door for door in found}
    if wanted in {*known, LEARNER}:
        request.session[CHOSEN] = wanted
    elif found:
        wanted = request.session.get(CHOSEN, "")
    if wanted == LEARNER or not found:
        return found, None
    return found, known.get(wanted, found[0])


def fast_track(published: Catalogue) -> tuple[str, str] | None:
    """The first course that can be shortened by showing what one knows: its title and address."""
    return next(((one.title, one.url) for one in published.courses if one.fast_track), None)


def _council(user: User, day: datetime.date) -> Door | None:
    desk = desk_of(user, day)
    if desk is None:
        return None
    return Door(
        key="processrad",
        name=_("Process council"),
        step=desk.council.name,
        title=desk.promise or _("Nothing waits for the council"),
        button=_("Open the desk"),
        url=reverse("guides:desk"),
        second=(_("Read confirmations"), reverse("guides:board"))
        if desk.place.belongs
        else NOTHING,
    )


def _assigned(user: User, day: datetime.date) -> Door | None:
    """Key persons and managers: what waits in their assignments, the most pressing first."""
    is_manager = coverage.managers(day).filter(user=user).exists()
    is_key_person = coverage.covering(day).filter(assignment__user=user).exists()
    if not (is_manager or is_key_person):
        return None
    found = promises_for(user, day)
    button, url = _first_step(found)
    return Door(
        key="uppdrag",
        name=_("Key person") if is_key_person else _("Manager"),
        step=_("My assignment"),
        title=found[0].text if found else _("Nothing waits for you"),
        button=button,
        url=url,
        second=(_("Everything in my assignment"), "/mitt-uppdrag/"),
        also=found[1:],
    )


def _first_step(found: tuple[Promise, ...]) -> tuple[str, str]:
    """What the filled button says, and where it leads: always to what the heading says."""
    url = found[0].url if found else ""
    named = {UNITS_PAGE: _("See your units"), STAFF_PAGE: _("See your staff")}
    if not url:
        return _("Open my assignment"), "/mitt-uppdrag/"
    return named.get(url, _("See what waits")), url


def _coordinator(user: User, day: datetime.date) -> Door | None:
    if not is_coordinator(user):
        return None
    return Door(
        key="statistik",
        name=_("Coordinator"),
        step=_("Statistics"),
        title=title(day.year),
        button=_("Open the yearly report"),
        url=reverse("figures:this_year"),
    )


def _trainer(user: User, _day: datetime.date) -> Door | None:
    if not user.has_perm("sandbox.lead_run"):
        return None
    name, plan = _("SIP trainer"), (_("Plan a session"), reverse("live:plan"))
    run = practice.next_to_lead(user_id=user.pk)
    if run is None:
        return Door(
            key="utbildare",
            name=name,
            step=_("Lead a session"),
            title=_("You have no session planned"),
            button=_("Start a session now"),
            url=reverse("live:trainer"),
            second=plan,
        )
    joined = ngettext("%(n)s has come in", "%(n)s have come in", run.joined) % {"n": run.joined}
    return Door(
        key="utbildare",
        name=name,
        step=f"{_moment(run.starts_at)} · {joined}" if run.starts_at else joined,
        title=run.title,
        button=_("Open the leader's view"),
        url=run.url,
        second=plan,
    )


def _moment(moment: datetime.datetime) -> str:
    local = timezone.localtime(moment)
    clock = date_format(local, "TIME_FORMAT")
    return f"{date_format(local, 'l j F')} kl.\u00a0{clock}".capitalize()


MAKERS: tuple[Callable[[User, datetime.date], Door | None], ...] = (
    _council,
    _coordinator,
    _assigned,
    _trainer,
)
