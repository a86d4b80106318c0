"""Who plays what: a party goes from the machine to a person and back, with its history intact."""

from __future__ import annotations

from dataclasses import replace

from sandbox.exercises import actors
from sandbox.exercises.firing import happening
from sandbox.exercises.play import Turn
from sandbox.exercises.scenario import Scenario
from sandbox.process.engine import noted
from sandbox.process.state import CaseState, Timer


def flip(case: CaseState, *, scenario: Scenario, party: str, human: bool) -> Turn:
    """Return the turn when a person takes a party's seat, or leaves it.

    Taken: what the machine had planned for the party no longer happens. Left: the rules whose
    time has begun, and whose action the party has not done, are planned from now. Nothing happens
    when it was so already. Raises KeyError for a party without a seat.
    """
    scenario.seat(party)
    humans = list(case.facts.get("humans", ()))
    if (party in humans) == human:
        return Turn(case, (), "", (), ())
    new = [*humans, party] if human else [one for one in humans if one != party]
    line = happening(case, "seat_taken" if human else "seat_left", {"party": party})
    line = replace(line, patch={"facts.humans": (humans, new)})
    after = noted(replace(case, facts={**case.facts, "humans": new}), line)
    if human:
        timers = tuple(_let_go(timer, party) for timer in after.timers)
        after = replace(after, timers=timers)
    else:
        after = actors.taken_over(after, scenario=scenario, party=party)
    return Turn(after, (), "", (), (line,))


def _let_go(timer: Timer, party: str) -> Timer:
    own = timer.kind == "actor" and timer.payload.get("party") == party
    return replace(timer, status="cancelled") if own and timer.status == "pending" else timer
