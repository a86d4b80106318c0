"""From the plain state to rows: only what a turn changed is written, and the log is added to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sandbox.process.state import CaseState, Document, Happening, Timer
from sandbox.world.models import Case, Entry, Event, Person, Seat, World
from sandbox.world.models import Timer as TimerRow
from sandbox.world.patches import plain
from sandbox.world.snapshot import Lent, Snapshot, consent_row


class Overtaken(Exception):
    """Somebody else wrote the case between the reading and the writing."""


@dataclass(frozen=True)
class Writer:
    """Who writes, where and when: the world, the seat (None for the machinery), the moment."""

    world: World
    seat: Seat | None
    at: datetime


def first_rows(
    world: World,
    *,
    person: Person,
    state: CaseState,
    at: datetime,
    no: int = 1,
    lent: Lent | None = None,
) -> Case:
    """Store a case that has just begun, as number `no` of its world."""
    case = blank_row(world, person=person, state=state, no=no, lent=lent)
    case.save()
    empty = CaseState(**{**state.__dict__, "documents": (), "log": (), "timers": ()})
    write(Writer(world, None, at), Snapshot(case, (), (), empty, lent), state)
    return case


def blank_row(
    world: World, *, person: Person, state: CaseState, no: int, lent: Lent | None = None
) -> Case:
    """The row of a case as it begins, not stored: for a form about a case that is not there yet."""
    case = Case(
        world=world, no=no, person=person, flow=state.flow, state=state.state, version=state.version
    )
    case.facts = plain(lent.back(state.facts) if lent else state.facts)
    return case


def write(writer: Writer, before: Snapshot, after: CaseState) -> list[Event]:
    """Store what differs between the snapshot and the state after a turn.

    Returns the new events, numbered on from the world's last. Raises Overtaken when the case or
    the world has moved on since the snapshot was read.
    """
    new = after.log[len(before.state.log) :]
    entries = _write_entries(writer, before, after, new)
    events = _events(writer, before.case, new, entries, version=after.version)
    Event.objects.for_world(writer.world).bulk_create(events)
    _write_timers(writer, before, after)
    _write_case(before, after)
    move_on(writer, steps=len(events), now=after.now)
    return events


def move_on(writer: Writer, *, steps: int, now: int) -> None:
    """Move the world's counter `steps` on and its clock to `now`. Raises Overtaken."""
    world = writer.world
    moved = World.objects.filter(pk=world.pk, seq=world.seq).update(
        seq=world.seq + steps, sim_now=now, touched_at=writer.at
    )
    if not moved:
        raise Overtaken
    world.seq, world.sim_now, world.touched_at = world.seq + steps, now, writer.at


def _write_case(before: Snapshot, after: CaseState) -> None:
    case = before.case
    facts = plain(before.lent.back(after.facts) if before.lent else after.facts)
    consents = [consent_row(one) for one in after.consents]
    changed = {
        name: value
        for name, value, old in (
            ("state", after.state, case.state),
            ("version", after.version, case.version),
            ("facts", facts, case.facts),
            ("consents", consents, case.consents),
        )
        if value != old
    }
    if not changed:
        return
    same = Case.objects.for_world(case.world_id).filter(pk=case.pk, version=case.version)
    if not same.update(**changed):
        raise Overtaken
    for name, value in changed.items():
        setattr(case, name, value)


def _write_entries(
    writer: Writer, before: Snapshot, after: CaseState, new: tuple[Happening, ...]
) -> dict[int, Entry]:
    """Store new and changed documents; returns every entry by document number."""
    kept = {entry.no: entry for entry in before.entries if entry.no is not None}
    was = {document.number: document for document in before.state.documents}
    humans = {line.document for line in new if line.actor_kind == "human"}
    changed, added = [], []
    for document in after.documents:
        if document.number not in kept:
            seat = writer.seat if document.number in humans else None
            added.append(_new_entry(writer, before.case, document, seat))
        elif document != was[document.number]:
            changed.append(_updated(kept[document.number], document))
    rows = Entry.objects.for_world(writer.world)
    if added:
        rows.bulk_create(added)
    if changed:
        rows.bulk_update(changed, ["status", "body", "version", "sent_at"])
    return {**kept, **{entry.no: entry for entry in added if entry.no is not None}}


def _new_entry(writer: Writer, case: Case, document: Document, seat: Seat | None) -> Entry:
    return _updated(
        Entry(
            world=writer.world,
            case=case,
            no=document.number,
            kind=document.kind,
            author=document.author,
            unit=seat.unit if seat else "",
            seat=seat,
            at=writer.at,
        ),
        document,
    )


def _updated(entry: Entry, document: Document) -> Entry:
    entry.status = document.status
    entry.body = plain(document.body)
    entry.version = document.version
    entry.sent_at = document.sent_at
    return entry


def _events(
    writer: Writer,
    case: Case,
    new: tuple[Happening, ...],
    entries: Mapping[int, Entry],
    *,
    version: int,
) -> list[Event]:
    return [
        Event(
            world=writer.world,
            seq=seq,
            case=case,
            entry=entries.get(line.document) if line.document else None,
            seat=writer.seat if line.actor_kind == "human" else None,
            actor=line.actor,
            actor_kind=line.actor_kind,
            code=line.code,
            patch=plain(line.patch),
            data=plain(line.data),
            version=version,
            sim_at=line.at,
            at=writer.at,
        )
        for seq, line in enumerate(new, start=writer.world.seq + 1)
    ]


def _write_timers(writer: Writer, before: Snapshot, after: CaseState) -> None:
    """The runtime keeps timers in place, changes their status, and adds new ones last."""
    rows = TimerRow.objects.for_world(writer.world)
    changed = []
    for row, timer in zip(before.timers, after.timers, strict=False):
        if row.status != timer.status:
            row.status = timer.status
            changed.append(row)
    added = [_new_timer(writer, before.case, one) for one in after.timers[len(before.timers) :]]
    if changed:
        rows.bulk_update(changed, ["status"])
    if added:
        rows.bulk_create(added)


def _new_timer(writer: Writer, case: Case, timer: Timer) -> TimerRow:
    return TimerRow(
        world=writer.world,
        case=case,
        due=timer.due,
        kind=timer.kind,
        ref=timer.ref,
        payload=plain(timer.payload),
        status=timer.status,
    )
