"""Who is my key person, for everybody; and the process council's seats, for those signed in."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cmp_to_key
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from training_site.people import coverage
from training_site.people.assignments import holding
from training_site.people.councils import Council, CouncilSeat, the_council
from training_site.people.models import Membership, Unit, UnitChange, User
from training_site.people.seats import RULES, Category, lacks
from training_site.sorting import compare

MOST = 25
SWEDISH = cmp_to_key(compare)


@dataclass(frozen=True)
class Contact:
    """A key person as somebody signed in sees her."""

    user: User
    title: str


@require_safe
def lookup(request: HttpRequest) -> HttpResponse:
    """Find a unit by name, and who its key person is; a guest is told only that there is one."""
    day = timezone.localdate()
    everything = list(coverage.open_units(day))
    wanted = request.GET.get("enhet", "").strip()
    found = matches(everything, wanted) if wanted else []
    unit = found[0] if len(found) == 1 else None
    people = coverage.key_persons_of([unit.pk], day).get(unit.pk, []) if unit else []
    signed_in = request.user.is_authenticated
    organisations: dict[str, list[Unit]] = {}
    for one in everything:
        organisations.setdefault(one.organisation.name, []).append(one)
    context = {
        "wanted": wanted,
        "unit": unit,
        "matches": found[:MOST] if unit is None else [],
        "more": len(found) > MOST,
        "has_key_person": bool(people),
        "contacts": contacts(people, day) if signed_in and people else [],
        "organisations": sorted(organisations.items(), key=lambda pair: SWEDISH(pair[0])),
        "units": everything,
    }
    return render(request, "people/key_person.html", context)


def matches(everything: list[Unit], wanted: str) -> list[Unit]:
    """The units that are meant: only those of that very name, or number, when there are such."""
    said = wanted.casefold()
    exact = [
        unit
        for unit in everything
        if said in (str(unit.pk), unit.name.casefold(), full_name(unit).casefold())
    ]
    if exact:
        return exact
    words = said.replace(",", " ").split()
    found = [
        unit for unit in everything if all(word in full_name(unit).casefold() for word in words)
    ]
    return found or once_called(everything, said)


def once_called(everything: list[Unit], said: str) -> list[Unit]:
    """The units that had such a name before they were renamed. One query."""
    rows = UnitChange.objects.filter(kind=UnitChange.Kind.RENAMED).values_list("unit", "was")
    was = {unit_id for unit_id, name in rows if said in name.casefold()}
    return [unit for unit in everything if unit.pk in was]


def full_name(unit: Unit) -> str:
    """The unit with its organisation, as the list to choose from shows it."""
    return f"{unit.name}, {unit.organisation.name}"


def contacts(people: list[User], day: datetime.date) -> list[Contact]:
    """The people with their job titles. One query."""
    rows = Membership.objects.filter(holding(day), user__in=people).order_by("since", "pk")
    titles = {row.user_id: row.title for row in rows}
    return [Contact(user, titles.get(user.pk, "")) for user in people]


@dataclass(frozen=True)
class Line:
    """One category of seats: who sits there now, and what it lacks."""

    rule: Category
    seats: list[CouncilSeat]
    said: list[str]


@require_safe
@login_required
def council(request: HttpRequest) -> HttpResponse:
    """The seats by category, what is missing in words, who sat before, units without key person."""
    day = timezone.localdate()
    context: dict[str, Any] = {
        "council": the_council(),
        "without": coverage.units_without_key_person(day),
        "day": day,
    }
    if context["council"]:
        context |= seats_of(context["council"], day)
    return render(request, "people/council.html", context)


def seats_of(council: Council, day: datetime.date) -> dict[str, Any]:
    """The lines of the table, what is missing, and the seats that have been left. One query."""
    rows = list(council.seats.select_related("user").order_by("since", "pk"))
    now = [one for one in rows if one.since <= day and (one.until is None or one.until >= day)]
    lines = []
    for rule in RULES:
        seats = [one for one in now if one.category == rule.key]
        lines.append(Line(rule, seats, lacks(rule, seats)))
    return {
        "lines": lines,
        "missing": [said for line in lines for said in line.said],
        "left": [one for one in reversed(rows) if one.until is not None and one.until < day],
    }
