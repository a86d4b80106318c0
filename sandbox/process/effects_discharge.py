"""What the discharge's actions do besides moving the case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from sandbox.process import documents
from sandbox.process.doing import Changed, Deed, Effect, fact
from sandbox.process.fills import sharing
from sandbox.process.state import CaseState, Consent, Document, latest, minute_of

COLOURS = ("green", "yellow", "red")  # from the lightest to the heaviest
PLANNING = "planning"
LAWS = {"lpt": "lpt", "lrv": "lrv"}


def both(case: CaseState, deed: Deed, *effects: Effect) -> Changed:
    """Return the case after several effects, with one patch."""
    patch: dict[str, tuple[Any, Any]] = {}
    for effect in effects:
        case, more = effect(case, deed)
        for path, (old, new) in more.items():
            patch[path] = (patch[path][0] if path in patch else old, new)
    return case, patch


def noting(key: str, value: Any) -> Effect:
    """Return an effect that notes one fact."""
    return lambda case, _deed: fact(case, key, value)


def note_admission(case: CaseState, deed: Deed) -> Changed:
    """Note when the person was admitted, under which law, who pays, and who may be told."""
    body = deed.body
    more = [noting("admitted_at", case.facts.get("admitted_at", case.now)), note_estimated_day]
    if body.get("law"):
        more.append(noting("compulsory", LAWS.get(body["law"])))
    more += [noting(key, body[key]) for key in ("payer", "named_units") if body.get(key)]
    return both(case, deed, *more)


def note_estimated_day(case: CaseState, deed: Deed) -> Changed:
    """Note the day the person is thought to go home, when the document says one."""
    if deed.body.get("estimated_day") is None:
        return case, {}
    return fact(case, "estimated_day", deed.body["estimated_day"])


def note_existing_sip(case: CaseState, _deed: Deed) -> Changed:
    """Note that the person has a plan already, which is to be followed up and not made anew."""
    existing = (case.facts.get("elsewhere") or {}).get("active_sip")
    return fact(case, "sip_to_follow_up", existing) if existing else (case, {})


def note_request_consent(case: CaseState, deed: Deed) -> Changed:
    """Keep the ground that a request of care rests on, when no consent is in force.

    It lets those who have part in the request know what is written in it; a plan needs its own yes.
    """
    in_force = bool(case.consents) and case.consents[-1].withdrawn_at is None
    if in_force or not deed.body.get("consent"):
        return case, {}
    given = Consent(
        given_by="person",
        receivers=frozenset((deed.actor, *deed.body.get("recipients", ()))),
        purposes=frozenset({"share_mapping"}),
        exceptions=frozenset(),
        basis="oral",
        given_at=case.now,
        ground=str(deed.body["consent"]),
        asked_by=deed.actor,
    )
    count = len(case.consents)
    return replace(case, consents=(*case.consents, given)), {"consents": (count, count + 1)}


def note_notice_answer(case: CaseState, deed: Deed) -> Changed:
    """Note who has refused the notice, or does not know the person and stays with nothing."""
    notice = latest(case, "admission_notice")
    number = notice.number if notice else 0
    refused = {**(case.facts.get("refused") or {})}
    unknown = [party for party in case.facts.get("unknown_at") or () if party != deed.actor]
    refused.pop(deed.actor, None)
    if deed.body["answer"] == "not_registered_here":
        refused[deed.actor] = number
    else:
        unknown.append(deed.actor)
    return both(case, deed, noting("refused", refused), noting("unknown_at", unknown))


def note_contact(case: CaseState, deed: Deed) -> Changed:
    """Note which unit has the fixed care contact; it coordinates the plan when nobody does yet."""
    case, patch = fact(case, "contact_party", deed.actor)
    case, more = fact(case, "coordinator", case.facts.get("coordinator") or deed.actor)
    return case, {**patch, **more}


def note_track(case: CaseState, _deed: Deed) -> Changed:
    """Note the heaviest of the colours the units have judged: green, yellow or red."""
    said = [
        one.body.get("track") for one in case.documents if one.kind == "planning" and one.stands
    ]
    heaviest = [colour for colour in COLOURS if colour in said]
    return fact(case, "colour", heaviest[-1]) if heaviest else (case, {})


def send_planning(case: CaseState, deed: Deed) -> Changed:
    """Send what the units have planned already to those whom the consent now lets read it.

    Where the profile sends plannings to nobody in particular nothing is sent.
    """
    kind = deed.flow.documents.get(PLANNING)
    patch: dict[str, tuple[Any, Any]] = {}
    if kind is None or not kind.addressed_by:
        return case, patch
    covered = sharing(case, {}, deed.flow)
    for one in case.documents:
        if one.kind != PLANNING or not one.stands:
            continue
        had = list(one.body.get(kind.addressed_by) or ())
        more = [party for party in covered if party != one.author and party not in had]
        if more:
            sent = replace(one, status="sent", body={**one.body, kind.addressed_by: [*had, *more]})
            case = documents.put(case, sent)
            patch[f"document.{one.number}.body"] = (one.body, sent.body)
            patch |= _changed_status(one, sent)
    return case, patch


def _changed_status(old: Document, new: Document) -> dict[str, tuple[Any, Any]]:
    if old.status == new.status:
        return {}
    return {f"document.{old.number}.status": (old.status, new.status)}


def note_sip_answer(case: CaseState, deed: Deed) -> Changed:
    """Note the need of a plan, the person's answer (yes, no or later), and where it is made."""
    body = deed.body
    more = [noting("sip_answer", body.get("answer") or None)]
    more += [noting("sip_need", body["need"])] if body.get("need") else []
    more += [noting("sip_moved", bool(body["in_open_care"]))] if "in_open_care" in body else []
    return both(case, deed, *more)


def note_ready(case: CaseState, _deed: Deed) -> Changed:
    """Note when the others were told that the person is ready to go home."""
    return fact(case, "ready_at", case.now)


def note_discharge(case: CaseState, deed: Deed) -> Changed:
    """Note when the person was discharged: the day and time that are written, and never ahead."""
    day, time = deed.body.get("day"), str(deed.body.get("time") or "0.00")
    gone = case.now if day is None else min(minute_of(day, time), case.now)
    return fact(case, "discharged_at", gone)


def note_end(case: CaseState, deed: Deed) -> Changed:
    """Note when the case ended, and where it stood, so that it can be opened there again."""
    return both(case, deed, noting("ended_at", case.now), noting("ended_from", case.state))


def reopen(case: CaseState, deed: Deed) -> Changed:
    """Let the case stand where it stood when it ended."""
    before = str(case.facts.get("ended_from") or "discharged")
    return both(case, deed, standing_at(before), noting("ended_at", None))


def standing_at(state: str) -> Effect:
    """Return an effect that lets the case's own track stand at a state."""

    def effect(case: CaseState, _deed: Deed) -> Changed:
        if case.state == state:
            return case, {}
        return replace(case, state=state), {"state": (case.state, state)}

    return effect


DISCHARGE: dict[str, Callable[[CaseState, Deed], Changed]] = {
    "note_admission": note_admission,
    "note_estimated_day": note_estimated_day,
    "note_existing_sip": note_existing_sip,
    "note_request_consent": note_request_consent,
    "note_notice_answer": note_notice_answer,
    "note_contact": note_contact,
    "note_track": note_track,
    "send_planning": send_planning,
    "note_sip_answer": note_sip_answer,
    "note_ready": note_ready,
    "note_discharge": note_discharge,
    "note_end": note_end,
    "reopen": reopen,
}
