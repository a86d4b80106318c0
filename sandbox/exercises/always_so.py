"""What must hold in every case of a county, whatever anybody does: said once, apart from the rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sandbox.exercises.roles import role_in
from sandbox.process import consent
from sandbox.process.engine import offers
from sandbox.process.flow import Flow
from sandbox.process.overlay import under
from sandbox.process.reading import load_flow, load_profile
from sandbox.process.state import CaseState, Document, Happening
from sandbox.process.tracks import role_on, state_in

ASKING = ("consent", "addressed")  # readers who read because the person has said yes
PLANNED = frozenset({"mapped", "called", "met", "planned", "active"})
SECRET_ENDS = frozenset({"consent_withdrawn", "protected_identity"})
GIVING = {"save_prepared_request", "send_care_request", "open_in_open_care"}
ACCESS = ("coordinator", "left", "joined", "members")  # facts that who may read depends on
Undo = Callable[[CaseState, Happening], CaseState]


@dataclass(frozen=True)
class Yes:
    """What the person has said yes to, as the documents themselves tell it."""

    receivers: frozenset[str]
    purposes: frozenset[str]
    limits: frozenset[tuple[str, str]] = frozenset()


def shown(case: CaseState) -> Flow:
    """Return the case's flow as its profile shows it."""
    return under(load_flow(case.flow), load_profile(case.profile))


def role_of(case: CaseState, party: str) -> str:
    """Return the role of a party in the case."""
    known = consent.parties(case).get(party, {})
    holder = str(case.facts.get("coordinator", ""))
    return role_in(load_flow(case.flow), known, code=party, coordinator=holder)


# ---------------------------------------------------------------- what one step does


def wrong_after(before: CaseState, after: CaseState, *, undo: Undo) -> Iterator[str]:
    """Yield what does not hold after something has happened in a case."""
    new = after.log[len(before.log) :]
    if after.log[: len(before.log)] != before.log:
        yield "en tidigare händelse har ändrats"
    if [one.seq for one in new] != list(range(len(before.log) + 1, len(after.log) + 1)):
        yield "händelserna är inte numrerade i följd"
    if after.now < before.now:
        yield "klockan har gått bakåt"
    yield from _timers(before, after)
    if not _same_papers(before, after):
        yield from _one_of_each(after)
    yield from _states(after)
    yield from _reversible(before, after, new, undo)
    yield from reads(before, after)


def wrong_refusal(before: CaseState, after: CaseState) -> Iterator[str]:
    """Yield what a refused attempt has changed beside the log."""
    if replace(after, log=before.log) != before:
        yield "ett nekat försök ändrade ärendet"
    extra = after.log[len(before.log) :]
    if len(extra) > 1 or any(one.code != "refused" or one.patch for one in extra):
        yield "ett nekat försök lämnade mer än en rad om det"


def _same_papers(before: CaseState, after: CaseState) -> bool:
    return before.documents is after.documents or before.documents == after.documents


def _one_of_each(case: CaseState) -> Iterator[str]:
    flow, seen = load_flow(case.flow), set[tuple[str, str]]()
    for one in case.documents:
        kind = flow.documents[one.kind]
        if not one.stands or kind.many:
            continue
        key = (one.kind, one.author if kind.own else "")
        if key in seen:
            yield f"två versioner av {one.kind} gäller samtidigt"
        seen.add(key)


def _timers(before: CaseState, after: CaseState) -> Iterator[str]:
    for old, new in zip(before.timers, after.timers, strict=False):
        if old.status != new.status and new.status == "fired" and new.due > after.now:
            yield f"{new.ref} kom före sin tid"
    for timer in after.timers:
        if timer.status == "pending" and timer.due < after.now:
            yield f"{timer.ref} väntar fast tiden har gått"


def _states(case: CaseState) -> Iterator[str]:
    flow = load_flow(case.flow)
    for track, rows in flow.tracks.items():
        if state_in(case, flow, track) not in rows.states:
            yield f"{track} står i ett tillstånd som inte finns"


def _reversible(
    before: CaseState, after: CaseState, new: tuple[Happening, ...], undo: Undo
) -> Iterator[str]:
    case = after
    for line in reversed(new):
        case = undo(case, line)
    for name, old, found in (
        ("tillståndet", before.state, case.state),
        ("dokumenten", before.documents, case.documents),
        ("samtyckena", before.consents, case.consents),
        ("fakta", _facts(before), _facts(case)),
        ("versionen", before.version, case.version),
    ):
        if old != found:
            yield f"{name} blir inte som förut när {new[-1].code if new else 'inget'} ångras"


def _facts(case: CaseState) -> dict[str, Any]:
    """The facts that are known: one noted as nothing is as one never noted."""
    return {key: value for key, value in case.facts.items() if value is not None}


# ---------------------------------------------------------------- who reads what


def said(case: CaseState) -> Yes | None:
    """Return what the person has said yes to, read out of the log and the documents alone."""
    papers = {one.number: one for one in case.documents}
    yes: Yes | None = None
    asked_by = ""  # has been with the plan without being named, and stays when it is handed over
    for line in case.log:
        body = papers[line.document].body if line.document in papers else {}
        if line.code == "record_consent":
            yes = None if consent.missing_yes(case, body) else _given(body)
            asked_by = line.actor
        elif line.code == "withdraw_consent":
            yes = None
        elif line.code == "note_withdrawal" and yes is not None:
            yes = _less(yes, body)
        elif line.code == "hand_over" and line.actor == asked_by and yes is not None:
            yes = replace(yes, receivers=yes.receivers | {line.actor})
        elif line.code in GIVING and "consents" in line.patch:
            named = frozenset((line.actor, *(body.get("recipients") or ())))
            yes = Yes(named, frozenset({"share_mapping"}))
    return yes


def _given(body: Mapping[str, Any]) -> Yes:
    rows = body.get("limits") or ()
    return Yes(
        frozenset(body["receivers"]) - frozenset(body["exceptions"]),
        frozenset(body["purposes"]),
        frozenset(
            (row["party"], row["heading"]) for row in rows if row["party"] and row["heading"]
        ),
    )


def _less(yes: Yes, body: Mapping[str, Any]) -> Yes | None:
    if body.get("extent") != "part":
        return None
    return replace(
        yes,
        receivers=yes.receivers - frozenset(body.get("receivers") or ()),
        purposes=yes.purposes - frozenset(body.get("purposes") or ()),
    )


def reads(before: CaseState, after: CaseState) -> Iterator[str]:
    """Yield every reading that the person's yes does not cover.

    When nothing has changed in who may read, only the new documents are asked about.
    """
    if before.consents == after.consents and all(
        before.facts.get(key) == after.facts.get(key) for key in ACCESS
    ):
        if _same_papers(before, after):
            return
        known = {one.number for one in before.documents}
        papers = [one for one in after.documents if one.number not in known]
    else:
        papers = list(after.documents)
    if papers:
        yield from _reads(after, papers, said(after))


def _reads(case: CaseState, papers: Iterable[Document], yes: Yes | None) -> Iterator[str]:
    flow = shown(case)
    for party, known in consent.parties(case).items():
        role = role_of(case, party)
        held = [h for who, h in yes.limits if who == party] if yes else []
        for document in papers:
            if document.author == party:
                continue
            if not consent.may_read(case, role, document, flow=flow, party=party):
                continue
            if _needs_yes(case, flow, document, role, party) and not _covered(
                case, flow, document, party, yes, known
            ):
                yield f"{party} läser {document.kind} utan samtycke"
            yield from _withheld(case, document, party, held)


def _needs_yes(case: CaseState, flow: Flow, document: Document, role: str, party: str) -> bool:
    kind = flow.documents[document.kind]
    as_ = role_on(case, flow, kind.track, role=role, actor=party)
    return kind.readers.get(as_, "never") in ASKING


def _covered(
    case: CaseState,
    flow: Flow,
    document: Document,
    party: str,
    yes: Yes | None,
    known: Mapping[str, Any],
) -> bool:
    if yes is None:
        return False
    scope = flow.documents[document.kind].scope
    if scope and scope not in yes.purposes:
        return False
    free = party == case.facts.get("coordinator") or known.get("kind") == "person"
    return free or party in yes.receivers


def _withheld(
    case: CaseState, document: Document, party: str, headings: Iterable[str]
) -> Iterator[str]:
    body = consent.body_for(case, party, document)
    if document.kind == "closing" and role_of(case, party) != "person":
        holder = party == case.facts.get("coordinator")
        if not holder and body.get("reason") in SECRET_ENDS:
            yield f"{party} läser varför planen tog slut"
    # The form of the consent says itself what is kept from whom; it is no reading of it.
    text = repr(body) if headings and document.kind != "consent" else ""
    for heading in headings:
        if f"[{heading}]" in text or f"'heading': '{heading}'" in text:
            yield f"{party} läser om {heading} i {document.kind} fast personen undantagit det"


# ---------------------------------------------------------------- the whole person


def plans(cases: Iterable[CaseState]) -> int:
    """Return in how many of a person's cases a plan is being made or followed."""
    return sum(_plan(case) in PLANNED for case in cases)


def _plan(case: CaseState) -> str:
    flow = load_flow(case.flow)
    return state_in(case, flow, "sip") if "sip" in flow.tracks else ""


def has_way_out(case: CaseState, parties: Iterable[str]) -> bool:
    """Return whether somebody can do something, or something comes by itself; a last state needs none."""
    flow = load_flow(case.flow)
    if flow.states[case.state].final or any(one.status == "pending" for one in case.timers):
        return True
    return any(
        offer.enabled
        for party in parties
        for offer in offers(
            case,
            role=role_of(case, party),
            flow=flow,
            profile=load_profile(case.profile),
            actor=party,
        )
        if offer.action in shown(case).actions and _leads_on(case, offer.action)
    )


def _leads_on(case: CaseState, action: str) -> bool:
    row = shown(case).actions[action]
    return row.track != case.flow or case.state in row.moves
