"""What has come to a seat: documents and messages addressed to it, unread first, and who has read.

Worked out from what the seat may read; nothing is read or written here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from sandbox.process.state import Document
from sandbox.web import showing
from sandbox.web.room import Room

ACKNOWLEDGE = "acknowledge"
CALL, ACKNOWLEDGE_CALL = "call", "acknowledge_call"


@dataclass(frozen=True)
class Letter:
    """One thing that has come, or that the seat has sent: what, from whom, when, read or not."""

    number: int
    title: str
    sender: str
    icon: str
    when: str
    is_new: bool
    url: str
    readers: tuple[str, ...]


def letters(room: Room) -> list[Letter]:
    """What others have sent to this seat, unread first, newest first among those."""
    came = [one for one in _standing(room) if one.author != room.seat.unit and _to_me(room, one)]
    found = [letter(room, one) for one in reversed(came)]
    return sorted(found, key=lambda one: not one.is_new)


def sent_by(room: Room) -> list[Letter]:
    """What this seat has sent to others, newest first."""
    mine = [one for one in _standing(room) if one.author == room.seat.unit]
    return [letter(room, one) for one in reversed(mine) if recipients(room, one)]


def letter(room: Room, document: Document) -> Letter:
    """One document as a line in a list."""
    party = room.scenario.parties.get(document.author)
    return Letter(
        number=document.number,
        title=title_of(room, document),
        sender=room.name_of(document.author),
        icon=showing.ICONS.get(party.kind if party else "", "bubble"),
        when=when(room, document),
        is_new=is_unread(room, document),
        url=reverse("practice:document", args=[room.code, document.number]),
        readers=tuple(room.name_of(one) for one in receipts(room, document)),
    )


def title_of(room: Room, document: Document) -> str:
    """What a document is called in a list: its subject, or the kind it is."""
    return str(document.body.get("subject") or room.kind(document.kind).label)


def when(room: Room, document: Document) -> str:
    """The simulated time a document was sent, in words; empty for one that never was."""
    if document.sent_at is None:
        return ""
    return showing.sim_time(room.scenario, document.sent_at)


def recipients(room: Room, document: Document) -> tuple[str, ...]:
    """The parties a document is addressed to."""
    named = document.body.get(room.kind(document.kind).addressed_by or "recipients", ())
    return tuple(named) if isinstance(named, list | tuple) else ()


def receipts(room: Room, document: Document) -> tuple[str, ...]:
    """The parties that have said they have read it, in the order they did."""
    kept: Mapping[str, Any] = room.state.facts.get("read", {})
    return tuple(kept.get(str(document.number), ()))


def receipt_action(room: Room, document: Document) -> str:
    """The act by which this seat says that it has read; empty when the rules know of none."""
    wanted = ACKNOWLEDGE_CALL if document.kind == CALL else ACKNOWLEDGE
    for code in (wanted, ACKNOWLEDGE):
        row = room.flow.actions.get(code)
        if row and room.acts(row):
            return code
    return ""


def is_unread(room: Room, document: Document) -> bool:
    """Whether it is addressed to this seat, which can acknowledge it and has not."""
    return (
        document.stands
        and room.seat.unit in recipients(room, document)
        and room.seat.unit not in receipts(room, document)
        and document.author != room.seat.unit
        and bool(receipt_action(room, document))
    )


def _standing(room: Room) -> list[Document]:
    return [one for one in room.state.documents if one.stands]


def _to_me(room: Room, document: Document) -> bool:
    """Addressed to this seat, or told to everybody."""
    if room.seat.unit in recipients(room, document):
        return True
    kind = room.kind(document.kind)
    return not kind.addressed_by and not kind.own and room.reads_always(kind)
