"""What a scenario is once read: people, steps, replies, checks, the model plan and the rubric."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sandbox.exercises.conditions import Condition
from sandbox.exercises.led import ActivityCard, Inject, Phase, SeatCard, Stage
from sandbox.exercises.routines import Routine

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
    unit: str = ""  # what kind of unit it is, for example "inpatient"
    called: str = ""  # the own name of somebody known by what they are: the daughter
    lives_here: bool = False  # with the person, so that letters go to the same address


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
    """A named check over structure and log, with what is said when it is not met.

    `seat` is the party whose result it is.
    """

    key: str
    step: str
    seat: str
    label: str
    when: Condition
    missing: str
    hints: tuple[str, ...]
    line: int


@dataclass(frozen=True)
class Step:
    """One step: a form of the replica (kind form), or a moment the clock brings (moment).

    `seat` is the party that takes it. A step whose action writes nothing names the document that
    it is about, for example the one that is acknowledged. `opens`: it waits until that holds.
    """

    key: str
    seat: str
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
    opens: Condition | None = None


@dataclass(frozen=True)
class ActorRule:
    """What a party without a human does some time after something has happened.

    `upon` is the code of a log line, "start", or "inject.<ref>". What it writes is `body`, or with
    `model` what the experienced colleague writes in that party's step. With a `routine` it is done
    when somebody is there, and what is written is taken from the case as it then stands.
    """

    ref: str
    party: str
    upon: str
    when: Condition | None
    after: int
    do: str
    body: Mapping[str, Any] | None = None
    model: bool = False
    line: int = 0
    routine: Routine | None = None

    @property
    def alive(self) -> bool:
        """Whether the condition is asked again when the time has come, and is all that counts."""
        return self.routine is not None and self.routine.write is not None


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
    """One move of the model solution; the clock stands at the minute `at` when it is made."""

    step: str
    body: Mapping[str, Any]
    at: int | None = None


@dataclass(frozen=True)
class Past:
    """Something done in the case before the exercise starts."""

    action: str
    role: str
    body: Mapping[str, Any]
    party: str = ""


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
    seats: tuple[SeatCard, ...]
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
    injects: tuple[Inject, ...] = ()
    stages: tuple[Stage, ...] = ()
    case_lines: tuple[str, ...] = ()
    phases: tuple[Phase, ...] = ()
    activities: tuple[ActivityCard, ...] = ()
    talk: tuple[str, ...] = ()
    mirror: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    modes: tuple[str, ...] = ("solo", "parallel")
    cites: tuple[str, ...] = ()  # sections of guides it is written after, each with its version

    @property
    def role(self) -> SeatCard:
        """The first seat: the only one when one person plays the whole exercise."""
        return self.seats[0]

    @property
    def shared(self) -> bool:
        """Whether it has several seats; then every party acts under its own code."""
        return len(self.seats) > 1

    @property
    def form_steps(self) -> tuple[Step, ...]:
        """The steps the learner fills in, the ones that are counted."""
        return tuple(step for step in self.steps if step.kind == "form")

    @property
    def checks(self) -> tuple[Check, ...]:
        """Every check of every step, in order."""
        return tuple(check for step in self.steps for check in step.checks)

    def seat(self, party: str) -> SeatCard:
        """Return the seat of a party. Raises KeyError."""
        for seat in self.seats:
            if seat.party == party:
                return seat
        raise KeyError(party)

    def steps_of(self, party: str) -> tuple[Step, ...]:
        """Return the steps that a party takes, in order."""
        return tuple(step for step in self.steps if step.seat == party)

    def author_of(self, party: str) -> str:
        """Return the name a party acts under in the log; alone, the seat acts as its role."""
        alone = not self.shared and party == self.role.party
        return self.role.role if alone else party

    def role_of(self, party: str) -> str:
        """Return the role a party has in the rules: its seat's, the person's, or a called unit's."""
        found = self.parties.get(party)
        alone = "person" if found and found.kind == "person" else "unit"
        return next((seat.role for seat in self.seats if seat.party == party), alone)

    def party_with(self, role: str, first: str) -> str:
        """Return who acts in a role: `first` when it has the role, else the first seat with it."""
        codes = [seat.party for seat in self.seats if seat.role == role]
        return first if first in codes or not codes else codes[0]

    def inject(self, ref: str) -> Inject:
        """Return the inject with this ref. Raises KeyError."""
        for inject in self.injects:
            if inject.ref == ref:
                return inject
        raise KeyError(ref)

    def step(self, key: str) -> Step:
        """Return the step with this key. Raises KeyError."""
        for step in self.steps:
            if step.key == key:
                return step
        raise KeyError(key)

    def day_label(self, day: int) -> str:
        """Return a day as people say it, for example "dag 8, torsdag"."""
        return f"dag {day}, {WEEKDAYS[(self.weekday + day) % 7]}"
