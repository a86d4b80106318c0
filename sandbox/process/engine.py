"""Offers and transitions: what a role may do now and why not, and the case after it is done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from sandbox.process import consent, documents
from sandbox.process.effects import EFFECTS, Deed
from sandbox.process.fields import Cleaner
from sandbox.process.fills import filled
from sandbox.process.flow import Action, Flow, Guests, Profile, source_text
from sandbox.process.guards import GUARDS, Attempt
from sandbox.process.overlay import under
from sandbox.process.state import CaseState, Happening, day_of, latest
from sandbox.process.tracks import moved

SENT_ALREADY = (
    "Ni har redan skrivit precis så här, och det står kvar. Skicka en gång till bara om det behövs."
)
KEPT = 4096  # rows that have refused somebody: the flows of all profiles hold fewer


@dataclass(frozen=True)
class Reason:
    """Why something cannot be done: a Swedish sentence, its source, and the row that says so.

    `field` is where the answer lies, and `mended_by` the action that has to come first.
    """

    text: str
    source: str
    rule_id: str
    field: str = ""
    mended_by: str = ""

    @property
    def only_a_field(self) -> bool:
        """Whether a value could not be kept, which no rule of the work has anything to say on."""
        return self.rule_id.startswith("field.")


@dataclass(frozen=True)
class Offer:
    """An action as one role meets it now."""

    action: str
    label: str
    opening: str
    enabled: bool
    reasons: tuple[Reason, ...]


class Refused(Exception):
    """The action was not done; `reasons` say why, in Swedish, with sources."""

    def __init__(self, reasons: tuple[Reason, ...]) -> None:
        super().__init__(" ".join(reason.text for reason in reasons))
        self.reasons = reasons


def offers(
    case: CaseState, *, role: str, flow: Flow, profile: Profile, actor: str = ""
) -> tuple[Offer, ...]:
    """Return every action of the flow with whether the role may do it now, and why not."""
    shown = under(flow, profile)
    attempt = Attempt(case=case, role=role, actor=actor or role, body=None, flow=shown)
    found = []
    for action in shown.actions.values():
        reasons = _hindrances(action, attempt)
        opening = action.again if _stands(action, attempt) else action.opening
        found.append(Offer(action.code, action.label, opening, not reasons, reasons))
    return tuple(found)


def _stands(row: Action, attempt: Attempt) -> bool:
    """Whether the form changes what stands; after the meeting a call is to the next one."""
    kind = attempt.flow.documents.get(row.document)
    if not row.again or kind is None:
        return False
    before = latest(attempt.case, kind.kind, attempt.actor if kind.own else "")
    meeting = latest(attempt.case, "meeting") if kind.kind == documents.CALL else None
    return before is not None and (meeting is None or meeting.number < before.number)


def why_not(
    case: CaseState, *, action: str, role: str, flow: Flow, profile: Profile, actor: str = ""
) -> tuple[Reason, ...]:
    """Return why the role may not do one action now, as `offers` would say; nothing when it may."""
    return _whatever_is_written(under(flow, profile), action, role, case, actor)


def transition(  # noqa: PLR0913 - one keyword per question the rules ask
    case: CaseState,
    *,
    action: str,
    role: str,
    actor_kind: str,
    body: Mapping[str, Any] | None,
    flow: Flow,
    profile: Profile,
    actor: str = "",
) -> CaseState:
    """Return the case after the action, with its line in the log; pure.

    `actor` names the party that acts when it is not the role itself. Raises Refused.
    """
    attempt, row = _attempted(case, action, role, actor, body, under(flow, profile))
    return _carry_out(row, attempt, actor_kind)


@dataclass(frozen=True)
class Foreseen:
    """What a deed would leave a warning of: why, its source, the field, and whom it is about."""

    text: str
    source: str
    field: str
    parties: tuple[str, ...]


def foreseen(  # noqa: PLR0913 - one keyword per question the rules ask
    case: CaseState,
    *,
    action: str,
    role: str,
    body: Mapping[str, Any] | None,
    flow: Flow,
    profile: Profile,
    actor: str = "",
) -> tuple[Foreseen, ...]:
    """Return the warnings the action would leave in the log, and whether it says something new.

    None for what would be refused.
    """
    try:
        attempt, row = _attempted(case, action, role, actor, body, under(flow, profile))
    except Refused:
        return ()
    sources = attempt.flow.sources
    again = (Foreseen(SENT_ALREADY, "", "", ()),) if _says_nothing_new(row, attempt) else ()
    return again + tuple(
        Foreseen(
            text=GUARDS[name].text,
            source=source_text(tuple(sources[code] for code in GUARDS[name].sources)),
            field=GUARDS[name].field,
            parties=tuple(GUARDS[name].about(attempt)),
        )
        for name in row.warns
        if not GUARDS[name].test(attempt)
    )


def _says_nothing_new(row: Action, attempt: Attempt) -> bool:
    """Whether the unit's last document of the kind, which still stands, says just the same."""
    before = latest(attempt.case, row.document, attempt.actor) if row.document else None
    return before is not None and before.body == attempt.body


def _attempted(
    case: CaseState,
    action: str,
    role: str,
    actor: str,
    body: Mapping[str, Any] | None,
    shown: Flow,
) -> tuple[Attempt, Action]:
    """Return the attempt with its body cleaned and filled, and its row. Raises Refused."""
    if reasons := _whatever_is_written(shown, action, role, case, actor):
        raise Refused(reasons)
    row = shown.actions[action]
    cleaned = _clean(case, row, shown, body)
    if row.document:
        kind = shown.documents[row.document]
        cleaned = filled(case, kind, cleaned, flow=shown, actor=actor or role)
    attempt = Attempt(case=case, role=role, actor=actor or role, body=cleaned, flow=shown)
    reasons = _guarded(row, row.guards, attempt)
    if reasons:
        raise Refused(reasons)
    return attempt, row


def exceeds_consent(case: CaseState, body: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the receivers in the body whom the consent in force does not cover."""
    return consent.outside(case, body.get("recipients", ()))


def refusal_event(
    case: CaseState,
    *,
    action: str,
    role: str,
    actor_kind: str,
    reasons: tuple[Reason, ...],
    actor: str = "",
) -> Happening:
    """Return the log line of a refused attempt: what was tried, and the rows that refused it.

    `actor` names the party that tried when it is not the role itself.
    """
    return Happening(
        seq=len(case.log) + 1,
        code="refused",
        actor=actor or role,
        actor_kind=actor_kind,
        at=case.now,
        document=None,
        patch={},
        data={"action": action, "rules": [reason.rule_id for reason in reasons]},
    )


def noted(case: CaseState, happening: Happening) -> CaseState:
    """Return the case with one more line in its log."""
    return replace(case, log=(*case.log, happening))


def _whatever_is_written(
    shown: Flow, action: str, role: str, case: CaseState, actor: str
) -> tuple[Reason, ...]:
    row = shown.actions.get(action)
    if row is None:
        return (Reason("Den handlingen finns inte här.", "", f"{shown.name}.{action}"),)
    attempt = Attempt(case=case, role=role, actor=actor or role, body=None, flow=shown)
    return _hindrances(row, attempt)


def _hindrances(action: Action, attempt: Attempt) -> tuple[Reason, ...]:
    flow, code = attempt.flow, action.code
    if attempt.role not in action.roles and attempt.acts_as[action.track] not in action.roles:
        return (_of_others(flow, code),)
    if attempt.stands_at[action.track] not in action.from_states:
        return (_not_now(flow, code, attempt.stands_at[action.track]),)
    if flow.guests and code not in flow.guests.may and attempt.is_guest:
        return (_of_guests(flow.guests, action.track, code),)
    return _guarded(action, action.guards, attempt)


# What a row says when it refuses is the same for every case of the flow: it is put together once.


@lru_cache(maxsize=KEPT)
def _of_others(flow: Flow, code: str) -> Reason:
    row = flow.actions[code]
    return Reason(row.refused, source_text(row.sources), f"{row.track}.{code}.roles")


@lru_cache(maxsize=KEPT)
def _not_now(flow: Flow, code: str, now: str) -> Reason:
    row = flow.actions[code]
    track = flow.tracks[row.track]
    first, state = track.states[row.from_states[0]], track.states[now]
    said = track.not_now.format(first=first.label, now=state.label)
    text = track.closed if state.final else said
    return Reason(text, source_text(row.sources), f"{row.track}.{code}.from")


@lru_cache(maxsize=KEPT)
def _of_guests(row: Guests, track: str, code: str) -> Reason:
    return Reason(row.refused, source_text(row.sources), f"{track}.{code}.guests")


@lru_cache(maxsize=KEPT)
def _unmet(flow: Flow, code: str, name: str) -> Reason:
    row, guard = flow.actions[code], GUARDS[name]
    source = source_text(tuple(flow.sources[cited] for cited in guard.sources))
    rule_id = f"{row.track}.{code}.{name}"
    return Reason(guard.text, source, rule_id, guard.field, guard.mended_by)


def _guarded(action: Action, names: tuple[str, ...], attempt: Attempt) -> tuple[Reason, ...]:
    return tuple(
        _unmet(attempt.flow, action.code, name) for name in names if not GUARDS[name].test(attempt)
    )


def _clean(
    case: CaseState, row: Action, shown: Flow, body: Mapping[str, Any] | None
) -> dict[str, Any]:
    if not row.document:
        return dict(body or {})
    kind = shown.documents[row.document]
    cleaner = Cleaner(parties=consent.parties(case), today=day_of(case.now))
    cleaned, problems = cleaner.body(kind.fields, body or {}, kind.kind)
    if problems:
        source = source_text(kind.sources)
        raise Refused(
            tuple(
                Reason(problem.text, source, f"field.{problem.field}", problem.field)
                for problem in problems
            )
        )
    return cleaned


def _carry_out(row: Action, attempt: Attempt, actor_kind: str) -> CaseState:
    case, body = attempt.case, attempt.body or {}
    number = _about(row, attempt)
    patch: documents.Patch = {}
    if row.document:
        kind = attempt.flow.documents[row.document]
        case, document, patch = documents.send(case, kind=kind, author=attempt.actor, body=body)
        number = document.number
    deed = Deed(attempt.actor, body, attempt.flow)
    for name in row.effects:
        case, more = EFFECTS[name](case, deed)
        patch.update(more)
    stays = not all(GUARDS[name].test(attempt) for name in row.moves_when)
    case, move = (case, {}) if stays else moved(case, attempt.flow, row)
    line = Happening(
        seq=len(case.log) + 1,
        code=row.code,
        actor=attempt.actor,
        actor_kind=actor_kind,
        at=case.now,
        document=number,
        patch={**patch, **move},
        data={key: body[key] for key in ("document",) if row.document and key in body},
    )
    case = replace(noted(case, line), version=case.version + 1)
    return _warned(row, attempt, case, line)


def _about(row: Action, attempt: Attempt) -> int | None:
    """Return the number of the document that is acknowledged, if any is."""
    found = None
    if "acknowledge_call" in row.effects:
        found = latest(attempt.case, "call")
    elif "acknowledge_document" in row.effects:
        found = documents.asked_about(
            attempt.case, flow=attempt.flow, party=attempt.actor, body=attempt.body
        )
    return found.number if found else None


def _warned(row: Action, attempt: Attempt, case: CaseState, line: Happening) -> CaseState:
    for name in row.warns:
        warning = GUARDS[name]
        if warning.test(attempt):
            continue
        data = {"parties": list(warning.about(attempt))}
        event = replace(line, seq=len(case.log) + 1, code=warning.logs, patch={}, data=data)
        case = noted(case, event)
    return case
