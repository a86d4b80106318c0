"""What a form is made of when it is shown: its inputs with labels, choices and errors."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sandbox.process.flow import DocumentKind


@dataclass(frozen=True)
class Options:
    """What the choices are filled with in this case.

    parties: list name (receiver, responsible, coordinator, any) → (code, name) pairs.
    headings: (key, label) pairs of the profile. day_name: day number → words. today: day number.
    same_day: whether something may be about today; otherwise tomorrow is the first day.
    documents: (number, words) pairs of what a document may point to.
    steps: the sub-goals of whoever coordinates, for a unit's own part that names one of them.
    people: field key → choice → who that is in this case, where a choice names somebody by their part.
    day_zero: the date of day 0 where days are dates, as in the replica; exercises count days.
    """

    parties: Mapping[str, Sequence[tuple[str, str]]]
    headings: Sequence[tuple[str, str]]
    day_name: Callable[[int], str]
    today: int
    same_day: bool = False
    day_zero: date | None = None
    documents: Sequence[tuple[str, str]] = ()
    steps: Sequence[str] = ()
    people: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass
class Choice:
    """One option of an input; `extras` are inputs that belong to just this option."""

    value: str
    label: str
    selected: bool
    extras: list[Input] = field(default_factory=list)


@dataclass
class Input:
    """One field as it is shown."""

    name: str
    type: str
    label: str
    hint: str = ""
    value: Any = ""
    max: int | None = None
    choices: list[Choice] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    can_add: bool = False
    error: str = ""
    after: str = ""
    required: bool = False
    asks: list[str] = field(default_factory=list)

    @property
    def id(self) -> str:
        """The id the label and the error summary point to."""
        return f"f-{self.name}"


@dataclass
class Row:
    """One row of a rows field."""

    number: int
    inputs: dict[str, Input]
    can_remove: bool


@dataclass
class Form:
    """A whole document as inputs, by key, with its errors in reading order."""

    kind: DocumentKind
    inputs: dict[str, Input]
    errors: list[tuple[str, str]]

    @property
    def all(self) -> list[Input]:
        """Every input, in the order of the fields."""
        return list(self.inputs.values())

    def __getitem__(self, key: str) -> Input:
        return self.inputs[key]
