"""What the actions of the coordinated care plan do besides moving its track."""

from __future__ import annotations

from sandbox.process.doing import Changed, Deed, Effect, fact
from sandbox.process.effects_discharge import both, noting, standing_at
from sandbox.process.state import CaseState


def plan_changed(case: CaseState, _deed: Deed) -> Changed:
    """Ask everybody to adjust again: what they adjusted is no longer what stands there."""
    return fact(case, "adjusted", []) if case.facts.get("adjusted") else (case, {})


def note_adjustment(case: CaseState, deed: Deed) -> Changed:
    """Note that the unit has adjusted the plan, or that it has not after all."""
    adjusted = [party for party in case.facts.get("adjusted") or () if party != deed.actor]
    if deed.body["answer"] == "agrees":
        adjusted.append(deed.actor)
    return fact(case, "adjusted", adjusted)


def note_decision(case: CaseState, deed: Deed) -> Changed:
    """Let the notice of the decision be a notice that the person is ready to go home (U9)."""
    effects = [noting("ready_at", case.now)]
    if case.state in ("notified", "planning"):
        effects.append(standing_at("ready"))
    return both(case, deed, *effects)


def note_return(case: CaseState, deed: Deed) -> Changed:
    """Let the person be in hospital again: what was planned for is planned for anew."""
    effects = [noting("ready_at", None), noting("discharged_at", None)]
    if case.state in ("ready", "discharged"):
        effects.append(standing_at("planning"))
    return both(case, deed, *effects)


def end_compulsory(case: CaseState, _deed: Deed) -> Changed:
    """Note that the care is compulsory no more; a plan of the person's own may be made."""
    return fact(case, "compulsory", None)


CARE_PLAN: dict[str, Effect] = {
    "plan_changed": plan_changed,
    "note_adjustment": note_adjustment,
    "note_decision": note_decision,
    "note_return": note_return,
    "end_compulsory": end_compulsory,
}
