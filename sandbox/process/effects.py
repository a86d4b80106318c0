"""What an action does besides moving the case: named effects that the flow's rows list."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sandbox.process import documents
from sandbox.process.flow import Flow
from sandbox.process.state import CaseState, Consent, latest, minute_of

Changed = tuple[CaseState, documents.Patch]


@dataclass(frozen=True)
class Deed:
    """What is being done: by which party (or role, where there is one seat), and what it says."""

    actor: str
    body: Mapping[str, Any]
    flow: Flow


Effect = Callable[[CaseState, Deed], Changed]


def _fact(case: CaseState, key: str, value: Any) -> Changed:
    old = case.facts.get(key)
    if old == value:
        return case, {}
    changed = replace(case, facts={**case.facts, key: value})
    return changed, {f"facts.{key}": (old, value)}


def record_consent(case: CaseState, deed: Deed) -> Changed:
    """Add the consent just written down; it replaces the former one from this moment."""
    body = deed.body
    given = Consent(
        given_by=body["given_by"],
        receivers=frozenset(body["receivers"]),
        purposes=frozenset(body["purposes"]),
        exceptions=frozenset(body["exceptions"]),
        basis=body["basis"],
        given_at=case.now,
        limits=frozenset(
            (row["party"], row["heading"])
            for row in body.get("limits", ())
            if row["party"] and row["heading"]
        ),
    )
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
    return _fact(case, "meeting_at", minute_of(deed.body["day"], deed.body["time"]))


def acknowledge_call(case: CaseState, deed: Deed) -> Changed:
    """Note that the unit has read the call."""
    call = latest(case, "call")
    if call is None:
        return case, {}
    case, patch = documents.acknowledge(case, call, flow=deed.flow, party=deed.actor)
    read = list(dict.fromkeys((*case.facts.get("acknowledged", ()), deed.actor)))
    case, more = _fact(case, "acknowledged", read)
    return case, {**patch, **more}


def acknowledge_document(case: CaseState, deed: Deed) -> Changed:
    """Note that the party has read the document, or the oldest that waits for it."""
    document = documents.asked_about(case, flow=deed.flow, party=deed.actor, body=deed.body)
    if document is None:
        return case, {}
    return documents.acknowledge(case, document, flow=deed.flow, party=deed.actor)


def hand_over(case: CaseState, deed: Deed) -> Changed:
    """Note who coordinates from now on, when the plan says so."""
    if not deed.body.get("coordinator"):
        return case, {}
    return _fact(case, "coordinator_ahead", deed.body["coordinator"])


def note_admission(case: CaseState, deed: Deed) -> Changed:
    """Note when the person was admitted, and the day they are thought to go home."""
    case, patch = _fact(case, "admitted_at", case.facts.get("admitted_at", case.now))
    case, more = note_estimated_day(case, deed)
    return case, {**patch, **more}


def note_estimated_day(case: CaseState, deed: Deed) -> Changed:
    """Note the day the person is thought to go home, when the document says one."""
    if deed.body.get("estimated_day") is None:
        return case, {}
    return _fact(case, "estimated_day", deed.body["estimated_day"])


def note_contact(case: CaseState, deed: Deed) -> Changed:
    """Note which unit has the fixed care contact; who coordinates stays as it is."""
    return _fact(case, "contact_party", deed.actor)


def note_sip_answer(case: CaseState, deed: Deed) -> Changed:
    """Note what the person answered to the offer of a plan: yes, no or later."""
    return _fact(case, "sip_answer", deed.body["answer"])


def note_ready(case: CaseState, _deed: Deed) -> Changed:
    """Note when the others were told that the person is ready to go home."""
    return _fact(case, "ready_at", case.now)


def note_discharge(case: CaseState, _deed: Deed) -> Changed:
    """Note when the person was discharged."""
    return _fact(case, "discharged_at", case.now)


EFFECTS: dict[str, Effect] = {
    "record_consent": record_consent,
    "withdraw_consent": withdraw_consent,
    "plan_meeting": plan_meeting,
    "acknowledge_call": acknowledge_call,
    "acknowledge_document": acknowledge_document,
    "hand_over": hand_over,
    "note_admission": note_admission,
    "note_estimated_day": note_estimated_day,
    "note_contact": note_contact,
    "note_sip_answer": note_sip_answer,
    "note_ready": note_ready,
    "note_discharge": note_discharge,
}
