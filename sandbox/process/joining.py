"""One flow out of two: the rows of a joined flow beside the flow's own, as they are written there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sandbox.process.flow import DocumentKind, Flow


@dataclass(frozen=True)
class Join:
    """How a flow joins another: whose roles stand for whose, and what is otherwise there.

    `roles` maps a role of the other flow to the roles of this one that act as it from the start;
    `tracks.role_on` says who does now. `changes` are new values for the other flow's actions, by
    action and attribute; `words` for its track.
    """

    roles: Mapping[str, tuple[str, ...]]
    changes: Mapping[str, Mapping[str, Any]]
    words: Mapping[str, str]


def joined(own: Flow, other: Flow, join: Join) -> Flow:
    """Return the flow with the other's rows beside its own; each row knows its track.

    What the other has only where it stands alone is left out.
    """
    changed = {
        code: replace(row, **join.changes.get(code, {}))
        for code, row in other.actions.items()
        if not row.alone
    }
    alone = other.tracks[other.name]
    track = replace(
        alone,
        roles=join.roles,
        not_now=join.words.get("not_now", alone.not_now),
        closed=join.words.get("closed", alone.closed),
    )
    return replace(
        own,
        actions={**own.actions, **changed},
        documents={**own.documents, **_shared(other.documents)},
        deadlines={**own.deadlines, **other.deadlines},
        tracks={**own.tracks, other.name: track},
        levels={**own.levels, **other.levels},
        online=other.online or own.online,
    )


def _shared(rows: Mapping[str, DocumentKind]) -> dict[str, DocumentKind]:
    return {kind: row for kind, row in rows.items() if not row.alone}


def unfit(own: Flow, other: Flow, join: Join) -> str:
    """Return in Swedish why the flows cannot be joined so, or nothing."""
    for rows in ("actions", "documents", "deadlines"):
        theirs = getattr(other, rows).items()
        there = {code for code, row in theirs if not getattr(row, "alone", False)}
        both = sorted(set(getattr(own, rows)) & there)
        if both:
            return f"Raden ”{both[0]}” finns både i {own.name} och i {other.name}."
    if set(join.roles) != set(other.roles):
        return f"joins ska säga vem som är var och en av rollerna i {other.name}."
    named = [role for roles in join.roles.values() for role in roles]
    if sorted(named) != sorted(own.roles):
        return f"Varje roll i {own.name} ska vara precis en roll i {other.name}."
    unknown = sorted(set(join.changes) - set(other.actions))
    return f"changes nämner ”{unknown[0]}”, som inte finns." if unknown else ""
