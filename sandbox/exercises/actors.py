"""What follows on what has happened: timers for parties that no human plays, injects, deadlines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sandbox.exercises import clock
from sandbox.exercises.acting import ACKNOWLEDGE, shown_flow, waiting_for
from sandbox.exercises.conditions import Scope, holds
from sandbox.exercises.led import START
from sandbox.exercises.routines import scope_about
from sandbox.exercises.scenario import ActorRule, Scenario, Step
from sandbox.exercises.taken import is_taken, model_body
from sandbox.process import deadlines
from sandbox.process.engine import why_not
from sandbox.process.reading import load_flow, load_profile
from sandbox.process.state import CaseState, Happening, Timer

REFUSED = "refused"
SOON = 60  # minutes until a party does what it has been waiting to do
WAITS = "waits"  # under this key a refused attempt says which rule waits for something


def react(case: CaseState, *, scenario: Scenario, since: int) -> CaseState:
    """Return the case with what the log lines from index `since` give rise to."""
    new = case.log[since:]
    for line in new:
        codes = codes_of(line)
        for rule in scenario.actors:
            if rule.upon in codes:
                case = _planned(case, scenario, rule, line)
        case = _sent_on(case, scenario, line)
        case = _injects(case, scenario, codes)
        case = _meeting(case, scenario, line.code)
        case = _deadlines(case, scenario, line)
    if any(line.code != REFUSED for line in new):
        case = _once_more(case, scenario)
    return case


def _sent_on(case: CaseState, scenario: Scenario, line: Happening) -> CaseState:
    """Plan that earlier documents are read which what was done has now sent to more."""
    for number in _sent_anew(line):
        first = next((one for one in case.log if one.document == number), None)
        for rule in scenario.actors if first else ():
            if first and rule.routine and rule.do == ACKNOWLEDGE and rule.upon in codes_of(first):
                case = _planned(case, scenario, rule, first)
    return case


def _sent_anew(line: Happening) -> list[int]:
    """Return the numbers of other documents than its own that a line has written in."""
    parts = (path.split(".") for path in line.patch)
    found = (int(part[1]) for part in parts if part[0] == "document" and part[2:] == ["body"])
    return [number for number in found if number != line.document]


def at_start(case: CaseState, *, scenario: Scenario) -> CaseState:
    """Return the case with what comes of the exercise beginning."""
    for rule in scenario.actors:
        if rule.upon == START:
            case = _planned(case, scenario, rule, None)
    return _injects(case, scenario, (START,))


def taken_over(
    case: CaseState, *, scenario: Scenario, party: str, at_once: bool = False
) -> CaseState:
    """Return the case when nobody plays the party any more: its rules count from now.

    A rule counts when what it follows on has happened, and the party has not done it. What
    follows on the start keeps its own time, or comes within the hour when that has passed. With
    `at_once` so do the routines: nobody waits a day more because somebody sat there meanwhile.
    """
    for rule in scenario.actors:
        if rule.party != party:
            continue
        lines = [line for line in case.log if rule.upon in codes_of(line)]
        if rule.routine:
            for line in _left_to_do(case, scenario, rule, lines):
                soon = max(line.at + rule.after, case.now + min(rule.after, SOON))
                case = _planned(case, scenario, rule, line, due=soon if at_once else None)
            continue
        if not (lines or rule.upon == START) or _done(case, scenario, rule):
            continue
        due = case.now + rule.after
        if rule.upon == START:
            # The days of the story stay where they are; what should have been done is done soon.
            due = max(scenario.start + rule.after, case.now + min(rule.after, SOON))
        case = _planned(case, scenario, rule, lines[-1] if lines else None, due=due)
    return case


def _left_to_do(
    case: CaseState, scenario: Scenario, rule: ActorRule, lines: list[Happening]
) -> list[Happening]:
    """Return the lines that a routine has still to follow on; what it writes asks when it counts."""
    if rule.alive:
        return lines if rule.routine and rule.routine.each else lines[-1:]
    if not lines or rule.do != ACKNOWLEDGE:
        return [] if _done(case, scenario, rule) else lines[-1:]
    unread = {one.number for one in waiting_for(case, scenario, rule.party)}
    return [line for line in lines if line.document in unread]


def codes_of(line: Happening) -> tuple[str, ...]:
    """Return what a rule may call the line: its code, and for an inject also its ref."""
    ref = line.data.get("ref")
    return (line.code, f"{line.code}.{ref}") if ref else (line.code,)


def step_of(scenario: Scenario, case: CaseState, rule: ActorRule) -> Step | None:
    """Return the step that a rule with `model` takes next, or None when all are taken."""
    for step in scenario.steps_of(rule.party):
        wanted = step.action == rule.do and model_body(scenario, step) is not None
        if wanted and not is_taken(scenario, case, step):
            return step
    return None


def _planned(
    case: CaseState,
    scenario: Scenario,
    rule: ActorRule,
    line: Happening | None,
    *,
    due: int | None = None,
) -> CaseState:
    each = rule.do == ACKNOWLEDGE or (rule.routine is not None and rule.routine.each)
    document = line.document if line and (each or rule.routine) else None
    ref = f"{rule.ref}:{document}" if document and each else rule.ref
    if rule.party in case.facts.get("humans", ()):
        return clock.cancelled(case, ref)
    if not holds(rule.when, scope_of(case, rule, document)):
        # A new version takes back what an earlier one led to; another message does not.
        return case if _stands_alone(case, scenario, line) else clock.cancelled(case, ref)
    if _settled(case, scenario, rule):
        return case
    payload: dict[str, Any] = {"party": rule.party, "action": rule.do, "rule": rule.ref}
    if document:
        payload["document"] = document
    due = _due(case, rule, case.now + rule.after if due is None else due)
    if due is None:
        return case
    return clock.planned(case, Timer(due, "actor", ref, payload, "pending"))


def scope_of(case: CaseState, rule: ActorRule, document: Any) -> Scope:
    """Return what the rule's condition asks: of a routine, also the document it follows on."""
    return scope_about(case, document) if rule.routine else Scope(case)


def _due(case: CaseState, rule: ActorRule, at: int) -> int | None:
    """Return the minute, or for a routine when somebody is there to do it."""
    return rule.routine.due(case, at - case.now) if rule.routine else at


def _stands_alone(case: CaseState, scenario: Scenario, line: Happening | None) -> bool:
    kinds = shown_flow(scenario).documents
    number = line.document if line else None
    return any(
        document.number == number and kinds[document.kind].many for document in case.documents
    )


def _settled(case: CaseState, scenario: Scenario, rule: ActorRule) -> bool:
    """Whether what the rule writes has been written: an actor never repeats itself."""
    if rule.alive:
        return False
    if rule.model:
        return step_of(scenario, case, rule) is None
    action = shown_flow(scenario).actions.get(rule.do)
    if rule.body is None or action is None or not action.document:
        return False
    return any(
        document.kind == action.document
        and document.author == rule.party
        and _says(document.body, rule.body)
        for document in case.documents
    )


def _says(body: Mapping[str, Any], wanted: Mapping[str, Any]) -> bool:
    return all(body.get(key) == value for key, value in wanted.items())


def _done(case: CaseState, scenario: Scenario, rule: ActorRule) -> bool:
    if rule.do == ACKNOWLEDGE:
        return not waiting_for(case, scenario, rule.party)
    if rule.model:
        return step_of(scenario, case, rule) is None
    return any(line.code == rule.do and line.actor == rule.party for line in case.log)


def _meeting(case: CaseState, scenario: Scenario, code: str) -> CaseState:
    meeting = scenario.meeting
    if meeting is None or meeting.upon != code or case.facts.get("meeting_at") is None:
        return case
    payload = {"action": meeting.do}
    due = max(case.now, case.facts["meeting_at"])
    return clock.planned(case, Timer(due, "actor", meeting.step, payload, "pending"))


def _deadlines(case: CaseState, scenario: Scenario, line: Happening) -> CaseState:
    started, ended = deadlines.planned_by(shown_flow(scenario), case, line)
    for ref in ended:
        case = clock.cancelled(case, ref)
    for timer in started:
        case = clock.planned(case, timer)
    return case


def _injects(case: CaseState, scenario: Scenario, codes: tuple[str, ...]) -> CaseState:
    """Each inject comes once, counted from the first time that what it follows on happens."""
    known = {timer.ref for timer in case.timers if timer.status != "cancelled"}
    sent = {line.data.get("ref") for line in case.log if line.code == "inject"}
    for inject in scenario.injects:
        ref = f"inject:{inject.ref}"
        if inject.hold or inject.upon not in codes or ref in known or inject.ref in sent:
            continue
        due = case.now + inject.after
        case = clock.planned(case, Timer(due, "inject", ref, {"ref": inject.ref}, "pending"))
    return case


def _once_more(case: CaseState, scenario: Scenario) -> CaseState:
    """Plan again what a party was refused, when what it waited for is there."""
    waiting = {timer.ref for timer in case.timers if timer.status == "pending"}
    refused = {line.data.get(WAITS) for line in case.log if line.code == REFUSED}
    for rule in scenario.actors:
        if rule.ref not in refused or rule.ref in waiting:
            continue
        if rule.party in case.facts.get("humans", ()):
            continue
        if not waits(case, rule) or _settled(case, scenario, rule):
            continue
        if _offered(case, scenario, rule):
            payload = {"party": rule.party, "action": rule.do, "rule": rule.ref}
            if rule.alive:
                payload["document"] = _followed(case, rule)
            due = _due(case, rule, case.now + min(rule.after, SOON))
            if due is not None:
                case = clock.planned(case, Timer(due, "actor", rule.ref, payload, "pending"))
    return case


def _followed(case: CaseState, rule: ActorRule) -> Any:
    """Return the number of the document that the rule followed on when it was last refused."""
    found = [one for one in case.timers if one.payload.get("rule") == rule.ref]
    return found[-1].payload.get("document") if found else None


def waits(case: CaseState, rule: ActorRule) -> Happening | None:
    """Return the refusal that the rule still waits after, or None."""
    refusal: Happening | None = None
    for line in case.log:
        if line.code == REFUSED and line.data.get(WAITS) == rule.ref:
            refusal = line
        elif line.code == rule.do and line.actor == rule.party:
            refusal = None
    return refusal


def _offered(case: CaseState, scenario: Scenario, rule: ActorRule) -> bool:
    return not why_not(
        case,
        action=rule.do,
        role=scenario.role_of(rule.party),
        flow=load_flow(scenario.flow),
        profile=load_profile(scenario.profile),
        actor=rule.party,
    )
