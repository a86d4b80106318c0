"""What is typed in a form that begins a case, kept until it is sent: there is no case to keep it in.

It lies in the reader's own session: gone when signing out, and from every session with the room it
was written in.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils import timezone

from sandbox.web import forms
from sandbox.web.replica.case_view import CaseView
from sandbox.world.models import Seat
from sandbox.world.patches import plain
from sandbox.world.tripwire import inspect

KEPT = "replica.started"
MOST = 5  # the oldest goes when there is one more


def kept(request: HttpRequest, view: CaseView, action: str) -> Mapping[str, Any] | None:
    """The body that was kept for this form, or None."""
    body = request.session.get(KEPT, {}).get(_key(view, action))
    return None if body is None else {**forms.empty_body(view.kind_of(action)), **body}


def keep(request: HttpRequest, view: CaseView, action: str, body: Mapping[str, Any]) -> None:
    """Keep the body, in place of the one before. Raises LooksReal, and then nothing is kept."""
    inspect(body)
    forget(request, view, action)
    rows = [*request.session.get(KEPT, {}).items(), (_key(view, action), plain(body))]
    request.session[KEPT] = dict(rows[-MOST:])


def forget(request: HttpRequest, view: CaseView, action: str) -> None:
    """Take away what was kept for this form: it has been sent."""
    _drop(request, _key(view, action))


def forget_room(request: HttpRequest, seat: Seat) -> None:
    """Take away what was kept in any form of the room, on the reader's other devices too.

    A session says whose it is only when it is read: all that have not gone out are.
    """
    room = f"{seat.run_id}."
    _drop(request, room)
    for row in Session.objects.filter(expire_date__gt=timezone.now()).iterator():
        held = row.get_decoded()
        rows = held.get(KEPT) or {}
        left = {key: body for key, body in rows.items() if not key.startswith(room)}
        if left != rows:
            row.session_data = request.session.encode({**held, KEPT: left})
            row.save(update_fields=["session_data"])


def _drop(request: HttpRequest, beginning: str) -> None:
    rows = request.session.get(KEPT, {})
    left = {key: body for key, body in rows.items() if not key.startswith(beginning)}
    if left != rows:
        request.session[KEPT] = left


def _key(view: CaseView, action: str) -> str:
    """Of one form: the room, the attempt, the seat, the person and what is begun; ends with a dot."""
    seat, world = view.desk.seat, view.desk.world
    of = (seat.run_id, world.pk, seat.pk, view.person.no, view.state.flow, action)
    return ".".join(str(one) for one in of) + "."
