"""How a condition of the rules is written: what it looks at, its words, and the register of all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sandbox.process import consent, members
from sandbox.process.flow import Flow
from sandbox.process.state import CaseState
from sandbox.process.tracks import role_on, state_in


@dataclass(frozen=True)
class Attempt:
    """What a guard looks at; `body` is None when somebody only asks what is possible."""

    case: CaseState
    role: str
    actor: str
    body: Mapping[str, Any] | None
    flow: Flow

    @cached_property
    def acts_as(self) -> Mapping[str, str]:
        """The role that whoever acts has on each track; a row of it may name the other one too."""
        return {
            track: role_on(self.case, self.flow, track, role=self.role, actor=self.actor)
            for track in self.flow.tracks
        }

    @cached_property
    def stands_at(self) -> Mapping[str, str]:
        """The state of each track."""
        return {track: state_in(self.case, self.flow, track) for track in self.flow.tracks}

    @cached_property
    def is_guest(self) -> bool:
        """Whether the unit has only got a message in a case that others are part of."""
        return members.is_guest(self.case, flow=self.flow, party=self.actor)


@dataclass(frozen=True)
class Guard:
    """A named condition; `test` returns whether it holds.

    Where a row only warns, `logs` is the code of the line it leaves, and `about` the parties it is
    about. `mended_by` is the action that makes it hold, where writing something else in the same
    form does not.
    """

    name: str
    text: str
    sources: tuple[str, ...]
    field: str
    test: Callable[[Attempt], bool]
    logs: str
    about: Callable[[Attempt], tuple[str, ...]]
    mended_by: str


GUARDS: dict[str, Guard] = {}


def guard(
    name: str,
    text: str,
    *sources: str,
    field: str = "",
    logs: str = "",
    about: Callable[[Attempt], tuple[str, ...]] = lambda _attempt: (),
    mended_by: str = "",
) -> Callable[[Callable[[Attempt], bool]], Callable[[Attempt], bool]]:
    """Register a guard under a name the flow files use; `field` is where the answer lies."""

    def register(test: Callable[[Attempt], bool]) -> Callable[[Attempt], bool]:
        GUARDS[name] = Guard(name, text, sources, field, test, logs, about, mended_by)
        return test

    return register


def receivers(attempt: Attempt) -> tuple[str, ...]:
    """Return whom the body is to be sent to."""
    return tuple((attempt.body or {}).get("recipients", ()))


def beyond(attempt: Attempt) -> tuple[str, ...]:
    """Return who would get it without the consent in force covering them."""
    return consent.outside(attempt.case, receivers(attempt))
