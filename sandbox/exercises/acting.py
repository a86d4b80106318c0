"""One action in a case, done by a party under the rules of the scenario's flow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sandbox.exercises.scenario import Scenario, Step
from sandbox.exercises.taken import NO_STEP, STEP, step_for
from sandbox.process.documents import unread
from sandbox.process.engine import transition
from sandbox.process.flow import Flow
from sandbox.process.overlay import under
from sandbox.process.reading import load_flow, load_profile
from sandbox.process.state import CaseState, Document

ACKNOWLEDGE, SEND = "acknowledge", "send_message"


def shown_flow(scenario: Scenario) -> Flow:
    """Return the flow as the scenario's profile shows it."""
    return under(load_flow(scenario.flow), load_profile(scenario.profile))


def takes_messages(scenario: Scenario) -> bool:
    """Return whether anything but the documents of the steps can be sent in the exercise."""
    return SEND in shown_flow(scenario).actions


def act(  # noqa: PLR0913 - one keyword per question the rules ask
    case: CaseState,
    *,
    scenario: Scenario,
    action: str,
    role: str,
    actor: str,
    actor_kind: str,
    body: Mapping[str, Any] | None,
    step: str = "",
) -> CaseState:
    """Return the case after the action; with several seats its log line names the step.

    `actor` is the party, or empty when the role itself acts. Raises Refused.
    """
    after = transition(
        case,
        action=action,
        role=role,
        actor_kind=actor_kind,
        body=body,
        flow=load_flow(scenario.flow),
        profile=load_profile(scenario.profile),
        actor=actor,
    )
    if not scenario.shared or step == NO_STEP:
        return after
    new = len(case.log)
    kind = _kind_of(after, after.log[new].document)
    key = step
    if not key:
        meant = step_for(scenario, case, action, party=actor, kind=kind)
        key = meant.key if meant else ""
    if not key:
        return after
    line = replace(after.log[new], data={**after.log[new].data, STEP: key})
    return replace(after, log=(*after.log[:new], line, *after.log[new + 1 :]))


def waiting_for(case: CaseState, scenario: Scenario, party: str) -> tuple[Document, ...]:
    """Return what is addressed to the party and not yet acknowledged by it, the oldest first."""
    return unread(case, flow=shown_flow(scenario), party=party)


def about(
    case: CaseState, scenario: Scenario, step: Step, body: Mapping[str, Any] | None
) -> Mapping[str, Any] | None:
    """Return the body with the number of the document that a step of acknowledging is about."""
    if step.action != ACKNOWLEDGE or (body or {}).get("document"):
        return body
    waiting = waiting_for(case, scenario, step.seat)
    found = [one.number for one in waiting if step.document in ("", one.kind)]
    return {**(body or {}), "document": found[0]} if found else body


def _kind_of(case: CaseState, number: int | None) -> str:
    return next((one.kind for one in case.documents if one.number == number), "")
