"""A room to practise freely in, with one case in it, and ways to act in it as any unit."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from sandbox.world.counties import load_county_file
from sandbox.world.difference import first_rows
from sandbox.world.doors import seat_code
from sandbox.world.lending import lent_to
from sandbox.world.models import Case, Person, Seat, World
from sandbox.world.perform import perform
from sandbox.world.rooms import Wish, advance_room, open_room, sit_down
from sandbox.world.snapshot import snapshot
from training_site.people.models import User

FIXTURES = Path(__file__).resolve().parents[4] / "fixtures"
MONDAY = date(2026, 11, 23)
EVERYBODY = ["vc-an", "bistand", "hsv-norr"]
CASE = """
case: berit
flow: spu
persona: {ref: berit}
person: berit
parties:
  - {code: berit, name: Berit Påhittad, mention: Berit, kind: person}
history:
  - {day: 27, time: "9.30", party: avdelning-4, action: register_admission,
     body: {assessment: "yes", assessed_by: Pia Påhitt, estimated_day: 32}}
  - {day: 27, time: "14.10", party: avdelning-4, action: send_admission_notice,
     body: {recipients: [vc-an, bistand, hsv-norr], estimated_day: 32,
            facts: [name, identity_number, address, estimated_day]}}
"""


@dataclass
class Room:
    """One learner's room: who sits where, and what is done there."""

    user: User
    seat: Seat
    client: Client

    def at(self, unit: str) -> Seat:
        """The learner's seat at a unit."""
        return sit_down(self.seat, unit)

    def url(self, unit: str, page: str = "") -> str:
        """The address of a page at the unit's desk."""
        return f"/ovning/rum/{seat_code(self.at(unit))}/{page}"

    def text(self, unit: str, page: str = "") -> str:
        """What a page says, without its markup."""
        return words(self.client.get(self.url(unit, page)))

    def do(self, unit: str, action: str, body: dict[str, Any], no: int = 1) -> tuple[str, ...]:
        """Do it as the unit; returns why it was refused, when it was."""
        seat = self.at(unit)
        version = Case.objects.for_world(seat.world).get(no=no).version
        turn = perform(seat=seat, case=no, action=action, body=body, expected_version=version).turn
        return tuple(reason.text for reason in turn.refused)

    def until(self, minute: int) -> None:
        """Move the room's time."""
        advance_room(self.seat, to=minute)

    def cases(self, count: int, *, other_people: bool = True) -> None:
        """Have so many cases in the room, each like the first, about other people or the same."""
        world = World.objects.get(pk=self.seat.world_id)
        first = Case.objects.for_world(world).order_by("no").first()
        lent = lent_to(self.seat.run, world, first)
        state = snapshot(world, first, lent).state
        have = Case.objects.for_world(world).count()
        people = list(Person.objects.for_world(world).order_by("no"))
        for no in range(have + 1, count + 1):
            who = people[no] if other_people else first.person
            first_rows(world, person=who, state=state, at=timezone.now(), no=no, lent=lent)


def words(response: Any) -> str:
    """The words of a page's main part, in one line with plain spaces."""
    main = response.content.decode().partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main)).replace("\u00a0", " ")


@pytest.fixture(scope="session")
def small_county(tmp_path_factory) -> Path:
    """The county's file with one case beside it."""
    folder: Path = tmp_path_factory.mktemp("county")
    (folder / "cases").mkdir()
    shutil.copy(FIXTURES / "practice" / "pahitts-lan.yaml", folder)
    (folder / "cases" / "berit.yaml").write_text(CASE, encoding="utf-8")
    return folder


@pytest.fixture
def room(db, small_county) -> Room:
    """Amina's room on a Monday morning at eight, with Berit's case in it."""
    return opened(small_county)


@pytest.fixture(scope="module")
def shared_room(django_db_setup, django_db_blocker, small_county) -> Iterator[Room]:
    """The same for a whole module, taken away after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield opened(small_county)
        transaction.set_rollback(True)


@pytest.fixture
def again(shared_room, db) -> Room:
    """The module's room as it was opened, for one test."""
    client = Client()
    client.force_login(shared_room.user)
    return Room(shared_room.user, Seat.objects.get(pk=shared_room.seat.pk), client)


def opened(small_county: Path) -> Room:
    """Load the county and open the room."""
    load_county_file(
        small_county / "pahitts-lan.yaml", personas=FIXTURES / "personas", at=timezone.now()
    )
    user = User.objects.create_user("amina@example.org", given_name="Amina")
    seat = open_room(user=user, wish=Wish("lifecare", "bistand"), today=MONDAY)
    client = Client()
    client.force_login(user)
    return Room(user, seat, client)
