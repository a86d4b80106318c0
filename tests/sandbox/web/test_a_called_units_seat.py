"""A called unit in somebody else's exercise: what it may not read is in no byte it is sent."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from sandbox.world.models import Entry, Seat
from tests.sandbox.web.conftest import Exercise

pytestmark = pytest.mark.django_db

NOTE = "Chefen får inte veta något om medicinen"
AREA = "Alex har slutat äta frukost"
GOAL = "Jag vill sjunga i kyrkan på lucia"
DRAFT = "Halvtänkt tanke om uppföljningen"
HOLES = {
    "key": ["consent", "mapping", "call", "meeting", "goals", "follow_up"],
    "number": [1, 2, 3],
}


@pytest.fixture
def shared(alex: Exercise, model_bodies) -> Exercise:
    """Amina's exercise, with text in every kind of document, two versions, and a draft."""
    bodies = {key: dict(body) for key, body in model_bodies.items()}
    bodies["consent"] |= {"note": NOTE, "purposes": ["make_plan"]}
    bodies["mapping"] = {"areas": [bodies["mapping"]["areas"][0] | {"text": AREA}]}
    bodies["goals"] |= {"main_goal": GOAL}
    alex.play(bodies)
    alex.send("consent", bodies["consent"] | {"note": f"{NOTE} alls"})
    alex.client.post(f"{alex.home}steg/mapping/utkast/", {"areas-rows": "1", "areas-0-text": DRAFT})
    return alex


def _sit_down(shared: Exercise, bo: Client, unit: str) -> None:
    own = Seat.objects.get(user__email="amina@example.org")
    bo_id = int(bo.session["_auth_user_id"])
    Seat.objects.create(run=own.run, world=own.world, no=2, role="unit", unit=unit, user_id=bo_id)


def _everything(shared: Exercise, bo: Client) -> dict[str, str]:
    """Every byte of every address, read and posted to, as the unit."""
    code = shared.home.strip("/").split("/")[-1]
    sent = {}
    for pattern in get_resolver().namespace_dict["practice"][1].url_patterns:
        holes = pattern.pattern.converters
        for value in [
            value for name, values in HOLES.items() if name in holes for value in values
        ] or [""]:
            given = {"code": code, "slug": "alex-kor", "key": value, "number": value}
            address = reverse(f"practice:{pattern.name}", kwargs={k: given[k] for k in holes})
            answers = [bo.get(address)]
            if pattern.name not in ("again", "erase"):
                answers += [
                    bo.post(address, {"do": do}) for do in ("hint", "send", "later", "onward")
                ]
            sent[address] = "".join(f"{a.content.decode()}{a.headers}" for a in answers)
    return sent


@pytest.mark.parametrize("unit", ["vc-rehab", "bistand", "arbetsgivaren"])
def test_what_the_consent_does_not_cover_is_in_no_byte(shared: Exercise, bo: Client, unit: str):
    _sit_down(shared, bo, unit)

    sent = _everything(shared, bo)

    assert len(sent) > 25
    for secret in (NOTE, AREA, GOAL, DRAFT):
        assert [address for address, text in sent.items() if secret in text] == []


def test_what_the_consent_covers_can_be_read(shared: Exercise, bo: Client, model_bodies):
    shared.send("consent", model_bodies["consent"] | {"note": NOTE})
    _sit_down(shared, bo, "vc-rehab")

    page = bo.get(f"{shared.home}arende/1/").content.decode()

    assert AREA in page
    assert NOTE not in page


def test_the_unit_changes_nothing_that_is_the_coordinators(shared: Exercise, bo: Client):
    _sit_down(shared, bo, "vc-rehab")
    kept = Entry.everywhere.filter(seat__user__email="amina@example.org").order_by("pk")
    before = list(kept.values("body", "status", "version"))

    _everything(shared, bo)

    assert list(kept.values("body", "status", "version")) == before


def test_the_unit_cannot_start_the_learners_exercise_over(shared: Exercise, bo: Client):
    _sit_down(shared, bo, "vc-rehab")

    answer = bo.post(f"{shared.home}igen/")

    assert answer.status_code == 404
    assert GOAL in shared.page("arende/1/")
