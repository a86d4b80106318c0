"""What a scenario is once read: people, steps, replies, checks, the model plan and the rubric."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sandbox.exercises.conditions import Condition

WEEKDAYS = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")


@dataclass(frozen=True)
class Party:
    """Somebody in the story. `kind` is person, health, social_care or other."""

    code: str
    name: str
    short: str
    mention: str  # the name inside a sentence
    detail: str
    kind: str
    principal: str  # "municipality" | "region" | ""
    uses: tuple[str, ...]


@dataclass(frozen=True)
class RoleCard:
    """Who the learner is: the party, the role in the rules, and the words on the card."""

    party: str
    role: str
    title: str
    text: str


@dataclass(frozen=True)
class Panel:
    """What the learner knows about the person."""

    title: str
    voice: str
    voice_from: str
    points: tuple[str, ...]


@dataclass(frozen=True)
class Answer:
    """One possible answer of a receiver, used when its condition holds."""

    when: Condition | None
    tone: str  # "worked" | "missing"
    quote: str
    says: str
    also: str
    attempt: str
    weight: int
    line: int


@dataclass(frozen=True)
class Speaker:
    """A receiver in a step: speaks when its condition holds, with the first answer that fits."""

    party: str
    when: Condition | None
    answers: tuple[Answer, ...]
    line: int


@dataclass(frozen=True)
class Check:
    """A named check over structure and log, with what is said when it is not met."""

    key: str
    step: str
    label: str
    when: Condition
    missing: str
    hints: tuple[str, ...]
    line: int


@dataclass(frozen=True)
class Step:
    """One step: a form of the replica (kind form), or a moment the clock brings (moment)."""

    key: str
    kind: str
    title: str
    lead: str
    action: str
    document: str
    redo: str
    starts: int | None
    speakers: tuple[Speaker, ...]
    checks: tuple[Check, ...]
    line: int


@dataclass(frozen=True)
class ActorRule:
    """What a party without a human does some time after an action."""

    ref: str
    party: str
    upon: str
    when: Condition | None
    after: int
    do: str


@dataclass(frozen=True)
class Attendance:
    """Whether a party comes to the meeting, and what it says if it does not."""

    party: str
    comes: Condition | None
    listed: Condition | None
    reason: str


@dataclass(frozen=True)
class Meeting:
    """The meeting that the call leads to."""

    step: str
    upon: str
    do: str
    attendances: tuple[Attendance, ...]


@dataclass(frozen=True)
class Difference:
    """A sentence about how the learner's plan differs, used when its condition holds."""

    when: Condition
    status: str  # "differs" | "missing"
    says: str


@dataclass(frozen=True)
class CompareSection:
    """One section of the comparison: what to show, what makes it equal, what to say."""

    key: str
    title: str
    same: tuple[str, ...]
    lines: tuple[str, ...]
    rows: str
    parts: tuple[str, ...]
    note: str
    differences: tuple[Difference, ...]
    equal: str
    otherwise: str
    absent: str
    line: int


@dataclass(frozen=True)
class Remark:
    """A sentence for the top of the comparison, used when its condition holds."""

    when: Condition | None
    says: str


@dataclass(frozen=True)
class RubricItem:
    """One thing the learner judges in the own plan, 0, 1 or 2; stored apart from the checks."""

    key: str
    label: str
    levels: tuple[str, str, str]


@dataclass(frozen=True)
class Move:
    """One move of the model solution."""

    step: str
    body: Mapping[str, Any]


@dataclass(frozen=True)
class Past:
    """Something done in the case before the exercise starts."""

    action: str
    role: str
    body: Mapping[str, Any]


@dataclass(frozen=True, eq=False)
class Scenario:
    """A whole exercise, as read from one file; compared by identity."""

    slug: str
    path: Path
    version: int
    draft: bool
    title: str
    lead: str
    minutes: int
    flow: str
    profile: str
    weekday: int
    start: int
    persona: Mapping[str, Any]
    role: RoleCard
    laws: tuple[str, ...]
    parties: Mapping[str, Party]
    panel: Panel
    history: tuple[Past, ...]
    actors: tuple[ActorRule, ...]
    meeting: Meeting | None
    steps: tuple[Step, ...]
    compare: tuple[CompareSection, ...]
    praise: tuple[Remark, ...]
    practise: tuple[Remark, ...]
    rubric: tuple[RubricItem, ...]
    model: tuple[Move, ...]

    @property
    def form_steps(self) -> tuple[Step, ...]:
        """The steps the learner fills in, the ones that are counted."""
        return tuple(step for step in self.steps if step.kind == "form")

    @property
    def checks(self) -> tuple[Check, ...]:
        """Every check of every step, in order."""
        return tuple(check for step in self.steps for check in step.checks)

    def step(self, key: str) -> Step:
        """Return the step with this key. Raises KeyError."""
        for step in self.steps:
            if step.key == key:
                return step
        raise KeyError(key)

    def day_label(self, day: int) -> str:
        """Return a day as people say it, for example "dag 8, torsdag"."""
        return f"dag {day}, {WEEKDAYS[(self.weekday + day) % 7]}"
