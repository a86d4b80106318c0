"""What sending would leave a warning of, told before it is sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sandbox.process.engine import Foreseen, foreseen
from sandbox.process.reading import load_flow, load_profile
from sandbox.world.lending import exercise_of, lent_to
from sandbox.world.models import Case, Seat
from sandbox.world.snapshot import snapshot
from sandbox.world.tokens import used


def warnings_of(
    *, seat: Seat, case: int, action: str, body: Mapping[str, Any], token: str | None = None
) -> tuple[Foreseen, ...]:
    """The warnings a seat's action would leave in a case of a free room; nothing is written.

    The rules are asked of the whole case, also of what the unit may not read of it. A form whose
    token has been used is answered as before: nothing is asked of it. Raises
    Case.DoesNotExist, Seat.DoesNotExist for a seat without a world.
    """
    if seat.world is None:
        raise Seat.DoesNotExist
    if used(seat, token) is not None:
        return ()
    row = Case.objects.for_world(seat.world).get(no=case)
    state = snapshot(seat.world, row, lent_to(seat.run, seat.world, row)).state
    exercise = exercise_of(seat.run, seat.world, row)
    return foreseen(
        state,
        action=action,
        role=exercise.role_of(seat.unit),
        actor=seat.unit,
        body=body,
        flow=load_flow(state.flow),
        profile=load_profile(state.profile),
    )
