"""A session held on paper, registered when it is over: who came, what was answered, how it went.

What the trainer judges about a group is kept in the session's events and never among the results,
which are always derived from a log.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from sandbox.live import activities
from sandbox.live.activity_paper import keep_poll, keep_words
from sandbox.live.activity_shapes import choices_of
from sandbox.live.paper import questions
from sandbox.world.models import Activity, Participant, Run
from sandbox.world.purge import PURGED
from sandbox.world.run_log import hold_run, moved_on, run_event
from sandbox.world.sessions import PERSONAL_CODE_LENGTH
from sandbox.world.starting import ALPHABET
from sandbox.world.stopping import end
from sandbox.world.templates import file_of

REGISTERED, JUDGED = "registered_on_paper", "judged_on_paper"
# Before the key of a check in the data of an event.
CHECK = "check:"
_TRIES = 8


@dataclass(frozen=True)
class Person:
    """Somebody who came. `no` is None for one who is not in the session's list yet."""

    name: str
    workplace: str = ""
    group: int | None = None
    no: int | None = None


@dataclass(frozen=True)
class Asked:
    """A question of the session, whether it has been made ready for phones or not."""

    no: int
    kind: str
    question: str
    options: tuple[str, ...]


@dataclass(frozen=True)
class Register:
    """Everything a trainer types in. Checks are keys by group; counts are by activity number."""

    starts_at: datetime
    groups: int
    people: Sequence[Person]
    gone: frozenset[int] = frozenset()
    polls: Mapping[int, Sequence[int]] = field(default_factory=dict)
    words: Mapping[int, Sequence[tuple[str, int]]] = field(default_factory=dict)
    met: Mapping[int, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Summary:
    """How many checks each judged group met, as (group, met), of `total`."""

    groups: tuple[tuple[int, int], ...]
    total: int


def registered(run: Run) -> list[Participant]:
    """Those who were registered by hand, in order."""
    return list(run.participants.filter(on_paper=True).order_by("no"))


def others(run: Run) -> list[Participant]:
    """Those who joined with a phone."""
    return list(run.participants.filter(on_paper=False).order_by("no"))


def is_forgotten(run: Run) -> bool:
    """Whether the names have been taken away, so that nothing can be registered any more."""
    return run.events.filter(code=PURGED).exists()


def asked(run: Run) -> list[Asked]:
    """The polls and word clouds, by the numbers they have or get when they are prepared."""
    rows = list(run.activities.all())
    found = (
        [Asked(one.no, one.kind, one.question, _choices(one.kind, one.options)) for one in rows]
        if rows
        else [
            Asked(no, one.kind, one.question, one.options)
            for no, one in enumerate(questions(run, file_of(run.scenario)), start=1)
        ]
    )
    return [one for one in found if one.kind in (Activity.Kind.POLL, Activity.Kind.WORDS)]


def judged(run: Run) -> dict[int, frozenset[str]]:
    """What each group met, as the trainer judged it last: group to keys of checks."""
    found: dict[int, frozenset[str]] = {}
    for event in run.events.filter(code=JUDGED).order_by("no"):
        keys = {name.removeprefix(CHECK) for name, met in event.data.items() if met == 1}
        found[int(event.data["line"])] = frozenset(keys & _known(run))
    return found


def summary(run: Run) -> Summary | None:
    """What the debrief says about a session on paper; None for one that was played on screens."""
    if not run.events.filter(code=REGISTERED).exists():
        return None
    groups = tuple((line, len(keys)) for line, keys in sorted(judged(run).items()))
    return Summary(groups, len(_known(run)))


def register(run: Run, entry: Register, *, user: Any, now: datetime | None = None) -> None:
    """Keep what was typed, all of it or nothing, and end the session with its attendance.

    May be done again: people keep their numbers and codes. Names are kept as long as after any
    session, counted from the day it is registered. Every text has been through the tripwire.
    """
    at = now or timezone.now()
    activities.prepare(run)
    with transaction.atomic():
        held = hold_run(run)
        held.starts_at = entry.starts_at
        if held.mode == Run.Mode.GROUP:
            held.groups = entry.groups
        held.save(update_fields=["starts_at", "groups"])
        _keep_people(held, entry)
        _keep_answers(held, entry, at)
        _keep_judgements(held, entry, user, at)
        said: dict[str, int | str | None] = {"people": len(entry.people), "groups": entry.groups}
        run_event(held, REGISTERED, at=at, user=user, data=said)
        end(held, user=user, now=at)
        Run.objects.filter(pk=run.pk).update(ended_at=min(at, _over(held, entry)))
        moved_on(run)


def _over(run: Run, entry: Register) -> datetime:
    return entry.starts_at + timedelta(minutes=sum(phase["minutes"] for phase in run.phases))


def _keep_people(run: Run, entry: Register) -> None:
    before = {one.no: one for one in registered(run)}
    for no in entry.gone & before.keys():
        one = before.pop(no)
        if one.user_id is None:
            one.delete()
        else:
            # She has it on her account already: it is corrected, not lost.
            one.attended = False
            one.save(update_fields=["attended"])
    for person in entry.people:
        group = person.group if person.group and person.group <= entry.groups else None
        known = before.get(person.no or 0)
        if known is None:
            _add(run, person, group, entry.starts_at)
        else:
            known.name, known.workplace, known.line = person.name, person.workplace, group
            # Those a leader added in the attendance list have no code yet.
            known.personal_code = known.personal_code or _code()
            known.save(update_fields=["name", "workplace", "line", "personal_code"])


def _add(run: Run, person: Person, group: int | None, at: datetime) -> None:
    last = run.participants.aggregate(last=Max("no"))["last"] or 0
    for _ in range(_TRIES):
        try:
            with transaction.atomic():
                Participant.objects.create(
                    run=run,
                    no=last + 1,
                    name=person.name,
                    workplace=person.workplace,
                    line=group,
                    personal_code=_code(),
                    joined_at=at,
                    attended=True,
                    on_paper=True,
                )
        except IntegrityError:
            # Somebody has the code: draw again.
            continue
        return
    raise RuntimeError("No free personal code.")


def _code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(PERSONAL_CODE_LENGTH))


def _keep_answers(run: Run, entry: Register, at: datetime) -> None:
    for activity in run.activities.filter(no__in={*entry.polls, *entry.words}):
        before = dict(activity.moderation)
        if activity.kind == Activity.Kind.POLL:
            keep_poll(activity, entry.polls.get(activity.no, ()))
        elif activity.kind == Activity.Kind.WORDS:
            keep_words(activity, entry.words.get(activity.no, ()))
        if activity.moderation == before:
            continue
        activity.state, activity.shown = Activity.State.CLOSED, True
        activity.closed_at = activity.closed_at or at
        activity.save(update_fields=["moderation", "state", "shown", "closed_at"])


def _keep_judgements(run: Run, entry: Register, user: Any, at: datetime) -> None:
    before = judged(run)
    for line, keys in sorted(entry.met.items()):
        if keys == before.get(line, frozenset()):
            continue
        data: dict[str, int | str | None] = {"line": line}
        data |= {f"{CHECK}{key}": int(key in keys) for key in sorted(_known(run))}
        run_event(run, JUDGED, at=at, user=user, data=data)


def _known(run: Run) -> set[str]:
    return {check.key for check in file_of(run.scenario).checks}


def _choices(kind: str, options: Sequence[str]) -> tuple[str, ...]:
    return tuple(choices_of(options)) if kind == Activity.Kind.POLL else ()
