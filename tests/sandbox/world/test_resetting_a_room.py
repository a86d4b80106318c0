"""A room begun again is row for row what a room just opened is, whatever has happened in it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import models

from sandbox.world.access import note_access
from sandbox.world.counties import load_county_file
from sandbox.world.models import (
    Access,
    Case,
    CheckResult,
    Entry,
    Event,
    Person,
    Scenario,
    Seat,
    Timer,
    Token,
    World,
)
from sandbox.world.perform import perform, save_draft
from sandbox.world.redaction import redact_room
from sandbox.world.reset import practise_again, undo_practise_again
from sandbox.world.rooms import (
    Wish,
    advance_room,
    change_seat,
    open_room,
    share_room,
    sit_down,
)
from tests.sandbox.county import CASES, FIXTURES, NOW, TODAY, TOWN, WARD

DAY = 24 * 60
INSIDE = (Person, Case, Entry, Event, Timer, CheckResult, Access, Token)
# What two worlds of the same county may differ in, and rows in them, beside their keys.
OWN = {"id", "run", "parent", "world", "generation", "created_at", "touched_at"}
Rows = dict[str, Any]


@pytest.fixture
def county(db, tmp_path: Path) -> Scenario:
    """Berit on the ward, and somebody who has a plan."""
    shutil.copy(CASES / "berit.yaml", tmp_path / "1.yaml")
    shutil.copy(FIXTURES / "practice" / "cases" / "sam.yaml", tmp_path / "2.yaml")
    path = FIXTURES / "practice" / "pahitts-lan.yaml"
    row, _new = load_county_file(path, personas=FIXTURES / "personas", at=NOW, cases=tmp_path)
    return row


def told(row: models.Model) -> Rows:
    """Every column of the row; what it points at in its world is told by its number."""
    found: Rows = {}
    for field in row._meta.concrete_fields:
        if field.name in OWN:
            continue
        value = getattr(row, field.attname)
        if field.name in ("case", "person", "entry") and value is not None:
            other = getattr(row, field.name)
            assert other.world_id == row.world_id  # type: ignore[attr-defined]
            inner = (other.case.no,) if field.name == "entry" else ()
            value = (*inner, other.no)
        found[field.name] = value
    return found


def rows(world: World) -> dict[str, list[Rows]]:
    """The world itself, and everything in it."""
    found = {
        str(model._meta.model_name): [
            told(row) for row in model.objects.for_world(world).order_by("pk")
        ]
        for model in INSIDE
    }
    return {**found, "world": [told(World.objects.get(pk=world.pk))]}


def keys(world: World) -> dict[str, list[int]]:
    return {
        str(model._meta.model_name): list(
            model.objects.for_world(world).order_by("pk").values_list("pk", flat=True)
        )
        for model in INSIDE
    }


def opened(user: Any, **wish: Any) -> Seat:
    return open_room(user=user, wish=Wish("lifecare", TOWN, **wish), today=TODAY, now=NOW)


def sent(seat: Seat, text: str) -> None:
    case = Case.objects.for_world(seat.world).order_by("no")[0]
    done = perform(
        seat=seat,
        case=case.no,
        action="send_message",
        body={"recipients": [WARD if seat.unit == TOWN else TOWN], "subject": "Hej", "text": text},
        expected_version=case.version,
        token=f"{seat.world.generation}.{seat.unit}-{case.version}",
        now=NOW,
    )
    assert not done.turn.refused, [str(one.text) for one in done.turn.refused]


def lived_in(seat: Seat) -> Seat:
    """A room that people have written in from two units, drafted in, read in and waited in."""
    sent(seat, "Berit gick själv i trapporna.")
    ward = change_seat(seat, WARD, now=NOW)
    sent(ward, "Hon tog rullatorn.")
    save_draft(seat=ward, kind="message", body={"text": "Inte klart"}, case=1, now=NOW)
    note_access(ward, Case.objects.for_world(ward.world).order_by("no")[0])
    advance_room(ward, to=ward.world.sim_now + 5 * DAY, now=NOW)
    back = sit_down(Seat.objects.get(pk=ward.pk), TOWN, now=NOW)
    sent(back, "Vi kommer på måndag.")
    return back


def wish_for(kind: str, county: Scenario, lender: Any) -> dict[str, Any]:
    """Everybody in the county, one of them, or a room that somebody has lived in and shared."""
    if kind == "of one":
        with_case = Case.objects.for_world(county.template).order_by("no")[0]
        return {"people": (with_case.person.no,)}
    if kind == "shared":
        lender.user_permissions.add(Permission.objects.get(codename="lead_run"))
        return {"template": share_room(lived_in(opened(lender)), title="Berit", now=NOW).pk}
    return {}


@pytest.mark.parametrize("kind", ["of all", "of one", "shared"])
def test_a_room_begun_again_is_what_a_new_one_is_and_undone_what_it_was(county, amina, bo, kind):
    wish = wish_for(kind, county, bo)
    new = rows(opened(bo, **wish).world)
    seat = lived_in(opened(amina, **wish))
    old, was, before = seat.world, keys(seat.world), rows(seat.world)
    assert all(before[table] != new[table] for table in ("case", "entry", "event", "timer"))
    assert all(before[table] and not new[table] for table in ("access", "token"))

    fresh = practise_again(seat=seat, now=NOW).world

    assert rows(fresh) == new
    assert not any(set(was[table]) & set(found) for table, found in keys(fresh).items())
    lived_in(Seat.objects.get(pk=seat.pk))
    assert undo_practise_again(seat=seat, now=NOW).world == old
    assert (keys(old), rows(old)) == (was, before)
    redact_room(seat, now=NOW)
    assert rows(practise_again(seat=seat, now=NOW).world) == new
