"""What an action does besides moving the case: named effects that the flow's rows list."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from sandbox.process import documents
from sandbox.process.state import CaseState, Consent, minute_of

Body = Mapping[str, Any]
Effect = Callable[[CaseState, str, Body], tuple[CaseState, documents.Patch]]


def _fact(case: CaseState, key: str, value: Any) -> tuple[CaseState, documents.Patch]:
    old = case.facts.get(key)
    if old == value:
        return case, {}
    changed = replace(case, facts={**case.facts, key: value})
    return changed, {f"facts.{key}": (old, value)}


def record_consent(case: CaseState, _actor: str, body: Body) -> tuple[CaseState, documents.Patch]:
    """Add the consent just written down; it replaces the former one from this moment."""
    given = Consent(
        given_by=body["given_by"],
        receivers=frozenset(body["receivers"]),
        purposes=frozenset(body["purposes"]),
        exceptions=frozenset(body["exceptions"]),
        basis=body["basis"],
        given_at=case.now,
    )
    count = len(case.consents)
    return replace(case, consents=(*case.consents, given)), {"consents": (count, count + 1)}


def withdraw_consent(
    case: CaseState, _actor: str, _body: Body
) -> tuple[CaseState, documents.Patch]:
    """Mark the consent in force as withdrawn now; nothing more may be read or sent on it."""
    last = case.consents[-1]
    ended = replace(last, withdrawn_at=case.now)
    changed = replace(case, consents=(*case.consents[:-1], ended))
    return changed, {f"consents.{len(case.consents) - 1}.withdrawn_at": (None, case.now)}


def plan_meeting(case: CaseState, _actor: str, body: Body) -> tuple[CaseState, documents.Patch]:
    """Note when the meeting is to begin."""
    return _fact(case, "meeting_at", minute_of(body["day"], body["time"]))


def acknowledge_call(case: CaseState, actor: str, _body: Body) -> tuple[CaseState, documents.Patch]:
    """Note that the unit has read the call."""
    case, _, patch = documents.acknowledge(case, "call")
    read = list(dict.fromkeys((*case.facts.get("acknowledged", ()), actor)))
    case, more = _fact(case, "acknowledged", read)
    return case, {**patch, **more}


def hand_over(case: CaseState, _actor: str, body: Body) -> tuple[CaseState, documents.Patch]:
    """Note who coordinates from now on, when the plan says so."""
    if not body.get("coordinator"):
        return case, {}
    return _fact(case, "coordinator_ahead", body["coordinator"])


EFFECTS: dict[str, Effect] = {
    "record_consent": record_consent,
    "withdraw_consent": withdraw_consent,
    "plan_meeting": plan_meeting,
    "acknowledge_call": acknowledge_call,
    "hand_over": hand_over,
}
