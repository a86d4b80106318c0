"""Erasing text wherever it is kept: entries, drafts, patches and data of events, in a whole run.

This is the one exception to the append-only log. It reaches every world of the run, archived
attempts included, and what a room that was shared took along to others' rooms.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection, models

from sandbox.process.flow import Field
from sandbox.process.overlay import under
from sandbox.process.reading import load_flow, load_profile
from sandbox.world.blanking import blanked, texts
from sandbox.world.models import Entry, Event

# Shorter text is blanked where it was written; only text this long is recognised elsewhere.
_TELLING = 8
_SAID = "text"


@dataclass(frozen=True)
class Wish:
    """What is to go in a run: the entries that are meant, one field of them or all.

    `said` tells which events have words of their own that are to go.
    """

    run: int
    meant: Callable[[Entry], bool]
    field: str | None = None
    said: Callable[[Event], bool] = lambda _event: False


@dataclass(frozen=True)
class Erased:
    """In how many rows something was blanked, and the keys of their worlds."""

    places: int
    worlds: frozenset[int]


def erase(wish: Wish) -> Erased:
    """Blank what is meant in every world of the run, and its copies. Take the worlds first."""
    entries = list(Entry.everywhere.filter(world__run=wish.run).select_related("case", "world"))
    gone: set[str] = set()
    copies = _erase_copies(wish)
    chosen = [one for one in entries if wish.meant(one)]
    changed = {entry.pk: entry for entry in chosen if _blank_entry(entry, wish.field, gone)}
    events = list(Event.everywhere.filter(world__run=wish.run))
    by_key = {entry.pk: entry for entry in chosen}
    touched = [one for one in events if _blank_event(one, by_key, wish.field, gone)]
    touched += [one for one in events if wish.said(one) and _unsay(one, gone)]
    telling = tuple(text for text in gone if len(text) >= _TELLING)
    # What was erased may also stand elsewhere: pasted into another field, or in an event's data.
    changed |= {one.pk: one for one in entries if _scrub(one, ("body",), telling)}
    touched += [one for one in events if _scrub(one, ("patch", "data"), telling)]
    rows = list({event.pk: event for event in touched}.values())
    # A plain query set: the log's own refuses every change.
    plain_events: models.QuerySet[Event] = models.QuerySet(model=Event)
    plain_events.bulk_update(rows, ["patch", "data"])
    Entry.everywhere.bulk_update(list(changed.values()), ["body"])
    worlds = {one.world_id for one in rows} | {one.world_id for one in changed.values()}
    return Erased(len(changed) + len(rows) + copies.places, copies.worlds | frozenset(worlds))


def _erase_copies(wish: Wish) -> Erased:
    """The same entries where a shared room was copied. What others wrote there is not searched."""
    rows = Entry.everywhere.filter(seat__run=wish.run).exclude(world__run=wish.run)
    meant = {one.pk: one for one in rows.select_related("case", "world") if wish.meant(one)}
    gone: set[str] = set()
    changed = [one for one in meant.values() if _blank_entry(one, wish.field, gone)]
    sent = Event.everywhere.filter(entry__in=list(meant)) if meant else ()
    events = [one for one in sent if _blank_event(one, meant, wish.field, gone)]
    plain_events: models.QuerySet[Event] = models.QuerySet(model=Event)
    plain_events.bulk_update(events, ["patch", "data"])
    Entry.everywhere.bulk_update(changed, ["body"])
    return Erased(
        len(changed) + len(events), frozenset(one.world_id for one in (*changed, *events))
    )


def empty_the_journal() -> None:
    """SQLite's write-ahead log still holds the pages as they were: move it into the file and cut it.

    The file itself is overwritten where rows were (secure_delete, in the settings).
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _unsay(event: Event, gone: set[str]) -> bool:
    said = event.data.get(_SAID)
    if not said:
        return False
    gone.add(said)
    event.data = {**event.data, _SAID: ""}
    return True


def _fields(entry: Entry) -> tuple[Field, ...]:
    flow = under(load_flow(entry.case.flow), load_profile(entry.world.profile))
    return flow.documents[entry.kind].fields


def _codes(entry: Entry) -> frozenset[str]:
    return frozenset(entry.case.facts.get("parties", {}))


def _blank_entry(entry: Entry, field: str | None, gone: set[str]) -> bool:
    body = blanked(entry.body, _fields(entry), _codes(entry), field)
    gone.update(texts(entry.body, body))
    changed = bool(body != entry.body)
    entry.body = body
    return changed


def _blank_event(
    event: Event, entries: dict[int, Entry], field: str | None, gone: set[str]
) -> bool:
    """Blank the bodies in the patch of an event that sent one of the entries."""
    entry = entries.get(event.entry_id or 0)
    if entry is None:
        return False
    patch = {
        path: [
            blanked(value, _fields(entry), _codes(entry), field)
            if path.endswith(".body") and isinstance(value, dict)
            else value
            for value in change
        ]
        for path, change in event.patch.items()
    }
    gone.update(texts(event.patch, patch))
    changed = bool(patch != event.patch)
    event.patch = patch
    return changed


def _scrub(row: models.Model, names: Iterable[str], telling: tuple[str, ...]) -> bool:
    changed = False
    for name in names:
        old = getattr(row, name)
        new = _without(old, telling)
        if new != old:
            setattr(row, name, new)
            changed = True
    return changed


def _without(value: Any, telling: tuple[str, ...]) -> Any:
    if isinstance(value, dict):
        return {key: _without(item, telling) for key, item in value.items()}
    if isinstance(value, list):
        return [_without(item, telling) for item in value]
    if isinstance(value, str) and any(text in value for text in telling):
        return ""
    return value
