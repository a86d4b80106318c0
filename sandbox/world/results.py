"""Checks and results after each turn: what is met, and the attempt in codes and numbers."""

from __future__ import annotations

from datetime import datetime

from django.utils.crypto import salted_hmac

from sandbox.exercises.checks import CheckOutcome, checks
from sandbox.exercises.scenario import Scenario as Exercise
from sandbox.process.state import CaseState, latest
from sandbox.world.models import CheckResult, Run, RunResult, Seat, World

HINT_SHOWN = "hint_shown"
_CHANGING = [
    "updated_at",
    "ended_at",
    "sim_minutes",
    "hints_used",
    "denied_count",
    "checks",
    "met",
    "total",
    "step",
    "steps",
]


def store_checks(world: World, read: Exercise, state: CaseState) -> tuple[CheckOutcome, ...]:
    """Store every check of the scenario as it now stands, in one statement."""
    outcomes = checks(read, state)
    CheckResult.objects.for_world(world).bulk_create(
        [
            CheckResult(
                world=world,
                key=outcome.key,
                met=outcome.met,
                evidence_seq=outcome.evidence_seq,
                sim_at=state.now,
            )
            for outcome in outcomes
        ],
        update_conflicts=True,
        unique_fields=["world", "key"],
        update_fields=["met", "evidence_seq", "sim_at"],
    )
    return outcomes


def record(world: World, run: Run, read: Exercise, state: CaseState, *, at: datetime) -> None:
    """Store the checks, and the result of every person with a seat in the world.

    An attempt is done when every check is met, and stays done whatever is changed later. Earlier
    attempts are left as they are; the best of each seat's is marked.
    """
    outcomes = store_checks(world, read, state)
    seats = list(Seat.objects.filter(run=run, world=world, kind=Seat.Kind.HUMAN))
    before: dict[int, list[RunResult]] = {seat.pk: [] for seat in seats}
    for result in RunResult.objects.filter(seat__in=seats):
        before[result.seat_id or 0].append(result)
    rows = []
    for seat in seats:
        earlier = before[seat.pk]
        row = next((one for one in earlier if one.attempt == world.generation), None)
        if row is None:
            row = _first_result(seat, world, run, read)
            row.is_best = not earlier
        _fill(row, seat, read, state, outcomes)
        row.updated_at = at
        if row.ended_at is None and row.total and row.met == row.total:
            row.ended_at = at
        rows.append(row)
        before[seat.pk] = [*(one for one in earlier if one.attempt != row.attempt), row]
    _store(rows)
    for results in before.values():
        _mark_best(results)


def pseudonym(seat: Seat) -> str:
    """A name that is the same for all of one person's results and leads back to nobody."""
    who = f"user:{seat.user_id}" if seat.user_id else f"seat:{seat.pk}"
    return salted_hmac("sandbox.pseudonym", who).hexdigest()[:16]


def _first_result(seat: Seat, world: World, run: Run, read: Exercise) -> RunResult:
    return RunResult(
        user_id=seat.user_id,
        pseudonym=pseudonym(seat),
        run=run,
        seat=seat,
        attempt=world.generation,
        scenario=read.slug,
        version=str(read.version),
        profile=world.profile,
        mode=run.mode,
        role=seat.role,
        started_at=world.created_at,
    )


def _fill(
    row: RunResult,
    seat: Seat,
    read: Exercise,
    state: CaseState,
    outcomes: tuple[CheckOutcome, ...],
) -> None:
    own = [line.code for line in state.log if line.actor in (seat.role, seat.unit)]
    row.sim_minutes = max(0, state.now - read.start)
    row.hints_used = own.count(HINT_SHOWN)
    row.denied_count = own.count("refused")
    row.resets = row.attempt - 1
    row.checks = {outcome.key: outcome.met for outcome in outcomes}
    row.met = sum(outcome.met for outcome in outcomes)
    row.total = len(outcomes)
    row.steps = len(read.form_steps)
    row.step = sum(latest(state, step.document) is not None for step in read.form_steps)


def _rank(result: RunResult) -> tuple[bool, int, int]:
    """Done before not done, then more checks met, then the earlier attempt."""
    return (result.ended_at is not None, result.met, -result.attempt)


def _mark_best(results: list[RunResult]) -> None:
    """Mark the best of one seat's attempts; two statements when it changes, none otherwise."""
    best = max(results, key=_rank)
    if [one for one in results if one.is_best] == [best]:
        return
    RunResult.objects.filter(seat=best.seat_id, is_best=True).update(is_best=False)
    RunResult.objects.filter(pk=best.pk).update(is_best=True)


def _store(rows: list[RunResult]) -> None:
    new = [row for row in rows if row._state.adding]
    known = [row for row in rows if not row._state.adding]
    if new:
        RunResult.objects.bulk_create(new)
    if known:
        RunResult.objects.bulk_update(known, _CHANGING)
