"""Writing a message or a part of the plan: the form, its draft, and sending it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import select_template
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sandbox.fictive.detector import stops
from sandbox.process.engine import Reason
from sandbox.process.state import draft as draft_of
from sandbox.process.state import latest
from sandbox.web import forms
from sandbox.web.real_data import cautions, explained
from sandbox.web.replica.case_view import CaseView, case_view
from sandbox.web.replica.desk import Desk, at_desk
from sandbox.web.replica.pages import case_context
from sandbox.world.closed import Closed
from sandbox.world.conflict import Conflict
from sandbox.world.perform import perform, save_draft
from sandbox.world.tokens import new_token
from sandbox.world.tripwire import LooksReal

TOKEN = re.compile(r"[0-9]{1,9}\.[\w-]{16}", re.ASCII)


@dataclass(frozen=True)
class Trouble:
    """Why a form comes back: errors by input name, refusals with their source, the status."""

    errors: Mapping[str, str] = field(default_factory=dict)
    refusals: tuple[Reason, ...] = ()
    status: int = 200


@at_desk
@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, desk: Desk, no: int, action: str) -> HttpResponse:
    """The form of one action in a case. POST sends it, keeps it for later, or changes its rows."""
    view = case_view(desk, no)
    kind = view.kind_of(action)
    if request.method == "GET":
        return _show(request, view, action, _begun(view, kind.kind))
    body, errors = forms.read_body(kind, view.options, request.POST)
    wish, _sep, rest = request.POST.get("do", "send").partition(":")
    if wish in ("add", "remove"):
        return _show(request, view, action, _rows(view, action, body, wish, rest))
    if errors:
        return _show(request, view, action, body, Trouble(errors, status=422))
    if wish == "later":
        return _keep(request, view, action, body)
    return _send(request, view, action, body)


def _begun(view: CaseView, kind: str) -> Mapping[str, Any]:
    """What the form starts with: the unit's own draft, else what it sent last."""
    mine = view.desk.seat.unit
    definition = view.flow.documents[kind]
    waiting = draft_of(view.state, kind, mine)
    sent = None if definition.many else latest(view.state, kind, mine if definition.own else "")
    found = waiting or sent
    return found.body if found else forms.empty_body(definition)


def _rows(
    view: CaseView, action: str, body: dict[str, Any], wish: str, rest: str
) -> dict[str, Any]:
    name, _sep, number = rest.partition(":")
    kind = view.kind_of(action)
    definition = next((f for f in kind.fields if f.key == name and f.type == "rows"), None)
    if definition is None:
        raise Http404
    rows = list(body[name])
    if wish == "add" and len(rows) < definition.max_rows:
        rows.append(forms.blank_row(definition))
    if wish == "remove" and number.isdecimal() and int(number) < len(rows):
        rows.pop(int(number))
    return {**body, name: rows}


def _keep(
    request: HttpRequest, view: CaseView, action: str, body: Mapping[str, Any]
) -> HttpResponse:
    try:
        save_draft(seat=view.desk.seat, case=view.no, kind=view.kind_of(action).kind, body=body)
    except LooksReal as problem:
        return _show(request, view, action, body, Trouble(explained(problem), status=422))
    except Closed as closed:
        return _show(request, view, action, body, Trouble({}, (Reason(str(closed), "", ""),), 409))
    messages.success(request, _("Your draft is kept. Nobody else sees it."))
    return redirect("replica:case", view.desk.code, view.no)


def _send(
    request: HttpRequest, view: CaseView, action: str, body: Mapping[str, Any]
) -> HttpResponse:
    kind = view.kind_of(action)
    version = request.POST.get("version", "")
    try:
        performed = perform(
            seat=view.desk.seat,
            case=view.no,
            action=action,
            body=forms.without_blank_rows(kind, body),
            expected_version=int(version) if version.isdecimal() and len(version) < 9 else -1,
            token=_token(request.POST.get("token", "")),
        )
    except LooksReal as problem:
        return _show(request, view, action, body, Trouble(explained(problem), status=422))
    except Conflict as conflict:
        fresh = case_view(view.desk, view.no)
        why = Trouble({}, (Reason(str(conflict), "", ""),), 409)
        return _show(request, fresh, action, body, why)
    except Closed as closed:
        return _show(request, view, action, body, Trouble({}, (Reason(str(closed), "", ""),), 409))
    refused = performed.turn.refused
    if refused:
        errors = {
            forms.name_of(reason.field.partition(".")[2]): reason.text
            for reason in refused
            if reason.field
        }
        rest = tuple(reason for reason in refused if not reason.field)
        return _show(request, view, action, body, Trouble(errors, rest, 422))
    what = {"what": view.flow.actions[action].done}
    messages.success(request, _("%(what)s (practice).") % what)
    return redirect("replica:case", view.desk.code, view.no)


@at_desk
@require_POST
def draft(request: HttpRequest, desk: Desk, no: int, action: str) -> JsonResponse:
    """Keep what is typed so far. Answers {"saved"} or {"error", "field"} with status 422."""
    view = case_view(desk, no)
    kind = view.kind_of(action)
    body, errors = forms.read_body(kind, view.options, request.POST)
    for name, text in errors.items():
        return JsonResponse({"error": text, "field": name}, status=422)
    try:
        save_draft(seat=desk.seat, case=no, kind=kind.kind, body=body)
    except LooksReal as problem:
        name, text = next(iter(explained(problem).items()))
        return JsonResponse({"error": text, "field": name}, status=422)
    except Closed as closed:
        return JsonResponse({"error": str(closed), "field": ""}, status=409)
    now = time_format(timezone.localtime())
    return JsonResponse({"saved": _("at %(time)s") % {"time": now}})


def _show(
    request: HttpRequest,
    view: CaseView,
    action: str,
    body: Mapping[str, Any],
    trouble: Trouble | None = None,
) -> HttpResponse:
    kind, row = view.kind_of(action), view.flow.actions[action]
    trouble = trouble or Trouble()
    offer = view.offers[action]
    named = [
        f"replica/documents/{kind.kind}.html",
        f"sandbox/documents/{kind.kind}.html",
        "sandbox/documents/plain.html",
    ]
    return render(
        request,
        "replica/write.html",
        case_context(view)
        | {
            "action": row,
            "kind": kind,
            "form": forms.build_form(kind, view.options, body, trouble.errors),
            "document_template": select_template(named),
            "refusals": trouble.refusals or (() if offer.enabled else offer.reasons),
            "offer": offer,
            "cautions": [] if trouble.errors else cautions(kind, body),
            "token": new_token(view.desk.world),
            "send_label": _("%(label)s (practice)") % {"label": row.label},
            "draft_url": view.desk.url("draft", view.no, action),
        },
        status=trouble.status,
    )


def _token(text: str) -> str | None:
    """A form's token as we write them; anything else is not kept, so that nothing hides in it."""
    return text if TOKEN.fullmatch(text) and not stops(text) else None
