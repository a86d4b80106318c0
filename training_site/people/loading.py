"""Loads organisations, units, councils and demo accounts from text files."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import transaction

from content_files.yaml_marks import Marked, load_marked
from training_site.people import file_rows as read
from training_site.people.appointment_loading import load_assignments, load_councils, load_seats
from training_site.people.certificate_loading import load_certificates
from training_site.people.demo import DEMO_PASSWORD
from training_site.people.models import Membership, Organisation, Unit, User
from training_site.people.roles import GROUP_OF_ROLE, ROLES, make_groups

FIRST_DAY = datetime.date(2026, 1, 1)
# Fills a unit or a council so that there is something to look at; nobody signs in as one of them.
STAFF = "staff"
Units = dict[tuple[str, str], Unit]


@transaction.atomic
def load_people(folder: Path) -> None:
    """Load the files of `folder`; accounts only where demo accounts are allowed.

    Idempotent: what is there is updated, what a file no longer names is left. Raises ContentError
    with file and line.
    """
    units = _load_units(load_marked(folder / "organisations.yaml"))
    groups = make_groups()
    councils = load_marked(folder / "councils.yaml")
    load_councils(councils)
    if settings.DEMO_ACCOUNTS:
        _load_users(load_marked(folder / "demo_users.yaml"), units, groups)
        staff = load_marked(folder / "staff.yaml")
        _load_users(staff, units, groups, role=STAFF)
        load_certificates(staff)
        load_seats(councils)
        load_assignments(load_marked(folder / "assignments.yaml"), units)


def _load_units(marked: Marked) -> Units:
    """Organisations with their units, by (organisation, unit)."""
    units = {}
    data = marked.data if isinstance(marked.data, dict) else {}
    for number, row in enumerate(read.rows(marked, data.get("organisations"), ("organisations",))):
        at = ("organisations", number)
        kind = read.chosen(marked, row, "kind", Organisation.Kind.values, at)
        organisation, _ = Organisation.objects.update_or_create(
            name=read.value(marked, row, "name", at), defaults={"kind": kind}
        )
        lines = row.get("units") or []
        for place, line in enumerate(read.rows(marked, lines, (*at, "units"))):
            unit = _load_unit(marked, line, (*at, "units", place), organisation)
            units[organisation.name, str(line["name"])] = unit
    return units


def _load_unit(
    marked: Marked, line: dict[str, Any], at: tuple[Any, ...], organisation: Organisation
) -> Unit:
    """One unit, also when it has been renamed since it was loaded first."""
    name = read.value(marked, line, "name", at)
    renamed = Unit.objects.filter(
        organisation=organisation, changes__kind="renamed", changes__was=name
    ).first()
    unit = (
        Unit.objects.filter(organisation=organisation, name=name).first()
        or renamed
        or Unit(organisation=organisation, name=name)
    )
    unit.kind = str(line.get("kind") or "")
    unit.opened_on = read.day(marked, line, "opened_on", at)
    if unit.employees_by_id is None:
        unit.employees = read.number(marked, line, "employees", at)
        unit.employees_on = read.day(marked, line, "employees_on", at)
    unit.save()
    return unit


def _load_users(marked: Marked, units: Units, groups: dict[str, Group], *, role: str = "") -> None:
    for number, row in enumerate(read.rows(marked, marked.data)):
        own = role or read.value(marked, row, "role", (number,))
        if own not in (*ROLES, STAFF):
            raise marked.error(f"”{own}” är inte en känd roll.", number, "role")
        unit = units.get((str(row.get("organisation")), str(row.get("unit"))))
        if unit is None:
            raise marked.error("Enheten finns inte i organisations.yaml.", number, "unit")
        user = _load_user(row, email=read.value(marked, row, "email", (number,)), role=own)
        if own in GROUP_OF_ROLE:
            user.groups.add(groups[GROUP_OF_ROLE[own]])
        Membership.objects.update_or_create(
            user=user,
            unit=unit,
            until=None,
            defaults={
                "title": str(row.get("title") or ""),
                "since": read.day(marked, row, "since", (number,)) or FIRST_DAY,
                "manages": bool(row.get("manages")),
            },
        )


def _load_user(row: dict[str, Any], *, email: str, role: str) -> User:
    """Make or update one demo account. An account that is not a demo account is never touched."""
    user = User.objects.filter(email=email).first()
    if user is None:
        password = None if role == STAFF else DEMO_PASSWORD
        user = User.objects.create_user(email, password, is_demo=True)
    if user.is_demo:
        user.given_name = str(row.get("given_name") or "")
        user.family_name = str(row.get("family_name") or "")
        user.is_superuser = user.is_staff = role == "administrator"
        user.save()
    return user
