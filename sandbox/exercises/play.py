"""Plays a scenario over a plain case: begin, play, advance; every call returns a new value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sandbox.exercises import actors, clock, firing
from sandbox.exercises.acting import act, shown_flow
from sandbox.exercises.replies import Reply, replies_for
from sandbox.exercises.scenario import Scenario, Step
from sandbox.exercises.taken import NO_STEP, STEP, step_for
from sandbox.process.engine import Reason, Refused, noted, refusal_event
from sandbox.process.reading import load_flow
from sandbox.process.state import CaseState, Happening
from sandbox.process.tracks import usual_roles

CALL = "send_call"


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
    case = _blank(scenario, humans)
    for past in scenario.history:
        party = past.party or scenario.party_with(past.role, "")
        before = len(case.log)
        case = act(
            case,
            scenario=scenario,
            action=past.action,
            role=past.role,
            actor=party if scenario.shared else "",
            actor_kind="system",
            body=past.body,
        )
        case = actors.react(case, scenario=scenario, since=before)
    return actors.at_start(case, scenario=scenario)


def _blank(scenario: Scenario, humans: tuple[str, ...]) -> CaseState:
    return CaseState(
        flow=scenario.flow,
        profile=scenario.profile,
        state=load_flow(scenario.flow).initial,
        version=0,
        facts={
            "coordinator": _coordinator(scenario),
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


def _coordinator(scenario: Scenario) -> str:
    """The first seat that the rules let call to the meeting."""
    flow = shown_flow(scenario)
    roles = usual_roles(flow, flow.actions[CALL])
    return next((seat.party for seat in scenario.seats if seat.role in roles), scenario.role.party)


def play(  # noqa: PLR0913 - one keyword per question the rules ask
    case: CaseState,
    *,
    scenario: Scenario,
    action: str,
    role: str,
    body: Mapping[str, Any] | None,
    actor_kind: str = "human",
    actor: str = "",
    step: str = "",
) -> Turn:
    """Return the turn after one action; a refusal is a turn too.

    With several seats `actor` is the party that acts, and `step` the step it means (by default
    the first one of its own that the action fits; NO_STEP for none). Field problems come back in
    `refused` with their field and leave no line in the log.
    """
    if scenario.shared:
        actor = actor or scenario.party_with(role, "")
    meant = None if step == NO_STEP else step_for(scenario, case, action, party=actor)
    if step and step != NO_STEP:
        meant = scenario.step(step)
    start = _moved_to_start(case, scenario, meant)
    try:
        after = act(
            start,
            scenario=scenario,
            action=action,
            role=role,
            actor=actor,
            actor_kind=actor_kind,
            body=body,
            step=step,
        )
    except Refused as refusal:
        return _refused(case, action, role, actor, actor_kind, refusal.reasons)
    key = _step_taken(scenario, after, len(start.log), action)
    after = actors.react(after, scenario=scenario, since=len(start.log))
    replies = replies_for(scenario, after, key) if key else ()
    return Turn(after, replies, key, (), after.log[len(case.log) :])


def advance(case: CaseState, *, scenario: Scenario, to: int) -> Turn:
    """Return the turn when the clock has moved to a simulated minute, firing what was due."""
    after = clock.advance(case, to=to, fire=lambda one, t: firing.fire(one, t, scenario=scenario))
    new = after.log[len(case.log) :]
    held = scenario.meeting and any(line.code == scenario.meeting.do for line in new)
    step = scenario.meeting.step if held and scenario.meeting else ""
    replies = replies_for(scenario, after, step) if step else ()
    return Turn(after, replies, step, (), new)


def next_event(case: CaseState) -> int | None:
    """Return the minute of the nearest thing that waits, of any kind, or None."""
    due = [timer.due for timer in case.timers if timer.status == "pending"]
    return min(due) if due else None


def next_moment(case: CaseState, scenario: Scenario) -> int | None:
    """Return the minute the meeting is due, or None when no meeting waits."""
    step = scenario.meeting.step if scenario.meeting else ""
    due = [timer.due for timer in case.timers if timer.ref == step and timer.status == "pending"]
    return min(due) if due else None


def _step_taken(scenario: Scenario, after: CaseState, index: int, action: str) -> str:
    if scenario.shared:
        return str(after.log[index].data.get(STEP, ""))
    step = step_for(scenario, after, action, party="")
    return step.key if step else ""


def _moved_to_start(case: CaseState, scenario: Scenario, step: Step | None) -> CaseState:
    if step is None or step.starts is None or case.now >= step.starts:
        return case
    if scenario.shared and len(case.facts["humans"]) != 1:
        # Together, only the leader moves the clock.
        return case
    return advance(case, scenario=scenario, to=step.starts).case


def _refused(
    case: CaseState,
    action: str,
    role: str,
    actor: str,
    actor_kind: str,
    reasons: tuple[Reason, ...],
) -> Turn:
    if all(reason.only_a_field for reason in reasons):
        return Turn(case, (), "", reasons, ())
    event = refusal_event(
        case, action=action, role=role, actor_kind=actor_kind, reasons=reasons, actor=actor
    )
    return Turn(noted(case, event), (), "", reasons, (event,))
