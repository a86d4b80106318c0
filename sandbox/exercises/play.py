"""Plays a scenario over a plain case: begin, play, advance; every call returns a new value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from sandbox.exercises import actors, clock
from sandbox.exercises.replies import Reply, replies_for
from sandbox.exercises.scenario import Scenario, Step
from sandbox.process.engine import Reason, Refused, noted, refusal_event, transition
from sandbox.process.reading import load_flow, load_profile
from sandbox.process.state import CaseState, Happening


@dataclass(frozen=True)
class Turn:
    """What one move led to. When refused, the case only has the refusal added to its log."""

    case: CaseState
    replies: tuple[Reply, ...]
    step: str
    refused: tuple[Reason, ...]
    happenings: tuple[Happening, ...]


def begin(scenario: Scenario, *, humans: tuple[str, ...] = ()) -> CaseState:
    """Return the case as the exercise starts; `humans` are parties that people play.

    What the file calls history has then been done. Raises Refused when the rules refuse it.
    """
    flow, profile = load_flow(scenario.flow), load_profile(scenario.profile)
    case = _blank(scenario, humans)
    for past in scenario.history:
        case = transition(
            case,
            action=past.action,
            role=past.role,
            actor_kind="system",
            body=past.body,
            flow=flow,
            profile=profile,
        )
    return case


def _blank(scenario: Scenario, humans: tuple[str, ...]) -> CaseState:
    return CaseState(
        flow=scenario.flow,
        profile=scenario.profile,
        state=load_flow(scenario.flow).initial,
        version=0,
        facts={
            "coordinator": scenario.role.party,
            "humans": list(humans),
            "parties": {
                code: {key: list(v) if key == "uses" else v for key, v in asdict(party).items()}
                for code, party in scenario.parties.items()
            },
        },
        documents=(),
        consents=(),
        log=(),
        timers=(),
        now=scenario.start,
    )


def play(  # noqa: PLR0913 - one keyword per question the rules ask
    case: CaseState,
    *,
    scenario: Scenario,
    action: str,
    role: str,
    body: Mapping[str, Any] | None,
    actor_kind: str = "human",
    actor: str = "",
) -> Turn:
    """Return the turn after one action of a role; a refusal is a turn too.

    Field problems come back in `refused` with their field and leave no line in the log.
    """
    step = _step_of(scenario, action)
    start = _moved_to_start(case, scenario, step)
    try:
        after = transition(
            start,
            action=action,
            role=role,
            actor_kind=actor_kind,
            body=body,
            flow=load_flow(scenario.flow),
            profile=load_profile(scenario.profile),
            actor=actor,
        )
    except Refused as refusal:
        return _refused(case, action, role, actor_kind, refusal.reasons)
    after = actors.react(after, scenario=scenario, action=action)
    replies = replies_for(scenario, after, step.key) if step else ()
    return Turn(after, replies, step.key if step else "", (), after.log[len(case.log) :])


def advance(case: CaseState, *, scenario: Scenario, to: int) -> Turn:
    """Return the turn when the clock has moved to a simulated minute, firing what was due."""
    after = clock.advance(case, to=to, fire=lambda one, t: actors.fire(one, t, scenario=scenario))
    new = after.log[len(case.log) :]
    held = scenario.meeting and any(line.code == scenario.meeting.do for line in new)
    step = scenario.meeting.step if held and scenario.meeting else ""
    replies = replies_for(scenario, after, step) if step else ()
    return Turn(after, replies, step, (), new)


def next_moment(case: CaseState, scenario: Scenario) -> int | None:
    """Return the minute the meeting is due, or None when no meeting waits."""
    step = scenario.meeting.step if scenario.meeting else ""
    due = [timer.due for timer in case.timers if timer.ref == step and timer.status == "pending"]
    return min(due) if due else None


def solve(scenario: Scenario) -> CaseState:
    """Return the case when the model solution has been played; the clock moves when it must.

    Raises Refused when a move of the model is refused.
    """
    case = begin(scenario)
    for move in scenario.model:
        turn = play(
            case,
            scenario=scenario,
            action=scenario.step(move.step).action,
            role=scenario.role.role,
            body=move.body,
        )
        if turn.refused:
            raise Refused(turn.refused)
        case = turn.case
        moment = next_moment(case, scenario)
        if moment is not None:
            case = advance(case, scenario=scenario, to=moment).case
    return case


def _step_of(scenario: Scenario, action: str) -> Step | None:
    return next((step for step in scenario.steps if step.action == action), None)


def _moved_to_start(case: CaseState, scenario: Scenario, step: Step | None) -> CaseState:
    if step is None or step.starts is None or case.now >= step.starts:
        return case
    return advance(case, scenario=scenario, to=step.starts).case


def _refused(
    case: CaseState, action: str, role: str, actor_kind: str, reasons: tuple[Reason, ...]
) -> Turn:
    if all(reason.only_a_field for reason in reasons):
        return Turn(case, (), "", reasons, ())
    event = refusal_event(case, action=action, role=role, actor_kind=actor_kind, reasons=reasons)
    return Turn(replace(noted(case, event), version=case.version), (), "", reasons, (event,))
