"""What one seat may read: a document with its receipt, and the group's plan stage by stage."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sandbox.exercises.led import Stage
from sandbox.exercises.scenario import Step
from sandbox.exercises.taken import step_document
from sandbox.process.state import Document
from sandbox.web import inbox, showing
from sandbox.web.entering import seated
from sandbox.web.reading import Facts, facts
from sandbox.web.room import Room, room_for
from sandbox.web.seats import MESSAGE
from sandbox.world.closed import Closed
from sandbox.world.conflict import Conflict
from sandbox.world.perform import perform

TRIES = 3
ADDRESSING = ("recipients", "subject")


@seated
@require_http_methods(["GET", "POST"])
def document(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """One document: what it says, who sent it, who has read it. POST acknowledges it."""
    room = room_for(request, code)
    found = _found(room, number)
    if request.method == "POST":
        return _acknowledge(request, room, found)
    kind = room.kind(found.kind)
    to_me = room.seat.unit in inbox.recipients(room, found)
    can_answer = MESSAGE in room.flow.actions and found.author in room.scenario.parties
    return render(
        request,
        "sandbox/document.html",
        room.context()
        | {
            "crumbs": room.crumbs(),
            "letter": inbox.letter(room, found),
            "kind": kind,
            "document": found,
            "facts": _facts_of(room, found),
            "status": showing.document_status(found),
            "unread": inbox.is_unread(room, found) and not room.watching,
            "to": [room.name_of(one) for one in inbox.recipients(room, found)],
            "answer_url": f"{reverse('practice:step', args=[code, MESSAGE])}?svar={number}"
            if to_me and can_answer and not room.watching
            else "",
        },
    )


def _facts_of(room: Room, found: Document) -> Facts:
    """What it says; to whom and about what already stands in the head of the page."""
    kind = room.kind(found.kind)
    rest = tuple(entry for entry in kind.fields if entry.key not in ADDRESSING)
    return facts(replace(kind, fields=rest), room.options, found.body)


def _found(room: Room, number: int) -> Document:
    """A document the seat may read, as it was sent. Raises Http404 for any other, and for drafts."""
    for one in room.state.documents:
        if one.number == number and one.status != "draft":
            return one
    raise Http404


def _acknowledge(request: HttpRequest, room: Room, found: Document) -> HttpResponse:
    """Say that the unit has read it. Others may act meanwhile: that takes nothing from a receipt."""
    here = redirect("practice:document", room.code, found.number)
    for _try in range(TRIES):
        if not inbox.is_unread(room, found):
            return here
        try:
            performed = perform(
                seat=room.seat,
                action=inbox.receipt_action(room, found),
                body={"document": found.number},
                expected_version=room.version,
            )
        except Conflict:
            room = room_for(request, room.code)
            continue
        except Closed as closed:
            messages.warning(request, str(closed))
            return here
        for reason in performed.turn.refused:
            messages.warning(request, f"{reason.text} ({reason.source})")
        if performed.turn.refused:
            return here
        messages.success(
            request, _("You have acknowledged it. The sender sees that you have read.")
        )
        return redirect("practice:tasks", room.code)
    messages.warning(request, _("Somebody else was first just now. Try again."))
    return here


@seated
@require_safe
def plan(request: HttpRequest, code: str) -> HttpResponse:
    """The group's plan: everything this seat may read, by stage, and whose turn it is."""
    room = room_for(request, code)
    if not room.several:
        return redirect("practice:case", code, room.case.no)
    states = {key: state for key, _title, state in room.company.stages}
    return render(
        request,
        "sandbox/plan.html",
        room.context()
        | {
            "crumbs": room.crumbs(),
            "stages": [
                _stage(room, stage, states.get(stage.key, "todo")) for stage in room.scenario.stages
            ],
            "ball": [(room.name_of(one.party), one.title) for one in room.company.ball],
            "timeline": showing.timeline(room.scenario, room.flow, room.state.log),
            "now": showing.sim_time(room.scenario, room.state.now),
        },
    )


def _stage(room: Room, stage: Stage, state: str) -> dict[str, Any]:
    """One stage: what can be read in it, and what nobody has sent or this seat may not read."""
    parts = [_part(room, room.scenario.step(key)) for key in stage.steps]
    return {
        "key": stage.key,
        "title": stage.title,
        "state": state,
        "parts": [part for part in parts if part["sent"]],
        "waiting": [part for part in parts if not part["sent"]],
    }


def _part(room: Room, step: Step) -> dict[str, Any]:
    """One step of the plan: what it says, if this seat may read it, and the way to change one's own."""
    found = step_document(room.scenario, room.state, step)
    kind = room.kind(step.document)
    mine = step.seat == room.party
    changes = (
        mine
        and room.states[step.key].state != "locked"
        and not room.watching
        and not (found and kind.many)
    )
    return {
        "key": step.key,
        "title": step.title,
        "word": showing.document_status(found) if found else "",
        "party": room.name_of(step.seat),
        "mine": mine,
        "sent": found is not None,
        "facts": facts(kind, room.options, found.body) if found else [],
        "url": reverse("practice:document", args=[room.code, found.number]) if found else "",
        "edit": reverse("practice:step", args=[room.code, step.key]) if changes else "",
    }
