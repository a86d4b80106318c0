"""The named guards of the discharge: each with its Swedish reason and source."""

from __future__ import annotations

from sandbox.process import consent, documents
from sandbox.process.guarding import Attempt, beyond, guard, receivers
from sandbox.process.state import latest


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
    chosen = set(receivers(attempt))
    expected = chosen & set(_of_unit(attempt, "municipal_health"))
    return not expected or bool(chosen & set(_of_unit(attempt, "primary_care")))


@guard(
    "more_needs_consent",
    "Det som inte hör till de fyra uppgifterna får skrivas bara om personen har sagt ja.",
    "L3",
    "L11",
    field="admission_notice.more",
    logs="consent_exceeded",
    about=lambda attempt: beyond(attempt) or receivers(attempt),
)
def _more_needs_consent(attempt: Attempt) -> bool:
    if not (attempt.body or {}).get("more"):
        return True
    return consent.current(attempt.case) is not None and not beyond(attempt)


def _outsiders(attempt: Attempt) -> tuple[str, ...]:
    """Who would get it neither as a unit of care nor inside the consent in force."""
    people = consent.parties(attempt.case)
    return tuple(code for code in beyond(attempt) if people.get(code, {}).get("kind") == "other")


def _strangers(attempt: Attempt) -> tuple[str, ...]:
    inside = set(_parts(attempt)) - set(_outsiders(attempt))
    return tuple(code for code in beyond(attempt) if code not in inside)


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
