"""The guards of messages and parties: forwarding, withdrawing, adding and replacing."""

from __future__ import annotations

from sandbox.process import consent, members
from sandbox.process.fills import numbered
from sandbox.process.guarding import Attempt, guard
from sandbox.process.guards_discharge import strangers
from sandbox.process.state import Document

MUNICIPAL = ("municipal_assessment", "municipal_provider", "municipal_health")


def _chosen(attempt: Attempt, key: str) -> str:
    return str((attempt.body or {}).get(key) or "")


@guard(
    "may_forward",
    "Det du vill skicka vidare har ni inte fått, eller får inte läsa.",
    "praxis-kvittering",
    "L11",
    field="message.forwards",
)
def _may_forward(attempt: Attempt) -> bool:
    number = _chosen(attempt, "forwards")
    if not number:
        return True
    document = numbered(attempt.case, number)
    if document is None or not document.stands:
        return False
    if document.author == attempt.actor:
        return True
    return consent.may_read(
        attempt.case, attempt.role, document, flow=attempt.flow, party=attempt.actor
    )


@guard(
    "forward_stays_inside",
    "Mottagaren är varken med i ärendet eller i personens samtycke. Då går det inte att skicka "
    "vidare något som en annan har skrivit. Fråga personen, eller lägg till parten först.",
    "L11",
    field="message.recipients",
)
def _forward_stays_inside(attempt: Attempt) -> bool:
    number = _chosen(attempt, "forwards")
    return not number or all(_is_own(attempt, number, code) for code in strangers(attempt))


def _is_own(attempt: Attempt, number: str, code: str) -> bool:
    """Whether it is the admission notice, that the municipality got, on to a unit of its own.

    The law sends the notice to the municipality; its receiving unit gets it to those who act on it.
    """
    document, people = numbered(attempt.case, number), consent.parties(attempt.case)
    mine, theirs = people.get(attempt.actor, {}), people.get(code, {})
    return bool(
        document is not None
        and document.kind == "admission_notice"
        and mine.get("unit") == "municipal_assessment"
        and theirs.get("unit") in MUNICIPAL
        and mine.get("municipality")
        and mine["municipality"] == theirs.get("municipality")
    )


@guard(
    "turned_down_says_why",
    "Skriv varför ni avvisar, så att avdelningen vet vart meddelandet ska. Är personen bara ej känd "
    "hos er behövs inget skäl.",
    "praxis-kvittering",
    field="notice_answer.reason",
)
def _turned_down_says_why(attempt: Attempt) -> bool:
    return _chosen(attempt, "answer") != "not_registered_here" or bool(_chosen(attempt, "reason"))


def _withdrawable(attempt: Attempt) -> tuple[Document, ...]:
    kinds = attempt.flow.documents
    return tuple(
        one
        for one in attempt.case.documents
        if one.author == attempt.actor
        and one.stands
        and one.kind in kinds
        and kinds[one.kind].followed_by is not None
    )


@guard(
    "own_message",
    "Bara den som har skickat ett meddelande kan makulera det. Det som är mer än ett meddelande, "
    "till exempel ett samtycke, har en egen väg tillbaka.",
    "praxis-makulering",
    field="voiding.document",
)
def _own_message(attempt: Attempt) -> bool:
    found = _withdrawable(attempt)
    if attempt.body is None:
        return bool(found)
    return _chosen(attempt, "document") in {str(one.number) for one in found}


@guard(
    "nothing_follows",
    "Någon har redan svarat, planerat eller skickat vidare efter det här. Skriv ett meddelande och "
    "rätta i stället.",
    "praxis-makulering",
    field="voiding.document",
)
def _nothing_follows(attempt: Attempt) -> bool:
    document = numbered(attempt.case, _chosen(attempt, "document"))
    return document is None or not any(
        _depends(attempt, later, document) for later in attempt.case.documents
    )


def _depends(attempt: Attempt, later: Document, document: Document) -> bool:
    if not later.stands or later.author == document.author:
        return False
    if str(document.number) in (str(later.body.get(key)) for key in ("forwards", "answers")):
        return True
    following = attempt.flow.documents[document.kind].followed_by or ()
    return later.kind in following and (later.sent_at or 0) >= (document.sent_at or 0)


@guard(
    "deviation_received",
    "Ingen avvikelse har kommit till er enhet i det här ärendet.",
    "praxis-avvikelse",
    field="deviation_answer.answers",
)
def _deviation_received(attempt: Attempt) -> bool:
    mine = {
        str(one.number)
        for one in attempt.case.documents
        if one.kind == "deviation"
        and one.stands
        and attempt.actor in consent.addressed(one, flow=attempt.flow)
    }
    number = _chosen(attempt, "answers")
    return number in mine if number else bool(mine)


@guard(
    "inside_the_case",
    "Er enhet är inte med i ärendet.",
    "praxis-part",
)
def _inside_the_case(attempt: Attempt) -> bool:
    return attempt.actor in members.parts(attempt.case, flow=attempt.flow)


@guard(
    "party_is_new",
    "Den parten är redan med i ärendet.",
    "praxis-part",
    field="party_change.party",
)
def _party_is_new(attempt: Attempt) -> bool:
    return _chosen(attempt, "party") not in members.parts(attempt.case, flow=attempt.flow)


@guard(
    "replaced_is_part",
    "Den som ska gå ut är inte med i ärendet. Välj en part som är det.",
    "praxis-part",
    field="party_change.replaces",
)
def _replaced_is_part(attempt: Attempt) -> bool:
    if attempt.body is None:
        return True
    return _chosen(attempt, "replaces") in members.parts(attempt.case, flow=attempt.flow)


@guard(
    "named_party",
    "Personen har skyddade uppgifter. Bara en enhet som är namngiven kan komma till.",
    "OSL-skydd",
    field="party_change.party",
)
def _named_party(attempt: Attempt) -> bool:
    party = _chosen(attempt, "party")
    return not (party and members.protected(attempt.case)) or party in members.named(attempt.case)


@guard(
    "party_in_consent",
    "Samtycket omfattar inte den nya parten. Fråga personen och skriv ner svaret.",
    "L11",
    field="party_change.party",
    logs="consent_to_widen",
    about=lambda attempt: (_chosen(attempt, "party"),),
)
def _party_in_consent(attempt: Attempt) -> bool:
    party = _chosen(attempt, "party")
    return not party or consent.may_receive(attempt.case, party)
