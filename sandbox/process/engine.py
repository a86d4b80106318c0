"""Offers and transitions: what a role may do now and why not, and the case after it is done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sandbox.process import consent, documents
from sandbox.process.effects import EFFECTS
from sandbox.process.fields import Cleaner
from sandbox.process.flow import Action, Flow, Profile, source_text
from sandbox.process.guards import GUARDS, Attempt
from sandbox.process.overlay import under
from sandbox.process.state import CaseState, Happening, latest


@dataclass(frozen=True)
class Reason:
    """Why something cannot be done: a Swedish sentence, its source, and the row that says so."""

    text: str
    source: str
    rule_id: str
    field: str = ""

    @property
    def only_a_field(self) -> bool:
        """Whether a value could not be kept, which no rule of the work has anything to say on."""
        return self.rule_id.startswith("field.")


@dataclass(frozen=True)
class Offer:
    """An action as one role meets it now."""

    action: str
    label: str
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
    found = []
    for action in shown.actions.values():
        attempt = Attempt(case=case, role=role, actor=actor or role, body=None, flow=shown)
        reasons = _hindrances(action, attempt)
        found.append(Offer(action.code, action.label, not reasons, reasons))
    return tuple(found)


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
    shown = under(flow, profile)
    row = _row(shown, action, role, case, actor)
    cleaned = _clean(case, row, shown, body)
    attempt = Attempt(case=case, role=role, actor=actor or role, body=cleaned, flow=shown)
    reasons = _guarded(row, row.guards, attempt)
    if reasons:
        raise Refused(reasons)
    return _carry_out(row, attempt, actor_kind)


def exceeds_consent(case: CaseState, body: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the receivers in the body whom the consent in force does not cover."""
    return consent.outside(case, body.get("recipients", ()))


def refusal_event(
    case: CaseState, *, action: str, role: str, actor_kind: str, reasons: tuple[Reason, ...]
) -> Happening:
    """Return the log line of a refused attempt: what was tried, and the rows that refused it."""
    return Happening(
        seq=len(case.log) + 1,
        code="refused",
        actor=role,
        actor_kind=actor_kind,
        at=case.now,
        document=None,
        patch={},
        data={"action": action, "rules": [reason.rule_id for reason in reasons]},
    )


def noted(case: CaseState, happening: Happening) -> CaseState:
    """Return the case with one more line in its log."""
    return replace(case, log=(*case.log, happening))


def _row(shown: Flow, action: str, role: str, case: CaseState, actor: str) -> Action:
    row = shown.actions.get(action)
    if row is None:
        text = "Den handlingen finns inte här."
        raise Refused((Reason(text, "", f"{shown.name}.{action}"),))
    attempt = Attempt(case=case, role=role, actor=actor or role, body=None, flow=shown)
    reasons = _hindrances(row, attempt)
    if reasons:
        raise Refused(reasons)
    return row


def _hindrances(action: Action, attempt: Attempt) -> tuple[Reason, ...]:
    rule = f"{attempt.flow.name}.{action.code}"
    source = source_text(action.sources)
    if attempt.role not in action.roles:
        return (Reason(action.refused, source, f"{rule}.roles"),)
    if attempt.case.state not in action.from_states:
        return (Reason(_not_now(action, attempt), source, f"{rule}.from"),)
    return _guarded(action, action.guards, attempt)


def _not_now(action: Action, attempt: Attempt) -> str:
    state = attempt.flow.states[attempt.case.state]
    if state.final:
        return "Planen är avslutad och går bara att läsa."
    first = attempt.flow.states[action.from_states[0]].label
    return f"Det här går att göra när ärendet är: {first}. Nu är det: {state.label}."


def _guarded(action: Action, names: tuple[str, ...], attempt: Attempt) -> tuple[Reason, ...]:
    sources = attempt.flow.sources
    return tuple(
        Reason(
            text=GUARDS[name].text,
            source=source_text(tuple(sources[code] for code in GUARDS[name].sources)),
            rule_id=f"{attempt.flow.name}.{action.code}.{name}",
            field=GUARDS[name].field,
        )
        for name in names
        if not GUARDS[name].test(attempt)
    )


def _clean(
    case: CaseState, row: Action, shown: Flow, body: Mapping[str, Any] | None
) -> dict[str, Any]:
    if not row.document:
        return dict(body or {})
    kind = shown.documents[row.document]
    cleaner = Cleaner(parties=consent.parties(case))
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
    number: int | None = None
    patch: documents.Patch = {}
    if row.document:
        case, document, patch = documents.send(
            case, kind=row.document, author=attempt.actor, body=body
        )
        number = document.number
    for name in row.effects:
        case, more = EFFECTS[name](case, attempt.actor, body)
        patch.update(more)
    target = row.moves.get(case.state, case.state)
    if target != case.state:
        patch["state"] = (case.state, target)
    if number is None and row.code == "acknowledge_call":
        call = latest(case, "call")
        number = call.number if call else None
    line = Happening(
        seq=len(case.log) + 1,
        code=row.code,
        actor=attempt.actor,
        actor_kind=actor_kind,
        at=case.now,
        document=number,
        patch=patch,
        data={},
    )
    case = replace(noted(case, line), state=target, version=case.version + 1)
    return _warned(row, attempt, case, line)


def _warned(row: Action, attempt: Attempt, case: CaseState, line: Happening) -> CaseState:
    over = exceeds_consent(attempt.case, attempt.body or {})
    if "recipients_covered" not in row.warns or not over:
        return case
    event = replace(
        line, seq=line.seq + 1, code="consent_exceeded", patch={}, data={"parties": list(over)}
    )
    return noted(case, event)
