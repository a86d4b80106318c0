"""Writing a message or a part of the plan: the form, its draft, and sending it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sandbox.process.engine import Reason
from sandbox.process.flow import Action
from sandbox.process.state import draft as draft_of
from sandbox.web import forms
from sandbox.web.keeping import keep, token_of, version_of
from sandbox.web.real_data import explained
from sandbox.web.replica.begun import asking_for_contact, asking_for_measures, begun, pointed
from sandbox.web.replica.case_view import RECEIPTS, CaseView, case_view
from sandbox.web.replica.desk import Desk, at_desk
from sandbox.web.replica.form_page import (
    Trouble,
    changed_rows,
    form_context,
    refused,
    said_anew,
)
from sandbox.web.replica.pages import case_context
from sandbox.web.replica.sent_pages import cannot, confirm
from sandbox.world.closed import Closed
from sandbox.world.conflict import Conflict
from sandbox.world.drafts import DraftChanged, draft_version
from sandbox.world.foresight import warnings_of
from sandbox.world.perform import drop_draft, perform, save_draft
from sandbox.world.tripwire import LooksReal

DRAFT = "draft_version"  # the version of the draft that a form was opened with


@at_desk
@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, desk: Desk, no: int, action: str) -> HttpResponse:
    """The form of one action in a case. POST sends it, keeps it for later, or changes its rows.

    An action without a document has a page to confirm it on. `?om=3` begins a form that is about
    document 3: an answer, or `&som=vidare` to forward it, `&som=fel` when it was not meant for one.
    `?som=kontakt` begins the message that asks open care for a fixed care contact, `?som=insatser`
    the one that asks for what is missing in the plan.
    """
    view = case_view(desk, no)
    row = view.flow.actions.get(action)
    if row is None or action in RECEIPTS:
        raise Http404
    if not row.document:
        return confirm(request, view, row)
    kind = view.kind_of(action)
    if request.method == "GET":
        return _opened(request, view, row)
    body, errors = forms.read_body(kind, view.options, request.POST)
    wish, _sep, rest = request.POST.get("do", "send").partition(":")
    if wish in ("add", "remove"):
        return _show(request, view, action, changed_rows(view, action, body, wish, rest))
    if wish == "ask":
        return _show(request, view, action, body, Trouble(errors, asked=True))
    if errors:
        errors = forms.all_told(kind, body, errors, wish=wish)
        return _show(request, view, action, body, Trouble(errors, status=422))
    if wish == "later":
        return _keep(request, view, action, body)
    return _send(request, view, action, body, anyway=wish == "anyway")


def _opened(request: HttpRequest, view: CaseView, row: Action) -> HttpResponse:
    """The form as it opens; where nothing can be done now, and nothing is begun, only why not."""
    kind = view.kind_of(row.code).kind
    draft = draft_of(view.state, kind, view.desk.seat.unit)
    if draft is None and not view.offers[row.code].enabled:
        return cannot(request, view, row)
    return _show(request, view, row.code, _first_body(request, view, kind))


def _first_body(request: HttpRequest, view: CaseView, kind: str) -> Mapping[str, Any]:
    """What the form opens with: about what the link points to, or what is known already."""
    about, how = request.GET.get("om", ""), request.GET.get("som", "")
    body = None
    if how == "kontakt":
        body = asking_for_contact(view, kind)
    elif how == "insatser":
        body = asking_for_measures(view, kind)
    elif about:
        body = pointed(view, kind, about, how)
    return body or begun(view, kind)


def _keep(
    request: HttpRequest, view: CaseView, action: str, body: Mapping[str, Any]
) -> HttpResponse:
    kind, since = view.kind_of(action).kind, version_of(request.POST.get(DRAFT, ""))
    try:
        save_draft(seat=view.desk.seat, case=view.no, kind=kind, body=body, since=since)
    except LooksReal as problem:
        return _show(request, view, action, body, Trouble(explained(problem), status=422))
    except DraftChanged as changed:
        again = _("Save once more if what stands here is to take its place.")
        trouble = Trouble({}, (Reason(f"{changed} {again}", "", ""),), 409)
        return _show(request, view, action, body, trouble, anew=True)
    except Closed as closed:
        return _show(request, view, action, body, _stopped(closed))
    messages.success(request, _("Your draft is kept. Nobody else sees it."))
    return redirect("replica:case", view.desk.code, view.no)


def _drop(request: HttpRequest, view: CaseView, kind: str) -> HttpResponse:
    try:
        drop_draft(seat=view.desk.seat, case=view.no, kind=kind)
    except Closed as closed:
        messages.warning(request, str(closed))
    else:
        messages.success(request, _("Your draft is thrown away. Nobody has seen it."))
    return redirect("replica:case", view.desk.code, view.no)


def _stopped(why: Exception) -> Trouble:
    return Trouble({}, (Reason(str(why), "", ""),), 409)


def _send(
    request: HttpRequest, view: CaseView, action: str, body: Mapping[str, Any], *, anyway: bool
) -> HttpResponse:
    """Send it; what would leave a warning is asked about once first."""
    version, token = request.POST.get("version", ""), token_of(request.POST.get("token", ""))
    cleaned = forms.without_blank_rows(view.kind_of(action), body)
    if not anyway:
        warned = warnings_of(
            seat=view.desk.seat, case=view.no, action=action, body=cleaned, token=token
        )
        if warned:
            return _show(request, view, action, body, Trouble(warned=warned))
    try:
        performed = perform(
            seat=view.desk.seat,
            case=view.no,
            action=action,
            body=cleaned,
            expected_version=int(version) if version.isdecimal() and len(version) < 9 else -1,
            token=token,
        )
    except LooksReal as problem:
        return _show(request, view, action, body, Trouble(explained(problem), status=422))
    except Conflict as conflict:
        fresh = case_view(view.desk, view.no)
        return _show(request, fresh, action, body, _stopped(conflict), anew=True)
    except Closed as closed:
        return _show(request, view, action, body, _stopped(closed), anew=True)
    if performed.turn.refused:
        why = refused(performed.turn, view.kind_of(action), body)
        return _show(request, view, action, body, why, anew=True)
    if trouble := said_anew(performed, view.kind_of(action), cleaned):
        return _show(request, case_view(view.desk, view.no), action, body, trouble)
    return redirect("replica:receipt", view.desk.code, view.no, performed.events[0])


@at_desk
@require_POST
def draft(request: HttpRequest, desk: Desk, no: int, action: str) -> HttpResponse:
    """Keep what is typed so far. Answers {"saved"} or {"error", "field"} with status 422.

    With `do=drop` the draft is thrown away, and one is back in the case.
    """
    view = case_view(desk, no)
    kind = view.kind_of(action)
    if request.POST.get("do") == "drop":
        return _drop(request, view, kind.kind)
    body, errors = forms.read_body(kind, view.options, request.POST)
    since = version_of(request.POST.get(DRAFT, ""))
    return keep(desk.seat, case=no, kind=kind.kind, body=body, errors=errors, since=since)


def _show(
    request: HttpRequest,
    view: CaseView,
    action: str,
    body: Mapping[str, Any],
    trouble: Trouble | None = None,
    *,
    anew: bool = False,
) -> HttpResponse:
    """The page of the form. `anew`: what it says has been kept, or is to take the draft's place."""
    trouble, seat = trouble or Trouble(), view.desk.seat
    kind = view.kind_of(action).kind
    draft = draft_of(view.state, kind, seat.unit)
    since = version_of(request.POST.get(DRAFT, "")) if request.method == "POST" else None
    if anew:
        since = draft_version(view.desk.world, view.seen.case, seat, kind=kind)
    return render(
        request,
        "replica/write.html",
        case_context(view)
        | form_context(view, action, body, trouble)
        | {
            "draft_url": view.desk.url("draft", view.no, action),
            "keeps_drafts": True,
            "has_draft": draft,
            "draft_version": since if since is not None else draft.version if draft else 0,
        },
        status=trouble.status,
    )
