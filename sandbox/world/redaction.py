"""Report and erase: what a seat wrote is blanked wherever it is kept; only the fact remains.

This is the one exception to the append-only log. It reaches every world of the run, archived
attempts included: entries, drafts, and the patches and data of events.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, models, transaction
from django.utils import timezone

from sandbox.process.flow import Field
from sandbox.process.overlay import under
from sandbox.process.reading import load_flow, load_profile
from sandbox.world.blanking import blanked, texts
from sandbox.world.difference import Writer, move_on
from sandbox.world.models import Case, Entry, Event, Redaction, Seat, World

REDACTED = "redacted"
# Shorter text is blanked where it was written; only text this long is recognised elsewhere.
_TELLING = 8


@dataclass(frozen=True)
class _Wish:
    """What is to go: one kind of document or all, one field of it or all."""

    seat: Seat
    kind: str | None
    field: str | None


def redact(
    *,
    seat: Seat,
    kind: str | None = None,
    field: str | None = None,
    reason: str = Redaction.Reason.OTHER,
    now: datetime | None = None,
) -> Redaction:
    """Blank the free text the seat wrote: all of it, one kind of document, or one field of a kind.

    Leaves a Redaction in the queue and an event in the log; neither says what was written. Raises
    ValueError for a seat without a world, a field without a kind, or an unknown reason.
    """
    if (field and not kind) or reason not in Redaction.Reason.values:
        raise ValueError("Say which kind of document the field is in, and a known reason.")
    at = now or timezone.now()
    with transaction.atomic():
        fresh = Seat.objects.select_for_update(no_key=True).get(pk=seat.pk)
        if fresh.world_id is None:
            raise ValueError("The seat has no world.")
        world = World.objects.select_for_update(of=("self",), no_key=True).get(pk=fresh.world_id)
        places = _erase(_Wish(fresh, kind, field))
        case = Case.objects.for_world(world).order_by("no")[0]
        _log(Writer(world, fresh, at), case, kind=kind or "", field=field or "")
        transaction.on_commit(_empty_the_journal)
        return Redaction.objects.create(
            user_id=fresh.user_id,
            run_id=fresh.run_id,
            role=fresh.role,
            case_no=case.no,
            kind=kind or "",
            field=field or "",
            reason=reason,
            places=places,
            at=at,
        )


def _erase(wish: _Wish) -> int:
    """Blank the text in every world of the run; returns in how many rows."""
    entries = list(
        Entry.everywhere.filter(world__run=wish.seat.run_id).select_related("case", "world")
    )
    gone: set[str] = set()
    chosen = [one for one in entries if _meant(one, wish)]
    changed = {entry.pk: entry for entry in chosen if _blank_entry(entry, wish.field, gone)}
    events = list(Event.everywhere.filter(world__run=wish.seat.run_id))
    by_key = {entry.pk: entry for entry in chosen}
    touched = [one for one in events if _blank_event(one, by_key, wish.field, gone)]
    telling = tuple(text for text in gone if len(text) >= _TELLING)
    # What was erased may also stand elsewhere: pasted into another field, or in an event's data.
    changed |= {one.pk: one for one in entries if _scrub(one, ("body",), telling)}
    touched += [one for one in events if _scrub(one, ("patch", "data"), telling)]
    rows = list({event.pk: event for event in touched}.values())
    # A plain query set: the log's own refuses every change.
    plain_events: models.QuerySet[Event] = models.QuerySet(model=Event)
    plain_events.bulk_update(rows, ["patch", "data"])
    Entry.everywhere.bulk_update(list(changed.values()), ["body"])
    return len(changed) + len(rows)


def _meant(entry: Entry, wish: _Wish) -> bool:
    return entry.seat_id == wish.seat.pk and wish.kind in (None, entry.kind)


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


def _log(writer: Writer, case: Case, *, kind: str, field: str) -> None:
    event = Event(
        world=writer.world,
        seq=writer.world.seq + 1,
        case=case,
        seat=writer.seat,
        actor=writer.seat.role if writer.seat else "",
        actor_kind="human",
        code=REDACTED,
        data={"kind": kind, "field": field},
        version=case.version,
        sim_at=writer.world.sim_now,
        at=writer.at,
    )
    event.save()
    move_on(writer, steps=1, now=writer.world.sim_now)


def _empty_the_journal() -> None:
    """SQLite's write-ahead log still holds the pages as they were: move it into the file and cut it.

    The file itself is overwritten where rows were (secure_delete, in the settings).
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
