"""The pages of a working day: inbox, overview, a case with its tabs, a document, and its receipt."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import select_template
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sandbox.process.reading import load_profile, profile_names
from sandbox.web.replica import lists, post, sip, standing
from sandbox.web.replica.case_view import CaseView, case_view, person_words, state_word
from sandbox.web.replica.desk import Desk, at_desk
from sandbox.web.replica.happenings import happenings
from sandbox.web.replica.kept import shown
from sandbox.web.replica.parties import party_rows
from sandbox.web.replica.plans import plans_of
from sandbox.web.replica.short_words import explained
from sandbox.web.replica.times import clocks
from sandbox.web.replica.todo import guide_for, tab_actions, todo
from sandbox.web.replica.train import train
from sandbox.world.access import note_access
from sandbox.world.closed import Closed
from sandbox.world.conflict import Conflict
from sandbox.world.perform import perform

TRIES = 3
LATEST = 5
NEXT, AFTER = "nya", "sedan"  # where one goes on: among what waits, and below what one has read
READ_BEFORE = 10  # how many acknowledged messages stand under those that wait


@at_desk
@require_safe
def inbox(request: HttpRequest, desk: Desk) -> HttpResponse:
    """What has come to the unit, unread first; or what it has sent, and who has read it."""
    return shown(request, desk, "replica/inbox.html", lambda: _inbox(request, desk))


def _inbox(request: HttpRequest, desk: Desk) -> dict[str, Any]:
    which = request.GET.get("visa", "")
    views = lists.views_of(desk, logs=which == lists.SENT)  # to whom it was sent, and who has read
    came = lists.incoming(views)
    unread = [one for one in came if one.paper.unread]
    sent = lists.outgoing(views)
    listed = {lists.NEW: unread, lists.ALL: came, lists.SENT: sent}
    which = which if which in listed else lists.ALL
    kind, person = request.GET.get("typ", ""), request.GET.get("person", "")
    letters = lists.chosen(listed[which], kind=kind, person=person)
    read = [one for one in letters if not one.paper.unread]
    most = None if request.GET.get("mer") or which == lists.SENT else READ_BEFORE
    return desk.context() | {
        "which": which,
        "counts": {key: len(found) for key, found in listed.items()},
        "late": sum(one.late for one in unread),
        "new": [one for one in letters if one.paper.unread],
        "read": read[:most],
        "read_count": len(read),
        "kept": urlencode({"visa": which, "typ": kind, "person": person}),
        "kinds": lists.kinds_of(listed[which]),
        "people": lists.people_of(listed[which]),
        "kind": kind,
        "person_no": person,
        "here": request.get_full_path(),
        "plans": lists.waiting(views),
        "short_words": explained(*(one.paper.title for one in letters)),
    }


@at_desk
@require_safe
def overview(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Every case the unit has a part in, with where it stands and what waits."""
    return shown(request, desk, "replica/overview.html", lambda: _overview(request, desk))


def _overview(request: HttpRequest, desk: Desk) -> dict[str, Any]:
    views = lists.views_of(desk)
    rows = lists.rows_of(desk, [view for view in views if not view.seen.guest])
    words = lists.group_names(desk)
    which, by = request.GET.get("visa", ""), request.GET.get("ordna", "lage")
    kommun = request.GET.get("kommun", "")
    chosen = [row for row in rows if which == "alla" or row.group == which]
    if which not in (*words, "alla"):
        which, chosen = "", [row for row in rows if row.group != standing.ENDED]
    chosen = [row for row in chosen if kommun in ("", row.municipality)]
    running = sum(row.group != standing.ENDED for row in rows)
    counted = [(key, word, sum(row.group == key for row in rows)) for key, word in words.items()]
    counted = counted if desk.discharges else counted[1:]  # what goes on is all there is to choose
    return desk.context() | {
        "groups": lists.grouped(chosen, by, desk),
        "which": which,
        "filters": [("", _("All going on"), running), *counted],
        "municipalities": lists.municipalities(desk, rows),
        "kommun": kommun,
        "by": by,
        "kept": urlencode({"kommun": kommun, "ordna": by}),
        "case_word": desk.profile.pages.get("case_word", _("case")),
        "tracks": any(row.colour.text for row in chosen),
        "messages_alone": lists.unread(view for view in views if view.seen.guest),
    }


@at_desk
@require_safe
def case(request: HttpRequest, desk: Desk, no: int, tab: str = "", part: str = "") -> HttpResponse:
    """One case: person, parties, train, and one tab of it.

    The address of a tab that only other systems have leads to the case: the room may have changed
    systems since it was opened.
    """
    try:
        return shown(
            request,
            desk,
            "replica/case.html",
            lambda: _case(case_view(desk, no), request, tab, part),
        )
    except Http404:
        if not _is_elsewhere(tab, part):
            raise
        return redirect("replica:case", desk.code, case_view(desk, no).no)


@lru_cache(maxsize=1)
def _known_tabs() -> tuple[frozenset[str], frozenset[str]]:
    """The tabs that any system has in a case, and those that any has within its plan."""
    pages = [load_profile(name).pages for name in profile_names()]
    cases = (row for one in pages for rows in one.get("tabs", {}).values() for row in rows)
    plans = (row for one in pages for row in one.get("plan", ()))
    return frozenset(row["key"] for row in cases), frozenset(row["key"] for row in plans)


def _is_elsewhere(tab: str, part: str) -> bool:
    tabs, parts = _known_tabs()
    return tab in tabs and (not part or part in parts)


def _case(view: CaseView, request: HttpRequest, tab: str, part: str) -> dict[str, Any]:
    desk = view.desk
    tabs = _tabs(view)
    chosen = next((one for one in tabs if one["key"] == tab), None if tab else tabs[0])
    if chosen is None:
        raise Http404
    note_access(desk.seat, view.seen.case)
    context = case_context(view) | {"tab": chosen} | _aside(view) | _tab(view, chosen)
    if chosen.get("view") == "sip":
        context |= sip.tab(view, part, request.GET)
    if chosen.get("view") == post.VIEW:
        context |= post.tab(view)
    return context


def case_context(view: CaseView) -> dict[str, Any]:
    """What every page about a case shows."""
    desk = view.desk
    return desk.context() | {
        "view": view,
        "person": person_words(desk, view.person),
        "consent": standing.consent_word(view),
        "state": _("A message to you") if view.seen.guest else state_word(view.state, view.flow),
        "train": [] if view.seen.guest else train(view),
        "tabs": [_tab_link(view, one) for one in _tabs(view)],
    }


def _tabs(view: CaseView) -> tuple[Mapping[str, Any], ...]:
    """The tabs of the case; of one that is others' only those that hold what came to the unit."""
    tabs = tuple(view.desk.profile.pages.get("tabs", {}).get(view.state.flow, ()))
    if not view.seen.guest:
        return tabs
    kinds = {one.kind for one in view.state.documents}
    return (*tabs[:1], *(one for one in tabs[1:] if kinds & set(one.get("documents", ()))))


def _tab_link(view: CaseView, one: Mapping[str, Any]) -> dict[str, Any]:
    kinds = one.get("documents", ())
    held = [found for found in view.state.documents if found.kind in kinds]
    return {
        **one,
        "url": view.desk.url("case_tab", view.no, one["key"]),
        "count": sum(found.stands for found in held),
        "unread": sum(found.number in view.unread for found in held),
    }


def _aside(view: CaseView) -> dict[str, Any]:
    return {
        "parties": party_rows(view),
        "clocks": clocks(view.desk, view.due),
        "clock_by_key": {one.key: one for one in clocks(view.desk, view.due, done=True)},
        "guide": guide_for(view, next(iter(view.flow.actions))),
    }


def _tab(view: CaseView, chosen: Mapping[str, Any]) -> dict[str, Any]:
    """What the tab shows: its own page where it has one, otherwise its documents."""
    name = chosen.get("view") or ("all" if chosen.get("all") else "papers")
    kinds = tuple(chosen.get("documents", ()))
    found: dict[str, Any] = {
        "tab_template": select_template(
            [f"replica/parts/tab_{name}.html", "replica/parts/tab_papers.html"]
        )
    }
    if name == "all":
        return found | {
            "todo": todo(view),
            "words": _words(view),
            "latest": view.papers(most=LATEST),
        }
    if name == "history":
        return found | {"lines": happenings(view)}
    if view.seen.guest:
        return found | {"papers": view.papers(kinds)}
    open_, closed = tab_actions(view, tuple(chosen.get("actions", ())))
    papers = view.papers(kinds) if kinds else []
    if name == "planning":
        found["plans"] = plans_of(view)
        papers = [one for one in papers if one.kind != "planning"]
    return found | {"papers": papers, "open_ways": open_, "closed_ways": closed}


def _words(view: CaseView) -> list[tuple[str, standing.Word]]:
    """How the case stands, as pairs for the first tab."""
    if view.seen.guest:
        return []
    contact = standing.contact_word(view)
    rows = [
        (_("Discharge"), standing.home_word(view)),
        (_("Coordination") if view.flow.name == "sip" else _("Fixed care contact"), contact),
        (_("Track"), standing.colour_word(view)),
        (_("SIP"), standing.sip_word(view)),
        (_("Consent"), standing.consent_word(view)),
    ]
    return [(label, word) for label, word in rows if word.text]


@at_desk
@require_http_methods(["GET", "POST"])
def document(request: HttpRequest, desk: Desk, no: int, number: int) -> HttpResponse:
    """One document: what it says, who sent it, who has read it. POST acknowledges it."""
    if request.method != "POST":
        return shown(
            request, desk, "replica/document.html", lambda: _document(case_view(desk, no), number)
        )
    view = case_view(desk, no)
    view.document(number)
    return _acknowledge(request, desk, view, number)


def _document(view: CaseView, number: int) -> dict[str, Any]:
    found = view.document(number)
    note_access(view.desk.seat, view.seen.case, number)
    kind = view.flow.documents.get(found.kind)
    own = found.author if kind is not None and kind.own else ""
    many = kind is None or kind.many
    same = [] if many else view.papers((found.kind,))
    paper, mine = view.paper(found), view.desk.seat.unit
    return (
        case_context(view)
        | _aside(view)
        | {
            "paper": paper,
            "receipt": next((one for one in paper.to if one.code == mine and one.read), None),
            "document": found,
            "versions": [one for one in same if own in ("", one.author_code)],
        }
    )


def _acknowledge(request: HttpRequest, desk: Desk, view: CaseView, number: int) -> HttpResponse:
    """Say that the unit has read it. Others may act meanwhile: that takes nothing from a receipt."""
    here = _back(request, desk, desk.url("document", view.no, number))
    for _try in range(TRIES):
        if number not in view.unread:
            return here
        try:
            refused = _performed(
                view, view.acknowledges(view.document(number)), {"document": number}
            )
        except Conflict:
            view = case_view(desk, view.no)
            continue
        except Closed as closed:
            messages.warning(request, str(closed))
            return here
        for reason in refused:
            messages.warning(request, reason)
        if not refused:
            messages.success(
                request, _("You have acknowledged it. The sender sees that you have read.")
            )
        return here
    messages.warning(request, _("Somebody else was first just now. Try again."))
    return here


def _performed(view: CaseView, action: str, body: dict[str, Any]) -> list[str]:
    """Do it; returns why it was refused, with the source, when it was."""
    performed = perform(
        seat=view.desk.seat,
        case=view.no,
        action=action,
        body=body,
        expected_version=view.seen.case.version,
    )
    return [f"{one.text} ({one.source})" for one in performed.turn.refused]


def _back(request: HttpRequest, desk: Desk, usual: str) -> HttpResponse:
    """Back to the list it was done from, when it is one of the room's own pages."""
    back = request.POST.get("back", "")
    own = back.startswith(desk.url("inbox")) and "\\" not in back and "//" not in back
    return redirect(f"{back}#{NEXT}" if own else f"{usual}#{AFTER}")
