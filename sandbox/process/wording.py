"""What a profile calls things: documents, states, roles, tracks, times to keep and what was done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sandbox.process.flow import Flow, Profile, State, Track

WORDED = frozenset({"title", "roles", "states", "documents", "done", "deadlines"})


def worded(flow: Flow, profile: Profile) -> Flow:
    """Return the flow with the profile's `words` for it and for the flows it joins.

    Roles and states are those of the track whose words they are; the other codes belong to one row.
    """
    tracks = {name: _track(track, _words(profile, name)) for name, track in flow.tracks.items()}
    own = tracks[flow.name]
    said = [_words(profile, name) for name in flow.tracks]
    documents, done, deadlines = (_all(said, key) for key in ("documents", "done", "deadlines"))
    return replace(
        flow,
        title=own.title,
        states=own.states,
        tracks=tracks,
        roles={
            code: replace(role, label=own.names.get(code, role.label))
            for code, role in flow.roles.items()
        },
        actions={
            code: replace(row, done=done.get(code, row.done)) for code, row in flow.actions.items()
        },
        documents={
            kind: replace(row, label=documents.get(kind, row.label))
            for kind, row in flow.documents.items()
        },
        deadlines={
            key: replace(row, label=deadlines.get(key, row.label))
            for key, row in flow.deadlines.items()
        },
    )


def _words(profile: Profile, track: str) -> Mapping[str, Any]:
    words: Mapping[str, Any] = profile.overlays.get(track, {}).get("words") or {}
    return words


def _all(said: list[Mapping[str, Any]], key: str) -> dict[str, str]:
    return {code: word for words in said for code, word in (words.get(key) or {}).items()}


def _track(track: Track, words: Mapping[str, Any]) -> Track:
    states = words.get("states") or {}
    return replace(
        track,
        title=words.get("title", track.title),
        names={**track.names, **(words.get("roles") or {})},
        states={code: _state(state, states) for code, state in track.states.items()},
    )


def _state(state: State, words: Mapping[str, str]) -> State:
    return replace(state, label=words.get(state.code, state.label))
