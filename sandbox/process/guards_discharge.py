"""The named guards of the discharge: each with its Swedish reason and source."""

from __future__ import annotations

from sandbox.process import consent, documents, members
from sandbox.process.almanac import almanac_of
from sandbox.process.deadlines import due_at
from sandbox.process.flow import field_of
from sandbox.process.guarding import Attempt, beyond, guard, receivers
from sandbox.process.state import CaseState, latest


@guard(
    "admitting_ward",
    "Personen är inskriven på en annan avdelning. Det är den avdelningen som gör det här.",
    "L3",
    "L6",
)
def _admitting_ward(attempt: Attempt) -> bool:
    return not consent.is_other_ward(attempt.case, attempt.actor)


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
    return attempt.actor in members.parts(attempt.case, flow=attempt.flow)


@guard(
    "is_contact",
    "Det är den fasta vårdkontakten som kallar till SIP. Utse fast vårdkontakt först.",
    "L7",
    "L4",
)
def _is_contact(attempt: Attempt) -> bool:
    facts = attempt.case.facts
    home = facts.get("discharged_at") is not None  # from then on whoever holds the plan together
    return attempt.actor in (facts.get("contact_party"), facts.get("coordinator") if home else None)


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


FOUR_FACTS = frozenset({"name", "identity_number", "address", "estimated_day"})


@guard(
    "four_facts_included",
    "Kryssa i alla fyra uppgifterna: namn, personnummer, folkbokföringsadress och beräknad utskrivning. "
    "Saknas någon är meddelandet inte fullständigt, och kommunen blir inte betalningsansvarig.",
    "L3",
    "L9",
    field="admission_notice.facts",
    logs="four_facts_lacking",
)
def _four_facts_included(attempt: Attempt) -> bool:
    if attempt.body is None:
        return True
    kept_back = {"address"} if members.protected(attempt.case) else set()
    return set(attempt.body.get("facts") or ()) >= FOUR_FACTS - kept_back


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


def strangers(attempt: Attempt) -> tuple[str, ...]:
    """Return who would get it neither as part of the case nor inside the consent in force."""
    inside = set(members.parts(attempt.case, flow=attempt.flow)) - set(_outsiders(attempt))
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
    about=strangers,
)
def _stays_inside(attempt: Attempt) -> bool:
    return not strangers(attempt)


NEEDED = ("medicines", "follow_up", "ward_contact")  # by whoever comes to the home the same evening


@guard(
    "information_is_whole",
    "Den som möter personen i kväll behöver veta vilka läkemedel som gäller, vad som ska följas upp "
    "och vem man ringer. Skriv det, eller att det inte gäller.",
    "L6",
    "L10",
    field="information.medicines",
    logs="information_lacking",
)
def _information_is_whole(attempt: Attempt) -> bool:
    asked = (field_of(attempt.flow.documents["information"].fields, key) for key in NEEDED)
    shown = [field.key for field in asked if field is not None and not field.hidden]
    body = attempt.body or {}
    return "medicines" not in shown or all(body.get(key) for key in shown)


@guard(
    "request_consent",
    "Personen har tagit tillbaka sitt samtycke. Då går det inte att utgå från att personen vill.",
    "L11",
    field="care_request.consent",
)
def _request_consent(attempt: Attempt) -> bool:
    taken_back = bool(attempt.case.consents) and consent.current(attempt.case) is None
    return not (taken_back and (attempt.body or {}).get("consent") == "need_assessment")


@guard(
    "to_the_hospital",
    "En vårdbegäran går till sjukhuset. Välj avdelningen eller akuten bland mottagarna.",
    "praxis-vardbegaran",
    field="care_request.recipients",
)
def _to_the_hospital(attempt: Attempt) -> bool:
    if attempt.body is None:
        return True
    return bool(set(receivers(attempt)) & set(_of_unit(attempt, "inpatient")))


@guard(
    "assessor_is_named",
    "Fyll i fältet: Läkare som har bedömt",
    "L3",
    field="admission.assessed_by",
)
def _assessor_is_named(attempt: Attempt) -> bool:
    body = attempt.body
    return body is None or body.get("assessment") == "later" or bool(body.get("assessed_by"))


@guard(
    "planning_says_something",
    "Planeringen är tom. Skriv något som de andra kan planera efter.",
    "L5",
    logs="planning_empty",
)
def _planning_says_something(attempt: Attempt) -> bool:
    if attempt.body is None:
        return True
    kind = attempt.flow.documents["planning"]
    return any(attempt.body.get(one.key) for one in kind.fields if one.key != kind.addressed_by)


@guard(
    "payer_is_municipality",
    "Den som har betalningsansvaret är en kommun. Välj kommunens mottagande enhet.",
    "L9",
    field="admission.payer",
)
def _payer_is_municipality(attempt: Attempt) -> bool:
    payer = (attempt.body or {}).get("payer")
    return not payer or payer in _of_unit(attempt, "municipal_assessment")


@guard(
    "readdressed",
    "Kommunen har svarat att personen inte är folkbokförd där. Skicka inskrivningsmeddelandet till "
    "rätt kommun först.",
    "L3",
    "L9",
)
def _readdressed(attempt: Attempt) -> bool:
    if not members.refusing(attempt.case):
        return True
    inside = set(members.parts(attempt.case, flow=attempt.flow))
    return bool(inside & set(_of_unit(attempt, "municipal_assessment")))


@guard(
    "ready_first",
    "Underrätta de andra om att personen är utskrivningsklar innan du skriver ut.",
    "L6",
)
def _ready_first(attempt: Attempt) -> bool:
    return attempt.case.state == "ready"


@guard(
    "sip_not_care_plan",
    "Personen vårdas med tvång. Då görs ingen SIP. Fortsätter vården utanför sjukhuset, görs en "
    "samordnad vårdplan.",
    "L7",
    "LPT-7a",
    "LRV-12a",
)
def _sip_not_care_plan(attempt: Attempt) -> bool:
    return not attempt.case.facts.get("compulsory")


@guard(
    "goes_somewhere",
    "Det står inte vart personen åker. De som tar emot behöver veta det.",
    "L6",
    field="discharge.to",
    logs="destination_lacking",
)
def _goes_somewhere(attempt: Attempt) -> bool:
    return attempt.body is None or bool(attempt.body.get("to"))


@guard(
    "offer_agrees",
    "Samordning behövs inte, står det, men personen har sagt ja tack till SIP. Vilket stämmer?",
    "L7",
    field="sip_offer.need",
    logs="sip_need_contradicted",
)
def _offer_agrees(attempt: Attempt) -> bool:
    body = attempt.body or {}
    return (body.get("need"), body.get("answer")) != ("no", "yes")


@guard(
    "named_units_only",
    "Personen har skyddade uppgifter. Skicka bara till de enheter som avdelningen har namngett eller "
    "som personen har sagt ja till.",
    "OSL-skydd",
)
def _named_units_only(attempt: Attempt) -> bool:
    if not members.protected(attempt.case):
        return True
    people, allowed = consent.parties(attempt.case), members.named(attempt.case)
    return all(
        party in allowed or people.get(party, {}).get("kind") == "person"
        for party in receivers(attempt)
    )


@guard(
    "no_address",
    "Personen har skyddade uppgifter. Adressen får inte stå i något dokument.",
    "OSL-skydd",
    field="admission_notice.facts",
)
def _no_address(attempt: Attempt) -> bool:
    facts = (attempt.body or {}).get("facts", ())
    return not (members.protected(attempt.case) and "address" in facts)


@guard(
    "owns_case",
    "Det är den som äger ärendet som gör det här: den fasta vårdkontaktens enhet, eller den som har "
    "startat ärendet.",
    "praxis-avslut",
)
def _owns_case(attempt: Attempt) -> bool:
    return attempt.actor == members.owner(attempt.case)


@guard(
    "owns_or_ward",
    "Det är avdelningen där personen är inskriven, eller den som äger ärendet, som gör det här.",
    "praxis-avslut",
)
def _owns_or_ward(attempt: Attempt) -> bool:
    admission = latest(attempt.case, "admission")
    ward = admission.author if admission else ""
    return attempt.actor in (members.owner(attempt.case), ward)


@guard(
    "everything_acknowledged",
    "Alla har inte kvitterat utskrivningen och informationen än. Vänta, eller ring dem som saknas.",
    "praxis-avslut",
    "praxis-kvittering",
)
def _everything_acknowledged(attempt: Attempt) -> bool:
    case = attempt.case
    found = (latest(case, "information"), latest(case, "discharge"))
    return all(
        documents.awaited(case, one, attempt.flow) <= set(documents.receipts(case, one))
        for one in found
        if one is not None
    )


HELD = frozenset({"met", "planned", "active", "closed"})


@guard(
    "sip_settled",
    "SIP är inte avgjord. Håll mötet, eller skriv ner att personen har tackat nej, att samordning "
    "inte behövs eller att SIP görs i öppenvården.",
    "L7",
    "praxis-avslut",
)
def _sip_settled(attempt: Attempt) -> bool:
    return sip_settled(attempt.case)


def sip_settled(case: CaseState) -> bool:
    """Return whether the plan's meeting is held, or is not to be held in this case."""
    facts = case.facts
    tracks = facts.get("tracks") or {}
    settled = "no" in (facts.get("sip_answer"), facts.get("sip_need")) or facts.get("sip_moved")
    return bool(settled) or tracks.get("sip") in HELD or bool(tracks.get("vardplan"))


@guard(
    "reopened_in_time",
    "Det har gått för lång tid. Starta ett nytt ärende i stället.",
    "praxis-avslut",
)
def _reopened_in_time(attempt: Attempt) -> bool:
    case, row = attempt.case, attempt.flow.deadlines.get("reopening")
    ended = case.facts.get("ended_at")
    if row is None or not row.of or ended is None:
        return True
    return case.now <= due_at(row, ended, almanac_of(case))
