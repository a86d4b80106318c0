"""Why a seat cannot write just now, though nothing in the case is against it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from sandbox.world.models import Run, Seat


class Closed(Exception):
    """Nothing was done. `kept` tells whether what was written is kept as a draft."""

    says: str | Promise = ""
    # Whether text that comes all the same is kept as the seat's draft.
    keeps = True

    def __init__(self, *, kept: bool = False) -> None:
        self.kept = kept
        words = [str(self.says)]
        if kept:
            words.append(str(_("What you wrote is kept as a draft.")))
        super().__init__(" ".join(words))


class Paused(Closed):
    """The leader has paused the session; the simulated time stands still."""

    says = _("The session is paused. Wait until the leader goes on.")


class Halted(Closed):
    """Somebody wrote about a real person: no text is shown, and none is taken in."""

    says = _("The session is stopped. What you just wrote has not been kept.")
    keeps = False


class Ended(Closed):
    """The session is over."""

    says = _("The session is over.")


class PlayedByActor(Closed):
    """The seat is played by an actor, so nobody writes from it."""

    says = _("The seat is played automatically just now.")
    keeps = False


class GotUp(Closed):
    """Whoever sat here in a free room has gone to another unit; the seat is still theirs."""

    says = _("You have left this unit, and it answers by itself. Sit down here again, then send.")


class LeadersOwn(Closed):
    """Only the leader moves the time of a group, or starts its case again."""

    says = _("In a group it is the leader who does this.")


def hindrance(seat: Seat, run: Run) -> type[Closed] | None:
    """What keeps the seat from writing, as the run and the seat stand now; None when nothing does."""
    if run.halted_at is not None:
        return Halted
    if run.state == run.State.ENDED:
        return Ended
    if seat.kind == seat.Kind.ACTOR:
        return GotUp if run.mode == run.Mode.FREE else PlayedByActor
    return Paused if run.paused_at is not None else None
