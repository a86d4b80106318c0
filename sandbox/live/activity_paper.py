"""Answers that were given on paper: counted by hand, kept with the activity, tied to nobody."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sandbox.live.activity_shapes import Answer, key_of
from sandbox.world.models import Activity

# Where the counts are kept among what the leader has decided about the activity: how many chose
# each option of a poll, or each word with how many wrote it.
PAPER = "paper"


def on_paper(activity: Activity) -> list[Answer]:
    """The answers on paper as the results count them; numbers below zero are nobody's."""
    kept = activity.moderation.get(PAPER, ())
    values: list[dict[str, Any]] = []
    if activity.kind == Activity.Kind.POLL:
        values = [{"choice": place} for place, count in enumerate(kept) for _one in range(count)]
    elif activity.kind == Activity.Kind.WORDS:
        values = [{"words": [word]} for word, count in kept for _one in range(count)]
    return [Answer(-number, None, value) for number, value in enumerate(values, start=1)]


def poll_counts(activity: Activity) -> list[int]:
    """How many chose each option on paper."""
    return [int(count) for count in activity.moderation.get(PAPER, ())]


def word_counts(activity: Activity) -> list[tuple[str, int]]:
    """The words on paper, each with how many wrote it."""
    return [(str(word), int(count)) for word, count in activity.moderation.get(PAPER, ())]


def keep_poll(activity: Activity, counts: Sequence[int]) -> None:
    """Set the poll's counts on `activity`, unsaved; all zero means that it was not asked."""
    _keep(activity, list(counts) if any(counts) else [])


def keep_words(activity: Activity, counted: Sequence[tuple[str, int]]) -> None:
    """Set the words on `activity`, unsaved. The leader has typed them, so they are let through."""
    _keep(activity, [[word, count] for word, count in counted])
    shown = {key_of(word) for word, _count in counted} - set(activity.moderation.get("hidden", ()))
    if shown:
        activity.moderation["shown"] = sorted(shown | set(activity.moderation.get("shown", ())))


def _keep(activity: Activity, kept: list[object]) -> None:
    others = {name: value for name, value in activity.moderation.items() if name != PAPER}
    activity.moderation = {**others, PAPER: kept} if kept else others
