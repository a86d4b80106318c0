"""What a session with several people adds to an exercise: seats, injects, stages and phases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

MODES = ("solo", "parallel", "group")
PHASE_KINDS = frozenset({"gather", "poll", "case", "roleplay", "feedback", "closing"})
ACTIVITY_KINDS = frozenset({"poll", "words", "group_question", "judging", "closing", "monday"})
START = "start"


@dataclass(frozen=True)
class SeatCard:
    """Who somebody is: the party, the role in the rules, and the words on the card.

    `know` and `goal` are for everybody at the table; `secret` is for this seat alone. A seat that
    is not `solo` cannot be chosen by somebody who plays alone.
    """

    party: str
    role: str
    title: str
    text: str
    know: tuple[str, ...] = ()
    goal: str = ""
    secret: str = ""
    optional: bool = False
    solo: bool = True


@dataclass(frozen=True)
class Played:
    """An action that an inject carries out, for example that the person changes the consent."""

    action: str
    role: str
    body: Mapping[str, Any]
    party: str = ""


@dataclass(frozen=True)
class Inject:
    """Something that happens to the case from outside: a message, and what it changes.

    `hold`: it waits until the leader sends it. Otherwise it comes `after` minutes after `upon`.
    """

    ref: str
    title: str
    hint: str
    sender: str
    to: tuple[str, ...]
    subject: str
    says: str
    hold: bool = True
    upon: str = ""
    after: int = 0
    plays: Played | None = None
    sets: Mapping[str, Any] = field(default_factory=dict)
    line: int = 0


@dataclass(frozen=True)
class Stage:
    """One column of the leader's board: a title, and the steps that belong to it."""

    key: str
    title: str
    steps: tuple[str, ...]
    line: int = 0


@dataclass(frozen=True)
class Phase:
    """One part of the session; `notes` are for the trainer only."""

    key: str
    kind: str
    title: str
    minutes: int
    notes: str = ""


@dataclass(frozen=True)
class ActivityCard:
    """A question to everybody in the session, prepared in the file."""

    kind: str
    question: str
    options: tuple[str, ...] = ()
