"""Loads organisations, units and demo accounts from text files."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from content_files.yaml_marks import Marked, load_marked
from training_site.people.demo import DEMO_PASSWORD
from training_site.people.models import Membership, Organisation, Unit, User
from training_site.people.roles import GROUP_OF_ROLE, ROLES, make_groups

FIRST_DAY = datetime.date(2026, 1, 1)
LONGEST = 120


@transaction.atomic
def load_people(folder: Path) -> None:
    """Load organisations.yaml and, where demo accounts are allowed, demo_users.yaml of `folder`.

    Idempotent: what is there is updated, what a file no longer names is left. Raises ContentError
    with file and line.
    """
    units = _load_units(load_marked(folder / "organisations.yaml"))
    make_groups()
    if settings.DEMO_ACCOUNTS:
        _load_users(load_marked(folder / "demo_users.yaml"), units)


def _load_units(marked: Marked) -> dict[tuple[str, str], Unit]:
    """Organisations with their units, by (organisation, unit)."""
    units = {}
    data = marked.data if isinstance(marked.data, dict) else {}
    for number, row in enumerate(_rows(marked, data.get("organisations"), ("organisations",))):
        at = ("organisations", number)
        kind = _value(marked, row, "kind", at)
        if kind not in Organisation.Kind.values:
            known = ", ".join(Organisation.Kind.values)
            raise marked.error(f"”{kind}” är inte en känd sort. Välj bland {known}.", *at, "kind")
        organisation, _ = Organisation.objects.update_or_create(
            name=_value(marked, row, "name", at), defaults={"kind": kind}
        )
        lines = row.get("units") or []
        for place, line in enumerate(_rows(marked, lines, (*at, "units"))):
            name = _value(marked, line, "name", (*at, "units", place))
            opened = _day(marked, line, "opened_on", (*at, "units", place))
            defaults = {"kind": str(line.get("kind") or ""), "opened_on": opened}
            units[organisation.name, name], _ = Unit.objects.update_or_create(
                organisation=organisation, name=name, defaults=defaults
            )
    return units


def _load_users(marked: Marked, units: dict[tuple[str, str], Unit]) -> None:
    groups = make_groups()
    for number, row in enumerate(_rows(marked, marked.data, ())):
        role = _value(marked, row, "role", (number,))
        if role not in ROLES:
            raise marked.error(f"”{role}” är inte en känd roll.", number, "role")
        unit = units.get((str(row.get("organisation")), str(row.get("unit"))))
        if unit is None:
            raise marked.error("Enheten finns inte i organisations.yaml.", number, "unit")
        user = _load_user(row, email=_value(marked, row, "email", (number,)), role=role)
        if role in GROUP_OF_ROLE:
            user.groups.add(groups[GROUP_OF_ROLE[role]])
        Membership.objects.update_or_create(
            user=user,
            unit=unit,
            until=None,
            defaults={
                "title": str(row.get("title") or ""),
                "since": _day(marked, row, "since", (number,)) or FIRST_DAY,
            },
        )


def _load_user(row: dict[str, Any], *, email: str, role: str) -> User:
    """Make or update one demo account. An account that is not a demo account is never touched."""
    user = User.objects.filter(email=email).first()
    if user is None:
        user = User.objects.create_user(email, DEMO_PASSWORD, is_demo=True)
    if user.is_demo:
        user.given_name = str(row.get("given_name") or "")
        user.family_name = str(row.get("family_name") or "")
        user.is_superuser = user.is_staff = role == "administrator"
        user.save()
    return user


def _value(marked: Marked, row: dict[str, Any], key: str, at: tuple[Any, ...]) -> str:
    if not row.get(key):
        raise marked.error(f"Uppgiften ”{key}” saknas.", *at)
    if len(str(row[key])) > LONGEST:
        raise marked.error(f"Texten är längre än {LONGEST} tecken.", *at, key)
    return str(row[key])


def _day(
    marked: Marked, row: dict[str, Any], key: str, at: tuple[Any, ...]
) -> datetime.date | None:
    found = row.get(key)
    if found is not None and not isinstance(found, datetime.date):
        raise marked.error("Skriv dagen som 2026-11-21.", *at, key)
    return found


def _rows(marked: Marked, found: Any, at: tuple[Any, ...]) -> list[dict[str, Any]]:
    """The rows of a list, each with names and values."""
    if not isinstance(found, list):
        raise marked.error("Här ska det stå en lista, där varje rad börjar med ”-”.", *at)
    for number, row in enumerate(found):
        if not isinstance(row, dict):
            raise marked.error("Raden ska ha ”namn: värde”.", *at, number)
    return found
