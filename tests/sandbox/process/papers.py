"""Cases written straight down, paper by paper: for rules that look at what a case holds."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sandbox.process.reading import load_flow, load_profile
from sandbox.process.rules import Breach, breaches
from sandbox.process.state import CaseState, Consent, Document, Happening
from tests.sandbox.process.discharge import PARTIES

SPU = load_flow("spu")
NEUTRAL = load_profile("neutral")
UNITS = ["health-centre", "assessment", "home-help", "home-care"]
FACTS = ["name", "identity_number", "address", "estimated_day"]
NOTICE = {"recipients": UNITS, "facts": FACTS, "estimated_day": 6}
DONE_BY = {
    "admission": "register_admission",
    "admission_notice": "send_admission_notice",
    "planning": "write_planning",
    "contact": "appoint_contact",
    "ready_notice": "notify_ready",
    "information": "send_information",
    "discharge": "discharge",
    "call": "send_call",
    "meeting": "hold_meeting",
    "goals": "write_goals",
}


def day(number: float) -> int:
    """Return the minute at eight in the morning of a day; day 1 is a Monday."""
    return int(number * 1440) + 480


def empty_case(now: int = day(2), **facts: Any) -> CaseState:
    """Return a discharge where nothing has been written."""
    held = {"parties": PARTIES, "coordinator": "health-centre", **facts}
    return CaseState("spu", "neutral", "planning", 0, held, (), (), (), (), now)


def write(
    case: CaseState, kind: str, body: dict[str, Any], author: str = "ward-4", at: int = day(1)
) -> CaseState:
    """Return the case with a paper that has been sent, and its line in the log."""
    number = len(case.documents) + 1
    paper = Document(number, kind, "sent", author, body, 1, at)
    case = replace(case, documents=(*case.documents, paper))
    return happen(case, DONE_BY.get(kind, f"send_{kind}"), author, at=at, document=number)


def happen(case: CaseState, code: str, actor: str = "ward-4", **line: Any) -> CaseState:
    """Return the case with one more line in its log."""
    at = line.get("at", case.now)
    data, patch = line.get("data", {}), line.get("patch", {})
    new = Happening(len(case.log) + 1, code, actor, "human", at, line.get("document"), patch, data)
    return replace(case, log=(*case.log, new))


def agree(case: CaseState, at: int = 0, **changes: Any) -> CaseState:
    """Return the case with a yes to everything, from the first minute."""
    purposes = frozenset({"make_plan", "share_mapping", "share_goals"})
    said = Consent("person", frozenset(UNITS), purposes, frozenset(), "oral", at)
    return replace(case, consents=(*case.consents, replace(said, **changes)))


def in_plan(case: CaseState, state: str = "active") -> CaseState:
    """Return the case with its plan in the state."""
    return replace(case, facts={**case.facts, "tracks": {"sip": state}})


def notified(now: int = day(2), **facts: Any) -> CaseState:
    """Return a case where the ward has admitted and told everybody in time."""
    case = write(empty_case(now, **facts), "admission", {"assessment": "yes", "assessed_by": "Kim"})
    return write(case, "admission_notice", NOTICE, at=day(1.5))


def ready(now: int = day(4), **facts: Any) -> CaseState:
    """Return a case where everybody has been told that the person is ready, on day 3."""
    return write(
        notified(now, **facts), "ready_notice", {"recipients": UNITS, "doctor": "Kim"}, at=day(3)
    )


def plan(case: CaseState, **goals: Any) -> CaseState:
    """Return the case with a plan that lacks nothing, but for the changes to its goals."""
    body = {
        "main_goal": "Jag vill kunna gå till sommarstugan till midsommar.",
        "subgoals": [{"text": "Jag vill gå en gång runt huset med rollatorn."}],
        "measures": [
            {"text": "Övar", "responsible": "health-centre", "contact": "Ida", "subgoal": 0},
            {"text": "Hjälper", "responsible": "home-help", "contact": "Bo", "subgoal": 0},
        ],
        **goals,
    }
    ahead = {"day": 40, "coordinator": "home-care", "principal": "municipality"}
    case = write(in_plan(agree(case)), "goals", body, "health-centre")
    return write(case, "follow_up", ahead, "health-centre")


def change(case: CaseState, kind: str, **body: Any) -> CaseState:
    """Return the case with other values in its latest paper of the kind."""
    index = max(at for at, one in enumerate(case.documents) if one.kind == kind)
    papers = list(case.documents)
    papers[index] = replace(papers[index], body={**papers[index].body, **body})
    return replace(case, documents=tuple(papers))


def broken(case: CaseState, rule: str, **asked: Any) -> list[Breach]:
    """Return the breaches of one rule; every one of them has its words and its source."""
    profile = asked.get("profile", NEUTRAL)
    found = breaches(case, flow=asked.get("flow", SPU), profile=profile)
    assert all(one.text.endswith((".", "?")) and one.source and one.level in "EWI" for one in found)
    return [one for one in found if one.rule == rule]


def about(case: CaseState, rule: str, **asked: Any) -> list[str]:
    """Return whom or what the breaches of one rule are about."""
    return [one.about for one in broken(case, rule, **asked)]
