"""Who is part of a case, who owns it, and whom the person with a protected identity has named."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sandbox.process import consent
from sandbox.process.flow import Flow
from sandbox.process.kinds import IN_SYSTEM
from sandbox.process.state import CaseState, Document, latest

PLAN = "sip"  # the flow of a plan outside hospital
ANSWERS = frozenset({"message", "voiding"})  # what whoever has only got a message writes
LOOSE = ANSWERS | {"care_message", "deviation", "deviation_answer"}  # they make nobody part of it
OPENS = ("open_care_start", "care_request", "admission_notice")  # they make receivers part of it


def parts(case: CaseState, *, flow: Flow) -> tuple[str, ...]:
    """Return who is part of the case: who sent or got what opened it, and who came later.

    Whoever has answered that the person does not belong there, or has been replaced, is not.
    """
    found: list[str] = []
    for kind in OPENS:
        document = latest(case, kind)
        if document is not None:
            found += [document.author, *consent.addressed(document, flow=flow)]
    admission = latest(case, "admission")
    found += [admission.author] if admission else []
    found += _of_the_plan(case, flow=flow) if flow.name == PLAN else ()
    found += case.facts.get("members") or ()
    gone = {*refusing(case), *(case.facts.get("left") or ())}
    return tuple(party for party in dict.fromkeys(found) if party not in gone)


def _of_the_plan(case: CaseState, *, flow: Flow) -> list[str]:
    """Who is part of a plan outside hospital: who holds it, has written in it or got something."""
    holder = str(case.facts.get("coordinator") or "")
    standing = [one for one in case.documents if one.stands]
    found = [holder] if holder else []
    for document in standing:
        found += [document.author, *consent.addressed(document, flow=flow)]
    return found


def is_guest(case: CaseState, *, flow: Flow, party: str) -> bool:
    """Return whether the unit has only been written to in a case that others are part of.

    A message alone makes no part of the case: the unit reads the message, answers it and no more.
    Whoever the person has said yes to, or has been sent on what opened the case, is no guest.
    """
    inside = parts(case, flow=flow)
    kind = consent.parties(case).get(party, {}).get("kind")
    holds = party == case.facts.get("coordinator")
    if not inside or party in inside or holds or kind not in IN_SYSTEM:
        return False
    given = consent.current(case)
    if given is not None and party in given.receivers - given.exceptions:
        return False
    own = {one.kind for one in case.documents if one.author == party and one.status != "draft"}
    came = [one for one in case.documents if party in consent.addressed(one, flow=flow)]
    if own - ANSWERS or {one.kind for one in came} - LOOSE:
        return False
    return bool(came) and not any(_sends_on_what_opened(case, one) for one in came)


def _sends_on_what_opened(case: CaseState, message: Document) -> bool:
    number = str(message.body.get("forwards") or "")
    return any(str(one.number) == number and one.kind in OPENS for one in case.documents)


def ahead(case: CaseState, told: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what a follow-up tells of the time ahead, with whoever has taken the plan over since.

    The person must not be left with the name and number of somebody who no longer holds the plan.
    """
    holder = str(case.facts.get("coordinator") or "")
    answer, follow_up = latest(case, "hand_over_answer", holder), latest(case, "follow_up")
    if answer is None or answer.body.get("answer") != "yes":
        return told
    if follow_up is not None and follow_up.number > answer.number:
        return told
    now = {f"coordinator_{key}": answer.body.get(key) for key in ("name", "role", "phone")}
    return {**told, "coordinator": holder, **now}


def refusing(case: CaseState) -> tuple[str, ...]:
    """Return who has refused the admission notice that holds: a new notice asks again."""
    notice = latest(case, "admission_notice")
    refused: Mapping[str, Any] = case.facts.get("refused") or {}
    return tuple(
        party for party, number in refused.items() if notice is not None and number == notice.number
    )


def owner(case: CaseState) -> str:
    """Return the party that owns the case, and so ends it; empty when nobody has begun it.

    Outside hospital whoever began it. Otherwise the unit of the fixed care contact; before there is
    one, the ward, and before that whoever asked for care.
    """
    admission, start = latest(case, "admission"), latest(case, "open_care_start")
    if start is not None and admission is None:
        return start.author
    if case.facts.get("contact_party"):
        return str(case.facts["contact_party"])
    for document in (admission, latest(case, "care_request"), latest(case, "prepared_request")):
        if document is not None:
            return document.author
    return ""


def protected(case: CaseState) -> bool:
    """Return whether the person's identity is protected."""
    return bool((case.facts.get("person") or {}).get("protected"))


def named(case: CaseState) -> frozenset[str]:
    """Return the units that may be told of a person with a protected identity.

    Those the ward has named, and those the person has said yes to.
    """
    given = consent.current(case)
    agreed = given.receivers - given.exceptions if given else frozenset()
    return frozenset(case.facts.get("named_units") or ()) | agreed
