"""Plays the experienced colleague's plan: by everybody, or by one party with actors for the rest."""

from __future__ import annotations

from sandbox.exercises.acting import ACKNOWLEDGE, about, waiting_for
from sandbox.exercises.checks import is_done
from sandbox.exercises.play import Turn, advance, begin, next_event, next_moment, play
from sandbox.exercises.scenario import Move, Scenario
from sandbox.exercises.taken import is_taken
from sandbox.process.engine import Refused
from sandbox.process.state import CaseState

# More events than an exercise can plan: a stop for a file whose actors wait for each other.
EVENTS = 500


def solve(scenario: Scenario) -> CaseState:
    """Return the case when the model has been played by all seats, in the order of the file.

    Everybody acknowledges what has come before writing anything, and at the end. The clock moves
    as each move says; alone, it moves to the meeting when one waits. Raises Refused when a move
    of the model is refused.
    """
    humans = tuple(seat.party for seat in scenario.seats) if scenario.shared else ()
    case = begin(scenario, humans=humans)
    for move in scenario.model:
        case = _at(case, scenario, move)
        case = _read(case, scenario, scenario.step(move.step).seat)
        turn = _moved(case, scenario, move)
        if turn.refused:
            raise Refused(turn.refused)
        case = turn.case
        moment = None if scenario.shared else next_moment(case, scenario)
        if moment is not None:
            case = advance(case, scenario=scenario, to=moment).case
    for party in humans:
        case = _read(case, scenario, party)
    return case


def solve_as(scenario: Scenario, party: str) -> CaseState:
    """Return the case when one party plays its own moves and actors play all the others.

    The clock goes to the next event when a move has to wait for somebody, and after the last move
    until every check is met or nothing more happens. Raises Refused when a move never gets done.
    """
    case = begin(scenario, humans=(party,))
    for move in scenario.model:
        if scenario.step(move.step).seat != party:
            continue
        case = _read(_at(case, scenario, move), scenario, party)
        turn = _moved(case, scenario, move)
        while turn.refused:
            later = next_event(case)
            if later is None or len(case.log) > EVENTS:
                raise Refused(turn.refused)
            case = _read(advance(case, scenario=scenario, to=later).case, scenario, party)
            turn = _moved(case, scenario, move)
        case = turn.case
    case = _read(case, scenario, party)
    while (later := next_event(case)) is not None and not is_done(scenario, case):
        case = _read(advance(case, scenario=scenario, to=later).case, scenario, party)
    return case


def _read(case: CaseState, scenario: Scenario, party: str) -> CaseState:
    """The party acknowledges all that waits for it; what the rules refuse is left."""
    if not scenario.shared:
        return case
    for document in waiting_for(case, scenario, party):
        turn = play(
            case,
            scenario=scenario,
            action=ACKNOWLEDGE,
            role=scenario.role_of(party),
            actor=party,
            body={"document": document.number},
        )
        case = case if turn.refused else turn.case
    return case


def _at(case: CaseState, scenario: Scenario, move: Move) -> CaseState:
    if move.at is None or move.at <= case.now:
        return case
    return advance(case, scenario=scenario, to=move.at).case


def _moved(case: CaseState, scenario: Scenario, move: Move) -> Turn:
    step = scenario.step(move.step)
    if scenario.shared and step.action == ACKNOWLEDGE and is_taken(scenario, case, step):
        return Turn(case, (), step.key, (), ())
    if step.kind == "moment":
        # A moment comes by itself: the clock goes there.
        moment = next_moment(case, scenario)
        return advance(case, scenario=scenario, to=case.now if moment is None else moment)
    return play(
        case,
        scenario=scenario,
        action=step.action,
        role=scenario.role_of(step.seat),
        actor=step.seat if scenario.shared else "",
        body=about(case, scenario, step, move.body),
        step=step.key,
    )
