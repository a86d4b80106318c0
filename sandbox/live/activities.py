"""What is asked in a session: prepared, opened one at a time, answered, let through, shown.

Every change is one transaction that takes the run first and counts it up, so that phones and
projector see it at their next poll. What others may read of it is in activity_reading.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from string import ascii_lowercase
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from sandbox.live import activity_shapes as shapes
from sandbox.live.activity_plans import line_to_judge
from sandbox.live.activity_reading import (
    SHOWN_ON_PROJECTOR,
    Asked,
    ForLeader,
    ForParticipant,
    all_answered,
    for_leader,
    for_participant,
    for_projector,
    results,
)
from sandbox.world.models import Activity, Contribution, Participant, Run
from sandbox.world.run_log import moved_on, run_event
from sandbox.world.templates import file_of
from sandbox.world.tripwire import inspect

STAMP = 16  # letters in a note's own name

__all__ = [
    "Asked",
    "ForLeader",
    "ForParticipant",
    "NotNow",
    "add",
    "answer",
    "close",
    "cover",
    "erase",
    "for_leader",
    "for_participant",
    "for_projector",
    "hide",
    "let_through",
    "open_one",
    "prepare",
    "project",
    "results",
    "show",
    "standing_notes",
    "take_back",
]

Kind = Activity.Kind
State = Activity.State
EVERYTHING = "all"
# For a scenario that names none: Swedish content, as in a scenario file.
USUAL: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (Kind.POLL, "Hur van är du vid att planera tillsammans med andra organisationer?", ()),
    (Kind.WORDS, "Vad tänker du på när du hör samordning? Ett till tre ord.", ()),
    (Kind.GROUP_QUESTION, "Vad behöver vi veta av varandra, och när?", ()),
    (Kind.JUDGING, "Läs en annan grupps plan. Hur väl håller den?", ()),
    (Kind.CLOSING, "Vad är det viktigaste du tar med dig?", ()),
    (Kind.MONDAY, "Min plan på måndag", ()),
)


class NotNow(Exception):
    """It cannot be answered: it is not open, the session is stopped, or somebody has left it."""


def prepare(run: Run) -> None:
    """Make the run's activities from its scenario; nothing happens when they are there already.

    There is always a plan for Monday, also when the scenario names none.
    """
    with transaction.atomic():
        moved_on(run)
        if run.activities.exists():
            return
        written = [
            (str(one.kind), str(one.question), tuple(one.options))
            for one in getattr(file_of(run.scenario), "activities", ())
        ]
        wanted = written or list(USUAL)
        if all(kind != Kind.MONDAY for kind, _question, _options in wanted):
            wanted = [*wanted, USUAL[-1]]
        Activity.objects.bulk_create(
            Activity(run=run, no=no, kind=kind, question=question, options=list(options))
            for no, (kind, question, options) in enumerate(wanted, start=1)
        )


def add(*, run: Run, kind: str, question: str, options: Sequence[str] = ()) -> Activity:
    """Add a leader's own question, prepared and not yet open. Raises LooksReal."""
    inspect({"question": question, "options": list(options)})
    with transaction.atomic():
        moved_on(run)
        last = run.activities.aggregate(last=Max("no"))["last"] or 0
        return Activity.objects.create(
            run=run, no=last + 1, kind=kind, question=question, options=list(options)
        )


def open_one(*, run: Run, no: int, user: Any = None, now: datetime | None = None) -> None:
    """Open an activity for answers, and close the one that was open. Raises DoesNotExist.

    The plan for Monday can be written even when it is closed.
    """
    at = now or timezone.now()
    with transaction.atomic():
        moved_on(run)
        activity = run.activities.get(no=no)
        run_event(run, shapes.ASKED, at=at, user=user, data={"no": no})
        others = run.activities.filter(state=State.OPEN).exclude(no=no)
        others.update(state=State.CLOSED, closed_at=at)
        activity.state, activity.opened_at, activity.closed_at = State.OPEN, at, None
        activity.save(update_fields=["state", "opened_at", "closed_at"])


def close(*, run: Run, no: int, now: datetime | None = None) -> None:
    """Take no more answers. Raises DoesNotExist."""
    with transaction.atomic():
        moved_on(run)
        activity = run.activities.get(no=no)
        activity.state, activity.closed_at = State.CLOSED, now or timezone.now()
        activity.save(update_fields=["state", "closed_at"])


def show(*, run: Run, no: int) -> None:
    """Show the result, whoever is still to answer. Raises DoesNotExist."""
    _set_shown(run, no, shown=True)


def hide(*, run: Run, no: int) -> None:
    """Hold the result back, also when everybody has answered. Raises DoesNotExist."""
    _set_shown(run, no, shown=False)


def _set_shown(run: Run, no: int, *, shown: bool) -> None:
    with transaction.atomic():
        moved_on(run)
        activity = run.activities.get(no=no)
        activity.shown = shown
        activity.moderation = {**activity.moderation, "held": not shown}
        activity.save(update_fields=["shown", "moderation"])


def project(*, run: Run, no: int) -> None:
    """Show the activity on the projector. Raises DoesNotExist."""
    with transaction.atomic():
        activity = run.activities.exclude(kind=Kind.MONDAY).get(no=no)
        shown = f"{SHOWN_ON_PROJECTOR}{activity.no}"
        moved_on(run)
        Run.objects.filter(pk=run.pk).update(projector=shown)


def let_through(*, run: Run, no: int, key: str) -> None:
    """Let others see one text, or with key "all" every text that waits. Raises DoesNotExist."""
    _decide(run, no, key, shown=True)


def cover(*, run: Run, no: int, key: str) -> None:
    """Keep one text, or with key "all" every text, from the others. Raises DoesNotExist."""
    _decide(run, no, key, shown=False)


def _decide(run: Run, no: int, key: str, *, shown: bool) -> None:
    with transaction.atomic():
        moved_on(run)
        activity = run.activities.get(no=no)
        answers = [
            shapes.Answer(one.participant_id, one.line, one.value)
            for one in activity.contributions.order_by("at", "pk")
        ]
        found = shapes.entries(activity.kind, answers, activity.moderation)
        # "All" lets through what waits, never what a leader has covered before.
        everything = {one.key for one in found if not shown or one.state == "waiting"}
        keys = everything if key == EVERYTHING else {one.key for one in found} & {key}
        kept = {name: set(activity.moderation.get(name, ())) - keys for name in ("shown", "hidden")}
        kept["shown" if shown else "hidden"] |= keys
        activity.moderation = activity.moderation | {
            name: sorted(those) for name, those in kept.items()
        }
        activity.save(update_fields=["moderation"])


def answer(
    *, activity: Activity, participant: Participant, value: Mapping[str, Any], seen: str = ""
) -> Contribution:
    """Keep a participant's answer; a former one is replaced.

    A group's note never replaces a note that was not in sight: `seen` names those that were, with
    spaces between. Raises LooksReal with nothing kept, and NotNow.
    """
    inspect(value)
    with transaction.atomic():
        moved_on(activity.run)
        fresh = Activity.objects.select_related("run").get(pk=activity.pk)
        takes = fresh.state == State.OPEN and fresh.run.state != Run.State.ENDED
        if fresh.run.halted_at or not (takes or fresh.kind == Kind.MONDAY):
            raise NotNow
        if participant.left_at is not None and fresh.kind != Kind.MONDAY:
            # Her own plan is hers to change; what the room talks about is the others'.
            raise NotNow
        former = Contribution.objects.filter(activity=fresh, participant=participant).first()
        kept = _kept(fresh, participant, value, former.value if former else {}, set(seen.split()))
        written, _new = Contribution.objects.update_or_create(
            activity=fresh,
            participant=participant,
            defaults={"value": kept, "line": participant.line, "at": timezone.now()},
        )
        if not fresh.shown and not fresh.moderation.get("held") and all_answered(fresh):
            # It stays shown when somebody comes late.
            Activity.objects.filter(pk=fresh.pk).update(shown=True)
    return written


def _kept(
    activity: Activity,
    participant: Participant,
    value: Mapping[str, Any],
    former: Mapping[str, Any],
    seen: set[str],
) -> dict[str, Any]:
    if activity.kind == Kind.JUDGING:
        return {**value, "of": line_to_judge(activity.run, participant.line)}
    if activity.kind != Kind.GROUP_QUESTION:
        return dict(value)
    note = {
        "stamp": _new_stamp(),
        "text": value["text"],
        "line": participant.line,
        "at": timezone.now().isoformat(),
    }
    # A note from another tab of the same phone, not in sight when this one was written, stays too.
    unseen = [one for one in former.get("notes", ()) if one["stamp"] not in seen]
    return {
        "notes": [*unseen, note],
        "replaces": sorted(seen | set(former.get("replaces", ()))),
    }


def _new_stamp() -> str:
    """A note's own name, in letters: it is sent with the next note, where digits could look real."""
    return "".join(secrets.choice(ascii_lowercase) for _ in range(STAMP))


def take_back(*, activity: Activity, participant: Participant) -> None:
    """Take one's own answer away, whatever the state of the activity."""
    with transaction.atomic():
        moved_on(activity.run)
        Contribution.objects.filter(activity=activity, participant=participant).delete()


def erase(*, run: Run, no: int, key: str) -> int:
    """Blank one text wherever it stands in the answers; returns in how many. Raises DoesNotExist.

    For a text about somebody real: covering it would keep it.
    """
    with transaction.atomic():
        moved_on(run)
        activity = run.activities.get(no=no)
        touched = 0
        for one in activity.contributions.all():
            left = _WITHOUT[Kind(activity.kind)](one.value, key)
            if left != one.value:
                one.value = left
                one.save(update_fields=["value"])
                touched += 1
        return touched


def _without_word(value: Mapping[str, Any], key: str) -> dict[str, Any]:
    words = [word for word in value.get("words", ()) if shapes.key_of(word) != key]
    return {**value, "words": words}


def _without_note(value: Mapping[str, Any], key: str) -> dict[str, Any]:
    notes = [note for note in value.get("notes", ()) if note["stamp"] != key]
    return {**value, "notes": notes}


def _without_text(value: Mapping[str, Any], key: str) -> dict[str, Any]:
    text = value.get("text", "")
    return {**value, "text": "" if shapes.key_of(text) == key else text}


def _untouched(value: Mapping[str, Any], _key: str) -> dict[str, Any]:
    return dict(value)


_WITHOUT: dict[Activity.Kind, Callable[[Mapping[str, Any], str], dict[str, Any]]] = {
    Kind.POLL: _untouched,
    Kind.WORDS: _without_word,
    Kind.GROUP_QUESTION: _without_note,
    Kind.JUDGING: _untouched,
    Kind.CLOSING: _without_text,
    Kind.MONDAY: _untouched,
}


def standing_notes(activity: Activity, line: int | None) -> list[dict[str, Any]]:
    """The notes of one group that stand, newest last: one, or several written at once."""
    answers = [
        shapes.Answer(one.participant_id, one.line, one.value)
        for one in activity.contributions.order_by("at", "pk")
    ]
    found = shapes.notes(answers, line)
    return sorted(found, key=lambda note: str(note["at"]))
