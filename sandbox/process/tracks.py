"""Where a case stands on each of its tracks, and how an action moves it along its own."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sandbox.process.flow import Action, Flow
from sandbox.process.state import CaseState


def state_in(case: CaseState, flow: Flow, track: str) -> str:
    """Return the state of one track: the case's own, or that of a joined flow.

    A joined track stands at its first state until something has moved it. Raises KeyError for a
    track the flow does not have.
    """
    if track == flow.name:
        return case.state
    kept: str = (case.facts.get("tracks") or {}).get(track, flow.tracks[track].initial)
    return kept


def moved(
    case: CaseState, flow: Flow, action: Action
) -> tuple[CaseState, dict[str, tuple[Any, Any]]]:
    """Return the case after the action's move along its own track, and the patch of it."""
    now = state_in(case, flow, action.track)
    target = action.moves.get(now, now)
    if target == now:
        return case, {}
    if action.track == flow.name:
        return replace(case, state=target), {"state": (now, target)}
    old = case.facts.get("tracks")
    new = {**(old or {}), action.track: target}
    return replace(case, facts={**case.facts, "tracks": new}), {"facts.tracks": (old, new)}
