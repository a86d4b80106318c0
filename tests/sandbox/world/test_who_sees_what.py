"""Nobody reaches another's case, and a seat reads no more than the consent and its role allow."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sandbox.world.models import Entry, Participant, Seat
from sandbox.world.perform import save_draft
from sandbox.world.queries import (
    case_for_seat,
    entries_readable,
    hash_of,
    load,
    seat_for,
    timeline,
)
from sandbox.world.starting import start_alone
from tests.sandbox.world.conftest import NOW, do, model_bodies, play_model

CONSENT_NOTE = "Alex vill inte att chefen får veta något"


@pytest.fixture
def others_seat(scenario, bo) -> Seat:
    return start_alone(user=bo, slug=scenario.slug, now=NOW)


def unit_seat(seat: Seat, unit: str, role: str = "unit") -> Seat:
    number = Seat.objects.filter(run=seat.run).count() + 1
    return Seat.objects.create(run=seat.run, world=seat.world, no=number, role=role, unit=unit)


def test_the_code_opens_the_door_for_its_learner_in_any_case(seat, amina):
    assert seat_for(amina, seat.run.join_code) == seat
    assert seat_for(amina, f" {seat.run.join_code.lower()} ") == seat


def test_another_learners_code_opens_nothing(seat, others_seat, amina, bo):
    assert seat_for(bo, seat.run.join_code) is None
    assert seat_for(amina, others_seat.run.join_code) is None
    assert seat_for(AnonymousUser(), seat.run.join_code) is None


@pytest.mark.parametrize("code", ["", "ABC", "A" * 500, "ÅÄÖ%_*", "'; --"])
def test_a_code_that_is_none_opens_nothing(seat, amina, code):
    assert seat_for(amina, code) is None


def test_a_guest_comes_in_by_token_and_only_by_the_right_one(seat):
    guest = unit_seat(seat, "bistand")
    guest.participant = Participant.objects.create(
        run=seat.run, no=1, name="Kim", token_hash=hash_of("gast-1")
    )
    guest.save()

    assert seat_for("gast-1", seat.run.join_code) == guest
    assert seat_for("gast-2", seat.run.join_code) is None
    assert seat_for("", seat.run.join_code) is None


def test_a_seat_cannot_read_entries_of_a_case_in_another_world(seat, others_seat):
    do(others_seat, "consent", model_bodies(seat.run.scenario)["consent"])
    case = case_for_seat(others_seat)

    assert entries_readable(seat, case) == []
    assert timeline(seat, case) == ()
    assert len(entries_readable(others_seat, case)) == 1


def test_a_called_unit_reads_what_the_consent_covers(seat):
    play_model(seat)
    unit = unit_seat(seat, "vc-rehab")

    kinds = {entry.kind for entry in entries_readable(unit, case_for_seat(unit))}

    assert {"mapping", "goals"} <= kinds
    assert "consent" not in kinds


@pytest.mark.parametrize("unit", ["arbetsgivaren", "grannen"])
def test_what_a_seat_may_not_read_is_in_no_part_of_what_it_gets(seat, unit):
    bodies = model_bodies(seat.run.scenario)
    play_model(seat)
    do(seat, "consent", bodies["consent"] | {"note": CONSENT_NOTE})
    outside = unit_seat(seat, unit, role="reader")

    got = repr(load(outside).state) + repr(timeline(outside, case_for_seat(outside)))

    assert entries_readable(outside, case_for_seat(outside)) == []
    assert CONSENT_NOTE not in got
    assert bodies["goals"]["main_goal"] not in got
    assert bodies["call"]["questions"]["bistand"] not in got
    assert CONSENT_NOTE in repr(load(seat).state)


def test_a_draft_is_seen_by_its_own_seat_alone(seat):
    play_model(seat)
    save_draft(seat=seat, kind="goals", body={"main_goal": "Halvtänkt tanke"}, now=NOW)
    unit = unit_seat(seat, "vc-rehab")

    assert "Halvtänkt" not in repr(load(unit))
    assert "Halvtänkt" in repr(load(seat))
    assert Entry.objects.for_world(seat.world).filter(status="draft").count() == 1


def test_the_door_costs_one_query_and_the_page_the_same_for_one_entry_and_three(seat, amina):
    bodies = model_bodies(seat.run.scenario)
    do(seat, "consent", bodies["consent"])
    with CaptureQueriesContext(connection) as door:
        found = seat_for(amina, seat.run.join_code)
    with CaptureQueriesContext(connection) as one:
        load(found)
    do(seat, "mapping", bodies["mapping"])
    do(seat, "call", bodies["call"])

    with CaptureQueriesContext(connection) as three:
        load(found)

    assert (len(door), len(three)) == (1, len(one))
