"""The stage of the work that waits for this unit: after what it has read, and what it holds together.

Times that run and rules that are broken stand in `todo`. Here is what no clock counts: that a unit
which has had the admission notice plans, that a call is answered with a name, that whoever
coordinates takes the next step of the plan.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from sandbox.process import consent, own_parts
from sandbox.process.engine import Offer
from sandbox.process.state import day_of, latest
from sandbox.web.replica.case_view import CaseView
from sandbox.web.replica.mine import to_ask
from sandbox.web.replica.unsaid import unsaid_of

STAYING = ("notified", "planning", "ready")


def waiting_steps(view: CaseView) -> list[tuple[Offer, str]]:
    """What waits for the unit, each with why; only what it may do now."""
    found = ((view.offers.get(code), why) for code, why in _steps(view))
    return [(offer, why) for offer, why in found if offer is not None and offer.enabled]


def _steps(view: CaseView) -> Iterator[tuple[str, str]]:
    yield from _plans_going_home(view)
    if _is_called(view):
        yield "answer_call", _("You are called to a meeting. Say who comes.")
    if view.state.facts.get("handed_to") == view.desk.seat.unit:
        yield "answer_hand_over", _("You are asked to hold the plan together. Answer if you can.")
    lacks = unsaid_of(view)
    if lacks is not None:
        yield "record_consent", lacks.what_now
    if view.state.facts.get("coordinator") == view.desk.seat.unit:
        yield from _coordinates(view)
        asked = to_ask(view)
        if asked:
            yield "send_message", asked
    elif view.role != "ward" and _first(view, "meeting") and not _has_written(view):
        yield "write_own_measures", _("The meeting has been held. Write what your unit does.")


def _plans_going_home(view: CaseView) -> Iterator[tuple[str, str]]:
    """What each unit does before anybody goes home: appoints, asks, says how it goes."""
    if _appoints(view):
        yield "appoint_contact", _("The ward cannot discharge before somebody is appointed.")
    if _offers_sip(view):
        yield "offer_sip", _("Ask the person while the ward still has the person.")
    if _tells_of_the_ward(view):
        yield "write_planning", _("Say how it goes on the ward, so that the others can plan.")
    if _plans(view):
        yield "write_planning", _("Say what you do today, what is needed, and from which day.")


def _plans(view: CaseView) -> bool:
    """A unit outside the hospital that is in the discharge, and has not written or said it has none."""
    return (
        view.state.state in STAYING
        and view.role != "ward"
        and not _mine(view, "planning")
        and not _mine(view, "notice_answer")
    )


def _appoints(view: CaseView) -> bool:
    """The person's own primary care, as long as nobody has appointed a fixed care contact."""
    facts, mine = view.state.facts, view.desk.seat.unit
    known = facts.get("person") or {}
    own = view.role == "primary_care" and known.get("primary_care") in (None, "", mine)
    return view.state.state in STAYING and own and not facts.get("contact_party")


def _offers_sip(view: CaseView) -> bool:
    """The fixed care contact of somebody who has not been asked about SIP yet."""
    facts = view.state.facts
    mine = facts.get("contact_party") == view.desk.seat.unit
    return view.state.state in STAYING and mine and not facts.get("sip_answer")


def _tells_of_the_ward(view: CaseView) -> bool:
    """The admitting ward that has sent its notice, and not yet written what the others plan from."""
    waits = view.state.state in ("notified", "planning") and view.role == "ward"
    return waits and _mine(view, "admission") and not _mine(view, "planning")


def _is_called(view: CaseView) -> bool:
    call, mine = latest(view.state, "call"), view.desk.seat.unit
    if call is None or mine not in consent.addressed(call, flow=view.flow):
        return False
    answer = latest(view.state, "call_answer", mine)
    answered = answer is not None and (answer.sent_at or 0) >= (call.sent_at or 0)
    return not answered and int(call.body.get("day") or 0) >= day_of(view.state.now)


def _coordinates(view: CaseView) -> Iterator[tuple[str, str]]:
    """The first step of the plan that nobody has taken."""
    before = _("Write what matters to the person, before anybody is called.")
    rows = (
        ("write_basis_minor", "basis_minor", before),  # offered only for somebody under age
        ("write_basis", "basis", before),
        ("write_mapping", "mapping", _("Go through everyday life with the person.")),
        ("send_call", "call", _("Call those who are needed.")),
        ("hold_meeting", "meeting", _("The time of the meeting has come. Write who took part.")),
        ("decide_follow_up", "follow_up", _("Decide when the plan is followed up, and by whom.")),
    )
    for code, kind, why in rows:
        offer = view.offers.get(code)
        # What a child says in a basis of its own is not asked for again in the adult's.
        written = _first(view, kind) or (kind == "basis" and _first(view, "basis_minor"))
        if offer is not None and offer.enabled and not written:
            yield code, why
            return
    evaluation = latest(view.state, "evaluation")
    if evaluation is not None and evaluation.body.get("next") == "close":
        yield "close_plan", _("You have agreed to end the plan.")


def _has_written(view: CaseView) -> bool:
    return own_parts.has_written(view.state, view.desk.seat.unit)


def _first(view: CaseView, kind: str) -> bool:
    return latest(view.state, kind) is not None


def _mine(view: CaseView, kind: str) -> bool:
    return latest(view.state, kind, view.desk.seat.unit) is not None
