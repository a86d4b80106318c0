"""Versions of a document: drafts kept, sent versions replaced by the next, receipts noted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sandbox.process.reading import load_flow
from sandbox.process.state import CaseState, Document, draft, latest

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
    old = draft(case, kind)
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
    case: CaseState, *, kind: str, author: str, body: Mapping[str, Any]
) -> tuple[CaseState, Document, Patch]:
    """Return the case with a new sent version; an earlier version is withdrawn and kept."""
    patch: Patch = {}
    old = _by_author(case, kind, author)
    waiting = draft(case, kind)
    if old is not None:
        case = put(case, moved(old, "withdraw"))
        patch[f"document.{old.number}.status"] = (old.status, "withdrawn")
    if waiting is None or waiting.author != author:
        waiting = Document(
            number=_next_number(case),
            kind=kind,
            status="draft",
            author=author,
            body={},
            version=_next_version(case, kind),
        )
        patch[f"document.{waiting.number}.status"] = (None, "sent")
    else:
        patch[f"document.{waiting.number}.status"] = ("draft", "sent")
    patch[f"document.{waiting.number}.body"] = (dict(waiting.body) or None, dict(body))
    sent = replace(moved(waiting, "send"), body=dict(body), sent_at=case.now)
    return put(case, sent), sent, patch


def acknowledge(case: CaseState, kind: str) -> tuple[CaseState, Document | None, Patch]:
    """Return the case with the latest document of the kind noted as read."""
    document = latest(case, kind)
    if document is None:
        return case, None, {}
    read = moved(document, "acknowledge")
    patch: Patch = {}
    if read.status != document.status:
        patch[f"document.{document.number}.status"] = (document.status, read.status)
    return put(case, read), read, patch


def _by_author(case: CaseState, kind: str, author: str) -> Document | None:
    found = [
        document
        for document in case.documents
        if document.kind == kind
        and document.author == author
        and document.status in ("sent", "acknowledged")
    ]
    return found[-1] if found else None


def _next_number(case: CaseState) -> int:
    return max((document.number for document in case.documents), default=0) + 1


def _next_version(case: CaseState, kind: str) -> int:
    return 1 + max((doc.version for doc in case.documents if doc.kind == kind), default=0)
