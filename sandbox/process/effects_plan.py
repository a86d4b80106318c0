"""What the actions of the plan do besides moving it: consent narrowed, level, handing over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sandbox.process import consent, documents
from sandbox.process.doing import Changed, Deed, Effect, fact
from sandbox.process.effects_discharge import both, noting
from sandbox.process.state import MINUTES_PER_DAY, CaseState, Document, Timer, latest, minute_of
from sandbox.process.tracks import placed, state_in

HAND_OVER = "handover"  # the timer that waits for the day somebody takes over
PLAN_TRACK, PREPARED, CALLED = "sip", "prepared", "called"
AHEAD = "takes_over"  # who has said yes, and from which day


def narrow_consent(case: CaseState, deed: Deed) -> Changed:
    """Take back the consent as the person says: some of it, or all; then the call goes too."""
    count = len(case.consents)
    if deed.body.get("extent") == "part":
        less = consent.narrowed(case, deed.body)
        return replace(case, consents=(*case.consents, less)), {"consents": (count, count + 1)}
    ended = replace(case.consents[-1], withdrawn_at=case.now)
    patch: documents.Patch = {f"consents.{count - 1}.withdrawn_at": (None, case.now)}
    case, more = cancel_call(replace(case, consents=(*case.consents[:-1], ended)), deed)
    return case, {**patch, **more}


def cancel_call(case: CaseState, _deed: Deed) -> Changed:
    """Withdraw the call to a meeting that has not been held yet."""
    call, at = latest(case, "call"), case.facts.get("meeting_at")
    if call is None or at is None or at <= case.now:
        return case, {}
    gone = documents.moved(call, "withdraw")
    case, patch = fact(documents.put(case, gone), "meeting_at", None)
    return case, {**patch, f"document.{call.number}.status": (call.status, gone.status)}


def call_off(case: CaseState, deed: Deed) -> Changed:
    """Take back the call and what was answered to it; the plan stands where it stood before.

    Has a meeting been held already, the call to that one holds again.
    """
    call, meeting = latest(case, "call"), latest(case, "meeting")
    if call is None:
        return case, {}
    answers = [one for one in case.documents if one.kind == "call_answer" and one.stands]
    since = [one for one in answers if (one.sent_at or 0) >= (call.sent_at or 0)]
    effects = [_standing(one, "withdrawn") for one in (call, *since)]
    held = [
        one
        for one in case.documents
        if one.kind == "call" and meeting is not None and one.number < meeting.number
    ]
    at = None
    if held:
        effects.append(_standing(held[-1], _stood(case, held[-1])))
        at = minute_of(held[-1].body["day"], held[-1].body["time"])
    return both(case, deed, *effects, noting("meeting_at", at), *_before_the_call(case, deed))


def _standing(document: Document, status: str) -> Effect:
    def effect(case: CaseState, _deed: Deed) -> Changed:
        changed = documents.put(case, replace(document, status=status))
        return changed, {f"document.{document.number}.status": (document.status, status)}

    return effect


def _stood(case: CaseState, document: Document) -> str:
    """Return the status a document had before the next version took its place."""
    path = f"document.{document.number}.status"
    moves = [line.patch[path] for line in case.log if path in line.patch]
    return str(next((old for old, new in reversed(moves) if new == "withdrawn"), "sent"))


def _before_the_call(case: CaseState, deed: Deed) -> list[Effect]:
    """Let the plan go back to the state it was called from, when nothing more has been done."""
    if state_in(case, deed.flow, PLAN_TRACK) != CALLED:
        return []
    moves = (line.patch for line in case.log if line.code == "send_call")
    was = [_state_before(patch) for patch in moves if {"state", "facts.tracks"} & set(patch)]
    return [lambda now, _: placed(now, deed.flow, PLAN_TRACK, was[-1])] if was else []


def _state_before(patch: Mapping[str, Any]) -> str:
    if "state" in patch:
        return str(patch["state"][0])
    return str((patch["facts.tracks"][0] or {}).get(PLAN_TRACK, PREPARED))


def note_refusal(case: CaseState, deed: Deed) -> Changed:
    """Note that the person said no to a plan; a unit that refuses has not asked the person."""
    return fact(case, "sip_answer", "no") if deed.body["what"] == "declined" else (case, {})


def note_level(case: CaseState, deed: Deed) -> Changed:
    """Note how much structure the plan needs, when the document says so."""
    return fact(case, "level", deed.body["level"]) if deed.body.get("level") else (case, {})


def offer_plan(case: CaseState, deed: Deed) -> Changed:
    """Note which unit is asked to hold the plan together; who has said yes before waits no more."""
    case, patch = fact(case, AHEAD, None)
    case, more = fact(case, "handed_to", deed.body["to"])
    return case, {**patch, **more}


def take_over(case: CaseState, deed: Deed) -> Changed:
    """Let the unit that says yes hold the plan together from the day that is said.

    Asked is nobody any more. A day ahead is waited for: until then nothing moves.
    """
    patch: documents.Patch = {}
    paper = latest(case, "hand_over")
    if paper is not None:
        case, patch = documents.acknowledge(case, paper, flow=deed.flow, party=deed.actor)
    case, asked = fact(case, "handed_to", None)
    if deed.body["answer"] != "yes":
        return case, {**patch, **asked}
    day = paper.body.get("from_day") if paper else None
    if day is None or day * MINUTES_PER_DAY <= case.now:
        case, more = fact(case, "coordinator", deed.actor)
        return case, {**patch, **asked, **more}
    case, more = fact(case, AHEAD, {"party": deed.actor, "day": day})
    timer = Timer(day * MINUTES_PER_DAY, HAND_OVER, HAND_OVER, {}, "pending")
    return replace(case, timers=(*case.timers, timer)), {**patch, **asked, **more}


def move_plan(case: CaseState) -> Changed:
    """Let the unit that has said yes take over, when its day has come and the consent covers it."""
    ahead = case.facts.get(AHEAD) or {}
    if not ahead or ahead["day"] * MINUTES_PER_DAY > case.now:
        return case, {}
    case, patch = fact(case, AHEAD, None)
    if not consent.may_receive(case, ahead["party"]):
        return case, patch
    case, more = fact(case, "coordinator", ahead["party"])
    return case, {**patch, **more}


PLAN: dict[str, Effect] = {
    "narrow_consent": narrow_consent,
    "cancel_call": cancel_call,
    "call_off": call_off,
    "note_refusal": note_refusal,
    "note_level": note_level,
    "offer_plan": offer_plan,
    "take_over": take_over,
}
