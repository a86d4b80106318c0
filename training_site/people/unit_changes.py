"""Notes what happens to a unit, so that its history can be read; what people did is not rewritten."""

from __future__ import annotations

import datetime

from django.db import transaction

from training_site.people.models import Unit, UnitChange

Kind = UnitChange.Kind


@transaction.atomic
def save_with_history(unit: Unit, *, on: datetime.date, note: str = "") -> list[UnitChange]:
    """Save `unit` and note what is new since it was saved last: name, organisation, closing."""
    before = Unit.objects.select_related("organisation").filter(pk=unit.pk).first()
    unit.save()
    found = [
        UnitChange(unit=unit, on=on, kind=kind, was=was, note=note)
        for kind, was in _new(before, unit)
    ]
    return UnitChange.objects.bulk_create(found)


def _new(before: Unit | None, unit: Unit) -> list[tuple[str, str]]:
    if before is None:
        return [(Kind.OPENED, "")]
    found: list[tuple[str, str]] = []
    if before.name != unit.name:
        found.append((Kind.RENAMED, before.name))
    if before.organisation_id != unit.organisation_id:
        found.append((Kind.MOVED, before.organisation.name))
    if unit.succeeded_by_id and before.succeeded_by_id != unit.succeeded_by_id:
        found.append((Kind.MERGED, before.name))
    elif unit.closed_on and before.closed_on != unit.closed_on:
        found.append((Kind.CLOSED, before.name))
    return found
