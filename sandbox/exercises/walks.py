"""Seeded random walks: somebody does anything at all, and what must always hold still holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from sandbox.exercises.checks import checks, step_state
from sandbox.exercises.play import Turn, advance, begin, next_moment, play
from sandbox.exercises.replies import replies_for
from sandbox.exercises.scenario import Scenario
from sandbox.process import consent
from sandbox.process.engine import exceeds_consent, offers
from sandbox.process.flow import Field, Flow
from sandbox.process.lint import reachable
from sandbox.process.overlay import under
from sandbox.process.reading import load_flow, load_profile
from sandbox.process.state import CaseState

WORDS = (
    "",
    "Jag vill sjunga igen till våren.",
    "Ledsagning × 3",
    "Trygghet i hemmet",
    "Vad kan ni göra åt ljudet?",
    "Ring mig",
    "x",
    "Hemma hos Alex",
)


@dataclass(frozen=True)
class Walk:
    """What one walk met: the states it saw, the checks it ever met, and what did not hold."""

    seed: int
    moves: int
    states: frozenset[str]
    met: frozenset[str]
    problems: tuple[str, ...]


def walk(scenario: Scenario, seed: int, *, moves: int = 20) -> Walk:
    """Return what a random walk of so many moves met; the same seed walks the same way."""
    dice = Random(f"{scenario.slug}:{seed}")  # noqa: S311 - a walk, not a secret
    flow = under(load_flow(scenario.flow), load_profile(scenario.profile))
    case = begin(scenario)
    known = reachable(flow)
    states, met, problems = {case.state}, set[str](), list[str]()
    for _ in range(moves):
        before = case
        turn = _move(case, scenario, flow, dice)
        case = turn.case
        states.add(case.state)
        if turn.happenings:
            met |= {outcome.key for outcome in checks(scenario, case) if outcome.met}
        problems += _broken(before, turn, scenario, flow)
        if case.state not in known:
            problems.append(f"okänt tillstånd {case.state}")
    return Walk(seed, moves, frozenset(states), frozenset(met), tuple(problems))


def _move(case: CaseState, scenario: Scenario, flow: Flow, dice: Random) -> Turn:
    chance = dice.random()
    if chance < 0.25:
        moment = next_moment(case, scenario)
        to = (
            moment
            if moment is not None and dice.random() < 0.7
            else case.now + dice.randrange(3000)
        )
        return advance(case, scenario=scenario, to=max(to, case.now))
    role, actor = scenario.role.role, ""
    if chance < 0.35:
        role = dice.choice(("unit", "person", "reader"))
        actor = dice.choice(list(scenario.parties))
    action = _chosen(case, scenario, role, dice)
    document = flow.actions[action].document
    fields = flow.documents[document].fields if document else ()
    model = next(
        (move.body for move in scenario.model if _action_of(scenario, move.step) == action), {}
    )
    body = _body(fields, model, scenario, dice)
    return play(case, scenario=scenario, action=action, role=role, body=body, actor=actor)


def _action_of(scenario: Scenario, step: str) -> str:
    return scenario.step(step).action


def _chosen(case: CaseState, scenario: Scenario, role: str, dice: Random) -> str:
    profile = load_profile(scenario.profile)
    found = offers(case, role=role, flow=load_flow(scenario.flow), profile=profile)
    usual = [
        offer.action
        for offer in found
        if offer.enabled and offer.action not in ("close_plan", "withdraw_consent")
    ]
    if usual and dice.random() < 0.9:
        return dice.choice(usual[-2:] if dice.random() < 0.6 else usual)
    return dice.choice([offer.action for offer in found])


def _body(
    fields: tuple[Field, ...], model: Mapping[str, Any], scenario: Scenario, dice: Random
) -> dict[str, Any]:
    return {
        field.key: model[field.key]
        if field.key in model and dice.random() < 0.6
        else _value(field, scenario, dice)
        for field in fields
    }


def _value(field: Field, scenario: Scenario, dice: Random) -> Any:
    codes = [
        code
        for code, party in scenario.parties.items()
        if field.from_parties in ("", "any", *party.uses)
    ]
    choices = codes if field.from_parties else list(field.choices or ())
    if field.type == "rows":
        count = dice.randrange(4)
        return [
            {one.key: _value(one, scenario, dice) for one in field.fields} for _ in range(count)
        ]
    if field.type in ("parties", "choices"):
        return [code for code in choices if dice.random() < 0.5]
    if field.type == "questions_per_party":
        return {code: dice.choice(WORDS) for code in codes}
    return _single(field, choices, dice)


def _single(field: Field, choices: list[str], dice: Random) -> Any:
    pool: dict[str, list[Any]] = {
        "choice": [*choices, ""],
        "day": [None, 0, 5, 8, 14, 36, 60, 89],
        "time": ["10.00", "9:30", "17.15"],
        "tick": [True, False],
        "row": [None, 0, 1],
    }
    return dice.choice(pool.get(field.type, list(WORDS)))


def _broken(before: CaseState, turn: Turn, scenario: Scenario, flow: Flow) -> Iterator[str]:
    case = turn.case
    if [line.seq for line in case.log] != list(range(1, len(case.log) + 1)):
        yield "händelserna är inte numrerade i följd"
    if case.log[: len(before.log)] != before.log:
        yield "en tidigare händelse har ändrats"
    if case.now < before.now:
        yield "klockan har gått bakåt"
    yield from _consent_kept(turn, flow)
    yield from _one_of_each(case)
    for step in scenario.steps if turn.happenings else ():
        step_state(scenario, case, step.key)
        yield from _answered(scenario, case, step.key)


def _consent_kept(turn: Turn, flow: Flow) -> Iterator[str]:
    case = turn.case
    codes = [line.code for line in turn.happenings]
    if "send_call" in codes:
        call = next(d for d in reversed(case.documents) if d.kind == "call" and d.status != "draft")
        over = exceeds_consent(case, call.body)
        if bool(over) != ("consent_exceeded" in codes):
            yield "samtycket överskreds utan att det syns i händelserna"
    for party in consent.parties(case):
        if consent.may_receive(case, party):
            continue
        for document in case.documents:
            if consent.may_read(case, "unit", document, flow=flow, party=party):
                yield f"{party} kan läsa {document.kind} utan samtycke"


def _one_of_each(case: CaseState) -> Iterator[str]:
    live = [(d.kind, d.author) for d in case.documents if d.status in ("sent", "acknowledged")]
    if len(live) != len(set(live)):
        yield "två versioner av samma dokument gäller samtidigt"


def _answered(scenario: Scenario, case: CaseState, step: str) -> Iterator[str]:
    replies = replies_for(scenario, case, step)
    missing = [reply for reply in replies if reply.tone == "missing"]
    attempts = [reply for reply in replies if reply.attempt_hint]
    if len(attempts) != bool(missing):
        yield f"{step}: {len(attempts)} saker att pröva när {len(missing)} saknar något"
    for reply in replies:
        if not reply.text.strip() or "{" in f"{reply.text}{reply.quote}{reply.attempt_hint}":
            yield f"{step}: svaret från {reply.sender} går inte att läsa"
