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
    for number, row in enumerate(marked.data["organisations"]):
        at = ("organisations", number)
        kind = _value(marked, row, "kind", at)
        if kind not in Organisation.Kind.values:
            known = ", ".join(Organisation.Kind.values)
            raise marked.error(f"”{kind}” är inte en känd sort. Välj bland {known}.", *at, "kind")
        organisation, _ = Organisation.objects.update_or_create(
            name=_value(marked, row, "name", at), defaults={"kind": kind}
        )
        for place, line in enumerate(row.get("units", [])):
            name = _value(marked, line, "name", (*at, "units", place))
            defaults = {"kind": line.get("kind", ""), "opened_on": line.get("opened_on")}
            units[organisation.name, name], _ = Unit.objects.update_or_create(
                organisation=organisation, name=name, defaults=defaults
            )
    return units


def _load_users(marked: Marked, units: dict[tuple[str, str], Unit]) -> None:
    groups = make_groups()
    for number, row in enumerate(marked.data):
        role = _value(marked, row, "role", (number,))
        if role not in ROLES:
            raise marked.error(f"”{role}” är inte en känd roll.", number, "role")
        unit = units.get((row.get("organisation", ""), row.get("unit", "")))
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
                "title": row.get("title", ""),
                "since": row.get("since", datetime.date(2026, 1, 1)),
            },
        )


def _load_user(row: dict[str, Any], *, email: str, role: str) -> User:
    """Make or update one demo account. An account that is not a demo account is never touched."""
    user = User.objects.filter(email=email).first()
    if user is None:
        user = User.objects.create_user(email, DEMO_PASSWORD, is_demo=True)
    if user.is_demo:
        user.given_name = row.get("given_name", "")
        user.family_name = row.get("family_name", "")
        user.is_superuser = user.is_staff = role == "administrator"
        user.save()
    return user


def _value(marked: Marked, row: dict[str, Any], key: str, at: tuple[Any, ...]) -> str:
    if not row.get(key):
        raise marked.error(f"Uppgiften ”{key}” saknas.", *at)
    return str(row[key])
