"""Seeded random walks: somebody does anything at all, and what must always hold still holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from sandbox.exercises.acting import shown_flow
from sandbox.exercises.checks import checks, step_state
from sandbox.exercises.injects import send
from sandbox.exercises.play import Turn, advance, begin, next_event, next_moment, play
from sandbox.exercises.replies import replies_for
from sandbox.exercises.scenario import Scenario, Step
from sandbox.exercises.seats import flip
from sandbox.process import consent
from sandbox.process.engine import exceeds_consent, offers
from sandbox.process.flow import Field, Flow
from sandbox.process.lint import reachable
from sandbox.process.reading import load_flow, load_profile
from sandbox.process.state import CaseState, latest
from sandbox.process.tracks import role_on

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

ENDING = frozenset(
    {"close_plan", "close_case", "withdraw_consent", "interrupt", "cancel_case", "end_care_plan"}
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
    flow = shown_flow(scenario)
    case = begin(scenario, humans=_seated(scenario, dice))
    known = reachable(flow)
    states, met, problems = {case.state}, set[str](), list[str]()
    for _ in range(moves):
        before = case
        turn, kind = _move(case, scenario, flow, dice)
        case = turn.case
        states.add(case.state)
        if turn.happenings:
            met |= {outcome.key for outcome in checks(scenario, case) if outcome.met}
        problems += _broken(before, turn, scenario, flow)
        problems += _timers_kept(before, case, kind)
        if case.state not in known:
            problems.append(f"okänt tillstånd {case.state}")
    problems += _stuck(case, scenario, flow)
    return Walk(seed, moves, frozenset(states), frozenset(met), tuple(problems))


def _seated(scenario: Scenario, dice: Random) -> tuple[str, ...]:
    if not scenario.shared:
        return ()
    return tuple(seat.party for seat in scenario.seats if dice.random() < 0.6)


def _move(case: CaseState, scenario: Scenario, flow: Flow, dice: Random) -> tuple[Turn, str]:
    chance = dice.random()
    if chance < 0.25:
        return _clock(case, scenario, dice), "clock"
    if scenario.shared and chance < 0.32:
        seat = dice.choice(scenario.seats).party
        taken = seat in case.facts["humans"]
        return flip(case, scenario=scenario, party=seat, human=not taken), "flip"
    if scenario.injects and chance < 0.37:
        ref = dice.choice(scenario.injects).ref
        return send(case, scenario=scenario, inject=ref), "inject"
    return _action(case, scenario, flow, dice), "action"


def _clock(case: CaseState, scenario: Scenario, dice: Random) -> Turn:
    moment = next_event(case) if scenario.shared else next_moment(case, scenario)
    near = moment is not None and dice.random() < 0.7
    to = moment if near and moment is not None else case.now + dice.randrange(3000)
    return advance(case, scenario=scenario, to=max(to, case.now))


def _action(case: CaseState, scenario: Scenario, flow: Flow, dice: Random) -> Turn:
    role, actor = scenario.role.role, ""
    if scenario.shared:
        seat = dice.choice(scenario.seats)
        role, actor = seat.role, seat.party
    elif dice.random() < 0.13:
        role = dice.choice(("unit", "person", "reader"))
        actor = dice.choice(list(scenario.parties))
    action = _chosen(case, scenario, role, actor, dice)
    document = flow.actions[action].document
    fields = flow.documents[document].fields if document else ()
    model = next(
        (move.body for move in scenario.model if _means(scenario.step(move.step), action, actor)),
        {},
    )
    body = _body(fields, model, scenario, dice)
    return play(case, scenario=scenario, action=action, role=role, body=body, actor=actor)


def _means(step: Step, action: str, party: str) -> bool:
    return step.action == action and party in ("", step.seat)


def _chosen(case: CaseState, scenario: Scenario, role: str, actor: str, dice: Random) -> str:
    profile = load_profile(scenario.profile)
    flow = load_flow(scenario.flow)
    found = offers(case, role=role, flow=flow, profile=profile, actor=actor)
    usual = [offer.action for offer in found if offer.enabled and offer.action not in ENDING]
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
    yield from _consent_kept(turn, scenario, flow)
    yield from _one_of_each(case, flow)
    for step in scenario.steps if turn.happenings else ():
        step_state(scenario, case, step.key)
        yield from _answered(scenario, case, step.key)


def _consent_kept(turn: Turn, scenario: Scenario, flow: Flow) -> Iterator[str]:
    case = turn.case
    codes = [line.code for line in turn.happenings]
    if codes[:1] == ["send_call"]:
        call = latest(case, "call")
        over = exceeds_consent(case, call.body) if call else ()
        if bool(over) != ("consent_exceeded" in codes):
            yield "samtycket överskreds utan att det syns i händelserna"
    for party in consent.parties(case):
        role = scenario.role_of(party) if scenario.shared else "unit"
        if consent.may_receive(case, party):
            continue
        for document in case.documents:
            kind = flow.documents[document.kind]
            as_ = role_on(case, flow, kind.track, role=role, actor=party)
            rule = kind.readers.get(as_, "never")
            asks = rule in ("consent", "addressed") and document.author != party
            if asks and consent.may_read(case, role, document, flow=flow, party=party):
                yield f"{party} kan läsa {document.kind} utan samtycke"


def _one_of_each(case: CaseState, flow: Flow) -> Iterator[str]:
    live = [
        (d.kind, d.author) for d in case.documents if d.stands and not flow.documents[d.kind].many
    ]
    if len(live) != len(set(live)):
        yield "två versioner av samma dokument gäller samtidigt"


def _timers_kept(before: CaseState, after: CaseState, kind: str) -> Iterator[str]:
    """Only the clock fires timers, and nobody who comes or goes ends a deadline."""
    for old, new in zip(before.timers, after.timers, strict=False):
        if old.status == new.status:
            continue
        if new.status == "fired" and new.due > after.now:
            yield f"{new.ref} kom före sin tid"
        if kind == "inject" and new.status == "fired":
            yield f"{new.ref} kom när klockan stod stilla"
        if kind == "flip" and (new.status == "fired" or new.kind == "deadline"):
            yield f"{new.ref} ändrades när en plats bytte spelare"
    for timer in after.timers:
        if timer.status == "pending" and timer.due < after.now:
            yield f"{timer.ref} väntar fast tiden har gått"


def _stuck(case: CaseState, scenario: Scenario, flow: Flow) -> Iterator[str]:
    """From every state but the last there is something to do, or something that will come."""
    if flow.states[case.state].final or next_event(case) is not None:
        return
    for seat in scenario.seats:
        actor = seat.party if scenario.shared else ""
        found = offers(
            case,
            role=seat.role,
            flow=load_flow(scenario.flow),
            profile=load_profile(scenario.profile),
            actor=actor,
        )
        if any(offer.enabled for offer in found):
            return
    yield f"från {case.state} går det inte att komma vidare"


def _answered(scenario: Scenario, case: CaseState, step: str) -> Iterator[str]:
    replies = replies_for(scenario, case, step)
    missing = [reply for reply in replies if reply.tone == "missing"]
    attempts = [reply for reply in replies if reply.attempt_hint]
    if len(attempts) != bool(missing):
        yield f"{step}: {len(attempts)} saker att pröva när {len(missing)} saknar något"
    for reply in replies:
        if not reply.text.strip() or "{" in f"{reply.text}{reply.quote}{reply.attempt_hint}":
            yield f"{step}: svaret från {reply.sender} går inte att läsa"
