"""The named guards of the rules: one small function each, with its Swedish reason and source."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.process import consent
from sandbox.process.flow import Flow
from sandbox.process.state import CaseState, latest, minute_of


@dataclass(frozen=True)
class Attempt:
    """What a guard looks at; `body` is None when somebody only asks what is possible."""

    case: CaseState
    role: str
    actor: str
    body: Mapping[str, Any] | None
    flow: Flow


@dataclass(frozen=True)
class Guard:
    """A named condition; `test` returns whether it holds."""

    name: str
    text: str
    sources: tuple[str, ...]
    field: str
    test: Callable[[Attempt], bool]


GUARDS: dict[str, Guard] = {}


def guard(
    name: str, text: str, *sources: str, field: str = ""
) -> Callable[[Callable[[Attempt], bool]], Callable[[Attempt], bool]]:
    """Register a guard under a name the flow files use; `field` is where the answer lies."""

    def register(test: Callable[[Attempt], bool]) -> Callable[[Attempt], bool]:
        GUARDS[name] = Guard(name=name, text=text, sources=sources, field=field, test=test)
        return test

    return register


@guard(
    "consent_given",
    "Personen har inte sagt ja till att planen görs, eller har tagit tillbaka sitt ja. "
    "Skriv ner samtycket först.",
    "L1",
    "L2",
)
def _consent_given(attempt: Attempt) -> bool:
    return consent.covers_plan(attempt.case)


@guard(
    "consent_in_force",
    "Det finns inget samtycke att ta tillbaka.",
    "L1",
    "L2",
)
def _consent_in_force(attempt: Attempt) -> bool:
    return consent.current(attempt.case) is not None


@guard(
    "recipients_covered",
    "Samtycket omfattar inte alla mottagare.",
    "L11",
)
def _recipients_covered(attempt: Attempt) -> bool:
    receivers = (attempt.body or {}).get("recipients", ())
    return not consent.outside(attempt.case, receivers)


@guard(
    "consent_covers_unit",
    "Samtycket omfattar inte er enhet.",
    "L11",
)
def _consent_covers_unit(attempt: Attempt) -> bool:
    return consent.may_receive(attempt.case, attempt.actor)


@guard(
    "meeting_day_ahead",
    "Mötet behöver ligga framåt i tiden. Välj en senare dag eller ett senare klockslag.",
    "praxis-kallelse",
    field="call.day",
)
def _meeting_day_ahead(attempt: Attempt) -> bool:
    if attempt.body is None:
        return True
    return minute_of(attempt.body["day"], attempt.body["time"]) > attempt.case.now


@guard(
    "meeting_time_reached",
    "Mötet har inte börjat än. Flytta fram klockan till mötet.",
    "praxis-steg",
)
def _meeting_time_reached(attempt: Attempt) -> bool:
    at = attempt.case.facts.get("meeting_at")
    return at is not None and attempt.case.now >= at


@guard(
    "addressed",
    "Ni har inte fått någon kallelse i det här ärendet.",
    "praxis-kvittering",
)
def _addressed(attempt: Attempt) -> bool:
    call = latest(attempt.case, "call")
    return call is not None and attempt.actor in call.body.get("recipients", ())


@guard(
    "coordinator_from_care",
    "Samordningsansvarig behöver komma från en enhet inom vård eller socialtjänst.",
    "praxis-steg",
    field="follow_up.coordinator",
)
def _coordinator_from_care(attempt: Attempt) -> bool:
    chosen = (attempt.body or {}).get("coordinator")
    if not chosen:
        return True
    party = consent.parties(attempt.case).get(chosen, {})
    return party.get("kind") in attempt.flow.coordinator_kinds
