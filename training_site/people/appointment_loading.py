"""Loads councils with their seats, and assignments with their units, from text files."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError

from content_files.yaml_marks import Marked
from training_site.people import file_rows as read
from training_site.people.models import Assignment, Council, CouncilSeat, Unit, User
from training_site.people.seats import BY_KEY

OTHERS = ("manager", "deputy", "proposed_by")


def load_councils(marked: Marked) -> None:
    """Make the councils that are not there. What an editor has written about one is kept."""
    for number, row in enumerate(read.rows(marked, marked.data)):
        Council.objects.get_or_create(
            name=read.value(marked, row, "name", (number,)),
            defaults={
                "county": read.value(marked, row, "county", (number,)),
                "about": str(row.get("about") or "").strip(),
            },
        )


def load_seats(marked: Marked) -> None:
    """Fill the seats that the file names, once each. Raises ContentError with file and line."""
    for number, row in enumerate(read.rows(marked, marked.data)):
        council = Council.objects.get(name=row["name"])
        for place, line in enumerate(read.rows(marked, row.get("seats") or [], (number, "seats"))):
            _load_seat(marked, line, (number, "seats", place), council)


def _load_seat(marked: Marked, line: dict[str, Any], at: tuple[Any, ...], council: Council) -> None:
    category = read.chosen(marked, line, "category", list(BY_KEY), at)
    since = _first_day(marked, line, at)
    user = _user(marked, line, "email", at)
    if CouncilSeat.objects.filter(
        council=council, user=user, category=category, since=since
    ).exists():
        return
    seat = CouncilSeat(
        council=council,
        user=user,
        category=category,
        since=since,
        until=read.day(marked, line, "until", at),
        is_mas=bool(line.get("is_mas")),
        is_private=bool(line.get("is_private")),
    )
    try:
        seat.full_clean()
    except ValidationError as error:
        raise marked.error(" ".join(error.messages), *at) from error
    seat.save()


def load_assignments(marked: Marked, units: dict[tuple[str, str], Unit]) -> None:
    """Make the assignments that the file names, unless the person has had one of the kind.

    What a person or a manager has done with it since then is kept. Raises ContentError.
    """
    for number, row in enumerate(read.rows(marked, marked.data)):
        user = _user(marked, row, "email", (number,))
        kind = read.chosen(marked, row, "kind", Assignment.Kind.values, (number,))
        if Assignment.objects.filter(user=user, kind=kind).exists():
            continue
        given = {key: _user(marked, row, key, (number,)) for key in OTHERS if row.get(key)}
        assignment = Assignment(
            user=user,
            kind=kind,
            status=read.chosen(marked, row, "status", Assignment.Status.values, (number,)),
            since=_first_day(marked, row, (number,)),
            until=read.day(marked, row, "until", (number,)),
            proposed_on=read.day(marked, row, "proposed_on", (number,)),
            niche=str(row.get("niche") or ""),
            **given,
        )
        try:
            assignment.full_clean()
        except ValidationError as error:
            raise marked.error(" ".join(error.messages), number) from error
        assignment.save()
        for unit in _units(marked, row, (number,), units):
            assignment.units.create(unit=unit, since=assignment.since)


def _units(
    marked: Marked, row: dict[str, Any], at: tuple[Any, ...], units: dict[tuple[str, str], Unit]
) -> list[Unit]:
    found = []
    named = row.get("units") or {}
    if not isinstance(named, dict):
        raise marked.error("Skriv ”organisation: [enheter]”.", *at, "units")
    for organisation, names in named.items():
        for name in names if isinstance(names, list) else [names]:
            unit = units.get((str(organisation), str(name)))
            if unit is None:
                raise marked.error(
                    f"Enheten ”{name}” finns inte i organisations.yaml.", *at, "units", organisation
                )
            found.append(unit)
    return found


def _user(marked: Marked, row: dict[str, Any], key: str, at: tuple[Any, ...]) -> User:
    email = read.value(marked, row, key, at)
    user = User.objects.filter(email=email).first()
    if user is None:
        raise marked.error(f"Kontot ”{email}” finns inte i filerna.", *at, key)
    return user


def _first_day(marked: Marked, row: dict[str, Any], at: tuple[Any, ...]) -> Any:
    found = read.day(marked, row, "since", at)
    if found is None:
        raise marked.error("Uppgiften ”since” saknas.", *at)
    return found
