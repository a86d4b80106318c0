"""Who is played by a person: the seats' own word for it, mirrored in the facts of the case."""

from __future__ import annotations

from collections.abc import Iterable

from sandbox.exercises.play import Turn
from sandbox.exercises.seats import flip
from sandbox.world.holding import Held, store
from sandbox.world.parts import has_many


def mirror(held: Held, humans: Iterable[str]) -> tuple[int, ...]:
    """Let just these parties be played by people: one line in the log for each that changes.

    In a scenario with one seat there is nobody else to play. Returns the numbers of the lines.
    """
    if not has_many(held.exercise):
        return ()
    state, wanted = held.before.state, set(humans)
    for card in held.exercise.seats:
        human = card.party in wanted
        if human != (card.party in state.facts.get("humans", ())):
            state = flip(state, scenario=held.exercise, party=card.party, human=human).case
    if state is held.before.state:
        return ()
    _turn, numbers = store(held, Turn(state, (), "", (), ()))
    return numbers
