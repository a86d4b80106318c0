"""Receivers that nobody has to choose: what goes to everybody, or to those who got it before."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sandbox.process import consent, members
from sandbox.process.flow import DocumentKind, Flow, field_of
from sandbox.process.kinds import OUTSIDE, has_system
from sandbox.process.state import CaseState, Document, latest

Receivers = Callable[[CaseState, Mapping[str, Any], Flow], tuple[str, ...]]
TO = "recipients"


def filled(
    case: CaseState, kind: DocumentKind, body: dict[str, Any], *, flow: Flow, actor: str
) -> dict[str, Any]:
    """Return the body with the receivers the kind always has; whoever was chosen stays."""
    always = FILLS.get(kind.kind)
    if always is None or field_of(kind.fields, TO) is None:
        return body
    found = dict.fromkeys((*body.get(TO, ()), *always(case, body, flow)))
    return {**body, TO: [party for party in found if party != actor]}


def numbered(case: CaseState, number: Any) -> Document | None:
    """Return the document with this number, or None."""
    return next((one for one in case.documents if str(one.number) == str(number)), None)


def _everybody(case: CaseState, _body: Mapping[str, Any], flow: Flow) -> tuple[str, ...]:
    people = consent.parties(case)
    return tuple(
        party
        for party in members.parts(case, flow=flow)
        if people.get(party, {}).get("kind") not in OUTSIDE
    )


def _told_ready(case: CaseState, body: Mapping[str, Any], flow: Flow) -> tuple[str, ...]:
    notice = latest(case, "ready_notice") or latest(case, "decision_notice")
    return consent.addressed(notice, flow=flow) if notice else _everybody(case, body, flow)


def _told_before(case: CaseState, body: Mapping[str, Any], flow: Flow) -> tuple[str, ...]:
    document = numbered(case, body.get("document"))
    told = consent.addressed(document, flow=flow) if document else ()
    return told or _everybody(case, body, flow)


def _in_the_plan(case: CaseState, _body: Mapping[str, Any], flow: Flow) -> tuple[str, ...]:
    plan = latest(case, "care_plan")
    return (plan.author, *consent.addressed(plan, flow=flow)) if plan else ()


def _hospital(case: CaseState, _body: Mapping[str, Any], _flow: Flow) -> tuple[str, ...]:
    notice = latest(case, "admission_notice")
    return (notice.author,) if notice else ()


def _with_the_plan(case: CaseState, _body: Mapping[str, Any], flow: Flow) -> tuple[str, ...]:
    """The units that have been with the plan: they get to know that it has ended."""
    people, call = consent.parties(case), latest(case, "call")
    wrote = [one.author for one in case.documents if one.kind in ("contribution", "call_answer")]
    called = consent.addressed(call, flow=flow) if call else ()
    return tuple(
        party
        for party in dict.fromkeys((*called, *wrote, *_everybody(case, {}, flow)))
        if has_system(people.get(party, {})) and consent.told(case, party)
    )


def _called(case: CaseState, _body: Mapping[str, Any], flow: Flow) -> tuple[str, ...]:
    call = latest(case, "call")
    return consent.addressed(call, flow=flow) if call else ()


def _caller(case: CaseState, _body: Mapping[str, Any], _flow: Flow) -> tuple[str, ...]:
    return _author(case, "call")


def _handing_over(case: CaseState, _body: Mapping[str, Any], _flow: Flow) -> tuple[str, ...]:
    return _author(case, "hand_over")


def _author(case: CaseState, kind: str) -> tuple[str, ...]:
    document = latest(case, kind)
    return (document.author,) if document else ()


def _with_the_new(case: CaseState, body: Mapping[str, Any], flow: Flow) -> tuple[str, ...]:
    return (*_everybody(case, body, flow), str(body["party"]))


def sharing(case: CaseState, body: Mapping[str, Any], flow: Flow) -> tuple[str, ...]:
    """Return those whom the person lets the units share what they know with."""
    given = consent.current(case)
    if given is None or "share_mapping" not in given.purposes:
        return ()
    everybody = _everybody(case, body, flow)
    return tuple(party for party in everybody if consent.may_receive(case, party))


FILLS: dict[str, Receivers] = {
    "notice_answer": _hospital,
    "call_answer": _caller,
    "meeting_cancellation": _called,
    "hand_over_answer": _handing_over,
    "closing": _with_the_plan,
    "contact": _everybody,
    "planning": sharing,
    "party_change": _with_the_new,
    "discharge": _everybody,
    "interruption": _everybody,
    "cancellation": _everybody,
    "ready_withdrawn": _told_ready,
    "voiding": _told_before,
    "plan_part": _in_the_plan,
    "adjustment": _in_the_plan,
    "application": _in_the_plan,
    "plan_follow_up": _in_the_plan,
    "plan_ended": _in_the_plan,
}
