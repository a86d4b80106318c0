"""One group as its leader sees it: seats and who sits there, ready hints, checks, what happened.

Nothing of what anybody has written is in it: a leader reads that as the seat, on the seat's pages.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from sandbox.exercises.checks import CheckOutcome, checks
from sandbox.exercises.scenario import Scenario
from sandbox.exercises.steps import whose_ball
from sandbox.live import board, lobby, offering
from sandbox.live.debrief_words import Words
from sandbox.live.standing import columns
from sandbox.process.state import CaseState
from sandbox.web.showing import sim_time
from sandbox.world.models import Participant, Run, Seat
from sandbox.world.overview import Group, groups_of
from sandbox.world.templates import file_of

LATEST = 40  # lines of the log
MOST_HINTS = 6


@dataclass(frozen=True)
class Place:
    """A seat: who sits there, whether she has been seen lately, and who plays it now."""

    seat: Seat
    name: str
    is_here: bool
    seen: datetime | None

    @property
    def person(self) -> Participant | None:
        """Who holds the seat."""
        return self.seat.participant

    @property
    def is_actor(self) -> bool:
        """Whether it is played automatically just now."""
        return self.seat.kind == Seat.Kind.ACTOR


@dataclass(frozen=True)
class Hint:
    """A hint the exercise has ready: for which check, what it says, and how plain it is."""

    check: str
    title: str
    level: int
    text: str


@dataclass(frozen=True)
class Acted:
    """One line of the group's log: real time, simulated time, and who did what."""

    at: datetime
    when: str
    text: str


@dataclass(frozen=True)
class Stage:
    """The checks of one column of the board; `is_now` when the group is there."""

    title: str
    checks: tuple[CheckOutcome, ...]
    is_now: bool

    @property
    def met(self) -> int:
        """How many of them are in place."""
        return sum(one.met for one in self.checks)


@dataclass(frozen=True)
class GroupView:
    """Everything on the group's page."""

    line: int
    name: str
    now: str
    places: tuple[Place, ...]
    people: tuple[Participant, ...]
    parties: list[tuple[str, str]]
    ball: tuple[tuple[str, str], ...]
    hints: tuple[Hint, ...]
    checks: tuple[CheckOutcome, ...]
    stages: tuple[Stage, ...]
    log: tuple[Acted, ...]

    @property
    def met(self) -> int:
        """How many checks are in place."""
        return sum(one.met for one in self.checks)


def group_view(run: Run, line: int) -> GroupView | None:
    """The group with this number; None when there is none. Constant number of queries."""
    found = next((one for one in groups_of(run) if one.line == line), None)
    if found is None:
        return None
    read = file_of(run.scenario)
    outcomes = checks(read, found.state)
    ball = whose_ball(read, found.state)
    return GroupView(
        line=line,
        name=board.group_name(run, line, found.seats),
        now=sim_time(read, found.state.now),
        places=_places(read, found.seats),
        people=tuple(lobby.counted(lobby.present(run))),
        parties=[(seat.unit, offering.seat_name(read, seat.unit)) for seat in found.seats],
        ball=tuple((offering.seat_name(read, one.party), one.title) for one in ball),
        hints=_hints(read, outcomes, {one.step for one in ball}),
        checks=outcomes,
        stages=_stages(read, found.state, outcomes),
        log=_log(read, found),
    )


def _stages(
    read: Scenario, state: CaseState, outcomes: Sequence[CheckOutcome]
) -> tuple[Stage, ...]:
    steps = {stage.key: stage.steps for stage in read.stages}
    found = [
        Stage(
            title,
            tuple(one for one in outcomes if one.step in steps.get(key, (key,))),
            where == "now",
        )
        for key, title, where in columns(read, state)
    ]
    return tuple(stage for stage in found if stage.checks)


def _places(read: Scenario, seats: Sequence[Seat]) -> tuple[Place, ...]:
    now = timezone.now()
    return tuple(
        Place(
            seat=seat,
            name=offering.seat_name(read, seat.unit),
            is_here=board.is_here(seat, now),
            seen=(seat.participant.last_seen or seat.participant.joined_at)
            if seat.participant
            else None,
        )
        for seat in seats
    )


def _hints(read: Scenario, outcomes: Sequence[CheckOutcome], steps: set[str]) -> tuple[Hint, ...]:
    """The hints for what is missing, those for the steps that others wait for first."""
    missing = {one.key for one in outcomes if not one.met}
    wanted = sorted(
        (one for one in read.checks if one.key in missing), key=lambda one: one.step not in steps
    )
    ready = [
        Hint(one.key, read.step(one.step).title, level, text)
        for one in wanted
        for level, text in enumerate(one.hints or (one.missing,), start=1)
    ]
    return tuple(ready[:MOST_HINTS])


def _log(read: Scenario, found: Group) -> tuple[Acted, ...]:
    words = Words(read, found.state)
    told = [
        Acted(
            found.at[line.seq],
            sim_time(read, line.at),
            words.tried(line) if words.is_refusal(line) else words.who_did(line),
        )
        for line in found.state.log
        if words.told(line)[0] and line.seq in found.at
    ]
    return tuple(reversed(told))[:LATEST]
