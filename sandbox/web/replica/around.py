"""The system's other views: payment, reports, log check, address register and links."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sandbox.process import payment as rules
from sandbox.process.deadlines import deadlines
from sandbox.process.reading import load_flow
from sandbox.process.state import MINUTES_PER_DAY, day_of
from sandbox.web.replica.case_view import CaseView, person_words
from sandbox.web.replica.desk import Desk, at_desk
from sandbox.world.access import Opened, opened
from sandbox.world.desk import cases_of

SPU = "spu"
DONE_IN_TIME = "send_admission_notice"


@dataclass(frozen=True)
class Bill:
    """What one stay costs the municipality, or why it costs nothing."""

    view: CaseView
    person: dict[str, Any]
    municipality: str
    begins: str
    days: int
    total: int | None
    liable: bool
    grounds: tuple[rules.Ground, ...]


def views(desk: Desk) -> list[CaseView]:
    """Every case the unit has a part in, at its desk."""
    return [CaseView(desk, seen) for seen in cases_of(desk.seat) if not seen.guest]


@at_desk
@require_safe
def payment(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The payment clock of every discharge: from when, how many days, or why nothing is owed."""
    bills = [_bill(desk, view) for view in views(desk) if _has_notice(view)]
    return render(
        request,
        "replica/payment.html",
        desk.context()
        | {
            "bills": sorted(bills, key=lambda one: (not one.liable, one.person["name"])),
            "rule": desk.profile.limits.get("payment", {}),
        },
    )


def _has_notice(view: CaseView) -> bool:
    return view.state.flow == SPU and any(
        one.kind in ("ready_notice", "discharge") for one in view.state.documents
    )


def _bill(desk: Desk, view: CaseView) -> Bill:
    found = view.liability
    return Bill(
        view=view,
        person=person_words(desk, view.person),
        municipality=_municipality(view, found.municipality),
        begins=desk.day_words(day_of(found.begins)) if found.begins is not None else "",
        days=found.days,
        total=found.total,
        liable=found.liable,
        grounds=found.grounds,
    )


def _municipality(view: CaseView, receiver: str) -> str:
    """The municipality pays, not the unit that receives for it."""
    unit = view.desk.county.units.get(receiver)
    return unit.municipality if unit and unit.municipality else view.name_of(receiver)


@at_desk
@require_safe
def reports(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The unit's own figures: cases by stage, times kept, days after the notice, plans."""
    seen = views(desk)
    return render(
        request,
        "replica/reports.html",
        desk.context()
        | {
            "stages": _stages(seen),
            "times": _times(desk, seen),
            "ready_days": _ready_days(seen),
            "plans": _plans(seen),
            "total": len(seen),
        },
    )


def _stages(seen: Iterable[CaseView]) -> list[tuple[str, int]]:
    counted = Counter(
        view.flow.tracks[view.flow.name].states[view.state.state].label for view in seen
    )
    return counted.most_common()


def _times(desk: Desk, seen: Iterable[CaseView]) -> list[dict[str, Any]]:
    """How many of each time to keep were kept, and how many went out."""
    kept, late, labels = Counter[str](), Counter[str](), {}
    for view in seen:
        for one in deadlines(view.state, flow=load_flow(view.state.flow), profile=desk.profile):
            if one.opens:
                continue
            labels[one.key] = one.label
            if one.passed:
                late[one.key] += 1
            elif one.done_at is not None:
                kept[one.key] += 1
    return [
        {"label": label, "kept": kept[key], "late": late[key], "total": kept[key] + late[key]}
        for key, label in sorted(labels.items(), key=lambda pair: pair[1])
        if kept[key] + late[key]
    ]


def _ready_days(seen: Iterable[CaseView]) -> dict[str, Any]:
    """Days on the ward after the notice, over the stays that have had one."""
    days = []
    for view in seen:
        ready = view.state.facts.get("ready_at")
        if ready is None:
            continue
        until = view.state.facts.get("discharged_at", view.state.now)
        days.append(max(0, until // MINUTES_PER_DAY - ready // MINUTES_PER_DAY))
    return {"stays": len(days), "days": sum(days), "mean": sum(days) / len(days) if days else 0}


def _plans(seen: Iterable[CaseView]) -> list[tuple[str, int]]:
    """Plans by where they are, so that those left open are seen."""
    counted: Counter[str] = Counter()
    for view in seen:
        track = view.flow.tracks.get("sip")
        if track is None:
            continue
        facts = view.state.facts.get("tracks") or {}
        code = view.state.state if view.state.flow == "sip" else facts.get("sip", track.initial)
        if code != track.initial:
            counted[track.states[code].label] += 1
    return counted.most_common()


@at_desk
@require_safe
def logs(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Who has opened the unit's cases, newest first."""
    seen = {view.no: view for view in views(desk)}
    rows = []
    for one in opened(desk.seat, [view.seen.case for view in seen.values()]):
        view = seen[one.case]
        papers = {paper.number: paper for paper in view.state.documents}
        paper = papers.get(one.document)
        what = view.flow.documents[paper.kind].label if paper else _("The case")
        rows.append(
            {
                "person": view.person,
                "url": desk.url("case", view.no),
                "unit": view.name_of(one.unit),
                "what": _what(what, one, known=paper is not None),
                "when": desk.time_words(one.sim_at),
            }
        )
    return render(request, "replica/logs.html", desk.context() | {"rows": rows})


def _what(word: str, one: Opened, *, known: bool) -> str:
    """What was opened; of a document that the unit does not read, only that it is one."""
    if one.letter:
        return _("A letter")
    return word if known or not one.document else _("A document")


@at_desk
@require_safe
def addresses(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The address register: every unit, what it does, when it reads, and how it is reached."""
    groups: dict[str, list[Any]] = {}
    for unit in desk.county.units.values():
        outside = not unit.in_system
        place = unit.municipality or (_("Outside the system") if outside else _("The region"))
        groups.setdefault(place, []).append(unit)
    return render(
        request, "replica/addresses.html", desk.context() | {"groups": list(groups.items())}
    )


@at_desk
@require_safe
def links(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Where the answers are: guides, questions and answers, glossary, and the routine for downtime."""
    return render(request, "replica/links.html", desk.context())
