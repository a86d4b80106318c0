"""Drafts: kept as typed, one for each kind of document and seat, seen by nobody else."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from sandbox.process.reading import load_flow
from sandbox.world.models import Case, Entry, Seat, World
from sandbox.world.patches import plain


class DraftChanged(Exception):
    """The draft says something else than when the form was opened: it was kept from elsewhere."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "The draft has been changed in another window since you opened this one. What you "
                "have written here is not kept."
            )
        )


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
    since: int | None = None,
) -> int:
    """Keep the body as the seat's draft of this kind, in place of the one before; which version it is.

    `author` is what the seat is called on its documents. `since` is the version the form was opened
    with, 0 for none: whoever does not know keeps it in any case. Fields that the document does not have
    are dropped. Raises KeyError for an unknown kind, and DraftChanged when there is another version.
    """
    known = {field.key for field in load_flow(case.flow).documents[kind].fields}
    kept = plain({key: value for key, value in body.items() if key in known})
    mine = drafts_of(world, case, seat).filter(kind=kind)
    version, before = mine.values_list("version", "body").first() or (0, None)
    if version and since not in (None, version) and before != kept:
        raise DraftChanged
    change = {"body": kept, "at": at, "version": version + 1}
    if mine.update(**change):
        return version + 1
    try:
        with transaction.atomic():
            made = Entry.objects.for_world(world).create(
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
            return made.version
    except IntegrityError:
        # The same form saved itself twice at once.
        mine.update(**change)
        return version + 1


def draft_version(world: World, case: Case, seat: Seat, *, kind: str) -> int:
    """Which version of the seat's draft of this kind is kept now; 0 for none."""
    mine = drafts_of(world, case, seat).filter(kind=kind)
    return mine.values_list("version", flat=True).first() or 0


def discard_draft(world: World, case: Case, seat: Seat, *, kind: str) -> None:
    """Remove the seat's draft of this kind: it has been sent."""
    rows = drafts_of(world, case, seat).filter(kind=kind)
    rows._raw_delete(rows.db)  # noqa: SLF001 — nothing points at a draft
