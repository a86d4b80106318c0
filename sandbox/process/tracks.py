"""Where a case stands on each of its tracks, who acts as what there, and how an action moves it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sandbox.process.flow import Action, Flow
from sandbox.process.state import CaseState

COORDINATOR, UNIT = "coordinator", "unit"


def state_in(case: CaseState, flow: Flow, track: str) -> str:
    """Return the state of one track: the case's own, or that of a joined flow.

    A joined track stands at its first state until something has moved it. Raises KeyError for a
    track the flow does not have.
    """
    if track == flow.name:
        return case.state
    kept: str = (case.facts.get("tracks") or {}).get(track, flow.tracks[track].initial)
    return kept


def role_on(case: CaseState, flow: Flow, track: str, *, role: str, actor: str = "") -> str:
    """Return the role that an actor with this role in the case has on a track.

    On a joined track whoever holds the plan together now (`facts.coordinator`) is its coordinator,
    and who would otherwise be that is a unit like the others. As long as nobody is named it is as
    the join says.
    """
    if track == flow.name:
        return role
    usual = next((name for name, roles in flow.tracks[track].roles.items() if role in roles), "")
    holder = case.facts.get("coordinator")
    if not holder or actor in ("", role) or COORDINATOR not in flow.tracks[track].roles:
        return usual
    if actor == holder:
        return COORDINATOR
    return UNIT if usual == COORDINATOR else usual


def acts(case: CaseState, flow: Flow, action: Action, *, role: str, actor: str = "") -> bool:
    """Return whether the row is for an actor with this role in the case.

    A row of a joined track may name roles of its own flow and of the whole one.
    """
    return (
        role in action.roles
        or role_on(case, flow, action.track, role=role, actor=actor) in action.roles
    )


def usual_roles(flow: Flow, action: Action) -> tuple[str, ...]:
    """Return the roles of the whole flow that the row is for, as long as nothing is handed over."""
    table = flow.tracks[action.track].roles
    return tuple(dict.fromkeys(new for role in action.roles for new in table.get(role, (role,))))


def moved(
    case: CaseState, flow: Flow, action: Action
) -> tuple[CaseState, dict[str, tuple[Any, Any]]]:
    """Return the case after the action's move along its own track, and the patch of it."""
    now = state_in(case, flow, action.track)
    return placed(case, flow, action.track, action.moves.get(now, now))


def placed(
    case: CaseState, flow: Flow, track: str, target: str
) -> tuple[CaseState, dict[str, tuple[Any, Any]]]:
    """Return the case with a track at a state, and the patch of it."""
    now = state_in(case, flow, track)
    if target == now:
        return case, {}
    if track == flow.name:
        return replace(case, state=target), {"state": (now, target)}
    old = case.facts.get("tracks")
    new = {**(old or {}), track: target}
    return replace(case, facts={**case.facts, "tracks": new}), {"facts.tracks": (old, new)}
