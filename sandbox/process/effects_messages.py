"""What withdrawing a message, and changing who is part of the case, does besides the document."""

from __future__ import annotations

from typing import Any

from sandbox.process import documents
from sandbox.process.doing import Changed, Deed, Effect, fact
from sandbox.process.effects_discharge import both, noting, standing_at
from sandbox.process.fills import numbered
from sandbox.process.state import CaseState, Document, latest


def withdraw_ready(case: CaseState, deed: Deed) -> Changed:
    """Strike the notice that the person is ready; a new one begins anew."""
    effects = [noting("ready_at", None)]
    for kind in ("ready_notice", "decision_notice"):
        notice = latest(case, kind)
        effects += [_striking(notice)] if notice else []
    return both(case, deed, *effects)


def withdraw_message(case: CaseState, deed: Deed) -> Changed:
    """Strike the message and take back what sending it noted, where nothing has changed since."""
    document = numbered(case, deed.body["document"])
    if document is None:
        return case, {}
    return both(case, deed, _striking(document), *_taken_back(case, document))


def _striking(document: Document) -> Effect:
    def effect(case: CaseState, _deed: Deed) -> Changed:
        struck = documents.moved(document, "withdraw")
        patch = {f"document.{document.number}.status": (document.status, struck.status)}
        return documents.put(case, struck), patch

    return effect


def _taken_back(case: CaseState, document: Document) -> list[Effect]:
    line = next((one for one in case.log if one.document == document.number), None)
    effects: list[Effect] = []
    for path, (old, new) in (line.patch if line else {}).items():
        name, _, key = path.partition(".")
        if path == "state" and case.state == new:
            effects.append(standing_at(old))
        elif name == "facts" and key not in ("tracks", "read") and case.facts.get(key) == new:
            effects.append(noting(key, old))
    return effects


def acknowledge_answered(case: CaseState, deed: Deed) -> Changed:
    """Note that whoever answers a message, or says it was not for them, has read it."""
    number = deed.body.get("answers")
    document = documents.asked_about(
        case, flow=deed.flow, party=deed.actor, body={"document": number or -1}
    )
    if document is None:
        return case, {}
    return documents.acknowledge(case, document, flow=deed.flow, party=deed.actor)


def add_party(case: CaseState, deed: Deed) -> Changed:
    """Let a party be part of the case from now on."""
    party = deed.body["party"]
    here = [*case.facts.get("members", ()), party]
    left = {code: at for code, at in (case.facts.get("left") or {}).items() if code != party}
    joined = {**(case.facts.get("joined") or {}), party: case.now}
    return both(
        case,
        deed,
        noting("members", list(dict.fromkeys(here))),
        noting("joined", joined),
        noting("left", left) if left != (case.facts.get("left") or {}) else _nothing,
    )


def replace_party(case: CaseState, deed: Deed) -> Changed:
    """Let one party take another's place from now on: who leaves keeps what it had, and no more."""
    gone = deed.body["replaces"]

    def leave(case: CaseState, _deed: Deed) -> Changed:
        left: dict[str, Any] = {**(case.facts.get("left") or {}), gone: case.now}
        return fact(case, "left", left)

    return both(case, deed, add_party, leave)


def _nothing(case: CaseState, _deed: Deed) -> Changed:
    return case, {}


MESSAGES: dict[str, Effect] = {
    "withdraw_ready": withdraw_ready,
    "withdraw_message": withdraw_message,
    "acknowledge_answered": acknowledge_answered,
    "add_party": add_party,
    "replace_party": replace_party,
}
