"""What must be in place before the municipality pays for a patient who is ready to go home."""

from __future__ import annotations

from sandbox.process import consent
from sandbox.process.completeness import Item
from sandbox.process.flow import Flow, source_text
from sandbox.process.state import CaseState, latest

NOTICE_FACTS = frozenset({"name", "identity_number", "address", "estimated_day"})


def preconditions(case: CaseState, *, flow: Flow) -> tuple[Item, ...]:
    """Return what the liability to pay rests on (U18), each met or not, with its source.

    Only the preconditions: when the liability begins is the deadline `payment`.
    """
    found = (
        (
            "U2",
            "Kommunen fick inskrivningsmeddelandet",
            _reached(case, flow, "admission_notice"),
            ("L3", "L9"),
        ),
        ("U3", "De fyra uppgifterna stod i inskrivningsmeddelandet", _whole(case), ("L3", "L9")),
        (
            "U8",
            "Kommunen underrättades om utskrivningsklar",
            _reached(case, flow, "ready_notice"),
            ("L6", "L9"),
        ),
        (
            "U15",
            "Den fasta vårdkontakten har kallat till SIP, om personen vill ha en",
            case.facts.get("sip_answer") != "yes" or latest(case, "call") is not None,
            ("L7", "L9"),
        ),
    )
    return tuple(
        Item(rule, label, met, "error", source_text(tuple(flow.sources[code] for code in codes)))
        for rule, label, met, codes in found
    )


def _reached(case: CaseState, flow: Flow, kind: str) -> bool:
    """Whether the document went to a unit of the municipality that decides on support."""
    document = latest(case, kind)
    people = consent.parties(case)
    return document is not None and any(
        people.get(party, {}).get("unit") == "municipal_assessment"
        for party in consent.addressed(document, flow=flow)
    )


def _whole(case: CaseState) -> bool:
    notice = latest(case, "admission_notice")
    return notice is not None and set(notice.body.get("facts", ())) >= NOTICE_FACTS
