"""What a form of a seat is about: its step, whether it can be written now, and what it starts with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from sandbox.exercises.scenario import Step
from sandbox.exercises.taken import NO_STEP, model_body, step_document
from sandbox.process.state import draft as draft_of
from sandbox.process.state import latest
from sandbox.web import forms
from sandbox.web.inbox import recipients, title_of
from sandbox.web.room import Room

LONGEST_SUBJECT = 120


def step_of(room: Room, key: str) -> Step:
    """One of the seat's own steps; where there are several seats also any act its role may do."""
    found = next((step for step in room.steps if step.key == key), None)
    row = room.flow.actions.get(key) if room.several else None
    if found:
        return found
    if row is None or not row.document or not room.acts(row):
        raise Http404
    kind = room.kind(row.document)
    return replace(
        room.scenario.steps[0],
        key=key,
        kind="form",
        title=kind.label,
        lead="",
        action=key,
        document=row.document,
        redo="",
        starts=None,
        speakers=(),
        checks=(),
    )


def meant(room: Room, row: Step, body: Mapping[str, Any]) -> str:
    """The step that a form is sent for: its own, or the open one a free message is clearly about.

    A free message counts as an open step when it goes to somebody that the colleague would write to
    in that step; otherwise it is no step at all.
    """
    if not room.several or row in room.scenario.steps:
        return row.key if room.several else ""
    kind = room.kind(row.document)
    if not kind.many:
        return ""
    for step in room.steps:
        waits = step.key not in room.company.taken and not is_locked(room, step)
        if step.action == row.action and waits:
            theirs = (model_body(room.scenario, step) or {}).get(kind.addressed_by, ())
            if set(theirs) & set(body.get(kind.addressed_by) or ()):
                return step.key
    return NO_STEP


def is_locked(room: Room, row: Step) -> bool:
    """Whether the rules are against it now."""
    if row.key in room.states:
        return room.states[row.key].state == "locked"
    return not any(one.enabled and one.action == row.action for one in room.company.offers)


def to_read(room: Room, row: Step) -> HttpResponse:
    """A step that writes nothing: on to the document that it is about."""
    found = latest(room.state, row.document)
    if found is None:
        return redirect("practice:tasks", room.code)
    return redirect("practice:document", room.code, found.number)


def first_body(room: Room, row: Step) -> Mapping[str, Any]:
    """What the form starts with: the draft, else what was sent, else nothing."""
    kept = draft_of(room.state, row.document)
    if kept is None and row in room.scenario.steps and room.several:
        kept = step_document(room.scenario, room.state, row)
    if kept is None and not room.kind(row.document).many:
        kept = room.sent(row.document)
    return kept.body if kept else forms.empty_body(room.kind(row.document))


def answering(request: HttpRequest, room: Room, row: Step) -> Mapping[str, Any]:
    """The body, addressed to whoever sent what is being answered (?svar=number), if any."""
    body = first_body(room, row)
    number = number_in(request.GET.get("svar", ""))
    heard = next((one for one in room.state.documents if one.number == number), None)
    kind = room.kind(row.document)
    if heard is None or not kind.many or draft_of(room.state, row.document):
        return body
    if room.seat.unit not in recipients(room, heard) or heard.author not in room.scenario.parties:
        return body
    subject = _("Re: %(subject)s") % {"subject": title_of(room, heard)}
    return {**body, kind.addressed_by: [heard.author], "subject": subject[:LONGEST_SUBJECT]}


def sent_body(room: Room, row: Step) -> Mapping[str, Any]:
    """What was sent of the step's kind of document; empty when nothing was."""
    sent = room.sent(row.document)
    return sent.body if sent else {}


def number_in(text: str) -> int | None:
    """A number from a form's hidden field; None when it is none that we could have written."""
    return int(text) if text.isdecimal() and len(text) < 10 else None
