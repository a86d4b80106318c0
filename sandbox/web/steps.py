"""One step of an exercise: the form, its autosaved draft, and the receivers' replies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import select_template
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sandbox.exercises.checks import CheckOutcome, is_done, step_state
from sandbox.exercises.hints import Hint, hints
from sandbox.exercises.play import next_moment
from sandbox.exercises.replies import Reply, replies_for
from sandbox.exercises.scenario import Step
from sandbox.process.engine import Reason
from sandbox.web import forms, showing
from sandbox.web.entering import seated
from sandbox.web.keeping import keep, token_of
from sandbox.web.real_data import cautions, explained
from sandbox.web.room import Room, room_for
from sandbox.web.writing import (
    answering,
    is_locked,
    meant,
    number_in,
    sent_body,
    step_of,
    to_read,
)
from sandbox.world import judging
from sandbox.world.closed import Closed
from sandbox.world.conflict import Conflict
from sandbox.world.perform import advance, note_hint, perform, save_draft
from sandbox.world.results import HINT_SHOWN
from sandbox.world.tokens import new_token
from sandbox.world.tripwire import LooksReal


@dataclass(frozen=True)
class Trouble:
    """Why a form comes back: errors by input name, refusals with their source, the status."""

    errors: Mapping[str, str] = field(default_factory=dict)
    refusals: tuple[Reason, ...] = ()
    status: int = 200
    closed: bool = False  # the session is paused or over: there is nothing to mend


@seated
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Show a step's form, or take it in: send, save for later, add or remove a row."""
    room = room_for(request, code)
    row = _form_step(room, key)
    if room.watching or is_locked(room, row):
        return redirect("practice:tasks", code)
    if not room.flow.actions[row.action].document:
        return to_read(room, row)
    if request.method == "GET":
        return _show(request, room, row, answering(request, room, row))
    body, errors = forms.read_body(
        room.kind(row.document), room.options_for(row.document), request.POST
    )
    wish, _sep, rest = request.POST.get("do", "send").partition(":")
    if wish in ("add", "remove"):
        return _change_rows(request, room, row, body, f"{wish}:{rest}")
    if wish == "hint":
        return _give_hint(request, room, row, body)
    if errors:
        errors = forms.all_told(room.kind(row.document), body, errors, wish=wish)
        return _show(request, room, row, body, Trouble(errors, status=422))
    if wish == "later":
        return _keep(request, room, row, body)
    return _send(request, room, row, body)


def _send(request: HttpRequest, room: Room, row: Step, body: Mapping[str, Any]) -> HttpResponse:
    cleaned = forms.without_blank_rows(room.kind(row.document), body)
    sent = number_in(request.POST.get("version", ""))
    try:
        performed = perform(
            seat=room.seat,
            action=row.action,
            body=cleaned,
            expected_version=-1 if sent is None else sent,
            token=token_of(request.POST.get("token", "")),
            step=meant(room, row, cleaned),
        )
    except LooksReal as problem:
        return _show(request, room, row, body, Trouble(explained(problem), status=422))
    except Conflict as conflict:
        fresh = room_for(request, room.code)
        return _show(request, fresh, row, body, Trouble({}, (Reason(str(conflict), "", ""),), 409))
    except Closed as closed:
        return _closed(request, room, row, body, closed)
    if performed.turn.refused:
        errors = {
            forms.name_of(reason.field.partition(".")[2]): reason.text
            for reason in performed.turn.refused
            if reason.field
        }
        rest = tuple(reason for reason in performed.turn.refused if not reason.field)
        return _show(request, room, row, body, Trouble(errors, rest, 422))
    if room.several and not performed.turn.replies:
        messages.success(request, _("%(what)s is sent (practice).") % {"what": row.title})
        return redirect("practice:tasks", room.code)
    # A message may be a step of the exercise without having been opened as one.
    return redirect("practice:replies", room.code, performed.turn.step or row.key)


def _closed(
    request: HttpRequest, room: Room, row: Step, body: Mapping[str, Any], closed: Closed
) -> HttpResponse:
    """The session is paused or over: what is typed stays on the page. Stopped: nothing does."""
    fresh = room_for(request, room.code)
    why = Trouble({}, (Reason(str(closed), "", ""),), 409, closed=True)
    return _show(request, fresh, row, body, why)


def _keep(request: HttpRequest, room: Room, row: Step, body: Mapping[str, Any]) -> HttpResponse:
    try:
        save_draft(seat=room.seat, kind=row.document, body=body)
    except LooksReal as problem:
        return _show(request, room, row, body, Trouble(explained(problem), status=422))
    except Closed as closed:
        return _closed(request, room, row, body, closed)
    return redirect("practice:tasks", room.code)


def _change_rows(
    request: HttpRequest, room: Room, row: Step, body: dict[str, Any], wish: str
) -> HttpResponse:
    what, _sep, rest = wish.partition(":")
    name, _sep, number = rest.partition(":")
    definition = next(
        (f for f in room.kind(row.document).fields if f.key == name and f.type == "rows"), None
    )
    if definition is None:
        raise Http404
    rows = list(body[name])
    if what == "add" and len(rows) < definition.max_rows:
        rows.append(forms.blank_row(definition))
    if what == "remove" and (place := number_in(number)) is not None and place < len(rows):
        rows.pop(place)
    return _show(request, room, row, {**body, name: rows})


@seated
@require_POST
def draft(request: HttpRequest, code: str, key: str) -> JsonResponse:
    """Keep what is typed so far. Answers {"saved"} or {"error", "field"} with status 422."""
    room = room_for(request, code)
    row = _form_step(room, key)
    body, errors = forms.read_body(
        room.kind(row.document), room.options_for(row.document), request.POST
    )
    return keep(room.seat, kind=row.document, body=body, errors=errors)


@seated
@require_http_methods(["GET", "POST"])
def replies(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """How the receivers react to the newest version of a step, and the way onward."""
    room = room_for(request, code)
    row = step_of(room, key)
    if request.method == "POST":
        return _go_on(request, room)
    if room.sent(row.document) is None:
        return redirect("practice:tasks", code)
    answers = _answers(room, key)
    attempt = next((reply.attempt_hint for reply in answers if reply.attempt_hint), "")
    is_moment = row.kind == "moment"
    form_step = room.step_before_meeting if is_moment else row
    return render(
        request,
        "sandbox/replies.html",
        room.context()
        | {
            "crumbs": room.crumbs(),
            "step": row,
            "position": showing.position(room.steps, key),
            "steps": showing.step_items(room.steps, room.states, key),
            "heading": row.title if is_moment else _("%(step)s: the replies") % {"step": row.title},
            "lead": row.lead if is_moment else showing.replies_lead(answers),
            "replies": showing.reply_views(answers),
            "attempt": attempt,
            "step_url": reverse("practice:step", args=[code, form_step.key]),
            "redo_label": form_step.redo or _("Change what you wrote"),
            "onward": _onward(room, row),
            "summary": room.facts(row.document),
            "summary_title": row.title if is_moment else _("What you sent"),
            "checks": _checks(room, key),
            "cautions": cautions(room.kind(row.document), sent_body(room, row)),
        },
    )


def _answers(room: Room, key: str) -> tuple[Reply, ...]:
    if room.several:
        return judging.replies(room.seat, room.world, room.case, room.state, key)
    return replies_for(room.scenario, room.state, key)


def _checks(room: Room, key: str) -> tuple[CheckOutcome, ...]:
    if room.several:
        return tuple(one for one in room.company.outcomes if one.step == key)
    return showing.checks_in(room.scenario, room.state, key)


def _go_on(request: HttpRequest, room: Room) -> HttpResponse:
    """Move the clock to what is waiting, and show what happened."""
    moment = next_moment(room.state, room.scenario)
    if moment is None or room.scenario.meeting is None:
        return redirect("practice:tasks", room.code)
    try:
        advance(seat=room.seat, to=moment)
    except Closed as closed:
        messages.warning(request, str(closed))
        return redirect("practice:tasks", room.code)
    return redirect("practice:replies", room.code, room.scenario.meeting.step)


def _onward(room: Room, row: Step) -> dict[str, Any]:
    """The one way onward from the replies: the clock, the next step, or the comparison."""
    if not room.several and next_moment(room.state, room.scenario) is not None:
        return {"post": True, "label": _("Move the clock to the meeting")}
    if room.several:
        url = reverse("practice:tasks", args=[room.code])
        return {"post": False, "url": url, "label": _("Back to your role")}
    keys = [step.key for step in room.scenario.steps]
    for later in room.scenario.steps[keys.index(row.key) + 1 :]:
        stands = step_state(room.scenario, room.state, later.key).state
        if later.kind == "form" and stands in ("not_started", "draft"):
            return {
                "post": False,
                "url": reverse("practice:step", args=[room.code, later.key]),
                "label": _("Go on to %(step)s") % {"step": later.title.lower()},
            }
    if is_done(room.scenario, room.state):
        url = reverse("practice:compare", args=[room.code])
        return {"post": False, "url": url, "label": _("Compare with a colleague's plan")}
    url = reverse("practice:done", args=[room.code])
    return {"post": False, "url": url, "label": _("See what is left")}


def _show(
    request: HttpRequest,
    room: Room,
    row: Step,
    body: Mapping[str, Any],
    trouble: Trouble | None = None,
) -> HttpResponse:
    kind = room.kind(row.document)
    trouble = trouble or Trouble()
    form = forms.build_form(kind, room.options_for(row.document), body, trouble.errors)
    label = room.flow.actions[row.action].label
    return render(
        request,
        "sandbox/step.html",
        room.context()
        | {
            "crumbs": room.crumbs(tasks=True),
            "step": row,
            "position": showing.position(room.steps, row.key),
            "steps": showing.step_items(room.steps, room.states, row.key),
            "form": form,
            "document_template": select_template(
                [f"sandbox/documents/{row.document}.html", "sandbox/documents/plain.html"]
            ),
            "refusals": trouble.refusals,
            "error_heading": _("Nothing has been sent yet.")
            if trouble.closed
            else _("Nothing has been sent yet. Mend this first:"),
            "why": kind.why,
            "sources": kind.sources,
            "cautions": [] if trouble.errors else cautions(kind, body),
            "hints": [hint.text for hint in _given_hints(room, row)],
            "more_hints": _more_hints(room, row) is not None,
            "send_label": _("%(label)s (practice)") % {"label": label},
            "token": new_token(room.world),
            "today": _("Today is %(day)s. Days are counted from the start of the exercise.")
            % {"day": showing.sim_time(room.scenario, room.state.now)},
            "saved": room.saved_text(row.document),
        },
        status=trouble.status,
    )


def _given_hints(room: Room, row: Step) -> list[Hint]:
    """The hints of this step that the learner has asked for in this attempt."""
    given = {
        (line.data.get("check"), line.data.get("level"))
        for line in room.state.log
        if line.code == HINT_SHOWN
    }
    available = _hints(room, row)
    return [hint for hint in available if (hint.check, hint.level) in given]


def _more_hints(room: Room, row: Step) -> Hint | None:
    """The next hint, from light to plain, or None when all have been given."""
    given = _given_hints(room, row)
    return next((h for h in _hints(room, row) if h not in given), None)


def _hints(room: Room, row: Step) -> tuple[Hint, ...]:
    """The hints there are; an act that is no step of the exercise has none."""
    return hints(room.scenario, room.state, row.key) if row in room.scenario.steps else ()


def _give_hint(
    request: HttpRequest, room: Room, row: Step, body: Mapping[str, Any]
) -> HttpResponse:
    """One more hint, with everything that is typed still there."""
    following = _more_hints(room, row)
    if following is not None:
        try:
            note_hint(seat=room.seat, check=following.check, level=following.level)
        except Closed as closed:
            return _closed(request, room, row, body, closed)
        room = room_for(request, room.code)
    return _show(request, room, row, body)


def _form_step(room: Room, key: str) -> Step:
    row = step_of(room, key)
    if row.kind != "form":
        raise Http404
    return row
