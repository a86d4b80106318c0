"""Every group of a led session at once, for its leader, in a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sandbox.process.state import CaseState
from sandbox.world import models
from sandbox.world.models import Participant, Run, RunResult, Seat, World
from sandbox.world.snapshot import state_of


@dataclass(frozen=True)
class Group:
    """One group: its world, its whole case, its seats, and when (wall clock) each line was written.

    The case holds everybody's text and what is to come: it is for the leader. What others are
    shown goes through `queries.covered` or `queries.readable` first.
    """

    world: World
    case: models.Case
    state: CaseState
    seats: tuple[Seat, ...]
    at: Mapping[int, datetime]

    @property
    def line(self) -> int:
        """The group's number."""
        return self.world.line


def groups_of(run: Run | int) -> tuple[Group, ...]:
    """Every group of the session in order of number. Six queries, however many groups there are."""
    key = run if isinstance(run, int) else run.pk
    worlds = list(World.objects.filter(run=key, kind=World.Kind.LIVE).order_by("line"))
    inside = {"world__run": key, "world__kind": World.Kind.LIVE}
    cases = models.Case.everywhere.filter(**inside).select_related("person").order_by("-no")
    case_of = {case.world_id: case for case in cases}
    entries, events, timers = defaultdict(list), defaultdict(list), defaultdict(list)
    for entry in models.Entry.everywhere.filter(no__isnull=False, **inside).order_by("no"):
        entries[entry.case_id].append(entry)
    for event in models.Event.everywhere.filter(**inside).order_by("seq"):
        events[event.case_id].append(event)
    for timer in models.Timer.everywhere.filter(**inside).order_by("pk"):
        timers[timer.case_id].append(timer)
    seats = defaultdict(list)
    held = Seat.objects.filter(**inside).select_related("participant").order_by("no")
    for seat in held:
        seats[seat.world_id].append(seat)
    return tuple(
        Group(
            world=world,
            case=case,
            state=state_of(
                world,
                case,
                entries=entries[case.pk],
                events=events[case.pk],
                timers=timers[case.pk],
            ),
            seats=tuple(seats[world.pk]),
            at={event.seq: event.at for event in events[case.pk]},
        )
        for world in worlds
        if (case := case_of.get(world.pk)) is not None
    )


def results_of(participant: Participant) -> list[RunResult]:
    """The participant's results, one for each seat and attempt; they stand when the seat is left."""
    return list(RunResult.objects.filter(participant=participant).order_by("pk"))
