"""Patient administration: everybody in the room, one person, and starting a case about somebody."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sandbox.process.engine import Foreseen, Reason, foreseen
from sandbox.process.flow import source_text
from sandbox.process.reading import load_flow
from sandbox.web import forms
from sandbox.web.keeping import kept_answer, token_of
from sandbox.web.real_data import explained
from sandbox.web.replica import started
from sandbox.web.replica.begun import begun
from sandbox.web.replica.case_view import CaseView, person_words, state_word
from sandbox.web.replica.desk import DISCHARGE, Desk, at_desk
from sandbox.web.replica.form_page import (
    Trouble,
    changed_rows,
    form_context,
    refused,
)
from sandbox.web.replica.kept import shown
from sandbox.world.closed import Closed
from sandbox.world.conflict import Conflict
from sandbox.world.desk import DeskCase, cases_of, people_of
from sandbox.world.models import Person
from sandbox.world.opening import AlreadyOpen, Opening, beginning, open_case, open_cases
from sandbox.world.tripwire import LooksReal, inspect

# How a case can begin, in the order the ways stand on a person's page.
STARTS = (
    ("spu", "save_prepared_request"),
    ("spu", "send_care_request"),
    ("spu", "register_admission"),
    ("spu", "send_care_message"),
    ("spu", "open_in_open_care"),
    ("sip", "note_need"),
    ("sip", "record_consent"),
)


@dataclass(frozen=True)
class Way:
    """A way to begin a case about a person: where, or why not; what one reason closes is one way."""

    label: str
    url: str
    why_not: str = ""
    case: str = ""


@at_desk
@require_safe
def patients(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Everybody in the room's register; `?sok=` finds by name or number, never by a real one."""
    asked = request.GET.get("sok", "").strip()[:80]
    try:
        inspect({"sok": asked})
    except LooksReal as problem:
        messages.warning(request, explained(problem)["sok"])
        return redirect("replica:patients", desk.code)
    return shown(request, desk, "replica/patients.html", lambda: _patients(desk, asked))


def _patients(desk: Desk, asked: str) -> dict[str, Any]:
    rows = [
        {"person": person_words(desk, one), "url": desk.url("patient", one.no)}
        for one in people_of(desk.seat)
        if _matches(one, asked)
    ]
    return desk.context() | {"rows": rows, "asked": asked}


def _matches(person: Person, asked: str) -> bool:
    number = person.identity_number
    text = f"{person} {person.family_name} {number} {number.replace('-', '')}".casefold()
    return all(word in text for word in asked.casefold().split())


@at_desk
@require_safe
def patient(request: HttpRequest, desk: Desk, number: int) -> HttpResponse:
    """One person: who it is, the cases the unit takes part in, and what can be started."""
    person = _person(desk, number)
    said: Mapping[str, Any] = person.profile
    own = cases_of(desk.seat)
    return render(
        request,
        "replica/patients_person.html",
        desk.context()
        | {
            "patient": person_words(desk, person),
            "address": "" if person.protected_identity else person.address,
            "phone": "" if person.protected_identity else person.phone,
            "units": _units(desk, said, protected=person.protected_identity),
            "around": [] if person.protected_identity else _around(said),
            "said": said,
            "cases": _cases(desk, [one for one in own if one.person.pk == person.pk]),
            "ways": list(_ways(desk, person, {one.case.no for one in own})),
        },
    )


def _person(desk: Desk, number: int) -> Person:
    found = Person.objects.for_world(desk.world).filter(no=number).first()
    if found is None:
        raise Http404
    return found


def _units(desk: Desk, said: Mapping[str, Any], *, protected: bool) -> list[tuple[str, str]]:
    """Where the person is registered and goes, in words; where somebody hidden lives is not told."""
    register = desk.county.units
    here = register.get(said.get("registered_in") or "")
    care = register.get(said.get("primary_care") or "")
    rows = [(_("Health centre"), care.party.name)] if care else []
    if here and not protected:
        rows.insert(0, (_("Registered in"), f"{here.municipality}, {here.party.name}"))
    return rows


def _around(said: Mapping[str, Any]) -> list[dict[str, str]]:
    """Relatives, guardians and representatives, as the register has them."""
    rows = [
        {"name": one.get("name") or one["who"], "tie": one.get("tie", ""), "phone": one["phone"]}
        for one in (*(said.get("guardians") or ()), *(said.get("network") or ()))
        if one.get("phone")
    ]
    proxy = said.get("representative")
    if proxy:
        word = _("God man") if proxy["kind"] == "god_man" else _("Förvaltare")
        rows.append({"name": proxy["name"], "tie": word, "phone": proxy.get("phone", "")})
    return rows


def _cases(desk: Desk, own: list[DeskCase]) -> list[dict[str, Any]]:
    """The cases about the person that the unit takes part in, those that go on first."""
    rows = []
    for seen in own:
        view = CaseView(desk, seen)
        state = view.flow.tracks[view.flow.name].states[view.state.state]
        rows.append(
            {
                "no": view.no,
                "title": view.flow.title,
                "state": state_word(view.state, view.flow),
                "over": state.final,
                "url": desk.url("case", view.no),
            }
        )
    return sorted(rows, key=lambda row: (row["over"], -row["no"]))


def _ways(desk: Desk, person: Person, mine: set[int]) -> Iterator[Way]:
    """What the unit's role may begin with; `mine` are the numbers of the cases it has a part in."""
    for flow in ("spu", "sip"):
        view = CaseView(desk, beginning(desk.seat, person, flow))
        open_ones = open_cases(desk.seat, person, flow)
        found = {action: _start_word(view, action) for action in _first(view)}
        if open_ones and found:
            no = open_ones[0].no
            known = desk.url("case", no) if no in mine else ""
            yield Way(", ".join(found.values()), "", _already(view.state.flow, known), known)
        else:
            for action, label in found.items():
                yield Way(label, desk.url("start", person.no, flow, action))


def _start_word(view: CaseView, action: str) -> str:
    if view.state.flow != "sip":
        return view.flow.actions[action].opening
    return _("SIP outside hospital") if view.desk.discharges else view.flow.title


def _first(view: CaseView) -> Iterator[str]:
    """The actions a case of this flow may begin with, from this unit, under this profile."""
    for flow, action in STARTS:
        offer = view.offers.get(action)
        if flow == view.state.flow and offer is not None and offer.enabled:
            yield action
            if flow == "sip":
                return


def _already(flow: str, known: str) -> str:
    """Why no other case is started: the flow's rule with its source, and what to do instead."""
    rule = load_flow(flow).one_open
    why = f"{rule.refused} ({source_text(rule.sources)})" if rule else ""
    return f"{why} {_what_to_do(known)}".strip()


def _what_to_do(known: str) -> str:
    if known:
        return _("There is an open case. Go on in it.")
    return _(
        "Another unit has an open case about the person. Ask to become a part of it, by telephone "
        "or in a message."
    )


@at_desk
@require_http_methods(["GET", "POST"])
def start(request: HttpRequest, desk: Desk, number: int, flow: str, action: str) -> HttpResponse:
    """Start a case about the person by writing its first document. POST sends or keeps it."""
    view = _beginning(desk, number, flow, action)
    kind = view.kind_of(action)
    if request.method == "GET":
        body = started.kept(request, view, action) or begun(view, kind.kind)
        return _show(request, view, action, body)
    body, errors = forms.read_body(kind, view.options, request.POST)
    wish, _sep, rest = request.POST.get("do", "send").partition(":")
    if wish in ("add", "remove"):
        return _show(request, view, action, changed_rows(view, action, body, wish, rest))
    if errors:
        errors = forms.all_told(kind, body, errors, wish=wish)
        return _show(request, view, action, body, Trouble(errors, status=422))
    if wish == "later":
        return _keep(request, view, action, body)
    cleaned = forms.without_blank_rows(view.kind_of(action), body)
    warned = () if wish == "anyway" else _warnings(view, action, cleaned)
    if warned:
        return _show(request, view, action, body, Trouble(warned=warned))
    return _opened(request, view, action, body, cleaned)


@at_desk
@require_POST
def start_draft(
    request: HttpRequest, desk: Desk, number: int, flow: str, action: str
) -> JsonResponse:
    """Keep what is typed so far. Answers {"saved"} or {"error", "field"} with status 422."""
    view = _beginning(desk, number, flow, action)
    body, errors = forms.read_body(view.kind_of(action), view.options, request.POST)
    if not errors:
        try:
            started.keep(request, view, action, body)
        except LooksReal as problem:
            errors = explained(problem)
    return kept_answer(errors)


def _beginning(desk: Desk, number: int, flow: str, action: str) -> CaseView:
    person = _person(desk, number)
    if (flow, action) not in STARTS or action not in load_flow(flow).actions:
        raise Http404
    if flow == DISCHARGE and not desk.discharges:  # a refusal would tell who has one going on
        raise Http404
    view = CaseView(desk, beginning(desk.seat, person, flow))
    if action not in view.offers:
        raise Http404
    return view


def _keep(
    request: HttpRequest, view: CaseView, action: str, body: Mapping[str, Any]
) -> HttpResponse:
    try:
        started.keep(request, view, action, body)
    except LooksReal as problem:
        return _show(request, view, action, body, Trouble(explained(problem), status=422))
    messages.success(request, _("Your draft is kept. Nobody else sees it."))
    return redirect("replica:patient", view.desk.code, view.person.no)


def _warnings(view: CaseView, action: str, body: Mapping[str, Any]) -> tuple[Foreseen, ...]:
    """What beginning like this would leave a warning of: asked about once."""
    return foreseen(
        view.state,
        action=action,
        role=view.role,
        actor=view.desk.seat.unit,
        body=body,
        flow=load_flow(view.state.flow),
        profile=view.desk.profile,
    )


def _opened(
    request: HttpRequest,
    view: CaseView,
    action: str,
    body: Mapping[str, Any],
    cleaned: Mapping[str, Any],
) -> HttpResponse:
    opening = Opening(view.person.no, view.state.flow, action, cleaned)
    token = token_of(request.POST.get("token", ""))
    try:
        performed = open_case(seat=view.desk.seat, opening=opening, token=token)
    except LooksReal as problem:
        return _show(request, view, action, body, Trouble(explained(problem), status=422))
    except AlreadyOpen as found:
        mine = {seen.case.no for seen in cases_of(view.desk.seat)}
        known = view.desk.url("case", found.no) if found.no in mine else ""
        return _show(request, view, action, body, _stopped(_already(view.state.flow, known)))
    except (Closed, Conflict) as stopped:
        return _show(request, view, action, body, _stopped(str(stopped)))
    if performed.turn.refused:
        return _show(
            request, view, action, body, refused(performed.turn, view.kind_of(action), body)
        )
    started.forget(request, view, action)
    return redirect("replica:receipt", view.desk.code, performed.case.no, performed.events[0])


def _stopped(why: str) -> Trouble:
    return Trouble({}, (Reason(why, "", ""),), 409)


def _show(
    request: HttpRequest,
    view: CaseView,
    action: str,
    body: Mapping[str, Any],
    trouble: Trouble | None = None,
) -> HttpResponse:
    trouble = trouble or Trouble()
    return render(
        request,
        "replica/patients_start.html",
        view.desk.context()
        | {
            "view": view,
            "person": person_words(view.desk, view.person),
            "state": _("Not started"),
            "back": view.desk.url("patient", view.person.no),
            "draft_url": view.desk.url("start_draft", view.person.no, view.state.flow, action),
            "keeps_drafts": True,
        }
        | form_context(view, action, body, trouble),
        status=trouble.status,
    )
