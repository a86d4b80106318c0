"""A flow as one profile shows it: labels, hidden rows, roles, guards, deadlines and fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from sandbox.process.flow import Action, Deadline, DocumentKind, Field, Flow, Profile, Source


@lru_cache(maxsize=64)
def under(flow: Flow, profile: Profile) -> Flow:
    """Return the flow with the profile's overlay laid over it; the flow itself is untouched."""
    overlay = profile.overlays.get(flow.name, {})
    hidden = set(overlay.get("hidden") or ())
    return replace(
        flow,
        actions={
            code: _action(action, overlay, flow.sources)
            for code, action in flow.actions.items()
            if code not in hidden
        },
        documents={
            kind: _document(document, overlay.get("fields") or {}, profile)
            for kind, document in flow.documents.items()
        },
        deadlines=_deadlines(flow, overlay.get("deadlines") or {}),
    )


def _named(row: Mapping[str, Any], sources: Mapping[str, Source]) -> tuple[Source, ...]:
    codes = row.get("source") or ()
    codes = (codes,) if isinstance(codes, str) else tuple(codes)
    return tuple(sources[code] for code in codes if code in sources)


def _action(action: Action, overlay: Mapping[str, Any], sources: Mapping[str, Source]) -> Action:
    label = (overlay.get("labels") or {}).get(action.code, action.label)
    changed = replace(action, label=label)
    roles = (overlay.get("roles") or {}).get(action.code)
    if roles:
        changed = replace(
            changed,
            roles=tuple(roles["roles"]),
            sources=_named(roles, sources) or changed.sources,
        )
    guards = (overlay.get("guards") or {}).get(action.code)
    if guards:
        changed = replace(
            changed,
            guards=tuple(guards["guards"]),
            sources=(*changed.sources, *_named(guards, sources)),
        )
    return changed


def _document(kind: DocumentKind, changes: Mapping[str, Any], profile: Profile) -> DocumentKind:
    fields = tuple(
        shown
        for field in kind.fields
        if (shown := _field(field, kind.kind, changes, profile)) is not None
    )
    return replace(kind, fields=fields)


def _field(field: Field, path: str, changes: Mapping[str, Any], profile: Profile) -> Field | None:
    path = f"{path}.{field.key}"
    change = dict(changes.get(path) or {})
    if change.pop("hidden", False):
        return None
    inner = tuple(
        shown
        for column in field.fields
        if (shown := _field(column, path, changes, profile)) is not None
    )
    headings = {"choices": dict(profile.headings)} if field.from_headings else {}
    return replace(field, **{"fields": inner, **headings, **change})


def _deadlines(flow: Flow, changes: Mapping[str, Any]) -> dict[str, Deadline]:
    found = dict(flow.deadlines)
    for key, row in changes.items():
        former = found.get(key)
        found[key] = Deadline(
            key=key,
            label=row.get("label", former.label if former else key),
            day_in=row.get("day_in", ""),
            of=row.get("of", ""),
            after=row.get("after", ""),
            sources=_named(row, flow.sources),
        )
    return found
