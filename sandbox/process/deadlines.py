"""The dates a case has to keep, from what the plan says and from the rows of flow and profile."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.process.clock import minutes_in
from sandbox.process.flow import Deadline, Flow, Profile, Source
from sandbox.process.overlay import under
from sandbox.process.state import MINUTES_PER_DAY, CaseState, Happening, Timer, day_of, latest

NOON = MINUTES_PER_DAY // 2


@dataclass(frozen=True)
class Due:
    """One date to keep: `due` in simulated minutes, `done_at` when it was done, if it was.

    `passed`: it was not done in time; where `opens` is true, what begins then has begun.
    """

    key: str
    label: str
    due: int
    passed: bool
    sources: tuple[Source, ...]
    done_at: int | None = None
    opens: bool = False


def deadlines(case: CaseState, *, flow: Flow, profile: Profile) -> tuple[Due, ...]:
    """Return the dates that can be computed now, the nearest first."""
    found = []
    for row in under(flow, profile).deadlines.values():
        due = _from_plan(case, row) if row.day_in else _from_event(case, row)
        if due is not None:
            done = _done_at(case, row)
            until = case.now if done is None else done
            passed = until >= due if row.opens else until > due
            found.append(Due(row.key, row.label, due, passed, row.sources, done, row.opens))
    return tuple(sorted(found, key=lambda one: (one.due, one.key)))


def due_at(row: Deadline, at: int) -> int:
    """Return the minute a counted deadline falls due, when what it counts from came at `at`.

    Hours are counted by the clock. Days are whole: to the end of the last one, or, for something
    that opens, to the beginning of the day after them.
    """
    late = at % MINUTES_PER_DAY > NOON
    period = minutes_in(row.after_noon if late and row.after_noon else row.of)
    if row.counts == "hours":
        return at + period
    last = day_of(at) + period // MINUTES_PER_DAY
    return last * MINUTES_PER_DAY if row.opens else (last + 1) * MINUTES_PER_DAY - 1


def ref_of(key: str) -> str:
    """Return the ref of the timer that waits for a deadline."""
    return f"deadline:{key}"


def planned_by(
    flow: Flow, case: CaseState, line: Happening
) -> tuple[tuple[Timer, ...], tuple[str, ...]]:
    """Return the timers a line of the log starts, and the refs of those it ends.

    `flow` is the flow as the profile shows it; `case` is the case with the line in its log. Only
    deadlines with a `done` have timers. None is started for what has been done already, or for an
    hour that has passed; the same action done again gives no more time.
    """
    start, stop = [], []
    for row in flow.deadlines.values():
        if not row.done:
            continue
        if row.done == line.code:
            stop.append(ref_of(row.key))
        elif _turns(case, row, line):
            due = _from_event(case, row)
            if due is None:
                stop.append(ref_of(row.key))
            elif due >= case.now and _done_at(case, row) is None:
                payload = {"deadline": row.key}
                start.append(Timer(due, "deadline", ref_of(row.key), payload, "pending"))
    return tuple(start), tuple(stop)


def _turns(case: CaseState, row: Deadline, line: Happening) -> bool:
    """Whether the deadline begins with the line, or the line may have taken it away or back."""
    began = _began(case, row)
    if began is None:
        return False
    written = {document.kind for document in case.documents if document.number == line.document}
    return began == line or any(path.partition(".")[0] in written for path in row.unless)


def _from_plan(case: CaseState, row: Deadline) -> int | None:
    kind, _, field = row.day_in.partition(".")
    document = latest(case, kind)
    day = document.body.get(field) if document else None
    return None if day is None else (day + 1) * MINUTES_PER_DAY - 1


def _from_event(case: CaseState, row: Deadline) -> int | None:
    began = _began(case, row)
    return None if began is None or _excused(case, row) else due_at(row, began.at)


def _excused(case: CaseState, row: Deadline) -> bool:
    for path, value in row.unless.items():
        kind, _, field = path.partition(".")
        document = latest(case, kind)
        if document is not None and document.body.get(field) == value:
            return True
    return False


def _began(case: CaseState, row: Deadline) -> Happening | None:
    """Return the first line the deadline counts from: doing it again gives no more time."""
    bodies = {document.number: document.body for document in case.documents}
    for line in case.log:
        body = bodies.get(line.document or 0, {})
        if line.code == row.after and all(body.get(key) == row.only[key] for key in row.only):
            return line
    return None


def _done_at(case: CaseState, row: Deadline) -> int | None:
    return next((line.at for line in case.log if row.done and line.code == row.done), None)
