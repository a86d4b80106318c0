"""The pages of a working day: inbox, overview, a case with its tabs, a document, and its receipt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sandbox.web.replica.case_view import CaseView, Paper, case_view, person_words, state_word
from sandbox.web.replica.desk import Desk, at_desk
from sandbox.world.closed import Closed
from sandbox.world.conflict import Conflict
from sandbox.world.desk import cases_of
from sandbox.world.perform import perform

TRIES = 3
ACKNOWLEDGES = {"spu": "acknowledge", "sip": "acknowledge_call"}


@dataclass(frozen=True)
class Letter:
    """One line of the inbox: what came, in which case, and when."""

    paper: Paper
    view: CaseView
    at: int


@at_desk
@require_safe
def inbox(request: HttpRequest, desk: Desk) -> HttpResponse:
    """What has come to the unit, unread first."""
    rows: list[Letter] = []
    for seen in cases_of(desk.seat):
        view = CaseView(desk, seen)
        mine = desk.seat.unit
        for document in view.state.documents:
            if document.status == "draft" or document.author == mine:
                continue
            paper = view.paper(document)
            if view.name_of(mine) in paper.to:
                rows.append(Letter(paper, view, document.sent_at or 0))
    rows.sort(key=lambda row: (not row.paper.unread, -row.at))
    return render(
        request,
        "replica/inbox.html",
        desk.context() | {"rows": rows, "new": sum(row.paper.unread for row in rows)},
    )


@at_desk
@require_safe
def overview(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Every case the unit has a part in, with where it stands and what waits."""
    rows = []
    for seen in cases_of(desk.seat):
        view = CaseView(desk, seen)
        rows.append(
            {
                "view": view,
                "person": person_words(desk, seen.person),
                "state": state_word(view.state, view.flow),
                "unread": len(view.unread),
            }
        )
    return render(request, "replica/overview.html", desk.context() | {"rows": rows})


@at_desk
@require_safe
def case(request: HttpRequest, desk: Desk, no: int, tab: str = "") -> HttpResponse:
    """One case: person, parties, train, and one tab of it."""
    view = case_view(desk, no)
    tabs = desk.profile.pages.get("tabs", {}).get(view.state.flow, ())
    chosen = next((one for one in tabs if one["key"] == tab), None if tab else tabs[0])
    if chosen is None:
        raise Http404
    return render(request, "replica/case.html", case_context(view) | _tab(view, chosen))


def case_context(view: CaseView) -> dict[str, Any]:
    """What every page about a case shows."""
    desk = view.desk
    tabs = desk.profile.pages.get("tabs", {}).get(view.state.flow, ())
    return desk.context() | {
        "view": view,
        "person": person_words(desk, view.person),
        "state": state_word(view.state, view.flow),
        "train": view.train(),
        "tabs": [{**one, "url": desk.url("case_tab", view.no, one["key"])} for one in tabs],
    }


def _tab(view: CaseView, chosen: dict[str, Any]) -> dict[str, Any]:
    kinds = tuple(chosen.get("documents", ()))
    return {
        "tab": chosen,
        "papers": view.papers(kinds) if kinds or chosen.get("all") else [],
        "actions": [
            {"offer": view.offers[code], "url": view.desk.url("write", view.no, code)}
            for code in chosen.get("actions", ())
            if code in view.offers
        ],
        "due": view.due,
    }


@at_desk
@require_http_methods(["GET", "POST"])
def document(request: HttpRequest, desk: Desk, no: int, number: int) -> HttpResponse:
    """One document: what it says, who sent it, who has read it. POST acknowledges it."""
    view = case_view(desk, no)
    found = view.document(number)
    if request.method == "POST":
        return _acknowledge(request, desk, view, number)
    return render(
        request,
        "replica/document.html",
        case_context(view) | {"paper": view.paper(found), "document": found},
    )


def _acknowledge(request: HttpRequest, desk: Desk, view: CaseView, number: int) -> HttpResponse:
    """Say that the unit has read it. Others may act meanwhile: that takes nothing from a receipt."""
    here = redirect("replica:document", desk.code, view.no, number)
    for _try in range(TRIES):
        if number not in view.unread:
            return here
        track = view.flow.documents[view.document(number).kind].track
        try:
            performed = perform(
                seat=desk.seat,
                case=view.no,
                action=ACKNOWLEDGES.get(track, "acknowledge"),
                body={"document": number},
                expected_version=view.seen.case.version,
            )
        except Conflict:
            view = case_view(desk, view.no)
            continue
        except Closed as closed:
            messages.warning(request, str(closed))
            return here
        for reason in performed.turn.refused:
            messages.warning(request, f"{reason.text} ({reason.source})")
        if not performed.turn.refused:
            messages.success(
                request, _("You have acknowledged it. The sender sees that you have read.")
            )
        return here
    messages.warning(request, _("Somebody else was first just now. Try again."))
    return here
