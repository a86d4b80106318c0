"""Injects sent by hand: at once, whatever the clock has done."""

from __future__ import annotations

from dataclasses import replace

from sandbox.exercises import clock
from sandbox.exercises.firing import deliver
from sandbox.exercises.led import Inject
from sandbox.exercises.play import Turn
from sandbox.exercises.scenario import Scenario
from sandbox.process.state import CaseState


def send(
    case: CaseState,
    *,
    scenario: Scenario,
    inject: Inject | str,
    to: tuple[str, ...] = (),
    says: str = "",
) -> Turn:
    """Return the turn when an inject is sent now, by its ref or as one just written.

    `to` and `says` replace the receivers and the words. One that waited for its time no longer
    does. Raises KeyError for an unknown ref, sender or receiver; ValueError without receivers.
    """
    sent = scenario.inject(inject) if isinstance(inject, str) else inject
    sent = replace(sent, to=to or sent.to, says=says.strip() or sent.says)
    if not sent.to:
        raise ValueError("Händelsen behöver någon som får den.")
    for party in (sent.sender, *sent.to):
        if party not in scenario.parties:
            raise KeyError(party)
    before = len(case.log)
    case = clock.cancelled(case, f"inject:{sent.ref}")
    after = deliver(case, scenario, sent, actor_kind="trainer")
    return Turn(after, (), "", (), after.log[before:])


def palette(scenario: Scenario, case: CaseState) -> tuple[tuple[Inject, bool], ...]:
    """Return every inject of the file with whether it has come, in the order of the file."""
    sent = {line.data.get("ref") for line in case.log if line.code == "inject"}
    return tuple((inject, inject.ref in sent) for inject in scenario.injects)
