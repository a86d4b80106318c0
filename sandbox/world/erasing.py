"""Erasing text wherever it is kept: entries, drafts, patches and data of events, in a whole run.

This is the one exception to the append-only log. It reaches every world of the run, archived
attempts included, and what a room that was shared took along to others' rooms.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection, models
from django.db.models.functions import Cast

from sandbox.process.flow import Field
from sandbox.process.overlay import readable
from sandbox.process.reading import load_flow, load_profile, profile_names
from sandbox.world.blanking import blanked, texts
from sandbox.world.models import Entry, Event, Run
from sandbox.world.templates import county_of

# Shorter text is blanked where it was written; only text this long is recognised elsewhere.
_TELLING = 8
_SAID = "text"


@dataclass(frozen=True)
class Wish:
    """What is to go in a run: the entries that are meant, one field of them or all.

    `said` tells which events have words of their own that are to go; `codes` are no words and stay
    everywhere: those of the units that cases of a county name without holding them, and headings.
    """

    run: int
    meant: Callable[[Entry], bool]
    field: str | None = None
    said: Callable[[Event], bool] | None = None
    codes: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Erased:
    """In how many rows something was blanked, and the keys of their worlds."""

    places: int
    worlds: frozenset[int]


def erase(wish: Wish) -> Erased:
    """Blank what is meant in every world of the run, and its copies. Take the worlds first.

    A run may have many worlds that somebody has left behind, and everybody who writes waits
    meanwhile: only what is meant, or holds text that was, is read out of its JSON.
    """
    wish = replace(wish, codes=_codes_of(wish.run))
    written = Entry.everywhere.filter(world__run=wish.run)
    happened = Event.everywhere.filter(world__run=wish.run)
    gone: set[str] = set()
    copies = _erase_copies(wish)
    meant = [one.pk for one in written.defer("body") if wish.meant(one)]
    entries = _by_key(written.filter(pk__in=meant).select_related("case", "world"))
    events = _by_key(happened.filter(entry__in=meant) if meant else ())
    changed = {key: one for key, one in entries.items() if _blank_entry(one, wish, gone)}
    touched = {key: one for key, one in events.items() if _blank_event(one, entries, wish, gone)}
    if wish.said is not None:
        said = {one.pk: events.get(one.pk, one) for one in happened if wish.said(one)}
        touched |= {key: one for key, one in said.items() if _unsay(one, gone)}
    telling = tuple(text for text in gone if len(text) >= _TELLING)
    # What was erased may also stand elsewhere: pasted into another field, or in an event's data.
    for rows, names, done in (
        (written, ("body",), changed),
        (happened, ("patch", "data"), touched),
    ):
        found = _by_key(rows.filter(pk__in=_holding(rows, names, telling)) if telling else ())
        same = {key: done.get(key, one) for key, one in found.items()}
        done |= {key: one for key, one in same.items() if _scrub(one, names, telling)}
    # A plain query set: the log's own refuses every change.
    plain_events: models.QuerySet[Event] = models.QuerySet(model=Event)
    plain_events.bulk_update(list(touched.values()), ["patch", "data"])
    Entry.everywhere.bulk_update(list(changed.values()), ["body"])
    worlds = {one.world_id for one in (*touched.values(), *changed.values())}
    return Erased(len(changed) + len(touched) + copies.places, copies.worlds | frozenset(worlds))


def _by_key(rows: Iterable[Any]) -> dict[int, Any]:
    return {one.pk: one for one in rows}


def _holding(rows: models.QuerySet[Any], names: Iterable[str], telling: Iterable[str]) -> list[int]:
    """The keys of the rows with any of the texts in these columns, sought in the JSON as it is kept."""
    sought = [json.dumps(text)[1:-1] for text in telling]
    kept = {f"kept_{name}": Cast(name, models.TextField()) for name in names}
    return [
        key
        for key, *texts in rows.annotate(**kept).values_list("pk", *kept)
        if any(one in text for one in sought for text in texts)
    ]


def _erase_copies(wish: Wish) -> Erased:
    """The same entries where a shared room was copied. What others wrote there is not searched."""
    rows = Entry.everywhere.filter(seat__run=wish.run).exclude(world__run=wish.run)
    meant = {one.pk: one for one in rows.select_related("case", "world") if wish.meant(one)}
    gone: set[str] = set()
    changed = [one for one in meant.values() if _blank_entry(one, wish, gone)]
    sent = Event.everywhere.filter(entry__in=list(meant)) if meant else ()
    events = [one for one in sent if _blank_event(one, meant, wish, gone)]
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
    # Also what another system's words hide: it may have been written in that system.
    flow = readable(load_flow(entry.case.flow), load_profile(entry.world.profile))
    return flow.documents[entry.kind].fields


def _codes_of(run: int) -> frozenset[str]:
    row = Run.objects.select_related("scenario").defer("scenario__source").get(pk=run)
    units = county_of(row.scenario).units if row.mode == Run.Mode.FREE else ()
    return frozenset(units).union(*(load_profile(name).headings for name in profile_names()))


def _codes(entry: Entry, wish: Wish) -> frozenset[str]:
    return wish.codes | frozenset(entry.case.facts.get("parties", {}))


def _blank_entry(entry: Entry, wish: Wish, gone: set[str]) -> bool:
    body = blanked(entry.body, _fields(entry), _codes(entry, wish), wish.field)
    gone.update(texts(entry.body, body))
    changed = bool(body != entry.body)
    entry.body = body
    return changed


def _blank_event(event: Event, entries: dict[int, Entry], wish: Wish, gone: set[str]) -> bool:
    """Blank the bodies in the patch of an event that sent one of the entries."""
    entry = entries.get(event.entry_id or 0)
    if entry is None:
        return False
    patch = {
        path: [
            blanked(value, _fields(entry), _codes(entry, wish), wish.field)
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
