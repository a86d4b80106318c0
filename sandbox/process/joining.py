"""One flow out of two: the rows of a joined flow beside the flow's own, in the flow's own roles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sandbox.process.flow import Action, DocumentKind, Flow, Track


@dataclass(frozen=True)
class Join:
    """How a flow joins another: whose roles stand for whose, and what is otherwise there.

    `roles` maps a role of the other flow to roles of this one. `changes` are new values for the
    other flow's actions, by action and attribute; `words` for its track.
    """

    roles: Mapping[str, tuple[str, ...]]
    changes: Mapping[str, Mapping[str, Any]]
    words: Mapping[str, str]


def joined(own: Flow, other: Flow, join: Join) -> Flow:
    """Return the flow with the other's rows beside its own; each row knows its track."""
    actions = {code: _action(row, join) for code, row in other.actions.items()}
    documents = {code: _document(row, join) for code, row in other.documents.items()}
    return replace(
        own,
        actions={**own.actions, **actions},
        documents={**own.documents, **documents},
        deadlines={**own.deadlines, **other.deadlines},
        tracks={**own.tracks, other.name: _track(other.tracks[other.name], join)},
    )


def mapped(roles: Iterable[str], table: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return the roles of the whole flow that act as these roles of a track's own file."""
    return tuple(dict.fromkeys(new for role in roles for new in table.get(role, ())))


def unfit(own: Flow, other: Flow, join: Join) -> str:
    """Return in Swedish why the flows cannot be joined so, or nothing."""
    for rows in ("actions", "documents", "deadlines"):
        both = sorted(set(getattr(own, rows)) & set(getattr(other, rows)))
        if both:
            return f"Raden ”{both[0]}” finns både i {own.name} och i {other.name}."
    if set(join.roles) != set(other.roles):
        return f"joins ska säga vem som är var och en av rollerna i {other.name}."
    named = [role for roles in join.roles.values() for role in roles]
    if sorted(named) != sorted(own.roles):
        return f"Varje roll i {own.name} ska vara precis en roll i {other.name}."
    unknown = sorted(set(join.changes) - set(other.actions))
    return f"changes nämner ”{unknown[0]}”, som inte finns." if unknown else ""


def _action(row: Action, join: Join) -> Action:
    return replace(
        row, **{"roles": mapped(row.roles, join.roles), **join.changes.get(row.code, {})}
    )


def _document(row: DocumentKind, join: Join) -> DocumentKind:
    readers = {new: row.readers[role] for role, news in join.roles.items() for new in news}
    return replace(row, readers=readers)


def _track(track: Track, join: Join) -> Track:
    return replace(
        track,
        roles=join.roles,
        not_now=join.words.get("not_now", track.not_now),
        closed=join.words.get("closed", track.closed),
    )
