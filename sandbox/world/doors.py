"""The ways to a seat: which one a code leads to, for whom. Every door costs one query."""

from __future__ import annotations

import hashlib
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from sandbox.world.composed import Composed, number, text
from sandbox.world.models import Participant, Run, RunLeader, Seat, World
from sandbox.world.runs import CODE_LENGTH

BETWEEN = "-"
# Numbers of seats are far below; more digits are no number of ours.
_LONGEST_NO = 4
_STAYING = Q(participant=None) | Q(participant__left_at=None)
# What every page of a room and of a led session asks of somebody who has signed in.
_OWN = Composed(
    lambda: (
        _seats()
        .filter(run__join_code=text("code"), no=number("no"), world__isnull=False)
        .filter(Q(user=number("user")) | Q(participant__user=number("user")))
        .filter(_STAYING)
        .exclude(run__state=Run.State.ENDED)[:1]
    )
)


def hash_of(token: str) -> str:
    """How a guest's token is kept."""
    return hashlib.sha256(token.encode()).hexdigest()


def seat_code(seat: Seat) -> str:
    """The seat's address, as it stands in links: the join code, with a number in a led session."""
    code = seat.run.join_code.lower()
    return code if seat.run.mode == Run.Mode.SOLO else f"{code}{BETWEEN}{seat.no}"


def seat_for(who: Any, code: str) -> Seat | None:
    """The seat that a user, or a guest's token (a string), has in the open run with this code.

    The code alone leads to a seat of practice alone, or to the only one somebody has; with a
    number after it ("K7P4MX-3") to that seat. One query; None for everybody else, whatever the code.
    """
    wanted, no = _read(code)
    if no and not isinstance(who, str) and getattr(who, "is_authenticated", False):
        return next(iter(_OWN.rows(code=wanted, no=int(no), user=who.pk)), None)
    found, mine = _at(code), _held_by(who)
    if found is None or mine is None:
        return None
    # Somebody who has left still has the browser's token, but the seats are others'.
    return found.filter(mine).filter(_STAYING).first()


def was_seated(who: Any, code: str) -> bool:
    """Whether the user, or the guest with the token, sat here when the session ended."""
    found = _at(code, ended=True) if BETWEEN in code else None
    mine = _held_by(who)
    return found is not None and mine is not None and found.filter(mine).exists()


def had_room(user: Any, code: str) -> bool:
    """Whether the code led to a free room of the user's own that has been taken away. One query."""
    rows = Run.objects.filter(mode=Run.Mode.FREE, state=Run.State.ENDED, learner=user.pk)
    wanted, _no = _read(code)
    return bool(wanted) and rows.filter(join_code=wanted).exists()


def seat_watched(user: Any, code: str) -> Seat | None:
    """The seat with this code and number for a leader of its run, to look at; never to write from."""
    found = _at(code) if BETWEEN in code else None
    if found is None or not getattr(user, "is_authenticated", False):
        return None
    return found.filter(_led_by(user)).first()


def leader_seat_for(user: Any, run: Run | int, no: int) -> Seat | None:
    """The seat with this number for a leader of the run, to look at; never to write from."""
    if not getattr(user, "is_authenticated", False):
        return None
    key = run if isinstance(run, int) else run.pk
    return _seats().filter(_led_by(user), run=key, no=no, world__isnull=False).first()


def seats_of(participant: Participant) -> list[Seat]:
    """The participant's seats in their run, in order of number; one phone may hold several."""
    if participant.left_at is not None:
        return []
    return list(_seats().filter(participant=participant, run=participant.run_id))


def free_seats(run: Run | int) -> list[Seat]:
    """The seats in use that nobody holds, in order of number."""
    key = run if isinstance(run, int) else run.pk
    return list(
        _seats().filter(
            run=key, kind=Seat.Kind.ACTOR, participant=None, world__kind=World.Kind.LIVE
        )
    )


def run_version(run: int) -> int:
    """What changes whenever a page of the run might: its counter and its worlds'. One query."""
    live = World.objects.filter(run=OuterRef("pk"), kind=World.Kind.LIVE).order_by()
    total = live.values("run").annotate(total=Sum("seq")).values("total")
    found = Run.objects.filter(pk=run).annotate(told=F("seq") + Coalesce(Subquery(total), 0))
    version: int = found.values_list("told", flat=True).first() or 0
    return version


def _held_by(who: Any) -> Q | None:
    """The seats of a user, or of a guest by the token; None for nobody at all."""
    if isinstance(who, str):
        return Q(participant__token_hash=hash_of(who)) if who else None
    if getattr(who, "is_authenticated", False):
        return Q(user_id=who.pk) | Q(participant__user_id=who.pk)
    return None


def _read(code: str) -> tuple[str, str]:
    """The join code and the seat's number, in digits; each empty when there is none like that."""
    wanted, dash, no = code.strip().upper().partition(BETWEEN)
    digits = no.isascii() and no.isdecimal() and len(no) <= _LONGEST_NO
    return (wanted, no) if len(wanted) == CODE_LENGTH and digits == bool(dash) else ("", "")


def _at(code: str, *, ended: bool = False) -> QuerySet[Seat] | None:
    """The seats that the code may mean, in open runs or ended ones; None for what is no code."""
    wanted, no = _read(code)
    if not wanted:
        return None
    found = _seats().filter(run__join_code=wanted, world__isnull=False)
    over = Q(run__state=Run.State.ENDED)
    found = found.filter(over) if ended else found.exclude(over)
    return found.filter(no=int(no)) if no else found


def _seats() -> QuerySet[Seat]:
    return (
        Seat.objects.select_related("run__scenario", "world", "participant")
        .defer("run__scenario__source")
        .order_by("no", "pk")
    )


def _led_by(user: Any) -> Q:
    helping = RunLeader.objects.filter(user=user.pk).values("run")
    return Q(run__trainer=user.pk) | Q(run__in=helping)
