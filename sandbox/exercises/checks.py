"""The named checks, from structure and log only, and the state of each step."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.exercises.acting import ACKNOWLEDGE, waiting_for
from sandbox.exercises.conditions import Scope, holds
from sandbox.exercises.evidence import evidence
from sandbox.exercises.moments import Within, in_words
from sandbox.exercises.scenario import Check, Scenario, Step
from sandbox.exercises.taken import is_taken, step_draft
from sandbox.process.engine import why_not
from sandbox.process.reading import load_flow, load_profile
from sandbox.process.state import CaseState

NOTHING_YET = "Det har inte kommit till er än."


@dataclass(frozen=True)
class CheckOutcome:
    """Whether one check is met, and the log line that decided it.

    `limit` is the last moment in words when the check has one that has begun to count. `seat` is
    the party whose result it is.
    """

    key: str
    label: str
    met: bool
    evidence_seq: int | None
    missing_text: str
    step: str
    seat: str = ""
    limit: str = ""


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


def checks_of(scenario: Scenario, case: CaseState, party: str) -> tuple[CheckOutcome, ...]:
    """Return the checks that are one party's own; the group's result is all of them."""
    return tuple(_outcome(check, case) for check in scenario.checks if check.seat == party)


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
    if is_taken(scenario, case, row):
        outcomes = (_outcome(check, case) for check in row.checks)
        left = [one.missing_text for one in outcomes if not one.met]
        return StepState(step, "draft" if left else "done", " ".join(left))
    if row.kind == "moment":
        waits = any(t.ref == step and t.status == "pending" for t in case.timers)
        if waits:
            return StepState(step, "not_started", "")
        return StepState(step, "locked", _before(scenario, case, step))
    locked = _locked(scenario, case, row)
    if not locked and not holds(row.opens, Scope(case)):
        locked = (NOTHING_YET, "")
    if locked:
        return StepState(step, "locked", _before(scenario, case, step) or locked[0], locked[1])
    begun = step_draft(scenario, case, row)
    return StepState(step, "draft" if begun else "not_started", "")


def _outcome(check: Check, case: CaseState) -> CheckOutcome:
    met = holds(check.when, Scope(case))
    return CheckOutcome(
        key=check.key,
        label=check.label,
        met=met,
        evidence_seq=evidence(check.when, case) if met else None,
        missing_text="" if met else check.missing,
        step=check.step,
        seat=check.seat,
        limit=_limit(check, case),
    )


def _limit(check: Check, case: CaseState) -> str:
    """The nearest limit of the check, in words; nothing before its count has begun."""
    minutes = (
        one.value.last_minute(case) for one in check.when.all() if isinstance(one.value, Within)
    )
    known = [minute for minute in minutes if minute is not None]
    return in_words(min(known)) if known else ""


def _locked(scenario: Scenario, case: CaseState, row: Step) -> tuple[str, str] | None:
    if scenario.shared and row.action == ACKNOWLEDGE:
        waiting = (one.kind for one in waiting_for(case, scenario, row.seat))
        return None if row.document in waiting else (NOTHING_YET, "")
    flow, profile = load_flow(scenario.flow), load_profile(scenario.profile)
    role, actor = scenario.role_of(row.seat), row.seat if scenario.shared else ""
    reasons = why_not(case, action=row.action, role=role, flow=flow, profile=profile, actor=actor)
    return (reasons[0].text, reasons[0].source) if reasons else None


def _before(scenario: Scenario, case: CaseState, step: str) -> str:
    if scenario.shared:
        # Others take steps in between: the rule that hinders says it best.
        return ""
    place = [row.key for row in scenario.steps].index(step)
    former = scenario.steps[place - 1] if place else None
    if former is None or is_taken(scenario, case, former):
        return ""
    if former.kind == "moment":
        # A moment has no row in the list of steps: say after which step it comes.
        steps = [row for row in scenario.steps[: place - 1] if row.kind != "moment"]
        if steps:
            return f"{former.title} kommer först, efter steget {steps[-1].title}."
    return f"Gör klart steget {former.title} först."
