"""The plain state of one case: what the rules read, and what the world stores and gives back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

MINUTES_PER_DAY = 24 * 60
STANDING = ("sent", "acknowledged")  # the statuses of a document that counts


@dataclass(frozen=True)
class Consent:
    """What the person has said yes to. Times are simulated minutes since day 0, 00:00.

    `limits` are (party, heading) pairs: what a party that may read must still not read. `ground` is
    what lets units share: the person's consent, or something else, which is no yes to a plan. Not
    `complete`: somebody whose yes is needed has not given it, and nothing may rest on it yet.
    `asked_by` is the unit that wrote it down.
    """

    given_by: str
    receivers: frozenset[str]
    purposes: frozenset[str]
    exceptions: frozenset[str]
    basis: str  # "oral" | "written"
    given_at: int
    withdrawn_at: int | None = None
    limits: frozenset[tuple[str, str]] = frozenset()
    ground: str = "consent"
    complete: bool = True
    asked_by: str = ""


@dataclass(frozen=True)
class Document:
    """One version of something written in the case; a redo withdraws it and sends the next."""

    number: int
    kind: str
    status: str  # "draft" | "sent" | "acknowledged" | "withdrawn"
    author: str
    body: Mapping[str, Any]
    version: int
    sent_at: int | None = None

    @property
    def stands(self) -> bool:
        """Whether it counts: sent, and not withdrawn since."""
        return self.status in STANDING


@dataclass(frozen=True)
class Happening:
    """One line of the append-only log; `patch` maps a path to its (old, new) values."""

    seq: int
    code: str
    actor: str
    actor_kind: str  # "human" | "actor" | "trainer" | "system"
    at: int
    document: int | None
    patch: Mapping[str, tuple[Any, Any]]
    data: Mapping[str, Any]


@dataclass(frozen=True)
class Timer:
    """Something that happens when the simulated clock reaches `due`."""

    due: int
    kind: str  # "actor" | "inject" | "deadline" | "hint" | "handover"
    ref: str
    payload: Mapping[str, Any]
    status: str  # "pending" | "fired" | "cancelled"


@dataclass(frozen=True)
class CaseState:
    """The whole case as a value; every rule is a function from one of these to another."""

    flow: str
    profile: str
    state: str
    version: int
    facts: Mapping[str, Any]
    documents: tuple[Document, ...]
    consents: tuple[Consent, ...]
    log: tuple[Happening, ...]
    timers: tuple[Timer, ...]
    now: int


# A measure of a unit names a sub-goal of its own by its number, and one of the coordinator's by this
# and its number: they cannot be taken for each other, whatever is added to either later.
SHARED = 100


def shared_step(row: Mapping[str, Any], body: Mapping[str, Any]) -> int | None:
    """Return which of the coordinator's sub-goals a row of a unit's own part names, if it does.

    What was written before the two were told apart names the coordinator's where the unit had none.
    """
    number = row.get("subgoal")
    if not isinstance(number, int):
        return None
    if number >= SHARED:
        return number - SHARED
    return None if body.get("subgoals") else number


def steps_of(case: CaseState) -> tuple[str, ...]:
    """Return the coordinator's sub-goals as they were last written."""
    goals = latest(case, "goals")
    rows = (goals.body.get("subgoals") or ()) if goals else ()
    return tuple(str(row.get("text") or "") for row in rows)


def latest(case: CaseState, kind: str, author: str = "") -> Document | None:
    """Return the newest document of the kind that is sent or acknowledged, or None.

    With an author: the newest of that author's.
    """
    return _newest(case, kind, author, STANDING)


def draft(case: CaseState, kind: str, author: str = "") -> Document | None:
    """Return the newest draft of the kind (with an author: that author's), or None."""
    return _newest(case, kind, author, ("draft",))


def _newest(case: CaseState, kind: str, author: str, statuses: tuple[str, ...]) -> Document | None:
    found = [
        document
        for document in case.documents
        if document.kind == kind and document.status in statuses and author in ("", document.author)
    ]
    return found[-1] if found else None


def day_of(minute: int) -> int:
    """Return the day number of a simulated minute."""
    return minute // MINUTES_PER_DAY


def minute_of(day: int, time: str) -> int:
    """Return the simulated minute of a day and a time such as "10.00" or "10:00"."""
    hours, _, minutes = time.strip().replace(":", ".").partition(".")
    return day * MINUTES_PER_DAY + int(hours) * 60 + int(minutes or 0)
