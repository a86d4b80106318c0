"""Text that looks like a real person's is stopped on every way in, and is then nowhere."""

from __future__ import annotations

import logging

import pytest

from sandbox.world.models import Case, Entry, Event
from sandbox.world.perform import perform, save_draft
from sandbox.world.tripwire import LooksReal, inspect
from tests.sandbox.world.conftest import NOW, do, model_bodies
from tests.sandbox.world.test_reporting_and_erasing import is_kept

# Published by Skatteverket as a test number: right check digit, nobody's.
TEST_NUMBER = "19121212-1212"
WAYS = [TEST_NUMBER, "191212121212", "121212-1212", "ring 0701234567", "anna.svensson@telia.se"]


@pytest.mark.parametrize("typed", WAYS)
def test_it_stops_before_anything_is_written(seat, typed, caplog):
    caplog.set_level(logging.DEBUG)
    consent = model_bodies(seat.run.scenario)["consent"] | {"note": f"Alex, {typed}"}

    with pytest.raises(LooksReal) as caught:
        do(seat, "consent", consent)
    with pytest.raises(LooksReal):
        save_draft(seat=seat, kind="consent", body=consent)

    assert list(caught.value.findings) == ["note"]
    assert typed not in f"{caught.value} {caught.value.findings} {caplog.text}"
    assert not is_kept(typed)
    assert not Event.objects.for_world(seat.world).exists()
    assert Case.objects.for_world(seat.world).get().version == 0


def test_it_stops_in_a_form_that_would_only_have_been_a_conflict(seat):
    with pytest.raises(LooksReal):
        perform(
            seat=seat,
            action="record_consent",
            body={"note": TEST_NUMBER},
            expected_version=99,
        )

    assert not Entry.objects.for_world(seat.world).exists()


def test_it_looks_in_rows_in_questions_in_numbers_and_in_keys():
    body = {
        "areas": [{"text": "Bra"}, {"text": TEST_NUMBER}],
        "questions": {"bistand": TEST_NUMBER},
        "day": 191212121212,
        "rows": {TEST_NUMBER: "x"},
    }

    with pytest.raises(LooksReal) as caught:
        inspect(body)

    assert set(caught.value.findings) == {
        "areas.1.text",
        "questions.bistand",
        "day",
        "rows.…",
    }


def test_what_only_looks_like_a_street_is_kept_and_warned_about(seat):
    consent = model_bodies(seat.run.scenario)["consent"]

    saved = save_draft(
        seat=seat,
        kind="consent",
        body=consent | {"note": "Storgatan 5, 632 20 Eskilstuna"},
        now=NOW,
    )

    assert {one.level for one in saved.warnings["note"]} == {"warn"}
    assert Entry.objects.for_world(seat.world).get().body["note"].startswith("Storgatan")


def test_our_own_people_and_the_colleagues_plan_pass(seat):
    person = Case.objects.for_world(seat.world).select_related("person").get().person
    text = f"{person} {person.identity_number} {person.phone} {person.email} {person.address}"

    assert inspect({"note": text}) == {}
    assert [inspect(body) for body in model_bodies(seat.run.scenario).values()] == [{}] * 5
