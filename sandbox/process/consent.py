"""Consent as an object that every read and every send asks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sandbox.process.flow import Flow
from sandbox.process.state import CaseState, Consent, Document
from sandbox.process.tracks import role_on


def current(case: CaseState) -> Consent | None:
    """Return the consent in force: the last one recorded, unless it has been withdrawn."""
    if not case.consents or case.consents[-1].withdrawn_at is not None:
        return None
    return case.consents[-1]


def covers_plan(case: CaseState) -> bool:
    """Return whether the person has said yes to the plan being made (L1, L2)."""
    consent = current(case)
    return consent is not None and "make_plan" in consent.purposes


def parties(case: CaseState) -> Mapping[str, Mapping[str, Any]]:
    """Return the case's parties by code."""
    found: Mapping[str, Mapping[str, Any]] = case.facts.get("parties", {})
    return found


def may_receive(case: CaseState, party: str) -> bool:
    """Return whether anything about the person may be sent to the party.

    The person and the coordinating unit always may; others only inside the consent in force,
    and never when the person has excepted them (L11).
    """
    if party == case.facts.get("coordinator"):
        return True
    if parties(case).get(party, {}).get("kind") == "person":
        return True
    consent = current(case)
    if consent is None:
        return False
    return party in consent.receivers and party not in consent.exceptions


def outside(case: CaseState, receivers: Iterable[str]) -> tuple[str, ...]:
    """Return those of the receivers whom the consent does not cover, in the order given."""
    return tuple(party for party in receivers if not may_receive(case, party))


def addressed(document: Document, *, flow: Flow) -> tuple[str, ...]:
    """Return the parties the document is addressed to, in the order they are named."""
    kind = flow.documents.get(document.kind)
    named = document.body.get((kind.addressed_by if kind else "") or "recipients") or ()
    return tuple(named)


def may_read(
    case: CaseState, role: str, document: Document, *, flow: Flow, party: str = ""
) -> bool:
    """Return whether a role (for a unit or reader: with its party code) may read the document."""
    kind = flow.documents.get(document.kind)
    if kind is None or document.status == "draft":
        return kind is not None and document.author in (role, party)
    as_ = role_on(case, flow, kind.track, role=role, actor=party)
    rule = kind.readers.get(as_, "never")
    if rule == "never" or out_of_time(case, party, document):
        return False
    if rule == "always":
        return True
    if rule == "notified":
        return party in addressed(document, flow=flow) or _forwarded(case, document, party)
    consent = current(case)
    if consent is None or not may_receive(case, party):
        return False
    if kind.scope and kind.scope not in consent.purposes:
        return False
    return rule != "addressed" or party in addressed(document, flow=flow)


def out_of_time(case: CaseState, party: str, document: Document) -> bool:
    """Return whether the document is from before the party came into the case, or after it left.

    Whoever came later sees what holds from then on, not what had been replaced already.
    """
    sent = document.sent_at or 0
    left, joined = case.facts.get("left") or {}, case.facts.get("joined") or {}
    if party in left and sent >= left[party]:
        return True
    return party in joined and document.status == "withdrawn" and sent < joined[party]


def _forwarded(case: CaseState, document: Document, party: str) -> bool:
    """Whether somebody has sent the document on to the party in a message that stands."""
    return any(
        one.body.get("forwards") == document.number and party in one.body.get("recipients", ())
        for one in case.documents
        if one.kind == "message" and one.status in ("sent", "acknowledged")
    )


def body_for(case: CaseState, party: str, document: Document) -> Mapping[str, Any]:
    """Return the body as the party may read it: without areas the person has kept from it.

    What the consent in force withholds (`limits`) is left out of the mapping, for everybody but
    its author. Whether the party may read the document at all is `may_read`'s to say.
    """
    consent = current(case)
    if consent is None or document.kind != "mapping" or document.author == party:
        return document.body
    withheld = {heading for who, heading in consent.limits if who == party}
    if not withheld:
        return document.body
    areas = [row for row in document.body.get("areas", ()) if row.get("heading") not in withheld]
    return {**document.body, "areas": areas}
