"""The way in: join codes, and a run of one's own."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from sandbox.world.clone import clone
from sandbox.world.flips import mirror
from sandbox.world.holding import hold_world
from sandbox.world.models import Run, Scenario, Seat
from sandbox.world.runs import CODE_LENGTH
from sandbox.world.templates import current, file_of

# No 0 and O, no 1 and I: a code is read aloud and from a projector.
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_TRIES = 5


def new_code() -> str:
    """A join code of six characters, drawn by the system's own randomness."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def ongoing(*, user_id: int, slug: str) -> Seat | None:
    """The learner's seat in their open run alone of this scenario, whichever version it plays."""
    return (
        Seat.objects.select_related("run__scenario", "world")
        .defer("run__scenario__source")
        .filter(
            user_id=user_id,
            run__learner_id=user_id,
            run__scenario__slug=slug,
            run__mode=Run.Mode.SOLO,
            world__isnull=False,
        )
        .exclude(run__state=Run.State.ENDED)
        .order_by("-run__pk")
        .first()
    )


def start_alone(*, user: Any, slug: str, party: str = "", now: datetime | None = None) -> Seat:
    """The learner's seat in a run of their own: the open one, or a new one with its own world.

    `party` chooses among the seats of the scenario that one can play alone; the first one else.
    Raises KeyError for a seat there is not, and Scenario.DoesNotExist for a slug that is not loaded.
    """
    for _ in range(_TRIES):
        seat = ongoing(user_id=user.pk, slug=slug)
        if seat:
            return seat
        try:
            with transaction.atomic():
                return _new_run(user, current(slug), party, at=now or timezone.now())
        except IntegrityError:
            # Another click made the run, or the code was taken: look again, draw again.
            continue
    raise RuntimeError("No free join code.")


def _new_run(user: Any, scenario: Scenario, party: str, *, at: datetime) -> Seat:
    read = file_of(scenario)
    card = read.seat(party) if party else read.role
    if not card.solo:
        raise KeyError(party)
    run = Run.objects.create(
        scenario=scenario,
        version=scenario.version,
        mode=Run.Mode.SOLO,
        state=Run.State.RUNNING,
        join_code=new_code(),
        learner=user,
        created_at=at,
    )
    if scenario.template is None:
        raise Scenario.DoesNotExist(scenario.slug)
    world = clone(scenario.template, run=run, generation=1, at=at)
    held = hold_world(world, run, at)
    mirror(held, [card.party])
    return Seat.objects.create(
        run=run, world=held.world, role=card.role, unit=card.party, user=user, last_seen=at
    )
