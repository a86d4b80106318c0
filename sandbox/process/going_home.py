"""Going home: whether the days add up before it, and what remains after it until the case ends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sandbox.process import documents, members
from sandbox.process.flow import Flow
from sandbox.process.guards_discharge import sip_settled
from sandbox.process.state import CaseState, latest
from sandbox.process.tracks import state_in

PLANNED = ("notified", "planning")
AWAITED = ("discharge", "information")  # acknowledged by everybody before the case ends
UNANSWERED = (None, "later")


@dataclass(frozen=True)
class Remaining:
    """One thing that is left before the case ends: what, whose it is, and of which kind of document.

    `what` is send_information, acknowledge, hold_meeting, call_to_meeting, ask_again or note_answer.
    """

    what: str
    parties: tuple[str, ...]
    document: str = ""


def too_early(case: CaseState) -> dict[str, int]:
    """Return the units that can receive first after the estimated day, each with its first day.

    Empty when the days add up, when no day is known, and when planning is over.
    """
    day = case.facts.get("estimated_day")
    if not isinstance(day, int) or case.state not in PLANNED:
        return {}
    said = {
        one.author: one.body.get("can_receive_day")
        for one in case.documents
        if one.kind == "planning" and one.stands
    }
    return {unit: first for unit, first in said.items() if isinstance(first, int) and first > day}


def remaining(case: CaseState, *, flow: Flow) -> tuple[Remaining, ...]:
    """Return what remains between going home and the end of the case, in the order it is done.

    Empty while the person is in hospital. The guards everything_acknowledged and sip_settled hold the
    case open until the last two are done; the information is due by itself (rule U10).
    """
    if case.state != "discharged":
        return ()
    return (*_not_sent(case), *_not_read(case, flow), *_plan(case, flow))


def asks_about_sip(case: CaseState) -> bool:
    """Return whether the person has come home without having said yes or no to a plan."""
    unanswered = case.facts.get("sip_answer") in UNANSWERED and not sip_settled(case)
    return case.state == "discharged" and unanswered


def _not_sent(case: CaseState) -> Iterator[Remaining]:
    went = latest(case, "discharge")
    if went is not None and latest(case, "information") is None:
        yield Remaining("send_information", (went.author,), "information")


def _not_read(case: CaseState, flow: Flow) -> Iterator[Remaining]:
    for kind in AWAITED:
        paper = latest(case, kind)
        if paper is None:
            continue
        missing = documents.awaited(case, paper, flow) - set(documents.receipts(case, paper))
        if missing:
            yield Remaining("acknowledge", tuple(sorted(missing)), kind)


def _plan(case: CaseState, flow: Flow) -> Iterator[Remaining]:
    """How the plan is to be settled: held, or asked about."""
    if sip_settled(case):
        return
    answer = case.facts.get("sip_answer")
    if state_in(case, flow, "sip") == "called":
        what = "hold_meeting"
    else:
        what = {"yes": "call_to_meeting", "later": "ask_again"}.get(str(answer), "note_answer")
    yield Remaining(what, (members.owner(case),))
