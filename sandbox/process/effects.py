"""What an action does besides moving the case: named effects that the flow's rows list."""

from __future__ import annotations

from dataclasses import replace

from sandbox.process import consent, documents
from sandbox.process.doing import Changed, Deed, Effect, fact
from sandbox.process.effects_care_plan import CARE_PLAN
from sandbox.process.effects_discharge import DISCHARGE
from sandbox.process.effects_messages import MESSAGES
from sandbox.process.effects_plan import PLAN
from sandbox.process.state import CaseState, latest, minute_of

__all__ = ["EFFECTS", "Deed"]


def record_consent(case: CaseState, deed: Deed) -> Changed:
    """Add the consent just written down; it replaces the former one from this moment."""
    given = consent.written(case, deed.body, asked_by=deed.actor)
    count = len(case.consents)
    return replace(case, consents=(*case.consents, given)), {"consents": (count, count + 1)}


def withdraw_consent(case: CaseState, _deed: Deed) -> Changed:
    """Mark the consent in force as withdrawn now; nothing more may be read or sent on it."""
    last = case.consents[-1]
    ended = replace(last, withdrawn_at=case.now)
    changed = replace(case, consents=(*case.consents[:-1], ended))
    return changed, {f"consents.{len(case.consents) - 1}.withdrawn_at": (None, case.now)}


def plan_meeting(case: CaseState, deed: Deed) -> Changed:
    """Note when the meeting is to begin."""
    return fact(case, "meeting_at", minute_of(deed.body["day"], deed.body["time"]))


def acknowledge_call(case: CaseState, deed: Deed) -> Changed:
    """Note that the unit has read the call."""
    call = latest(case, "call")
    if call is None:
        return case, {}
    case, patch = documents.acknowledge(case, call, flow=deed.flow, party=deed.actor)
    read = list(dict.fromkeys((*case.facts.get("acknowledged", ()), deed.actor)))
    case, more = fact(case, "acknowledged", read)
    return case, {**patch, **more}


def acknowledge_document(case: CaseState, deed: Deed) -> Changed:
    """Note that the party has read the document, or the oldest that waits for it."""
    document = documents.asked_about(case, flow=deed.flow, party=deed.actor, body=deed.body)
    if document is None:
        return case, {}
    return documents.acknowledge(case, document, flow=deed.flow, party=deed.actor)


def note_coordinator_ahead(case: CaseState, deed: Deed) -> Changed:
    """Note who is to coordinate from now on, when the plan says so."""
    if not deed.body.get("coordinator"):
        return case, {}
    return fact(case, "coordinator_ahead", deed.body["coordinator"])


EFFECTS: dict[str, Effect] = {
    "record_consent": record_consent,
    "withdraw_consent": withdraw_consent,
    "plan_meeting": plan_meeting,
    "acknowledge_call": acknowledge_call,
    "acknowledge_document": acknowledge_document,
    "note_coordinator_ahead": note_coordinator_ahead,
    **PLAN,
    **DISCHARGE,
    **MESSAGES,
    **CARE_PLAN,
}
