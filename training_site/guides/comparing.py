"""Two versions of a guide beside each other: which they are, and what differs between them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from courses import catalogue
from training_site.guides.differences import Difference, differences, word_pieces
from training_site.guides.parts import Part
from training_site.guides.versions import GuideVersion


def compared(page_id: int, before: str, after: str) -> dict[str, Any] | None:
    """The two versions, older first whichever is named first, and their differences. Two queries.

    None unless both numbers are versions of the guide. Of several editions the latest is meant.
    """
    if "\x00" in before + after:  # no database looks for that
        return None
    rows = (
        GuideVersion.objects.filter(page=page_id, number__in=[before, after])
        .defer("body")
        .order_by("published_at", "pk")
    )
    by_number = {row.number: row for row in rows}
    if before not in by_number or after not in by_number:
        return None
    old, new = sorted(
        (by_number[before], by_number[after]), key=lambda row: (row.published_at, row.pk)
    )
    return {
        "old": old,
        "new": new,
        "differences": found_between(old, new),
        "title": word_pieces(old.title, new.title) if old.title != new.title else (),
        "lead": word_pieces(old.lead, new.lead) if old.lead != new.lead else (),
    }


def found_between(old: GuideVersion, new: GuideVersion) -> tuple[Difference, ...]:
    """What differs in the parts of the two, with the names of laws where their keys stand."""
    shelf = catalogue.current().shelf

    def named(version: GuideVersion) -> list[Part]:
        return [replace(part, text=shelf.with_laws(part.text)) for part in version.part_values]

    return differences(named(old), named(new))
