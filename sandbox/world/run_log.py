"""What the leader did in a run, in codes and numbers; every line moves the run's counter on."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import F, Max

from sandbox.world.models import Run, RunEvent


def hold_run(run: Run | int) -> Run:
    """The run as it is now, held until the transaction ends: before its seats and its worlds."""
    key = run if isinstance(run, int) else run.pk
    rows = Run.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("scenario").defer("scenario__source").get(pk=key)


def run_event(
    run: Run,
    code: str,
    *,
    at: datetime,
    user: Any = None,
    data: dict[str, int | str | None] | None = None,
    steps: int = 1,
) -> RunEvent:
    """Add a line and move the counter `steps` on. `data` holds codes and numbers, never text.

    Hold the run first (`hold_run`), so that numbers are given one at a time.
    """
    moved_on(run, steps=steps)
    last = RunEvent.objects.filter(run=run).aggregate(last=Max("no"))["last"] or 0
    return RunEvent.objects.create(
        run=run,
        no=last + 1,
        code=code,
        data=data or {},
        user=user if getattr(user, "pk", None) else None,
        at=at,
    )


def moved_on(run: Run, *, steps: int = 1) -> None:
    """Move the run's counter on without a line: something that pages show has changed."""
    Run.objects.filter(pk=run.pk).update(seq=F("seq") + steps)
    run.seq += steps
