"""A case held for one turn: taken in the house's order, read, and stored when the turn is played."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.utils import timezone

from sandbox.exercises.play import Turn
from sandbox.exercises.scenario import Scenario as Exercise
from sandbox.process.reading import load_flow
from sandbox.world.closed import Closed, hindrance
from sandbox.world.difference import Writer, write
from sandbox.world.lending import exercise_of, lent_to
from sandbox.world.models import Case, Run, Seat, World
from sandbox.world.parts import actor_of
from sandbox.world.results import record
from sandbox.world.snapshot import Snapshot, snapshot
from sandbox.world.templates import file_of


@dataclass(frozen=True)
class Held:
    """A world and its case, held until the transaction ends; `seat` is who writes, if anybody."""

    seat: Seat | None
    run: Run
    world: World
    before: Snapshot
    exercise: Exercise
    at: datetime

    @property
    def role(self) -> str:
        """The role the seat has in the case: free practice asks the case, an exercise the seat."""
        if self.seat is None:
            return ""
        if self.run.mode == Run.Mode.FREE:
            return self.exercise.role_of(self.seat.unit)
        return self.seat.role

    @property
    def actor(self) -> str:
        """Who acts, as the log names it; empty for the leader and the machinery."""
        return actor_of(self.seat, self.exercise) if self.seat else ""

    @property
    def closed(self) -> type[Closed] | None:
        """What keeps the seat from writing; nothing for the leader."""
        return hindrance(self.seat, self.run) if self.seat else None

    def document(self, action: str) -> str:
        """The kind of document the action writes, or nothing."""
        row = load_flow(self.exercise.flow).actions.get(action)
        return row.document if row else ""


def hold_seat(seat: Seat, now: datetime | None, no: int | None = None) -> Held:
    """Take the seat and its world, then read the case: number `no`, or the only one.

    Raises Seat.DoesNotExist for a seat without a world, Case.DoesNotExist for a number there is not.
    """
    fresh, world, case = take(seat, no)
    run = fresh.run
    if run.mode in (Run.Mode.PARALLEL, Run.Mode.GROUP):
        # Read after the world is taken: a pause made meanwhile counts.
        run.refresh_from_db(fields=["state", "paused_at", "halted_at"])
    return held_case(fresh, run, world, case, at=now or timezone.now())


def held_case(seat: Seat | None, run: Run, world: World, case: Case, *, at: datetime) -> Held:
    """A case of a world that has been taken, read for one turn."""
    free = run.mode == Run.Mode.FREE
    return Held(
        seat=seat,
        run=run,
        world=world,
        before=snapshot(world, case, lent_to(run, world, case) if free else None),
        exercise=exercise_of(run, world, case),
        at=at,
    )


def hold_world(world: World | int, run: Run, now: datetime | None) -> Held:
    """Take a world of the run for its leader or the machinery, then read the case.

    Take the run first (`run_log.hold_run`), and any seats that are to change. Raises
    World.DoesNotExist for a world that is not in use in this run.
    """
    key = world if isinstance(world, int) else world.pk
    rows = World.objects.select_for_update(of=("self",), no_key=True)
    fresh = rows.get(pk=key, run=run, kind=World.Kind.LIVE)
    return Held(
        seat=None,
        run=run,
        world=fresh,
        before=snapshot(fresh, Case.objects.for_world(fresh).order_by("no")[0]),
        exercise=file_of(run.scenario),
        at=now or timezone.now(),
    )


def take(seat: Seat, no: int | None = None) -> tuple[Seat, World, Case]:
    """Take the seat, then the world, and find the case: number `no`, or the only one.

    Raises Case.DoesNotExist for a number there is not.
    """
    fresh, world = take_world(seat)
    cases = Case.objects.for_world(world)
    return fresh, world, cases.order_by("no")[0] if no is None else cases.get(no=no)


def take_world(seat: Seat) -> tuple[Seat, World]:
    """Take the seat, then the world: whoever takes both, takes them in this order."""
    fresh = (
        Seat.objects.select_for_update(of=("self",), no_key=True)
        .select_related("run__scenario")
        .defer("run__scenario__source")
        .get(pk=seat.pk, world__isnull=False)
    )
    worlds = World.objects.select_for_update(of=("self",), no_key=True)
    fresh.world = world = worlds.get(pk=fresh.world_id or 0)
    return fresh, world


def store(held: Held, turn: Turn) -> tuple[Turn, tuple[int, ...]]:
    """Write what the turn changed, with its events, the checks and the results.

    Returns the turn with its happenings as the world's log numbers them, and those numbers.
    """
    turn = _numbered(turn, held)
    events = write(Writer(held.world, held.seat, held.at), held.before, turn.case)
    if events and held.run.mode != Run.Mode.FREE:
        record(held.world, held.run, held.exercise, turn.case, at=held.at, by=held.seat)
    return turn, tuple(event.seq for event in events)


def _numbered(turn: Turn, held: Held) -> Turn:
    old = held.before.state.log
    new = tuple(
        replace(line, seq=seq)
        for seq, line in enumerate(turn.case.log[len(old) :], start=held.world.seq + 1)
    )
    return replace(turn, case=replace(turn.case, log=(*old, *new)), happenings=new)
