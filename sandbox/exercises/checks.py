"""The named checks, from structure and log only, and the state of each step."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.exercises.conditions import Scope, holds
from sandbox.exercises.scenario import Check, Scenario
from sandbox.process.engine import offers
from sandbox.process.reading import load_flow, load_profile
from sandbox.process.state import CaseState, draft, latest


@dataclass(frozen=True)
class CheckOutcome:
    """Whether one check is met, and the log line that decided it."""

    key: str
    label: str
    met: bool
    evidence_seq: int | None
    missing_text: str
    step: str


@dataclass(frozen=True)
class StepState:
    """Where a step stands: not_started, draft, done or locked; `reason` says why or what is left."""

    step: str
    state: str
    reason: str
    source: str = ""


def checks(scenario: Scenario, case: CaseState) -> tuple[CheckOutcome, ...]:
    """Return every check in the order of the steps."""
    return tuple(_outcome(check, case) for check in scenario.checks)


def checks_by_step(
    scenario: Scenario, case: CaseState
) -> tuple[tuple[str, str, tuple[CheckOutcome, ...]], ...]:
    """Return (step key, step title, outcomes) for every step that has checks."""
    outcomes = checks(scenario, case)
    return tuple(
        (step.key, step.title, tuple(one for one in outcomes if one.step == step.key))
        for step in scenario.steps
        if step.checks
    )


def is_done(scenario: Scenario, case: CaseState) -> bool:
    """Return whether every named check is met."""
    return all(outcome.met for outcome in checks(scenario, case))


def step_state(scenario: Scenario, case: CaseState, step: str) -> StepState:
    """Return where the step stands; a sent step with something missing counts as begun."""
    row = scenario.step(step)
    if latest(case, row.document) is not None:
        outcomes = (_outcome(check, case) for check in row.checks)
        left = [one.missing_text for one in outcomes if not one.met]
        return StepState(step, "draft" if left else "done", " ".join(left))
    if row.kind == "moment":
        waits = any(t.ref == step and t.status == "pending" for t in case.timers)
        if waits:
            return StepState(step, "not_started", "")
        return StepState(step, "locked", _before(scenario, case, step))
    locked = _locked(scenario, case, row.action)
    if locked:
        return StepState(step, "locked", _before(scenario, case, step) or locked[0], locked[1])
    return StepState(step, "draft" if draft(case, row.document) else "not_started", "")


def _outcome(check: Check, case: CaseState) -> CheckOutcome:
    met = holds(check.when, Scope(case))
    return CheckOutcome(
        key=check.key,
        label=check.label,
        met=met,
        evidence_seq=_evidence(check, case) if met else None,
        missing_text="" if met else check.missing,
        step=check.step,
    )


def _evidence(check: Check, case: CaseState) -> int | None:
    kinds = {path.partition(".")[0] for path in check.when.paths()}
    numbers = {document.number for kind in kinds if (document := latest(case, kind)) is not None}
    seqs = [line.seq for line in case.log if line.document in numbers]
    return max(seqs) if seqs else None


def _locked(scenario: Scenario, case: CaseState, action: str) -> tuple[str, str] | None:
    flow, profile = load_flow(scenario.flow), load_profile(scenario.profile)
    for offer in offers(case, role=scenario.role.role, flow=flow, profile=profile):
        if offer.action == action and not offer.enabled:
            return offer.reasons[0].text, offer.reasons[0].source
    return None


def _before(scenario: Scenario, case: CaseState, step: str) -> str:
    place = [row.key for row in scenario.steps].index(step)
    former = scenario.steps[place - 1] if place else None
    if former is None or latest(case, former.document) is not None:
        return ""
    if former.kind == "moment":
        # A moment has no row in the list of steps: say after which step it comes.
        steps = [row for row in scenario.steps[: place - 1] if row.kind != "moment"]
        if steps:
            return f"{former.title} kommer först, efter steget {steps[-1].title}."
    return f"Gör klart steget {former.title} först."
