"""Looks for what is wrong in the parts of a scenario that several people play together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sandbox.exercises.acting import takes_messages
from sandbox.exercises.checks import checks
from sandbox.exercises.led import START, Inject
from sandbox.exercises.scenario import ActorRule, Scenario
from sandbox.exercises.solving import solve_as
from sandbox.exercises.taken import model_body
from sandbox.process.engine import Refused
from sandbox.process.flow import Flow
from sandbox.process.tracks import usual_roles

# What the log holds besides the actions of the flow.
LOG_CODES = frozenset(
    {"inject", "deadline_missed", "deadline_opened", "hint_given", "seat_taken", "seat_left"}
    | {"refused", "consent_exceeded"}
)
MANY = 500


@dataclass(frozen=True)
class Problem:
    """One thing to mend: the line of the file it stands on (0: the whole file), and what."""

    line: int
    text: str


def lint(scenario: Scenario, flow: Flow) -> Iterator[Problem]:
    """Yield every problem with seats, actors, injects, stages and what they refer to."""
    yield from _seats(scenario, flow)
    for rule in scenario.actors:
        yield from _actor(scenario, rule, flow)
    for inject in scenario.injects:
        yield from _inject(scenario, inject, flow)
    yield from _stages(scenario)
    yield from _moves(scenario)
    for code in scenario.mirror:
        if code not in {*flow.actions, *LOG_CODES}:
            yield Problem(0, f"mirror nämner ”{code}”, som inte finns.")
    if "group" in scenario.modes:
        yield from _group(scenario)


def alone(scenario: Scenario) -> Iterator[Problem]:
    """Yield what the model does not reach when one seat is played alone, with actors for the rest."""
    if not scenario.shared or "solo" not in scenario.modes:
        return
    for seat in scenario.seats:
        if not seat.solo:
            continue
        try:
            case = solve_as(scenario, seat.party)
        except Refused as refusal:
            yield Problem(0, f"Ensam som {seat.party} går planen inte att spela: {refusal}")
            continue
        for outcome in checks(scenario, case):
            if not outcome.met:
                yield Problem(0, f"Ensam som {seat.party} uppfylls inte ”{outcome.key}”.")


def _seats(scenario: Scenario, flow: Flow) -> Iterator[Problem]:
    roles = {seat.role for seat in scenario.seats} - set(flow.roles)
    yield from (Problem(0, f"Rollen ”{role}” finns inte i flödet.") for role in sorted(roles))
    seats = {seat.party for seat in scenario.seats}
    for step in scenario.steps:
        if step.seat not in seats:
            yield Problem(step.line, f"Steget har platsen ”{step.seat}”, som inte finns i seats.")
        elif step.action in flow.actions:
            yield from _may(scenario.role_of(step.seat), step.action, step.line, flow)
    others = (check for check in scenario.checks if check.seat not in seats)
    for check in others:
        text = f"Kontrollen har platsen ”{check.seat}”, som inte finns i seats."
        yield Problem(check.line, text)


def _may(role: str, code: str, line: int, flow: Flow) -> Iterator[Problem]:
    action = flow.actions.get(code)
    if action is None:
        yield Problem(line, f"Handlingen ”{code}” finns inte i flödet.")
    elif role not in usual_roles(flow, action):
        yield Problem(line, f"Rollen ”{role}” får inte göra ”{code}”.")


def _actor(scenario: Scenario, rule: ActorRule, flow: Flow) -> Iterator[Problem]:
    yield from _upon(scenario, rule.upon, rule.line, flow)
    yield from _may(scenario.role_of(rule.party), rule.do, rule.line, flow)
    written = [
        step
        for step in scenario.steps_of(rule.party)
        if step.action == rule.do and model_body(scenario, step) is not None
    ]
    if rule.model and not written:
        yield Problem(rule.line, f"Det finns inget i model för {rule.party} och ”{rule.do}”.")


def _upon(scenario: Scenario, upon: str, line: int, flow: Flow) -> Iterator[Problem]:
    refs = {f"inject.{inject.ref}" for inject in scenario.injects}
    if upon not in {START, *flow.actions, *LOG_CODES, *refs}:
        yield Problem(line, f"”{upon}” är inget som kan hända. Skriv en handling, eller start.")


def _inject(scenario: Scenario, inject: Inject, flow: Flow) -> Iterator[Problem]:
    for party in (inject.sender, *inject.to):
        if party not in scenario.parties:
            yield Problem(inject.line, f"Parten ”{party}” finns inte i parties.")
    if not inject.to:
        yield Problem(inject.line, "Händelsen saknar mottagare (to).")
    if not takes_messages(scenario):
        yield Problem(inject.line, "Flödet har inga meddelanden, så ingen kan få händelsen.")
    if inject.upon:
        yield from _upon(scenario, inject.upon, inject.line, flow)
    if any("!" in text for text in (inject.title, inject.hint, inject.subject, inject.says)):
        yield Problem(inject.line, "Texten har utropstecken. Skriv lugnt.")
    if inject.plays:
        yield from _may(inject.plays.role, inject.plays.action, inject.line, flow)


def _stages(scenario: Scenario) -> Iterator[Problem]:
    steps = {step.key for step in scenario.steps}
    placed: set[str] = set()
    for stage in scenario.stages:
        if not stage.steps:
            yield Problem(stage.line, f"Skedet ”{stage.key}” har inga steg.")
        for key in stage.steps:
            if key not in steps:
                yield Problem(stage.line, f"Skedet nämner steget ”{key}”, som inte finns.")
            if key in placed:
                yield Problem(stage.line, f"Steget ”{key}” står i två skeden.")
            placed.add(key)
    keys = {stage.key for stage in scenario.stages}
    for key in scenario.notes:
        if key not in keys:
            yield Problem(0, f"notes nämner skedet ”{key}”, som inte finns.")


def _moves(scenario: Scenario) -> Iterator[Problem]:
    times = [move.at for move in scenario.model if move.at is not None]
    if times != sorted(times):
        yield Problem(0, "model: tiderna (at) ska stå i ordning, den tidigaste först.")
    if times and times[0] < scenario.start:
        yield Problem(0, "model: den första tiden (at) ligger före övningens start.")


def _group(scenario: Scenario) -> Iterator[Problem]:
    if not scenario.shared:
        yield Problem(0, "En övning för grupp behöver flera platser (seats).")
    for seat in scenario.seats:
        if not seat.secret:
            yield Problem(0, f"Platsen ”{seat.party}” saknar det bara den vet (secret).")
        if not seat.optional and not scenario.steps_of(seat.party):
            yield Problem(0, f"Platsen ”{seat.party}” har inga steg.")
    if not scenario.stages:
        yield Problem(0, "En övning för grupp behöver skeden (stages) till utbildarens tavla.")
    yield from _unplaced(scenario, {key for stage in scenario.stages for key in stage.steps})


def _unplaced(scenario: Scenario, placed: Iterable[str]) -> Iterator[Problem]:
    for step in scenario.steps:
        if scenario.stages and step.key not in placed:
            yield Problem(step.line, f"Steget ”{step.key}” står inte i något skede.")
