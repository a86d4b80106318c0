"""Nobody but the own manager sees a named person's gaps, whoever asks for whatever address."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from tests.people.conftest import LONG_AGO, appointed, person
from training_site.people.models import Assignment, Council, User
from training_site.people.roles import (
    CHAIRS_MUNICIPALITY,
    CHAIRS_REGION,
    COORDINATORS,
    COUNCIL_EDITORS,
    TRAINERS,
    make_groups,
)

GAP = "Oskolad Låtsasson"
ROLES = {
    "guest": None,
    "colleague": "Kollega",
    "key_person": "Johan",
    "trainer": TRAINERS,
    "editor": COUNCIL_EDITORS,
    "coordinator": COORDINATORS,
    "chair_municipality": CHAIRS_MUNICIPALITY,
    "chair_region": CHAIRS_REGION,
    "other_manager": "Otto",
    "former_manager": "Förra",
    "administrator": "Olle",
}


@pytest.fixture
def house(north, south) -> dict[str, object]:
    """A unit with somebody untrained, its manager, and everybody who might be curious."""
    north.employees, north.employees_on = 12, timezone.localdate()
    north.save()
    gap = person("Gap", unit=north)
    gap.given_name, gap.family_name = GAP.split()
    gap.save()
    person("Mona", unit=north, manages=True)
    person("Otto", unit=south, manages=True)
    person("Kollega", unit=north)
    former = person("Förra", unit=north, manages=True)
    former.memberships.update(until=LONG_AGO)
    appointed(person("Johan"), north, south)
    User.objects.create_superuser("olle@example.org", given_name="Olle")
    groups = make_groups()
    for number, name in enumerate(one for one in ROLES.values() if one in groups):
        person(f"Roll{number}").groups.add(groups[name])
    Council.objects.create(name="Processrådet", county="Påhitts län")
    waiting = Assignment.objects.create(
        user=person("Bodil", unit=north), kind="sip_trainer", since=LONG_AGO
    )
    return {"unit": north, "waiting": waiting}


def addresses(house) -> list[str]:
    unit, waiting = house["unit"].pk, house["waiting"].pk
    own = Assignment.objects.get(kind="key_person").pk
    return [
        "/nyckelpersoner/",
        f"/nyckelpersoner/?enhet={unit}",
        "/processrad/radet/",
        "/mitt-uppdrag/",
        f"/mitt-uppdrag/{own}/avsluta/",
        f"/mitt-uppdrag/{own}/ersattare/",
        "/mitt-uppdrag/enheter/",
        "/mitt-uppdrag/enheter/?visa=saknar",
        f"/mitt-uppdrag/enheter/{unit}/course/",
        "/mitt-uppdrag/medarbetare/",
        "/mitt-uppdrag/medarbetare/utse/",
        f"/mitt-uppdrag/medarbetare/{waiting}/nej/",
    ]


def client_of(role: str) -> Client:
    client, who = Client(), ROLES[role]
    if who is not None:
        named = User.objects.filter(given_name=who) | User.objects.filter(groups__name=who)
        client.force_login(named.get())
    return client


@pytest.mark.parametrize("role", ROLES)
def test_no_page_names_somebody_who_is_not_trained(house, role):
    client = client_of(role)
    named = [
        address
        for address in addresses(house)
        if GAP.split(maxsplit=1)[0] in client.get(address).content.decode()
    ]

    assert named == []


def test_the_units_own_manager_sees_who_and_when_but_no_answers(house):
    client = Client()
    client.force_login(User.objects.get(given_name="Mona"))
    page = client.get("/mitt-uppdrag/medarbetare/").content.decode()

    assert GAP in page
    assert "Inte påbörjad" in page
    assert "aldrig någons svar" in page


@pytest.mark.parametrize("role", ["guest", "key_person", "coordinator", "administrator"])
def test_nobody_else_answers_appoints_or_counts_for_the_manager(house, role):
    client, unit, waiting = client_of(role), house["unit"], house["waiting"]
    start = "/mitt-uppdrag/medarbetare/"

    for address in (f"{waiting.pk}/ja/", f"{waiting.pk}/nej/", f"antal/{unit.pk}/", "utse/"):
        client.post(start + address, {"employees": "1", "reason": "Nej.", "kind": "key_person"})

    unit.refresh_from_db()
    waiting.refresh_from_db()
    assert (unit.employees, waiting.status) == (12, "proposed")
    assert Assignment.objects.count() == 2
