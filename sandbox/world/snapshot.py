"""From rows to the plain state: one case with all it holds, in a constant number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.process.state import CaseState, Consent, Document, Happening, Timer
from sandbox.world import models
from sandbox.world.composed import Composed, number
from sandbox.world.patches import plain

_ENTRIES = Composed(
    lambda: (
        models.Entry.objects.for_world(number("world"))
        .filter(case=number("case"), no__isnull=False)
        .order_by("no")
    )
)
_EVENTS = Composed(
    lambda: (
        models.Event.objects.for_world(number("world")).filter(case=number("case")).order_by("seq")
    )
)
_TIMERS = Composed(
    lambda: (
        models.Timer.objects.for_world(number("world")).filter(case=number("case")).order_by("pk")
    )
)


@dataclass(frozen=True)
class Snapshot:
    """A case as rows and as a value; `drafts` are the seat's own, outside the value.

    `lent` are facts that the value has from outside the case; they are never stored with it.
    """

    case: models.Case
    entries: tuple[models.Entry, ...]
    timers: tuple[models.Timer, ...]
    state: CaseState
    lent: Lent | None = None


@dataclass(frozen=True)
class Lent:
    """What every case of a free room knows without holding it: the county's units, who is played
    by people, the date of day 0, and what else is going on for the person.
    """

    register: Mapping[str, Mapping[str, Any]]
    humans: tuple[str, ...]
    anchor: str
    elsewhere: Mapping[str, Any]

    def to(self, facts: Mapping[str, Any]) -> dict[str, Any]:
        """The facts of a case with what is lent to them."""
        return {
            **facts,
            "parties": {**self.register, **facts.get("parties", {})},
            "humans": list(self.humans),
            "anchor": self.anchor,
            "elsewhere": dict(self.elsewhere),
        }

    def back(self, facts: Mapping[str, Any]) -> dict[str, Any]:
        """The facts as the case itself holds them."""
        own = {key: facts[key] for key in facts if key not in ("humans", "anchor", "elsewhere")}
        parties = {
            code: party
            for code, party in facts.get("parties", {}).items()
            if self.register.get(code) != party
        }
        return {**own, "parties": parties}


def snapshot(world: models.World, case: models.Case, lent: Lent | None = None) -> Snapshot:
    """Read the case of the world: its entries, events and timers (three queries).

    Drafts are left out: they are private to their seat and no rule may see them.
    """
    where = {"world": world.pk, "case": case.pk}
    entries = tuple(_ENTRIES.rows(**where))
    events = _EVENTS.rows(**where)
    timers = tuple(_TIMERS.rows(**where))
    state = state_of(world, case, entries=entries, events=events, timers=timers, lent=lent)
    return Snapshot(case, entries, timers, state, lent)


def with_drafts(state: CaseState, drafts: Iterable[models.Entry]) -> CaseState:
    """The state with one seat's drafts added last, for pages that show how far it has come."""
    documents = list(state.documents)
    for entry in drafts:
        number = max((document.number for document in documents), default=0) + 1
        documents.append(
            Document(number, entry.kind, "draft", entry.author, entry.body, entry.version)
        )
    return CaseState(**{**state.__dict__, "documents": tuple(documents)})


def consent_row(consent: Consent) -> dict[str, Any]:
    """A consent as the case row keeps it."""
    row: dict[str, Any] = plain(consent.__dict__)
    return row


def happening_of(event: models.Event, numbers: dict[int, int | None]) -> Happening:
    """An event row as the rules read it; `numbers` maps entry key to document number."""
    return Happening(
        seq=event.seq,
        code=event.code,
        actor=event.actor,
        actor_kind=event.actor_kind,
        at=event.sim_at,
        document=numbers.get(event.entry_id) if event.entry_id else None,
        patch={path: (old, new) for path, (old, new) in event.patch.items()},
        data=event.data,
    )


def state_of(
    world: models.World,
    case: models.Case,
    *,
    entries: Iterable[models.Entry],
    events: Iterable[models.Event],
    timers: Iterable[models.Timer],
    lent: Lent | None = None,
) -> CaseState:
    """The plain state, from rows that have been read in their order: entries without drafts."""
    entries = tuple(entries)
    numbers = {entry.pk: entry.no for entry in entries}
    return CaseState(
        flow=case.flow,
        profile=world.profile,
        state=case.state,
        version=case.version,
        facts=lent.to(case.facts) if lent else case.facts,
        documents=tuple(_document(entry) for entry in entries),
        consents=tuple(_consent(row) for row in case.consents),
        log=tuple(happening_of(event, numbers) for event in events),
        timers=tuple(
            Timer(timer.due, timer.kind, timer.ref, timer.payload, timer.status) for timer in timers
        ),
        now=world.sim_now,
    )


def _document(entry: models.Entry) -> Document:
    return Document(
        number=entry.no or 0,
        kind=entry.kind,
        status=entry.status,
        author=entry.author,
        body=entry.body,
        version=entry.version,
        sent_at=entry.sent_at,
    )


def _consent(row: dict[str, Any]) -> Consent:
    sets = {key: frozenset(row[key]) for key in ("receivers", "purposes", "exceptions")}
    limits = frozenset((party, heading) for party, heading in row.get("limits", ()))
    return Consent(**{**row, **sets, "limits": limits})
