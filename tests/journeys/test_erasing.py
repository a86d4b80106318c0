"""Report and erase, through the pages: afterwards the text is in no table and not in the file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.db import connection

from sandbox.world.models import Redaction, Token
from tests.journeys.learner import Learner

SECRET = "Grannflickan i gul rock som alla vet vem det är"


def _in_tables(text: str) -> list[str]:
    """The tables in which the text stands, plain or as JSON writes it."""
    escaped = json.dumps(text)[1:-1]
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            rows = str(cursor.fetchall())
            if text in rows or escaped in rows or escaped.replace("\\", "\\\\") in rows:
                found.append(table)
    return found


def _in_files(text: str) -> list[str]:
    """The database's files in which the text stands."""
    if connection.vendor != "sqlite":
        return []
    base = Path(connection.settings_dict["NAME"])
    needles = (text.encode(), json.dumps(text)[1:-1].encode())
    return [
        path.name
        for path in base.parent.glob(f"{base.name}*")
        if any(needle in path.read_bytes() for needle in needles)
    ]


@pytest.fixture
def writer(site: None) -> Learner:
    """Amina, who has written the same thing in every way the pages allow."""
    amina = Learner("amina@example.org")
    amina.start()
    amina.send("consent", note=SECRET)
    amina.practise_again()
    amina.send("consent", note=f"{SECRET}, igen")
    amina.send("consent", note=f"Och {SECRET}.")
    amina.send("mapping", **{"areas-rows": "1", "areas-0-text": SECRET})
    amina.type("mapping", **{"areas-rows": "1", "areas-0-text": f"Utkast om {SECRET}"})
    # Refused: nobody is called. A conflict: the form is old. A forged token, and a hint.
    amina.send("call", place=SECRET, day="8", time="10.00")
    old = amina.hidden("consent") | {"version": "1"}
    amina.client.post(f"{amina.home}steg/consent/", old | {"do": "send", "note": SECRET})
    amina.send("consent", note="Inget särskilt.", token=f"2.{SECRET}")
    amina.client.post(f"{amina.home}steg/consent/", {"do": "hint", "note": SECRET})
    amina.client.post(f"{amina.home}steg/mapping/", {"do": "add:areas", "areas-0-text": SECRET})
    amina.client.post(f"{amina.home}bedomning/", {"own_goal": SECRET, SECRET: "1"})
    return amina


def test_it_is_there_before(writer: Learner):
    assert set(_in_tables(SECRET)) == {"sandbox_entry", "sandbox_event"}
    assert not Token.everywhere.filter(value__contains="Grannflickan").exists()


def test_it_is_nowhere_after(writer: Learner):
    assert _in_files(SECRET) or connection.vendor != "sqlite"

    writer.client.post(f"{writer.home}radera/", {"what": "all"})

    assert _in_tables(SECRET) == []
    assert _in_tables("Grannflickan") == []
    assert _in_files(SECRET) == []
    assert _in_files("Grannflickan") == []
    redaction = Redaction.objects.get()
    assert redaction.user == writer.user
    assert "rannflick" not in str(list(Redaction.objects.values()))


def test_it_is_on_no_page_after(writer: Learner):
    writer.client.post(f"{writer.home}radera/", {"what": "all"})

    for path in ("", "steg/consent/", "steg/mapping/", "steg/call/", "steg/consent/svar/",
                 "steg/mapping/svar/", "arende/1/", "tidigare/1/", "radera/", "klart/"):  # fmt: skip
        page = writer.client.get(f"{writer.home}{path}", follow=True).content.decode()
        assert "Grannflickan" not in page, path


def test_only_what_is_named_is_erased_and_a_wish_for_nothing_erases_nothing(writer: Learner):
    for wish in ({}, {"what": ""}, {"what": "goalz"}, {"what": "ALL"}):
        assert writer.client.post(f"{writer.home}radera/", wish).status_code == 422

    assert not Redaction.objects.exists()
    assert SECRET in writer.client.get(f"{writer.home}arende/1/").content.decode()


def test_opening_the_page_erases_nothing(writer: Learner):
    writer.client.get(f"{writer.home}radera/?what=all")

    assert not Redaction.objects.exists()


def test_writing_goes_on_after_erasing(writer: Learner):
    writer.client.post(f"{writer.home}radera/", {"what": "all"})

    writer.send("consent", note="Alex vill läsa först.")

    assert "Alex vill läsa först." in writer.client.get(f"{writer.home}arende/1/").content.decode()
