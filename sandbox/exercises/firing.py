"""What happens when a timer is due: a party acts, a meeting is held, a message comes, time is up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sandbox.exercises.acting import ACKNOWLEDGE, about, act, shown_flow, waiting_for
from sandbox.exercises.actors import WAITS, react, scope_of, step_of, waits
from sandbox.exercises.bodies import in_time
from sandbox.exercises.conditions import Scope, holds
from sandbox.exercises.led import Inject, Played
from sandbox.exercises.scenario import ActorRule, Scenario
from sandbox.exercises.taken import model_body
from sandbox.process import documents
from sandbox.process.effects_plan import HAND_OVER, move_plan
from sandbox.process.engine import Reason, Refused, noted, refusal_event
from sandbox.process.state import CaseState, Happening, Timer, day_of

SYSTEM = "system"


def fire(case: CaseState, timer: Timer, *, scenario: Scenario) -> CaseState:
    """Return the case after one timer; what the rules refuse is noted, not raised."""
    if timer.kind == "inject":
        return deliver(case, scenario, scenario.inject(str(timer.payload["ref"])))
    if timer.kind == "deadline":
        return _deadline(case, scenario, str(timer.payload["deadline"]))
    if timer.kind == HAND_OVER:
        return _handed_over(case)
    if timer.kind == "hint":
        line = happening(case, "hint_given", timer.payload)
        return noted(case, line)
    if scenario.meeting and timer.ref == scenario.meeting.step:
        return _meeting(case, scenario)
    return _actor(case, timer, scenario)


def happening(
    case: CaseState, code: str, data: Mapping[str, Any], *, actor_kind: str = SYSTEM
) -> Happening:
    """Return the next log line, of something that no party does."""
    return Happening(
        seq=len(case.log) + 1,
        code=code,
        actor=actor_kind,
        actor_kind=actor_kind,
        at=case.now,
        document=None,
        patch={},
        data=dict(data),
    )


def deliver(
    case: CaseState, scenario: Scenario, inject: Inject, *, actor_kind: str = SYSTEM
) -> CaseState:
    """Return the case when the inject has come: its message, its facts, and what it plays.

    The log line names the inject and its receivers; what is said stands only in the message.
    """
    before = len(case.log)
    body = {"recipients": list(inject.to), "subject": inject.subject, "text": inject.says}
    case, message, patch = documents.send(
        case,
        kind=shown_flow(scenario).documents["message"],
        author=inject.sender,
        body=body,
    )
    for key, value in inject.sets.items():
        if case.facts.get(key) != value:
            patch[f"facts.{key}"] = (case.facts.get(key), value)
    data = {"ref": inject.ref, "title": inject.title, "to": list(inject.to)}
    line = happening(case, "inject", data, actor_kind=actor_kind)
    line = replace(line, document=message.number, patch=patch)
    case = noted(replace(case, facts={**case.facts, **inject.sets}), line)
    if inject.plays:
        case = _played(case, scenario, inject.plays, inject.sender)
    return react(case, scenario=scenario, since=before)


def _played(case: CaseState, scenario: Scenario, played: Played, sender: str) -> CaseState:
    party = played.party or scenario.party_with(played.role, sender)
    try:
        return act(
            case,
            scenario=scenario,
            action=played.action,
            role=played.role,
            actor=scenario.author_of(party),
            actor_kind="actor",
            body=played.body,
        )
    except Refused as refusal:
        return _refused(case, played.action, played.role, party, refusal.reasons)


def _deadline(case: CaseState, scenario: Scenario, key: str) -> CaseState:
    row = shown_flow(scenario).deadlines.get(key)
    if row is None:  # planned in the words of another profile, which counts this time
        return case
    code = "deadline_opened" if row.opens else "deadline_missed"
    before = len(case.log)
    case = noted(case, happening(case, code, {"deadline": key}))
    return react(case, scenario=scenario, since=before)


def _handed_over(case: CaseState) -> CaseState:
    """The day has come when another unit holds the plan together, if the consent still covers it.

    Nothing, when nobody waits to take over any more.
    """
    after, patch = move_plan(case)
    if not patch:
        return case
    code = "coordinator_moved" if "facts.coordinator" in patch else "coordinator_stays"
    line = happening(after, code, {})
    waited, _gone = patch["facts.takes_over"]
    return noted(after, replace(line, actor=str(waited["party"]), patch=patch))


def _meeting(case: CaseState, scenario: Scenario) -> CaseState:
    meeting = scenario.meeting
    if meeting is None:
        return case
    before, party = len(case.log), scenario.step(meeting.step).seat
    role = scenario.role_of(party)
    try:
        after = act(
            case,
            scenario=scenario,
            action=meeting.do,
            role=role,
            actor=scenario.author_of(party),
            actor_kind=SYSTEM,
            body=attendance(case, scenario),
            step=meeting.step,
        )
    except Refused as refusal:
        after = _refused(case, meeting.do, role, scenario.author_of(party), refusal.reasons)
    return react(after, scenario=scenario, since=before)


def attendance(case: CaseState, scenario: Scenario) -> dict[str, Any]:
    """Return the meeting's body: who came and who did not, as the file's rules say."""
    attended: list[str] = []
    absent: list[dict[str, str]] = []
    for rule in scenario.meeting.attendances if scenario.meeting else ():
        if not holds(rule.listed, Scope(case)):
            continue
        if holds(rule.comes, Scope(case)):
            attended.append(rule.party)
        else:
            absent.append({"party": rule.party, "reason": rule.reason})
    return {"attended": attended, "absent": absent, "notes": ""}


def _actor(case: CaseState, timer: Timer, scenario: Scenario) -> CaseState:
    party, action = str(timer.payload["party"]), str(timer.payload["action"])
    ref = str(timer.payload.get("rule", timer.ref))
    rule = next((one for one in scenario.actors if one.ref == ref), None)
    if rule and not _still(case, rule, timer):
        return case
    written = _body(case, scenario, rule, timer)
    if party in case.facts.get("humans", ()) or written is None:
        return case
    body, step = written
    before, role = len(case.log), scenario.role_of(party)
    try:
        after = act(
            case,
            scenario=scenario,
            action=action,
            role=role,
            actor=party,
            actor_kind="actor",
            body=body,
            step=step,
        )
    except Refused as refusal:
        if rule and rule.alive and _too_late(refusal):
            return case
        return _refused(case, action, role, party, refusal.reasons, rule=rule)
    return react(after, scenario=scenario, since=before)


def _too_late(refusal: Refused) -> bool:
    """Whether the case has moved on: nobody tries what is not to be done there any more."""
    return all(reason.rule_id.endswith(".from") for reason in refusal.reasons)


def _still(case: CaseState, rule: ActorRule, timer: Timer) -> bool:
    """Whether what a routine waited for still holds now that its time has come.

    A call that has been taken back is followed by nothing.
    """
    follows = next(
        (one for one in case.documents if one.number == timer.payload.get("document")), None
    )
    if follows is not None and follows.kind == documents.CALL and not follows.stands:
        return False
    scope = scope_of(case, rule, timer.payload.get("document"))
    return not rule.alive or holds(rule.when, scope)


def _body(
    case: CaseState, scenario: Scenario, rule: ActorRule | None, timer: Timer
) -> tuple[Mapping[str, Any] | None, str] | None:
    """What the rule writes and in which step; None when there is nothing left to do."""
    if rule is None:
        return None, ""
    if rule.model:
        step = step_of(scenario, case, rule)
        if step is None:
            return None
        body = about(case, scenario, step, model_body(scenario, step))
        kind = shown_flow(scenario).documents.get(step.document)
        return (in_time(kind.fields, body, day_of(case.now)) if kind and body else body), step.key
    if rule.do == ACKNOWLEDGE:
        waiting = [one.number for one in waiting_for(case, scenario, rule.party)]
        wanted = timer.payload.get("document")
        found = [number for number in waiting if wanted in (None, number)]
        return ({"document": found[0]}, "") if found else None
    if rule.routine and rule.alive:
        scope = scope_of(case, rule, timer.payload.get("document"))
        body = rule.routine.body(case, party=rule.party, scope=scope)
        return None if body is None else (body, "")
    return rule.body, ""


def _refused(
    case: CaseState,
    action: str,
    role: str,
    actor: str,
    reasons: tuple[Reason, ...],
    *,
    rule: ActorRule | None = None,
) -> CaseState:
    """Note the refusal, and that the rule waits; the same refusal is noted once."""
    kind = "actor" if rule else SYSTEM
    event = refusal_event(
        case, action=action, role=role, actor_kind=kind, reasons=reasons, actor=actor
    )
    if rule is None:
        return noted(case, event)
    last = waits(case, rule)
    if last is not None and last.data["rules"] == event.data["rules"]:
        return case
    return noted(case, replace(event, data={**event.data, WAITS: rule.ref}))
