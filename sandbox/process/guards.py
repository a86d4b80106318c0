"""The named guards of the rules: one small function each, with its Swedish reason and source."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.process import consent, documents
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
    """A named condition; `test` returns whether it holds.

    Where a row only warns, `logs` is the code of the line it leaves, and `about` the parties it is
    about.
    """

    name: str
    text: str
    sources: tuple[str, ...]
    field: str
    test: Callable[[Attempt], bool]
    logs: str
    about: Callable[[Attempt], tuple[str, ...]]


GUARDS: dict[str, Guard] = {}


def guard(
    name: str,
    text: str,
    *sources: str,
    field: str = "",
    logs: str = "",
    about: Callable[[Attempt], tuple[str, ...]] = lambda _attempt: (),
) -> Callable[[Callable[[Attempt], bool]], Callable[[Attempt], bool]]:
    """Register a guard under a name the flow files use; `field` is where the answer lies."""

    def register(test: Callable[[Attempt], bool]) -> Callable[[Attempt], bool]:
        GUARDS[name] = Guard(name, text, sources, field, test, logs, about)
        return test

    return register


def _recipients(attempt: Attempt) -> tuple[str, ...]:
    return tuple((attempt.body or {}).get("recipients", ()))


def _beyond(attempt: Attempt) -> tuple[str, ...]:
    """Who would get it without the consent in force covering them."""
    return consent.outside(attempt.case, _recipients(attempt))


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
    logs="consent_exceeded",
    about=_beyond,
)
def _recipients_covered(attempt: Attempt) -> bool:
    return not _beyond(attempt)


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
    return call is not None and attempt.actor in consent.addressed(call, flow=attempt.flow)


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


@guard(
    "admission_needs_notice",
    "Läkaren har inte bedömt att personen kan behöva insatser efter sjukhuset. "
    "Ändra bedömningen först.",
    "L3",
)
def _admission_needs_notice(attempt: Attempt) -> bool:
    admission = latest(attempt.case, "admission")
    return admission is not None and admission.body.get("assessment") == "yes"


@guard(
    "document_addressed",
    "Det finns inget oläst meddelande till er att kvittera.",
    "praxis-kvittering",
)
def _document_addressed(attempt: Attempt) -> bool:
    found = documents.asked_about(
        attempt.case, flow=attempt.flow, party=attempt.actor, body=attempt.body
    )
    return found is not None


@guard(
    "part_of_the_case",
    "Ni har inte fått något inskrivningsmeddelande i det här ärendet. Be avdelningen skicka det.",
    "L3",
    "L5",
)
def _part_of_the_case(attempt: Attempt) -> bool:
    return attempt.actor in _parts(attempt)


def _parts(attempt: Attempt) -> tuple[str, ...]:
    notice = latest(attempt.case, "admission_notice")
    if notice is None:
        return ()
    return (notice.author, *consent.addressed(notice, flow=attempt.flow))


@guard(
    "is_contact",
    "Det är den fasta vårdkontakten som kallar till SIP. Utse fast vårdkontakt först.",
    "L7",
    "L4",
)
def _is_contact(attempt: Attempt) -> bool:
    return attempt.actor == attempt.case.facts.get("contact_party")


@guard(
    "contact_appointed",
    "Fast vårdkontakt ska vara utsedd innan personen skrivs ut. Be vårdcentralen utse en.",
    "L4",
)
def _contact_appointed(attempt: Attempt) -> bool:
    return bool(attempt.case.facts.get("contact_party"))


def _of_unit(attempt: Attempt, unit: str) -> tuple[str, ...]:
    people = consent.parties(attempt.case)
    return tuple(code for code, party in people.items() if party.get("unit") == unit)


@guard(
    "open_care_included",
    "När kommunal hälso- och sjukvård behövs ska även regionens öppenvård få meddelandet.",
    "L3",
    field="admission_notice.recipients",
    logs="open_care_forgotten",
    about=lambda attempt: _of_unit(attempt, "primary_care"),
)
def _open_care_included(attempt: Attempt) -> bool:
    chosen = set(_recipients(attempt))
    expected = chosen & set(_of_unit(attempt, "municipal_health"))
    return not expected or bool(chosen & set(_of_unit(attempt, "primary_care")))


@guard(
    "more_needs_consent",
    "Det som inte hör till de fyra uppgifterna får skrivas bara om personen har sagt ja.",
    "L3",
    "L11",
    field="admission_notice.more",
    logs="consent_exceeded",
    about=lambda attempt: _beyond(attempt) or _recipients(attempt),
)
def _more_needs_consent(attempt: Attempt) -> bool:
    if not (attempt.body or {}).get("more"):
        return True
    return consent.current(attempt.case) is not None and not _beyond(attempt)


def _outsiders(attempt: Attempt) -> tuple[str, ...]:
    """Who would get it neither as a unit of care nor inside the consent in force."""
    people = consent.parties(attempt.case)
    return tuple(code for code in _beyond(attempt) if people.get(code, {}).get("kind") == "other")


def _strangers(attempt: Attempt) -> tuple[str, ...]:
    inside = set(_parts(attempt)) - set(_outsiders(attempt))
    return tuple(code for code in _beyond(attempt) if code not in inside)


@guard(
    "units_only",
    "Det som lagen säger att avdelningen ska skicka går till vård och omsorg. "
    "Andra får veta något bara om personen har sagt ja.",
    "L3",
    "L11",
    logs="consent_exceeded",
    about=_outsiders,
)
def _units_only(attempt: Attempt) -> bool:
    return not _outsiders(attempt)


@guard(
    "stays_inside",
    "Mottagaren är varken med i utskrivningen eller i personens samtycke.",
    "L11",
    logs="consent_exceeded",
    about=_strangers,
)
def _stays_inside(attempt: Attempt) -> bool:
    return not _strangers(attempt)
