"""What the discharge's actions do besides moving the case."""

from __future__ import annotations

from sandbox.process.doing import Changed, Deed, Effect, fact
from sandbox.process.state import CaseState


def note_admission(case: CaseState, deed: Deed) -> Changed:
    """Note when the person was admitted, and the day they are thought to go home."""
    case, patch = fact(case, "admitted_at", case.facts.get("admitted_at", case.now))
    case, more = note_estimated_day(case, deed)
    return case, {**patch, **more}


def note_estimated_day(case: CaseState, deed: Deed) -> Changed:
    """Note the day the person is thought to go home, when the document says one."""
    if deed.body.get("estimated_day") is None:
        return case, {}
    return fact(case, "estimated_day", deed.body["estimated_day"])


def note_contact(case: CaseState, deed: Deed) -> Changed:
    """Note which unit has the fixed care contact; who coordinates stays as it is."""
    return fact(case, "contact_party", deed.actor)


def note_sip_answer(case: CaseState, deed: Deed) -> Changed:
    """Note what the person answered to the offer of a plan: yes, no or later."""
    return fact(case, "sip_answer", deed.body["answer"])


def note_ready(case: CaseState, _deed: Deed) -> Changed:
    """Note when the others were told that the person is ready to go home."""
    return fact(case, "ready_at", case.now)


def note_discharge(case: CaseState, _deed: Deed) -> Changed:
    """Note when the person was discharged."""
    return fact(case, "discharged_at", case.now)


DISCHARGE: dict[str, Effect] = {
    "note_admission": note_admission,
    "note_estimated_day": note_estimated_day,
    "note_contact": note_contact,
    "note_sip_answer": note_sip_answer,
    "note_ready": note_ready,
    "note_discharge": note_discharge,
}
