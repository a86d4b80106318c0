"""Versions of a document: drafts kept, sent versions replaced by the next, receipts noted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sandbox.process import consent
from sandbox.process.flow import DocumentKind, Flow
from sandbox.process.kinds import OUTSIDE
from sandbox.process.reading import load_flow
from sandbox.process.state import CaseState, Document, Happening, draft, latest

NOTICE, NOTICE_ANSWER = "admission_notice", "notice_answer"
CALL = "call"  # a call to a plan has its own receipt, on the plan's track

Patch = dict[str, tuple[Any, Any]]


def moved(document: Document, action: str) -> Document:
    """Return the document after an action of the document flow. Raises ValueError if refused."""
    row = load_flow("document").actions[action]
    if document.status not in row.from_states:
        raise ValueError(f"{action} from {document.status}")
    return replace(document, status=row.moves.get(document.status, document.status))


def put(case: CaseState, document: Document) -> CaseState:
    """Return the case with the document in place of the one with its number, or added last."""
    kept = [document if old.number == document.number else old for old in case.documents]
    if document.number not in {old.number for old in case.documents}:
        kept.append(document)
    return replace(case, documents=tuple(kept))


def save_draft(case: CaseState, *, kind: str, author: str, body: Mapping[str, Any]) -> CaseState:
    """Return the case with the draft of this kind kept; a draft leaves no line in the log.

    The body is kept as it was typed: it is checked when it is sent.
    """
    old = draft(case, kind, author)
    if old is not None:
        return put(case, replace(old, body=dict(body)))
    fresh = Document(
        number=_next_number(case),
        kind=kind,
        status=load_flow("document").initial,
        author=author,
        body=dict(body),
        version=_next_version(case, kind),
    )
    return put(case, fresh)


def send(
    case: CaseState, *, kind: DocumentKind, author: str, body: Mapping[str, Any]
) -> tuple[CaseState, Document, Patch]:
    """Return the case with a new sent version; the one it replaces is withdrawn and kept.

    Which one it replaces is the kind's to say: none (`many`), the author's (`own`), or anybody's.
    """
    patch: Patch = {}
    whose = author if kind.own else ""
    old = None if kind.many else latest(case, kind.kind, whose)
    if old is not None:
        case = put(case, moved(old, "withdraw"))
        patch[f"document.{old.number}.status"] = (old.status, "withdrawn")
    waiting = draft(case, kind.kind, author)
    before = waiting.status if waiting else None
    if waiting is None:
        waiting = Document(_next_number(case), kind.kind, "draft", author, {}, 0)
    patch[f"document.{waiting.number}.status"] = (before, "sent")
    patch[f"document.{waiting.number}.body"] = (dict(waiting.body) or None, dict(body))
    version = 1 if kind.many else _next_version(case, kind.kind, whose)
    sent = replace(moved(waiting, "send"), body=dict(body), version=version, sent_at=case.now)
    return put(case, sent), sent, patch


def taken_back(line: Happening) -> frozenset[int]:
    """Return the numbers of the documents that a line takes back: they start and end nothing.

    What was sent by mistake, and the call to a meeting that is called off.
    """
    if line.code == "withdraw_document":
        number = line.data.get("document")
        return frozenset() if number is None else frozenset((int(number),))
    if line.code != "cancel_meeting":
        return frozenset()
    parts = ((path.split("."), new) for path, (_old, new) in line.patch.items())
    return frozenset(
        int(path[1]) for path, new in parts if path[0] == "document" and new == "withdrawn"
    )


def receipts(case: CaseState, document: Document) -> tuple[str, ...]:
    """Return the parties that have acknowledged the document, in the order they did."""
    read: Mapping[str, Any] = case.facts.get("read") or {}
    return tuple(read.get(str(document.number), ()))


def unread(case: CaseState, *, flow: Flow, party: str, track: str = "") -> tuple[Document, ...]:
    """Return what is addressed to the party and not acknowledged by it, the oldest first.

    With a track: only kinds of documents of that track.
    """
    return tuple(
        document
        for document in case.documents
        if document.stands
        and document.kind in flow.documents
        and track in ("", flow.documents[document.kind].track)
        and party != document.author
        and party in consent.addressed(document, flow=flow)
        and party not in receipts(case, document)
        and not _answered(case, document, party)
    )


def _answered(case: CaseState, document: Document, party: str) -> bool:
    """Whether the party has answered the admission notice: who answers has read."""
    return document.kind == NOTICE and any(
        one.kind == NOTICE_ANSWER and one.author == party and one.number > document.number
        for one in case.documents
        if one.stands
    )


def asked_about(
    case: CaseState, *, flow: Flow, party: str, body: Mapping[str, Any] | None
) -> Document | None:
    """Return the unread document that the body's `document` names, calls to a plan left out.

    Without a number: the oldest that waits for the party.
    """
    waiting = [one for one in unread(case, flow=flow, party=party) if one.kind != CALL]
    number = (body or {}).get("document")
    if number in (None, ""):
        return waiting[0] if waiting else None
    return next((one for one in waiting if str(one.number) == str(number)), None)


def acknowledge(
    case: CaseState, document: Document, *, flow: Flow, party: str
) -> tuple[CaseState, Patch]:
    """Return the case with the party's receipt; acknowledged when every unit has given one.

    The person and those outside care are not waited for: they have nothing to acknowledge with.
    """
    old = case.facts.get("read")
    given = list(dict.fromkeys((*receipts(case, document), party)))
    new = {**(old or {}), str(document.number): given}
    patch: Patch = {}
    if new != old:
        patch["facts.read"] = (old, new)
    case = replace(case, facts={**case.facts, "read": new})
    if document.status == "sent" and awaited(case, document, flow) <= set(given):
        read = moved(document, "acknowledge")
        patch[f"document.{document.number}.status"] = (document.status, read.status)
        case = put(case, read)
    return case, patch


def awaited(case: CaseState, document: Document, flow: Flow) -> set[str]:
    """Return the units whose receipt the document waits for."""
    people = consent.parties(case)
    return {
        party
        for party in consent.addressed(document, flow=flow)
        if party != document.author and people.get(party, {}).get("kind") not in OUTSIDE
    }


def _next_number(case: CaseState) -> int:
    return max((document.number for document in case.documents), default=0) + 1


def _next_version(case: CaseState, kind: str, author: str = "") -> int:
    """Number on from what has been sent; a draft has no number to keep."""
    return 1 + max(
        (
            document.version
            for document in case.documents
            if document.kind == kind
            and document.status != "draft"
            and author in ("", document.author)
        ),
        default=0,
    )
