"""Patches of the event log: what changed, as path and [old, new], and how it is undone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sandbox.process.reading import load_flow
from sandbox.process.state import CaseState, Consent, Document, Happening


def plain(value: Any) -> Any:
    """The value as JSON holds it: mappings, lists, and sets as sorted lists."""
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, set | frozenset):
        return sorted(plain(item) for item in value)
    return value


def undone(case: CaseState, happening: Happening) -> CaseState:
    """The case as it was before its last happening: state, facts, documents, consents and log.

    The clock and the timers are not in patches and stay as they are. Raises ValueError when the
    happening is not the last in the log.
    """
    if not case.log or case.log[-1].seq != happening.seq:
        raise ValueError("Only the last happening can be undone.")
    case = replace(case, log=case.log[:-1])
    for path, (old, _new) in reversed(list(happening.patch.items())):
        case = _put_back(case, path.split(".", 2), old)
    # Only what somebody did by the rules made a new version: not a refusal, an inject or a flip.
    if happening.code in load_flow(case.flow).actions:
        case = replace(case, version=case.version - 1)
    return case


def _put_back(case: CaseState, path: list[str], old: Any) -> CaseState:
    match path:
        case ["state"]:
            return replace(case, state=old)
        case ["facts", key, *rest]:
            return replace(case, facts=_without(case.facts, ".".join([key, *rest]), old))
        case ["document", number, key]:
            return replace(case, documents=_document(case.documents, int(number), key, old))
        case ["consents"]:
            return replace(case, consents=case.consents[:old])
        case ["consents", number, key]:
            return replace(case, consents=_consent(case.consents, int(number), key, old))
    raise ValueError(f"Unknown patch path {'.'.join(path)}.")


def _without(facts: Mapping[str, Any], key: str, old: Any) -> dict[str, Any]:
    kept = {name: value for name, value in facts.items() if name != key}
    return kept if old is None else {**kept, key: old}


def _document(
    documents: tuple[Document, ...], number: int, key: str, old: Any
) -> tuple[Document, ...]:
    """A document that had no status before was not there."""
    found: list[Document] = []
    for document in documents:
        if document.number != number:
            found.append(document)
        elif not (key == "status" and old is None):
            change: dict[str, Any] = {key: {} if key == "body" and not old else old}
            found.append(replace(document, **change))
    return tuple(found)


def _consent(consents: tuple[Consent, ...], number: int, key: str, old: Any) -> tuple[Consent, ...]:
    return tuple(
        replace(consent, **{key: old}) if index == number else consent
        for index, consent in enumerate(consents)
    )
