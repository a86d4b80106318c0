"""What a leader does to the groups: moves their time, lets things happen to them, helps them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, TypeAlias

from django.db import transaction
from django.utils import timezone

from sandbox.exercises import injects
from sandbox.exercises.led import Inject
from sandbox.exercises.play import Turn, advance, next_event
from sandbox.process.engine import noted
from sandbox.process.state import Happening
from sandbox.world.holding import Held, hold_world, store
from sandbox.world.models import Run, World
from sandbox.world.run_log import hold_run, run_event
from sandbox.world.showing import HINT_GIVEN
from sandbox.world.tripwire import inspect

ADVANCED, INJECTED, HINTED = "advanced", "injected", "hinted"
FREE = "free"
Coded: TypeAlias = dict[str, int | str | None]


def advance_group(
    world: World,
    *,
    to: int | None = None,
    minutes: int | None = None,
    user: Any = None,
    now: datetime | None = None,
) -> Turn:
    """Move one group's simulated clock: to a minute, some minutes on, or to the next thing that waits.

    What is due happens, paused or not. A minute that has passed changes nothing. Raises
    World.DoesNotExist for a world that is not in use.
    """
    (turn,) = _each(world.run_id or 0, [world.pk], _clock(to, minutes), ADVANCED, user, now)
    return turn


def advance_groups(
    run: Run, *, minutes: int | None = None, user: Any = None, now: datetime | None = None
) -> list[Turn]:
    """Move every group's clock some minutes on, or each to the next thing that waits in it."""
    return _each(run.pk, _worlds(run), _clock(None, minutes), ADVANCED, user, now)


def send_inject(
    world: World,
    inject: Inject | str,
    *,
    to: tuple[str, ...] = (),
    says: str = "",
    user: Any = None,
    now: datetime | None = None,
) -> Turn:
    """Let something happen in one group, at once, whatever its clock has done before.

    `inject` is the ref of one in the scenario, or one just written (`free_inject`); `to` and `says`
    take the place of its receivers and words. Raises LooksReal before anything is written; KeyError
    for an unknown ref, sender or receiver; ValueError without receivers.
    """
    send, data = _sending(inject, to, says)
    (turn,) = _each(world.run_id or 0, [world.pk], send, INJECTED, user, now, data)
    return turn


def send_inject_to_all(
    run: Run,
    inject: Inject | str,
    *,
    to: tuple[str, ...] = (),
    says: str = "",
    user: Any = None,
    now: datetime | None = None,
) -> list[Turn]:
    """Let the same thing happen in every group at once; raises what send_inject raises."""
    send, data = _sending(inject, to, says)
    return _each(run.pk, _worlds(run), send, INJECTED, user, now, data)


def free_inject(*, sender: str, to: Iterable[str], subject: str, says: str) -> Inject:
    """Something the leader has written herself: a message from `sender` to the parties `to`."""
    return Inject(
        ref=FREE, title=subject, hint="", sender=sender, to=tuple(to), subject=subject, says=says
    )


def give_hint(  # noqa: PLR0913 - to whom, what, how plain, who and when
    world: World,
    *,
    text: str = "",
    check: str = "",
    level: int = 1,
    to: tuple[str, ...] = (),
    user: Any = None,
    now: datetime | None = None,
) -> Turn:
    """Give one group a hint: the leader's own words, or the file's for a check.

    It reaches the parties `to`, or everybody in the group. Raises LooksReal before anything is
    written, KeyError for an unknown check, ValueError for a hint that says nothing.
    """
    inspect({"text": text})

    def hint(held: Held) -> Turn:
        said = text.strip() or _words(held, check, level)
        if not said:
            raise ValueError("A hint says something.")
        state = held.before.state
        line = Happening(
            seq=len(state.log) + 1,
            code=HINT_GIVEN,
            actor="trainer",
            actor_kind="trainer",
            at=state.now,
            document=None,
            patch={},
            data={"check": check, "level": level, "text": said, "to": list(to)},
        )
        return Turn(noted(state, line), (), "", (), (line,))

    data: Coded = {"check": check, "level": level}
    (turn,) = _each(world.run_id or 0, [world.pk], hint, HINTED, user, now, data)
    return turn


def _each(  # noqa: PLR0913 - where, what, who and when
    run: int,
    worlds: Iterable[int],
    play: Callable[[Held], Turn],
    code: str,
    user: Any,
    now: datetime | None,
    data: Coded | None = None,
) -> list[Turn]:
    """Play something in the worlds, one transaction for all; a line in the run's log for each."""
    at = now or timezone.now()
    turns = []
    with transaction.atomic():
        fresh = hold_run(run)
        for key in sorted(worlds):
            held = hold_world(key, fresh, at)
            before = held.before.state
            turn = play(held)
            if turn.case != before:
                turn, _numbers = store(held, turn)
                moved = turn.case.now - before.now
                coded: Coded = {"line": held.world.line, **(data or {})}
                coded |= {"minutes": moved} if moved else {}
                run_event(fresh, code, at=at, user=user, data=coded)
            turns.append(turn)
    return turns


def _worlds(run: Run) -> list[int]:
    live = World.objects.filter(run=run, kind=World.Kind.LIVE)
    return list(live.values_list("pk", flat=True))


def _clock(to: int | None, minutes: int | None) -> Callable[[Held], Turn]:
    def move(held: Held) -> Turn:
        state = held.before.state
        if to is not None:
            goal = to
        elif minutes is not None:
            goal = state.now + minutes
        else:
            goal = next_event(state) or state.now
        return advance(state, scenario=held.exercise, to=max(goal, state.now))

    return move


def _sending(
    inject: Inject | str, to: tuple[str, ...], says: str
) -> tuple[Callable[[Held], Turn], Coded]:
    written = {} if isinstance(inject, str) else {"subject": inject.subject, "text": inject.says}
    inspect({**written, "says": says})

    def send(held: Held) -> Turn:
        return injects.send(
            held.before.state, scenario=held.exercise, inject=inject, to=to, says=says
        )

    ref = inject if isinstance(inject, str) else inject.ref
    return send, {"ref": ref}


def _words(held: Held, check: str, level: int) -> str:
    """The hint of the file for a check, the plainest there is at that level or below."""
    if not check:
        return ""
    for one in held.exercise.checks:
        if one.key == check:
            return one.hints[min(level, len(one.hints)) - 1] if one.hints else one.missing
    raise KeyError(check)
