"""What each receiver answers to the latest version: what worked first, one thing to try."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sandbox.exercises.conditions import Scope, holds, quoting
from sandbox.exercises.scenario import Answer, Scenario, Speaker
from sandbox.exercises.taken import is_taken
from sandbox.exercises.wording import fill, unfilled
from sandbox.process.state import CaseState


@dataclass(frozen=True)
class Reply:
    """A receiver's answer in its own voice. `attempt_hint` is set on one reply of a step."""

    sender: str
    sender_name: str
    sender_detail: str
    sender_kind: str
    tone: str  # "worked" | "missing"
    quote: str
    text: str
    also: str
    attempt_hint: str


def replies_for(
    scenario: Scenario, case: CaseState, step: str, *, shown: CaseState | None = None
) -> tuple[Reply, ...]:
    """Return the answers to the step as it now stands; empty until something has been sent.

    The whole `case` decides what is answered; `shown`, what the reader may read of it, is all that
    is quoted from. An answer whose own words need more than that is left out.
    """
    row = scenario.step(step)
    if not is_taken(scenario, case, row):
        return ()
    found: list[tuple[Reply, int]] = []
    for speaker in row.speakers:
        if not holds(speaker.when, Scope(case)):
            continue
        answered = _answer(scenario, case, speaker, shown)
        if answered is not None:
            found.append(answered)
    return _one_attempt(found)


def _answer(
    scenario: Scenario, case: CaseState, speaker: Speaker, shown: CaseState | None
) -> tuple[Reply, int] | None:
    for answer in speaker.answers:
        if holds(answer.when, Scope(case)):
            scope = quoting(answer.when, shown or case)
            if shown is not None and unfilled(answer.says, scope):
                return None
            return _reply(scenario, speaker, answer, scope), answer.weight
    return None


def _reply(scenario: Scenario, speaker: Speaker, answer: Answer, scope: Scope) -> Reply:
    party = scenario.parties[speaker.party]
    return Reply(
        sender=party.code,
        sender_name=party.short,
        sender_detail=party.detail,
        sender_kind=party.kind,
        tone=answer.tone,
        quote="" if unfilled(answer.quote, scope) else fill(answer.quote, scenario, scope),
        text=fill(answer.says, scenario, scope),
        also=fill(answer.also, scenario, scope),
        attempt_hint=fill(answer.attempt, scenario, scope),
    )


def _one_attempt(found: list[tuple[Reply, int]]) -> tuple[Reply, ...]:
    missing = [(weight, index) for index, (reply, weight) in enumerate(found) if reply.attempt_hint]
    chosen = max(missing, key=lambda one: (one[0], -one[1]))[1] if missing else -1
    replies = [
        reply if index == chosen else replace(reply, attempt_hint="")
        for index, (reply, _) in enumerate(found)
    ]
    return tuple(sorted(replies, key=lambda reply: reply.tone != "worked"))


NUMBERS = ("Ingen", "En", "Två", "Tre", "Fyra", "Fem", "Sex")


def in_short(replies: tuple[Reply, ...]) -> str:
    """Return one or two sentences on how the step was received, for the top of the page."""
    worked = sum(reply.tone == "worked" for reply in replies)
    missing = len(replies) - worked
    if not replies:
        return ""
    if not missing:
        return "Alla har det de behöver."
    first = f"{_number(worked)} har det de behöver. " if worked else ""
    return f"{first}{_number(missing)} undrar något."


def _number(count: int) -> str:
    return NUMBERS[count] if count < len(NUMBERS) else str(count)
