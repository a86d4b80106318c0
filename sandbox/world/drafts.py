"""Drafts: kept as typed, one for each kind of document and seat, seen by nobody else."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet

from sandbox.process.reading import load_flow
from sandbox.world.models import Case, Entry, Seat, World
from sandbox.world.patches import plain


def drafts_of(world: World, case: Case, seat: Seat) -> QuerySet[Entry]:
    """The seat's own drafts in the case."""
    return Entry.objects.for_world(world).filter(case=case, seat=seat, status=Entry.Status.DRAFT)


def keep_draft(  # noqa: PLR0913 - where, whose, what and when
    world: World,
    case: Case,
    seat: Seat,
    *,
    kind: str,
    body: Mapping[str, Any],
    author: str,
    at: datetime,
) -> None:
    """Keep the body as the seat's draft of this kind, in place of the one before.

    `author` is what the seat is called on its documents. Fields that the document does not have are dropped. Raises KeyError for an unknown kind.
    """
    known = {field.key for field in load_flow(case.flow).documents[kind].fields}
    kept = plain({key: value for key, value in body.items() if key in known})
    mine = drafts_of(world, case, seat).filter(kind=kind)
    change = {"body": kept, "at": at, "version": F("version") + 1}
    if mine.update(**change):
        return
    try:
        with transaction.atomic():
            Entry.objects.for_world(world).create(
                world=world,
                case=case,
                seat=seat,
                kind=kind,
                status=Entry.Status.DRAFT,
                author=author,
                unit=seat.unit,
                body=kept,
                at=at,
            )
    except IntegrityError:
        # The same form saved itself twice at once.
        mine.update(**change)


def discard_draft(world: World, case: Case, seat: Seat, *, kind: str) -> None:
    """Remove the seat's draft of this kind: it has been sent."""
    rows = drafts_of(world, case, seat).filter(kind=kind)
    rows._raw_delete(rows.db)  # noqa: SLF001 — nothing points at a draft
