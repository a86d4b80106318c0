"""Where one group stands, worked out once for each change of it: stages, whose turn, the last act.

Working out whose turn it is takes some milliseconds, so the answer is kept under the world's key
and counter. It holds codes and the exercise's own words, nothing that somebody has typed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache

from sandbox.exercises.checks import step_state
from sandbox.exercises.play import next_event
from sandbox.exercises.scenario import Scenario, Step
from sandbox.exercises.stages import stage_states
from sandbox.exercises.steps import Ball, whose_ball
from sandbox.exercises.taken import STEP, is_taken
from sandbox.live.debrief_words import Words
from sandbox.process.state import CaseState, Happening
from sandbox.world.models import Run, World
from sandbox.world.overview import Group, groups_of
from sandbox.world.templates import file_of

KEPT = 60 * 60  # seconds


@dataclass(frozen=True)
class Standing:
    """One group at one moment of its log.

    `stages` is (key, title, "done" | "now" | "todo"); `began` is when the present one began and
    `last_at` when anything happened last (wall clock). `ball` and `waits` tell which people have a
    step to take now: what an actor is to do waits for the clock. `now` and `next_event` are
    simulated minutes. `sent` are the injects that have come.
    """

    stages: tuple[tuple[str, str, str], ...]
    ball: tuple[Ball, ...]
    waits: bool
    is_done: bool
    began: datetime
    last_at: datetime
    last_act: str
    last_act_at: datetime | None
    acted: bool
    denied: int
    now: int
    next_event: int | None
    sent: frozenset[str]


def standings(run: Run, worlds: Iterable[World]) -> dict[int, Standing]:
    """Where the group in each of the run's worlds stands, by key. No query when nothing changed."""
    keys = {_key(run, world): world.pk for world in worlds}
    known: dict[str, Standing] = cache.get_many(keys)
    found = {keys[key]: one for key, one in known.items()}
    if len(found) < len(keys):
        fresh = {
            group.world: standing(run, group)
            for group in groups_of(run)
            if group.world.pk not in found
        }
        cache.set_many({_key(run, world): one for world, one in fresh.items()}, KEPT)
        found |= {world.pk: one for world, one in fresh.items()}
    return found


def standing(run: Run, group: Group) -> Standing:
    """Where the group stands, worked out from its whole case."""
    read, state = file_of(run.scenario), group.state
    stages = columns(read, state)
    words = Words(read, state)
    last = next(
        (
            line
            for line in reversed(state.log)
            if line.actor_kind == "human" and words.told(line)[0]
        ),
        None,
    )
    forms = [step for step in read.form_steps if not is_taken(read, state, step)]
    people = _people(read, state)
    holding = whose_ball(read, state)
    ball = tuple(one for one in holding if one.party in people)
    return Standing(
        stages=stages,
        ball=ball,
        # When it is only actors that the others wait for, the clock is what moves the group.
        waits=bool(ball)
        or (not holding and any(_is_open(read, state, one) for one in forms if one.seat in people)),
        is_done=not forms,
        began=_began(read, group, stages),
        last_at=max(group.at.values(), default=group.world.created_at),
        last_act=words.who_did(last) if last else "",
        last_act_at=group.at.get(last.seq) if last else None,
        acted=last is not None,
        denied=sum(words.is_refusal(line) for line in state.log),
        now=state.now,
        next_event=next_event(state),
        sent=frozenset(str(line.data.get("ref")) for line in state.log if line.code == "inject"),
    )


def _is_open(read: Scenario, state: CaseState, step: Step) -> bool:
    return step_state(read, state, step.key).state in ("not_started", "draft")


def _people(read: Scenario, state: CaseState) -> frozenset[str]:
    """The parties that people play; whoever plays alone plays all there is to play."""
    return frozenset(state.facts.get("humans", ()) if read.shared else (read.role.party,))


def _key(run: Run, world: World) -> str:
    return f"standing.{run.pk}.{world.pk}.{world.seq}"


def columns(read: Scenario, state: CaseState) -> tuple[tuple[str, str, str], ...]:
    """The columns of the board: the stages of the exercise, or its steps where it has none."""
    if read.stages:
        return stage_states(read, state)
    found: list[tuple[str, str, str]] = []
    for step in read.form_steps:
        first = all(where == "done" for _key, _title, where in found)
        where = "done" if is_taken(read, state, step) else "now" if first else "todo"
        found.append((step.key, step.title, where))
    return tuple(found)


def _began(read: Scenario, group: Group, stages: tuple[tuple[str, str, str], ...]) -> datetime:
    """When the present stage began: when the last step of those before it was taken."""
    done = {key for key, _title, where in stages if where == "done"}
    steps = {step for stage in read.stages if stage.key in done for step in stage.steps} or done
    taken = [group.at[line.seq] for line in group.state.log if _step(read, line) in steps]
    return max(taken, default=group.world.created_at)


def _step(read: Scenario, line: Happening) -> str:
    if read.shared:
        return str(line.data.get(STEP, ""))
    return next((step.key for step in read.steps if step.action == line.code), "")
