"""What a flow is once read: states, roles, actions, documents, fields and deadlines, with sources."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

LEVELS = {"law": "Lag", "agreement": "Exempel på överenskommelse", "practice": "Samverkanspraxis"}


@dataclass(frozen=True)
class Source:
    """Where a rule comes from; an agreement is always one county's example, never law."""

    code: str
    kind: str  # "law" | "agreement" | "practice"
    text: str

    @property
    def level(self) -> str:
        """The Swedish word for how heavy the source weighs."""
        return LEVELS[self.kind]

    @property
    def cited(self) -> str:
        """The source as it is cited: how heavy it weighs and what it is."""
        said = self.text.startswith(self.level)
        return self.text if said else f"{self.level}: {self.text}"


@dataclass(frozen=True)
class Field:
    """One field of a document; `fields` are the columns when the type is rows.

    `hidden`: neither shown, accepted nor asked for until a profile shows it. `tense` of a day: one
    that "has_been", or lies "ahead"; today is both.
    """

    key: str
    type: str
    label: str
    hint: str = ""
    required: bool = False
    choices: Mapping[str, str] | None = None
    from_parties: str = ""
    from_headings: bool = False
    of: str = ""
    default: Any = None
    min: int | None = None
    max: int | None = None
    min_rows: int = 0
    max_rows: int = 20
    fields: tuple[Field, ...] = ()
    hidden: bool = False
    tense: str = ""


@dataclass(frozen=True)
class DocumentKind:
    """A kind of document: who may read it, why it asks what it asks, and its fields.

    `many`: each sent document stands on its own. `own`: each author has a latest version.
    `addressed_by` is the field where the receivers are named. `followed_by` are the kinds that rest
    on it, so that it cannot be withdrawn once somebody else has written one; None for what has its
    own way back and is never withdrawn as a message. `alone`: as of an action.
    """

    kind: str
    label: str
    why: str
    readers: Mapping[str, str]
    scope: str
    sources: tuple[Source, ...]
    fields: tuple[Field, ...]
    track: str = ""
    many: bool = False
    own: bool = False
    addressed_by: str = ""
    followed_by: tuple[str, ...] | None = None
    alone: bool = False


@dataclass(frozen=True)
class Role:
    """A role in the work; a seat plays one of them."""

    code: str
    label: str
    does: str


@dataclass(frozen=True)
class State:
    """A coarse state of a case or a document."""

    code: str
    label: str
    final: bool
    sources: tuple[Source, ...]
    track: str = ""


@dataclass(frozen=True)
class Track:
    """One line of states: the flow's own, or that of a flow it joins.

    `names` are the roles of the track's own file in words, and `roles` says which roles of the
    whole flow act as each of them from the start; `not_now` and `closed` are what is said when the
    track has not come far enough, or has ended.
    """

    name: str
    title: str
    initial: str
    states: Mapping[str, State]
    names: Mapping[str, str]
    roles: Mapping[str, tuple[str, ...]]
    not_now: str
    closed: str


@dataclass(frozen=True)
class Action:
    """One row of the rules: who may do what, when, under which guards, and why.

    `label` stands on the button that does it, `done` tells it afterwards, `opens` stands on the way
    to the form, and `again` instead where what it writes stands already. `hidden`: not there until a
    profile shows it. `moves_when` are guards that must hold of what is written for the case to move;
    otherwise it is written, and the case stays. `alone`: only where the flow stands by itself; a
    flow that joins it has a row of its own for the same.
    """

    code: str
    label: str
    done: str
    roles: tuple[str, ...]
    from_states: tuple[str, ...]
    moves: Mapping[str, str]
    document: str
    effects: tuple[str, ...]
    guards: tuple[str, ...]
    warns: tuple[str, ...]
    sources: tuple[Source, ...]
    refused: str
    track: str = ""
    hidden: bool = False
    opens: str = ""
    again: str = ""
    moves_when: tuple[str, ...] = ()
    alone: bool = False

    @property
    def opening(self) -> str:
        """What a way to the form says: nothing is saved or sent by following it."""
        return self.opens or self.label


@dataclass(frozen=True)
class Deadline:
    """A date the plan itself holds (`day_in`), or a period (`of`) counted from an action.

    `counts` is hours (by the clock) or days (whole ones). `after_noon` takes the place of `of` when
    `after` came later than 12.00. `only` are values the document of `after` must have; `unless` are
    values of other documents (kind.field) that take the deadline away. `done` is the action to do
    before then. `opens`: nothing to keep, but something that begins to hold. A row without `of` and
    `day_in` waits for a profile to say how long it is.

    `since`: names of day and time in the document of `after` (admitted: admitted_day and
    admitted_time); the latest of those filled in is counted from. `ends` are actions that take the
    deadline away until `after` happens again. `also` are actions that count as `after`. `each` is
    the document whose every receiver has the deadline for itself. `roll` moves a last day that is
    no weekday to the next one. `held`: the document that says the day and the time of what `after`
    writes down afterwards (a meeting, in its call): it is counted from then. `written`: it is done when everybody the plan says documents (or
    every unit at the last meeting) has written one of these kinds since.
    """

    key: str
    label: str
    day_in: str
    of: str
    after: str
    sources: tuple[Source, ...]
    counts: str = "hours"
    after_noon: str = ""
    only: Mapping[str, str] = dataclasses.field(default_factory=dict)
    unless: Mapping[str, str] = dataclasses.field(default_factory=dict)
    done: str = ""
    opens: bool = False
    track: str = ""
    since: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    each: str = ""
    roll: bool = False
    written: tuple[str, ...] = ()
    held: str = ""


@dataclass(frozen=True)
class Level:
    """How much structure a plan needs: followed up within `of`, and whether somebody leads it."""

    code: str
    label: str
    of: str
    leader: bool
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class OneOpen:
    """That a person has one open case of the flow at a time: why, and where one is gone on with.

    `goes_on` are the states in which whoever would begin a case goes on in the open one instead.
    `within`: a plan that is made within a case of another flow counts as one.
    """

    refused: str
    goes_on: tuple[str, ...]
    within: bool
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class Guests:
    """What a unit `may` do, by action, that has only got a message in a case of others; why not more."""

    may: tuple[str, ...]
    refused: str
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class Online:
    """Who reads a child's record online: guardians until one birthday, the child from another."""

    guardians_until: int
    child_from: int
    sources: tuple[Source, ...]

    def reader(self, age: int) -> str:
        """Return who reads at an age: "guardians", "nobody" or "person"."""
        if age < self.guardians_until:
            return "guardians"
        return "nobody" if age < self.child_from else "person"


@dataclass(frozen=True, eq=False)
class Flow:
    """A flow with every row it has; compared by identity.

    `initial` and `states` are those of its own track; the rows of a joined flow stand beside its
    own, each with its `track`. `one_plan`: a person has one active plan at a time.
    """

    name: str
    version: int
    title: str
    initial: str
    roles: Mapping[str, Role]
    states: Mapping[str, State]
    actions: Mapping[str, Action]
    documents: Mapping[str, DocumentKind]
    deadlines: Mapping[str, Deadline]
    coordinator_kinds: tuple[str, ...]
    sources: Mapping[str, Source]
    tracks: Mapping[str, Track]
    levels: Mapping[str, Level] = dataclasses.field(default_factory=dict)
    one_plan: bool = False
    guests: Guests | None = None
    one_open: OneOpen | None = None
    online: Online | None = None


@dataclass(frozen=True)
class Example:
    """A rule from another county, shown when teaching; it is never computed."""

    label: str
    of: str
    after: str
    source: Source


@dataclass(frozen=True, eq=False)
class Profile:
    """The words and limits of one kind of system; overlays are per flow, as read.

    `limits` are what a county may agree on beside the times of the flows: see profiles/neutral.yaml.
    `pages` says what the replica's pages are called and in which order they stand: menu, process
    train and tabs, by flow; a profile without them is not offered for free practice.
    """

    name: str
    title: str
    version: int
    headings: Mapping[str, str]
    addressing: str
    overlays: Mapping[str, Mapping[str, Any]]
    examples: tuple[Example, ...]
    limits: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    pages: Mapping[str, Any] = dataclasses.field(default_factory=dict)


def source_text(sources: tuple[Source, ...]) -> str:
    """Return the sources as one line, the weightiest first as the file orders them."""
    return ". ".join(source.text for source in sources)


def field_of(fields: tuple[Field, ...], key: str) -> Field | None:
    """Return the field with this key, or None."""
    return next((field for field in fields if field.key == key), None)
