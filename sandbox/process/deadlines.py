"""The dates a case has to keep, from what the plan says and from the rows of flow and profile."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.process.clock import minutes_in
from sandbox.process.flow import Deadline, Flow, Profile, Source
from sandbox.process.overlay import under
from sandbox.process.state import MINUTES_PER_DAY, CaseState, latest


@dataclass(frozen=True)
class Due:
    """One date to keep: `due` in simulated minutes; `passed` compared with the case's clock."""

    key: str
    label: str
    due: int
    passed: bool
    sources: tuple[Source, ...]


def deadlines(case: CaseState, *, flow: Flow, profile: Profile) -> tuple[Due, ...]:
    """Return the dates that can be computed now, the nearest first."""
    found = []
    for row in under(flow, profile).deadlines.values():
        due = _from_plan(case, row) if row.day_in else _from_event(case, row)
        if due is not None:
            found.append(Due(row.key, row.label, due, case.now > due, row.sources))
    return tuple(sorted(found, key=lambda one: (one.due, one.key)))


def _from_plan(case: CaseState, row: Deadline) -> int | None:
    kind, _, field = row.day_in.partition(".")
    document = latest(case, kind)
    day = document.body.get(field) if document else None
    return None if day is None else (day + 1) * MINUTES_PER_DAY - 1


def _from_event(case: CaseState, row: Deadline) -> int | None:
    at = [line.at for line in case.log if line.code == row.after]
    return at[-1] + minutes_in(row.of) if at else None
