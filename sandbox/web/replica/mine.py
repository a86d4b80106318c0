"""What waits for the reader in a case though nobody has sent it: drafts, own parts, other seats."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from sandbox.process import documents, members
from sandbox.process.engine import Offer
from sandbox.process.own_parts import unwritten
from sandbox.process.state import day_of, draft, latest
from sandbox.web.replica.case_view import CaseView


def begun_drafts(view: CaseView) -> list[tuple[Offer, str]]:
    """The forms the unit has begun and may send now, each with the name of what it writes."""
    found = []
    for code, row in view.flow.actions.items():
        offer = view.offers.get(code)
        kind = view.words.documents.get(row.document)
        open_ = offer is not None and offer.enabled
        if open_ and kind and draft(view.state, kind.kind, view.desk.seat.unit) is not None:
            found.append((offer, kind.label))
    return list({kind: (offer, kind) for offer, kind in reversed(found) if offer}.values())[::-1]


def other_seats(view: CaseView) -> Iterator[tuple[str, int]]:
    """The other units that the same person sits at, and that have a part here; how much is unread.

    In a room of one's own whoever plays a unit is oneself: nobody answers there meanwhile.
    """
    case, mine = view.seen.whole or view.state, view.desk.seat.unit
    inside = members.parts(case, flow=view.flow)
    for unit in case.facts.get("humans") or ():
        waiting = documents.unread(case, flow=view.flow, party=unit)
        if unit != mine and (unit in inside or waiting):
            yield unit, len(waiting)


def waits_for(view: CaseView) -> tuple[str, ...]:
    """The names of the units whose own measures the plan still waits for, as far as one may know."""
    case = view.seen.whole or view.state
    found = unwritten(case, flow=view.flow, reader=view.desk.seat.unit, role=view.role)
    return tuple(view.name_of(code) for code in found)


def waits_for_us(view: CaseView) -> bool:
    """Whether the plan waits for the unit's own measures."""
    case, mine = view.seen.whole or view.state, view.desk.seat.unit
    return mine in unwritten(case, flow=view.flow, reader=mine, role=view.role)


def to_ask(view: CaseView) -> str:
    """That units have not written, the day after the meeting and later: for whoever coordinates."""
    meeting, names = latest(view.state, "meeting"), waits_for(view)
    held = meeting is not None and day_of(meeting.sent_at or 0) < day_of(view.state.now)
    mine = view.state.facts.get("coordinator") == view.desk.seat.unit
    if not (held and mine and names):
        return ""
    return _("Not written yet: %(units)s. Write to them, or ring.") % {"units": ", ".join(names)}
