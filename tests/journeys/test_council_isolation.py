"""Every address of the rooms of guides, people and figures, as everybody: what is whose stays so."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
from django.db import transaction

from tests.journeys.council_rooms import SECRET, UNTRAINED, Rooms, doors, furnished, rows
from tests.training_site.guides.conftest import make_house

pytestmark = pytest.mark.sweep

COUNCIL = {
    "guides:board", "guides:confirmations", "guides:confirmations_file", "guides:to_review",
    "guides:desk", "guides:review", "guides:review_text", "guides:queue", "guides:queue_matter",
}  # fmt: skip
FIGURES = {"figures:this_year", "figures:year", "figures:file"}
# Who is let into those; to anybody else they are not there.
LET_IN = {
    "council member": COUNCIL | FIGURES,
    "editor": COUNCIL | FIGURES,
    "coordinator": FIGURES,
}
# Nothing of what the intruder sends is theirs to send.
INTRUDERS = [
    "guest", "learner", "trainer", "other key person", "other manager", "coordinator"
]  # fmt: skip
# Whoever has the link may use it; there is nobody else it could belong to.
BY_LINK = {"guides:subscribe_confirm", "guides:unsubscribe"}
SHUT = (403, 404, 405)
# What a guest may read, and what is kept about oneself, is read by these; the rest have nothing there.
READERS = {"guest", "asker", "manager", "council member", "editor"}


@pytest.fixture(scope="module")
def rooms(django_db_setup, django_db_blocker) -> Iterator[Rooms]:
    """The rooms, furnished once: no test here may change anything."""
    # Two thousand doors that stay shut would fill the report.
    log = logging.getLogger("django.request")
    log.disabled = True
    with django_db_blocker.unblock(), transaction.atomic():
        yield furnished(make_house())
        transaction.set_rollback(True)
    log.disabled = False


def _is_shut(answer, who: str) -> bool:
    """A guest is asked to sign in; to anybody else there is no such page."""
    if who == "guest":
        return answer.headers.get("Location", "").startswith("/konto/logga-in/")
    return answer.status_code in SHUT


def test_every_address_with_a_hole_is_in_the_sweep(rooms: Rooms):
    named = {name for name, one in doors() if one.pattern.regex.groups}

    assert named == set(rooms.holes)
    assert {name for name, _one in doors()} > COUNCIL | FIGURES


def test_reading_is_for_whom_it_is_for_and_changes_nothing(rooms: Rooms):
    clients = {who: rooms.client(who) for who in rooms.people}
    before, wrong = rows(), []
    is_open = {name for name, _one in doors() if name.startswith("my_data")}
    named: dict[str, set[str]] = {UNTRAINED: set(), SECRET: set()}

    for who, client in clients.items():
        for name, address in rooms.addresses():
            if name in is_open and who not in READERS:
                continue
            answer = client.get(address)
            if who == "guest" and answer.status_code in (200, 404, 405):
                is_open.add(name)
            text = f"{answer.getvalue().decode('utf-8', 'replace')}{answer.headers}"
            for words in named:
                named[words] |= {f"{who}: {name}"} if words in text else set()
            if not _right(answer, who, name):
                wrong.append(f"{who} {name} {address}: {answer.status_code}")

    assert wrong == []
    assert rows() == before
    assert named[UNTRAINED] == {"manager: my_staff", "manager: propose_assignment"}
    assert named[SECRET] == {
        "asker: guides:own_matter",
        "asker: my_data",
        "asker: my_data_json",
        "asker: my_data_page",
        "council member: guides:queue_matter",
        "editor: guides:queue_matter",
    }


def _right(answer, who: str, name: str) -> bool:
    """Let in or kept out as the rooms say, and no page about people is kept by a browser."""
    if name in COUNCIL | FIGURES and name not in LET_IN.get(who, set()):
        return _is_shut(answer, who)
    private = name in COUNCIL | FIGURES or name.startswith(("my_", "guides:own", "guides:mine"))
    private = private and name != "my_data_deleted"
    if answer.status_code == 200 and private:
        return "no-store" in answer.headers.get("Cache-Control", "")
    return answer.status_code < 500 and name not in LET_IN.get(who, set())


def test_nothing_that_belongs_to_others_can_be_changed(rooms: Rooms):
    clients = {who: rooms.client(who) for who in INTRUDERS}
    before, wrong, passed_by = rows(), [], set(BY_LINK)

    for who, client in clients.items():
        for name, address in rooms.addresses():
            if name in passed_by:
                continue
            do = "upp" if name == "guides:queue_matter" else "approve"
            answer = client.post(address, rooms.sent() | {"do": do})
            if who == "guest" and answer.status_code == 405:
                passed_by.add(name)  # only read, whoever asks
            if name in COUNCIL and not _is_shut(answer, who) and answer.status_code != 405:
                wrong.append(f"{who} {name} {address}: {answer.status_code}")

    assert wrong == []
    assert rows() == before


@pytest.mark.parametrize("who", ["other key person", "other manager"])
def test_a_number_that_is_anothers_is_answered_as_one_that_is_nobodys(rooms: Rooms, who: str):
    client = rooms.client(who)
    told = [
        f"{way.__name__} {name}: {theirs} and {nobodys}"
        for name, there, nowhere in rooms.of_numbers()
        for way in (client.get, client.post)
        if (theirs := way(there).status_code) != (nobodys := way(nowhere).status_code)
        or theirs not in SHUT
    ]

    assert told == []


def test_a_matter_is_read_by_whoever_has_its_secret_address_and_by_nobody_who_guesses(rooms: Rooms):
    guest = rooms.client("guest")

    assert SECRET in guest.get(f"/arende/{rooms.secret}/").content.decode()
    for guess in ("gissad", rooms.secret[:-1], rooms.secret.swapcase(), str(rooms.matter.no)):
        assert guest.get(f"/arende/{guess}/").status_code == 404
