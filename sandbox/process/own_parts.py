"""Whose own measures a plan still waits for: everybody who was called or came, and has not written."""

from __future__ import annotations

from sandbox.process import consent
from sandbox.process.flow import Flow
from sandbox.process.kinds import has_system
from sandbox.process.state import CaseState, latest
from sandbox.process.tracks import COORDINATOR, role_on, state_in

TRACK, PART, GOALS = "sip", "contribution", "goals"
WRITTEN_AFTER = ("met", "planned", "active")  # as long as the plan goes on after its meeting
WARD = "inpatient"


def unwritten(case: CaseState, *, flow: Flow, reader: str, role: str) -> tuple[str, ...]:
    """Return the units whose own measures are not in the plan, as far as the reader may know.

    A unit that has said that it does not come, a ward, whoever coordinates, and whoever the consent
    does not cover owes none. Nothing before the meeting has been held, and nothing in an ended plan.
    """
    if TRACK not in flow.tracks or state_in(case, flow, TRACK) not in WRITTEN_AFTER:
        return ()
    if not _reads_parts(case, flow, reader, role):
        return ()
    call, meeting = latest(case, "call"), latest(case, "meeting")
    called = consent.addressed(call, flow=flow) if call else ()
    there = tuple(meeting.body.get("attended") or ()) if meeting else ()
    return tuple(party for party in dict.fromkeys((*called, *there)) if _owes(case, party))


def also_there(case: CaseState) -> tuple[str, ...]:
    """Return who else was at the meeting, in no register: name and what they are, as written."""
    meeting = latest(case, "meeting")
    rows = (meeting.body.get("others") or ()) if meeting else ()
    said = (", ".join(filter(None, (row.get("name"), row.get("tie")))) for row in rows)
    return tuple(filter(None, said))


def _owes(case: CaseState, party: str) -> bool:
    known, answer = consent.parties(case).get(party, {}), latest(case, "call_answer", party)
    if not has_system(known) or known.get("unit") == WARD:
        return False
    if party == case.facts.get("coordinator") or not consent.may_receive(case, party):
        return False
    declined = answer is not None and answer.body.get("answer") == "declines"
    return not declined and not has_written(case, party)


def has_written(case: CaseState, party: str) -> bool:
    """Whether the unit's own measures are in the plan: in its own part, or in the goals it wrote.

    Whoever has held the plan together wrote its own among the goals, and owes no part afterwards.
    """
    if latest(case, PART, party) is not None:
        return True
    goals = latest(case, GOALS)
    rows = (goals.body.get("measures") or ()) if goals else ()
    wrote = any(one.kind == GOALS and one.author == party for one in case.documents)
    return wrote and any(row.get("responsible") == party for row in rows)


def _reads_parts(case: CaseState, flow: Flow, reader: str, role: str) -> bool:
    if role_on(case, flow, TRACK, role=role, actor=reader) == COORDINATOR:
        return True
    given = consent.current(case)
    scope = flow.documents[PART].scope
    return given is not None and scope in given.purposes and consent.may_receive(case, reader)
