"""Checks and results after each turn: what is met, and the attempt in codes and numbers."""

from __future__ import annotations

from datetime import datetime
from typing import TypeAlias

from django.utils.crypto import salted_hmac

from sandbox.exercises.checks import CheckOutcome, checks, checks_of
from sandbox.exercises.scenario import Scenario as Exercise
from sandbox.exercises.taken import is_taken
from sandbox.process.state import CaseState
from sandbox.world.models import CheckResult, Run, RunResult, Seat, World
from sandbox.world.parts import has_many

# A seat, and who held it.
_Holder: TypeAlias = tuple[int | None, int | None]

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


def record(
    world: World,
    run: Run,
    read: Exercise,
    state: CaseState,
    *,
    at: datetime,
    by: Seat | None = None,
) -> None:
    """Store the checks, and the result of every person with a seat in the world.

    A person's result holds the checks of the seat's own party; the group's is always derived. What
    a person has met stands whatever the others do afterwards, and only a turn of her own (`by`) can
    change it. An attempt is done when every check is met, and stays done. Earlier attempts are left
    as they are; the best of each seat's is marked. A rehearsal leaves no result.
    """
    store_checks(world, read, state)
    if run.rehearsal:
        return
    seats = list(
        Seat.objects.filter(run=run, world=world, kind=Seat.Kind.HUMAN).select_related(
            "participant"
        )
    )
    before: dict[_Holder, list[RunResult]] = {_holder(seat): [] for seat in seats}
    for result in RunResult.objects.filter(seat__in=seats):
        before.get((result.seat_id, result.participant_id), []).append(result)
    rows = []
    for seat in seats:
        earlier = before[_holder(seat)]
        row = next((one for one in earlier if one.attempt == world.generation), None)
        if row is None:
            row = _first_result(seat, world, run, read)
            row.is_best = not earlier
            earlier.append(row)
        was = {} if row._state.adding else {name: getattr(row, name) for name in _CHANGING}
        _fill(row, seat, read, state, own=by is None or by.pk == seat.pk)
        if row.ended_at is None and row.total and row.met == row.total:
            row.ended_at = at
        if was != {name: getattr(row, name) for name in _CHANGING}:
            row.updated_at = at
            rows.append(row)
    _store(rows)
    _mark_best(list(before.values()))


def own_checks(read: Exercise, party: str, state: CaseState) -> tuple[CheckOutcome, ...]:
    """The checks of one party's steps; all of them where there is only one seat."""
    return checks_of(read, state, party) if has_many(read) else checks(read, state)


def pseudonym(seat: Seat) -> str:
    """A name that is the same for all of one person's results and leads back to nobody."""
    participant = seat.participant
    if seat.user_id:
        who = f"user:{seat.user_id}"
    elif participant is not None:
        who = f"user:{participant.user_id}" if participant.user_id else f"guest:{participant.pk}"
    else:
        who = f"seat:{seat.pk}"
    return pseudonym_of(who)


def pseudonym_of(who: str) -> str:
    """The name for one source, such as "user:7"; the same every time, and leading nowhere."""
    return salted_hmac("sandbox.pseudonym", who).hexdigest()[:16]


def _holder(seat: Seat) -> _Holder:
    return (seat.pk, seat.participant_id)


def _first_result(seat: Seat, world: World, run: Run, read: Exercise) -> RunResult:
    participant = seat.participant
    return RunResult(
        user_id=participant.user_id if participant else seat.user_id,
        pseudonym=pseudonym(seat),
        run=run,
        seat=seat,
        participant=participant,
        attempt=world.generation,
        scenario=read.slug,
        version=str(read.version),
        profile=world.profile,
        mode=run.mode,
        role=seat.role,
        started_at=world.created_at,
    )


def _fill(row: RunResult, seat: Seat, read: Exercise, state: CaseState, *, own: bool) -> None:
    mine = {seat.unit} if has_many(read) else {seat.role, seat.unit}
    lines = [line.code for line in state.log if line.actor in mine]
    outcomes = own_checks(read, seat.unit, state)
    before = {} if own else row.checks
    row.sim_minutes = max(0, state.now - read.start)
    row.hints_used = lines.count(HINT_SHOWN)
    row.denied_count = lines.count("refused")
    row.resets = row.attempt - 1
    row.checks = {one.key: one.met or before.get(one.key, False) for one in outcomes}
    row.met = sum(row.checks.values())
    row.total = len(row.checks)
    steps = [step for step in read.form_steps if not has_many(read) or step.seat == seat.unit]
    row.steps = len(steps)
    row.step = sum(is_taken(read, state, step) for step in steps)


def _rank(result: RunResult) -> tuple[bool, int, int]:
    """Done before not done, then more checks met, then the earlier attempt."""
    return (result.ended_at is not None, result.met, -result.attempt)


def _mark_best(attempts: list[list[RunResult]]) -> None:
    """Mark the best of each person's attempts; two statements when any changes, none otherwise."""
    lost, won = [], []
    for results in attempts:
        best = max(results, key=_rank)
        marked = [one for one in results if one.is_best]
        if marked != [best]:
            lost += [one.pk for one in marked]
            won.append(best.pk)
    if won:
        RunResult.objects.filter(pk__in=lost).update(is_best=False)
        RunResult.objects.filter(pk__in=won).update(is_best=True)


def _store(rows: list[RunResult]) -> None:
    new = [row for row in rows if row._state.adding]
    known = [row for row in rows if not row._state.adding]
    if new:
        RunResult.objects.bulk_create(new)
    if known:
        RunResult.objects.bulk_update(known, _CHANGING)
