"""Consent as an object that every read and every send asks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from sandbox.process.flow import DocumentKind, Flow
from sandbox.process.state import SHARED, CaseState, Consent, Document, latest, shared_step
from sandbox.process.tracks import role_on

GUARDIANS = ("guardian_1", "guardian_2")
OTHERS = "others_measures"  # the purpose that lets a plan hold what others than the two do
QUIET = frozenset({"consent_withdrawn", "protected_identity"})  # why a plan ended is not told
# Where a document names measures in their own words: its rows under this key, in their `what`.
_NAMING = {"measure_follow_up": "measures", "follow_up": "documentation"}
# What lets units share what they know is not always a yes to a plan: that is the person's to say.
PLAN_GROUNDS = frozenset({"consent", "lacks_capacity"})


def current(case: CaseState) -> Consent | None:
    """Return the consent in force: the last one recorded, unless withdrawn or not complete."""
    last = case.consents[-1] if case.consents else None
    if last is None or last.withdrawn_at is not None or not last.complete:
        return None
    return last


def withdrawn(case: CaseState) -> bool:
    """Return whether there was a consent, and the person has taken it back as a whole."""
    return bool(case.consents) and case.consents[-1].withdrawn_at is not None


def covers_plan(case: CaseState) -> bool:
    """Return whether the person has said yes to the plan being made (L1, L2)."""
    consent = current(case)
    return (
        consent is not None and "make_plan" in consent.purposes and consent.ground in PLAN_GROUNDS
    )


def written(case: CaseState, body: Mapping[str, Any], *, asked_by: str) -> Consent:
    """Return the consent that a cleaned body of the consent form says was given now."""
    purposes = set(body["purposes"])
    if body.get("others_measures"):
        purposes.add(OTHERS)
    return Consent(
        given_by=body.get("given_by") or "",
        receivers=frozenset(body["receivers"]),
        purposes=frozenset(purposes),
        exceptions=frozenset(body["exceptions"]),
        basis=body["basis"],
        given_at=case.now,
        limits=frozenset(
            (row["party"], row["heading"])
            for row in body.get("limits", ())
            if row["party"] and row["heading"]
        ),
        ground=body.get("ground") or "consent",
        complete=not missing_yes(case, body),
        asked_by=asked_by,
    )


def missing_yes(case: CaseState, body: Mapping[str, Any]) -> tuple[str, ...]:
    """Return whose yes is still missing, as codes of the form's givers; none when it does not ask.

    An adult answers alone. Two guardians answer together (föräldrabalken 6:11, 6:13), unless one is
    hindered and it cannot wait, or the social welfare board has decided (6:13, 6:13 a).
    """
    if "givers" not in body or (body.get("ground") or "consent") != "consent":
        return ()
    answers = {row["giver"]: row["answer"] for row in body["givers"] if row.get("giver")}
    person: Mapping[str, Any] = case.facts.get("person") or {}
    needed = ["person"]
    if person.get("minor"):
        needed = list(GUARDIANS[: max(1, len(person.get("guardians") or ()))])
    missing = tuple(one for one in needed if answers.get(one) != "yes")
    excused = _excused(answers, missing, body.get("guardian_exception") or "")
    return () if len(missing) == 1 < len(needed) and excused else missing


def _excused(answers: Mapping[str, str], missing: tuple[str, ...], exception: str) -> bool:
    if exception == "hindered":
        return [answers.get(one) for one in missing] == ["hindered"]
    return exception == "board"


def narrowed(case: CaseState, body: Mapping[str, Any]) -> Consent:
    """Return the consent in force without the receivers and purposes taken back now.

    What was removed is an exception from now on. Raises ValueError when none is in force.
    """
    consent = current(case)
    if consent is None:
        raise ValueError("No consent is in force.")
    gone = frozenset(body.get("receivers") or ())
    return replace(
        consent,
        receivers=consent.receivers - gone,
        exceptions=consent.exceptions | gone,
        purposes=consent.purposes - frozenset(body.get("purposes") or ()),
        given_at=case.now,
    )


def parties(case: CaseState) -> Mapping[str, Mapping[str, Any]]:
    """Return the case's parties by code."""
    found: Mapping[str, Mapping[str, Any]] = case.facts.get("parties", {})
    return found


def may_receive(case: CaseState, party: str) -> bool:
    """Return whether anything about the person may be sent to the party.

    The person and the coordinating unit always may; others only inside the consent in force,
    and never when the person has excepted them (L11).
    """
    if party == case.facts.get("coordinator"):
        return True
    if parties(case).get(party, {}).get("kind") == "person":
        return True
    consent = current(case)
    if consent is None:
        return False
    covered = party in consent.receivers or _held_on(case, party, consent)
    return covered and party not in consent.exceptions


def _held_on(case: CaseState, party: str, consent: Consent) -> bool:
    """Return whether the unit asked for this consent itself, and has handed the plan over since.

    It was with the plan without being named, as whoever holds it is, and has measures of its own.
    """
    if consent.asked_by != party:
        return False
    asked, handed = latest(case, "consent", party), latest(case, "hand_over", party)
    return asked is not None and handed is not None and handed.number > asked.number


def outside(case: CaseState, receivers: Iterable[str]) -> tuple[str, ...]:
    """Return those of the receivers whom the consent does not cover, in the order given."""
    return tuple(party for party in receivers if not may_receive(case, party))


def addressed(document: Document, *, flow: Flow) -> tuple[str, ...]:
    """Return the parties the document is addressed to, in the order they are named."""
    kind = flow.documents.get(document.kind)
    named = document.body.get((kind.addressed_by if kind else "") or "recipients") or ()
    return (named,) if isinstance(named, str) else tuple(named)


def may_read(
    case: CaseState, role: str, document: Document, *, flow: Flow, party: str = ""
) -> bool:
    """Return whether a role (for a unit or reader: with its party code) may read the document."""
    kind = flow.documents.get(document.kind)
    if kind is None or document.status == "draft":
        return kind is not None and document.author in (role, party)
    as_ = role_on(case, flow, kind.track, role=role, actor=party)
    rule = kind.readers.get(as_, "never")
    if rule == "never" or out_of_time(case, party, document):
        return False
    if rule == "always":
        own = document.author == party or role != "ward"
        if own or not is_other_ward(case, party or role):
            return True
        rule = "notified"
    if rule == "notified":
        return party in addressed(document, flow=flow) or forwarded(case, document, party)
    if rule == "told":
        return told(case, party)
    if document.author == party:
        return True
    return _covered(case, party, kind) and (
        rule != "addressed" or party in addressed(document, flow=flow)
    )


def _covered(case: CaseState, party: str, kind: DocumentKind) -> bool:
    consent = current(case)
    if consent is None or not may_receive(case, party):
        return False
    return not kind.scope or kind.scope in consent.purposes


def is_other_ward(case: CaseState, party: str) -> bool:
    """Return whether another ward has admitted the person: a message alone makes no party of one.

    A ward that has been added, or has taken the admitting ward's place, is not another.
    """
    admission = latest(case, "admission")
    here = case.facts.get("members") or ()
    return admission is not None and party != admission.author and party not in here


def out_of_time(case: CaseState, party: str, document: Document) -> bool:
    """Return whether the document is from before the party came into the case, or after it left.

    Whoever came later sees what holds from then on, not what had been replaced already.
    """
    sent = document.sent_at or 0
    left, joined = case.facts.get("left") or {}, case.facts.get("joined") or {}
    if party in left and sent >= left[party]:
        return True
    return party in joined and document.status == "withdrawn" and sent < joined[party]


def forwarded(case: CaseState, document: Document, party: str) -> bool:
    """Return whether somebody has sent the document on to the party in a message that stands."""
    return any(
        one.body.get("forwards") == document.number and party in one.body.get("recipients", ())
        for one in case.documents
        if one.kind == "message" and one.stands
    )


def told(case: CaseState, party: str) -> bool:
    """Return whether the party has been with the plan, and so is told that it has ended."""
    return any(
        party in one.receivers or _held_on(case, party, one) for one in case.consents
    ) or any(
        party in (document.body.get("recipients") or ())
        for document in case.documents
        if document.kind == "call" and document.status != "draft"
    )


def body_for(case: CaseState, party: str, document: Document) -> Mapping[str, Any]:
    """Return the body as the party may read it: without what the person has kept from it.

    Headings that the consent in force withholds (`limits`) are left out of the mapping and of
    goals and measures, for everybody but the author. Of a closing, whoever only may know that the
    plan has ended reads nothing more. Whether the party may read it at all is `may_read`'s to say.
    """
    if document.author == party:
        return document.body
    if document.kind == "closing":
        return (
            document.body if _may_know_why(case, party, document) else _only_told(party, document)
        )
    consent = current(case)
    withheld = {heading for who, heading in consent.limits if who == party} if consent else set()
    if not withheld:
        return document.body
    if document.kind in _NAMING:
        return _not_named(case, document, withheld)
    return _left_of(case, document, withheld)


def _left_of(case: CaseState, document: Document, withheld: Iterable[str]) -> Mapping[str, Any]:
    """Return the body without what stands under the headings, its own or a sub-goal's it names.

    A unit's measure for one of the coordinator's sub-goals is kept back with it, also when the
    measure has no heading itself; the others follow their sub-goals, as the reader counts them.
    """
    left = dict(without(document.body, withheld))
    goals = latest(case, "goals")
    if document.kind != "contribution" or goals is None:
        return left
    away, steps = frozenset(withheld), _rows(goals.body, "subgoals")
    known = [number for number, row in enumerate(steps) if row.get("heading") not in away]
    new = {old: SHARED + index for index, old in enumerate(known)}
    kept = []
    for row in _rows(left, "measures"):
        number = shared_step(row, document.body)
        if number is None or number >= len(steps):
            kept.append(row)
        elif number in new:
            kept.append({**row, "subgoal": new[number]})
    return {**left, "measures": kept}


def _not_named(case: CaseState, document: Document, withheld: Iterable[str]) -> Mapping[str, Any]:
    """Return a body without what it says of measures that the headings withhold.

    It names the measures in their own words, and says nothing of headings.
    """
    away = set[str]()
    for one in case.documents:
        if one.kind in ("goals", "contribution"):
            left = _left_of(case, one, withheld)
            away |= _measures(one.body) - _measures(left)
    key = _NAMING[document.kind]
    kept = [row for row in _rows(document.body, key) if _plain(row.get("what")) not in away]
    return {**document.body, key: kept}


def _measures(body: Mapping[str, Any]) -> set[str]:
    return {
        _plain(row.get("text"))
        for key in ("measures", "own_measures", "others")
        for row in _rows(body, key)
    }


def _plain(text: Any) -> str:
    return " ".join(str(text or "").casefold().split())


def _rows(body: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    """Return the rows under a key; of what is written as one text there are none."""
    found = body.get(key)
    rows = found if isinstance(found, list | tuple) else ()
    return [row for row in rows if isinstance(row, Mapping)]


def _only_told(party: str, document: Document) -> Mapping[str, Any]:
    """What is left of a closing for whoever only may know that the plan has ended."""
    return {"recipients": [party]} if party in (document.body.get("recipients") or ()) else {}


def _may_know_why(case: CaseState, party: str, document: Document) -> bool:
    if party == case.facts.get("coordinator") or parties(case).get(party, {}).get("kind") in (
        None,
        "person",
    ):
        return True
    return may_receive(case, party) and document.body.get("reason") not in QUIET


def without(body: Mapping[str, Any], withheld: Iterable[str]) -> Mapping[str, Any]:
    """Return the body without rows under the headings, and without measures for such subgoals."""
    away = frozenset(withheld)
    left, new = dict(body), dict[int, int]()
    for key in ("areas", "subgoals", "measures", "own_measures", "others"):
        rows = _rows(body, key)
        if not rows:
            continue
        kept = [index for index, row in enumerate(rows) if row.get("heading") not in away]
        if key == "subgoals":
            new = {old: index for index, old in enumerate(kept)}
        left[key] = [rows[index] for index in kept]
    if len(new) == len(_rows(body, "subgoals")):
        return left
    for key in ("measures", "own_measures", "others"):
        rows = _rows(left, key)
        if rows:
            left[key] = [
                _renumbered(row, new)
                for row in rows
                if row.get("subgoal") in (None, *new) or row["subgoal"] >= SHARED
            ]
    return left


def _renumbered(row: Mapping[str, Any], new: Mapping[int, int]) -> Mapping[str, Any]:
    number = row.get("subgoal")
    return {**row, "subgoal": new[number]} if isinstance(number, int) and number in new else row
