"""A flow as one profile shows it: words, rows hidden or shown, roles, guards, deadlines, fields."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import replace
from functools import lru_cache
from typing import Any

from sandbox.process.flow import (
    Action,
    Deadline,
    DocumentKind,
    Field,
    Flow,
    Profile,
    Source,
    field_of,
)
from sandbox.process.wording import worded

Overlay = Mapping[str, Any]
# Words on a button that saves or sends: no link may say so.
SUBMITS = ("Spara ", "Skicka ")
DEADLINE_WORDS = frozenset(Deadline.__dataclass_fields__) - {"key", "sources", "track"}


@lru_cache(maxsize=64)
def under(flow: Flow, profile: Profile) -> Flow:
    """Return the flow with the profile's overlays laid over it; the flow itself is untouched.

    The rows of a joined flow first meet the profile's overlay for that flow.
    """
    laid = {track: _laid(flow, profile, track) for track in flow.tracks}
    actions = {
        code: _action(action, laid[action.track], flow.sources)
        for code, action in flow.actions.items()
        if _is_shown(action, laid[action.track])
    }
    documents = {
        kind: _document(document, laid[document.track], profile)
        for kind, document in flow.documents.items()
    }
    lasting = _lasting(_deadlines(flow, profile), flow.actions.keys() - actions.keys())
    shown = replace(
        flow,
        actions=actions,
        documents=documents,
        deadlines={key: row for key, row in lasting.items() if not _unasked(row, flow, documents)},
        one_plan=any(
            profile.overlays.get(track, {}).get("unique_active_sip") for track in flow.tracks
        ),
    )
    return worded(shown, profile)


@lru_cache(maxsize=64)
def readable(flow: Flow, profile: Profile) -> Flow:
    """Return the flow in the profile's words with nothing left out: what is written can be read.

    For reading alone. A case played under another profile may hold documents, fields, answers and
    actions that this one hides; here they are, and what has no word of its own keeps the flow's.
    """
    laid = {track: _laid(flow, profile, track) for track in flow.tracks}
    whole = replace(
        flow,
        actions={
            code: _action(action, laid[action.track], flow.sources)
            for code, action in flow.actions.items()
        },
        documents={
            kind: _whole(document, laid[document.track], profile)
            for kind, document in flow.documents.items()
        },
        deadlines=_deadlines(flow, profile),
    )
    return worded(whole, profile)


def _whole(kind: DocumentKind, overlays: tuple[Overlay, ...], profile: Profile) -> DocumentKind:
    changes = _field_changes(overlays)
    fields = tuple(_read_field(field, kind.kind, changes, profile) for field in kind.fields)
    return replace(kind, fields=fields)


def _read_field(field: Field, path: str, changes: Mapping[str, Any], profile: Profile) -> Field:
    path = f"{path}.{field.key}"
    change = changes.get(path) or {}
    choices = {**(field.choices or {}), **(change.get("choices") or {})}
    return replace(
        field,
        label=change.get("label", field.label),
        choices=dict(profile.headings) if field.from_headings else choices or None,
        fields=tuple(_read_field(column, path, changes, profile) for column in field.fields),
        hidden=False,
    )


def _laid(flow: Flow, profile: Profile, track: str) -> tuple[Overlay, ...]:
    own = profile.overlays.get(flow.name, {})
    if track == flow.name:
        return (own,)
    return profile.overlays.get(track, {}), own


def _named(row: Mapping[str, Any], sources: Mapping[str, Source]) -> tuple[Source, ...]:
    codes = row.get("source") or ()
    codes = (codes,) if isinstance(codes, str) else tuple(codes)
    return tuple(sources[code] for code in codes if code in sources)


def _is_shown(action: Action, overlays: tuple[Overlay, ...]) -> bool:
    hidden = action.hidden
    for overlay in overlays:
        if action.code in (overlay.get("shown") or ()):
            hidden = False
        if action.code in (overlay.get("hidden") or ()):
            hidden = True
    return not hidden


def _action(action: Action, overlays: tuple[Overlay, ...], sources: Mapping[str, Source]) -> Action:
    for overlay in overlays:
        action = _changed(action, overlay, sources)
    return action


def _changed(action: Action, overlay: Overlay, sources: Mapping[str, Source]) -> Action:
    label = (overlay.get("labels") or {}).get(action.code, action.label)
    # A label of the profile's own is what the way to it says too, unless it saves or sends.
    own = action.opening if label == action.label or label.startswith(SUBMITS) else ""
    opens = (overlay.get("opens") or {}).get(action.code, own)
    changed = replace(action, label=label, opens=opens)
    # Words of the profile's own for the way are its own when it is gone again, too.
    same = action.again if changed.opening == action.opening else ""
    changed = replace(changed, again=(overlay.get("again") or {}).get(action.code, same))
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


def _document(kind: DocumentKind, overlays: tuple[Overlay, ...], profile: Profile) -> DocumentKind:
    changes = _field_changes(overlays)
    fields = tuple(
        shown
        for field in kind.fields
        if (shown := _field(field, kind.kind, changes, profile)) is not None
    )
    # Whoever has no field for the receivers sends to nobody in particular.
    away = field_of(kind.fields, kind.addressed_by) and not field_of(fields, kind.addressed_by)
    return replace(kind, fields=fields, addressed_by="" if away else kind.addressed_by)


def _field_changes(overlays: tuple[Overlay, ...]) -> dict[str, Any]:
    return {
        path: change
        for overlay in overlays
        for path, change in (overlay.get("fields") or {}).items()
    }


def _field(field: Field, path: str, changes: Mapping[str, Any], profile: Profile) -> Field | None:
    path = f"{path}.{field.key}"
    change = dict(changes.get(path) or {})
    if change.pop("hidden", field.hidden):
        return None
    inner = tuple(
        shown
        for column in field.fields
        if (shown := _field(column, path, changes, profile)) is not None
    )
    headings = {"choices": dict(profile.headings)} if field.from_headings else {}
    return replace(field, **{"fields": inner, "hidden": False, **headings, **change})


def _deadlines(flow: Flow, profile: Profile) -> dict[str, Deadline]:
    found = dict(flow.deadlines)
    for track in reversed(tuple(flow.tracks)):
        changes = profile.overlays.get(track, {}).get("deadlines") or {}
        for key, row in changes.items():
            found[key] = _deadline(key, row, flow, found.get(key), track)
    return found


def _lasting(rows: Mapping[str, Deadline], hidden: Set[str]) -> dict[str, Deadline]:
    """Leave out what counts from a hidden action, and what a hidden one would have done or ended."""
    found = {}
    for key, row in rows.items():
        starts = [code for code in (row.after, *row.also) if code not in hidden]
        if starts:
            found[key] = replace(
                row,
                after=starts[0],
                also=tuple(starts[1:]),
                done="" if row.done in hidden else row.done,
                ends=tuple(code for code in row.ends if code not in hidden),
            )
    return found


def _unasked(row: Deadline, flow: Flow, shown: Mapping[str, DocumentKind]) -> bool:
    """Whether the row waits for a value in a field that the profile does not show."""
    action = flow.actions.get(row.after)
    kind = action.document if action else ""
    return kind in shown and any(
        field_of(flow.documents[kind].fields, key) and not field_of(shown[kind].fields, key)
        for key in row.only
    )


def _deadline(
    key: str, row: Mapping[str, Any], flow: Flow, former: Deadline | None, track: str
) -> Deadline:
    """Say a deadline anew: what the row does not say stays as it was.

    A new length stands alone: the longer time past noon of the former length does not follow it.
    """
    empty = Deadline(key, key, day_in="", of="", after="", sources=(), track=track)
    said = {name: row[name] for name in DEADLINE_WORDS if name in row}
    if "of" in said or "day_in" in said:
        said = {"of": "", "day_in": "", "after_noon": "", **said}
    for name in ("since", "ends", "also"):
        if name in said:
            said[name] = tuple(said[name])
    return replace(former or empty, **said, sources=_named(row, flow.sources))
