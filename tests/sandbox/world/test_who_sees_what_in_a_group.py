"""What one seat may not know is in no part of what the other seats get, whoever asks and when."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sandbox.world.models import RunLeader
from sandbox.world.overview import groups_of
from sandbox.world.perform import save_draft
from sandbox.world.queries import (
    case_for_seat,
    covered,
    entries_readable,
    leader_seat_for,
    load,
    seat_for,
    seat_watched,
    timeline,
)
from sandbox.world.seating import leave_seat
from sandbox.world.templates import file_of
from tests.sandbox.world.led import (
    AID,
    CARE,
    HOME,
    SIX,
    WARD,
    berit,
    full_house,
    model_step,
    planned_run,
    seat_of,
    send,
    take_step,
    token,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db, amina):
    run = planned_run(berit(), trainer=amina, groups=2)
    first, _second = full_house(run, groups=2)
    take_step(seat_of(first, WARD), "notice")
    take_step(seat_of(first, CARE), "consent")
    take_step(seat_of(first, AID), "planning_bistand")
    return first


def everything(seat) -> str:
    """All that the seat can get, however it asks."""
    case = case_for_seat(seat)
    loaded = load(seat)
    cards = repr((loaded.scenario.seats, loaded.scenario.injects, loaded.scenario.notes))
    entries = repr([entry.body for entry in entries_readable(seat, case)])
    phases = repr(loaded.scenario.phases)
    return cards + phases + entries + repr(timeline(seat, case)) + repr(loaded.state)


@pytest.mark.parametrize("party", SIX)
def test_a_secret_briefing_is_for_its_own_seat(world, party):
    secrets = {card.party: card.secret for card in file_of(world.run.scenario).seats if card.secret}

    got = everything(seat_of(world, party))

    assert [code for code, text in secrets.items() if repr(text) in got] == [party]


def test_a_draft_is_for_its_own_seat(world):
    save_draft(seat=seat_of(world, WARD), kind="planning", body={"now": "Halvtänkt tanke"})

    seen = [party for party in SIX if "Halvtänkt" in everything(seat_of(world, party))]

    assert seen == [WARD]


def test_a_message_is_for_those_it_is_sent_to(world):
    letter = {"recipients": [AID], "subject": "Mellan oss", "text": "Det här är bara till er"}
    send(seat_of(world, HOME), "send_message", letter)

    seen = {party for party in SIX if "bara till er" in everything(seat_of(world, party))}

    assert seen == {HOME, AID}


def test_what_the_person_keeps_from_a_party_is_not_in_what_it_gets(world):
    action, body = model_step(world.run.scenario, "consent")
    without = [one for one in body["receivers"] if one != HOME]

    send(seat_of(world, CARE), action, body | {"receivers": without}, step="consent")

    planned = "Dottern har ringt"
    assert planned in everything(seat_of(world, CARE))
    assert planned not in everything(seat_of(world, HOME))


def test_what_is_to_come_is_told_to_nobody(world):
    shown = load(seat_of(world, WARD)).state.timers

    assert {timer.kind for timer in shown} <= {"deadline"}
    assert [timer.payload for timer in shown] == [{}] * len(shown)


def test_one_group_sees_nothing_of_the_other(world):
    other = seat_of(groups_of(world.run_id)[1].world, CARE)

    assert "Dottern har ringt" not in everything(other)
    assert entries_readable(other, case_for_seat(seat_of(world, CARE))) == []


def test_a_leader_looks_into_any_seat_of_her_own_session_and_sees_no_draft(world, amina, bo):
    save_draft(seat=seat_of(world, WARD), kind="planning", body={"now": "Halvtänkt tanke"})
    run = world.run

    seat = leader_seat_for(amina, run, 1)

    assert seat == seat_of(world, WARD)
    assert seat_watched(amina, f"{run.join_code}-1") == seat
    assert "Halvtänkt" not in repr(load(seat, watching=True))
    assert seat_for(amina, f"{run.join_code}-1") is None
    assert leader_seat_for(bo, run, 1) is None
    RunLeader.objects.create(run=run, user=bo)
    assert leader_seat_for(bo, run, 1) == seat
    assert leader_seat_for(AnonymousUser(), run, 1) is None
    assert seat_watched(AnonymousUser(), f"{run.join_code}-1") is None


def test_another_sessions_leader_sees_nothing(world, bo):
    other = planned_run(world.run.scenario, trainer=bo)

    assert leader_seat_for(bo, other, 1) is None
    assert leader_seat_for(bo, world.run, 1) is None


def test_somebody_who_has_left_comes_to_no_seat(world):
    seat = seat_of(world, WARD)
    guest, code = token(seat.participant), f"{world.run.join_code}-{seat.no}"
    assert seat_for(guest, code) == seat

    leave_seat(seat.participant)

    assert seat_for(guest, code) is None


def test_without_its_text_a_case_has_codes_and_numbers_only(world):
    (group, _other) = groups_of(world.run_id)

    shown = repr(covered(group.state))

    assert "Dottern har ringt" in repr(group.state)
    assert "Dottern har ringt" not in shown
    assert "send_admission_notice" in shown


def test_every_group_is_read_in_as_many_queries_as_one(world):
    scenario = world.run.scenario
    alone = planned_run(scenario)
    full_house(alone)

    costs = []
    for run in (alone.pk, world.run_id):
        with CaptureQueriesContext(connection) as queries:
            groups_of(run)
        costs.append(len(queries))

    assert costs == [6, 6]


def test_the_groups_state_is_the_case_as_it_was_written(world):
    performed = take_step(seat_of(world, HOME), "planning_hemtjanst")

    (group, _other) = groups_of(world.run_id)

    assert group.state == performed.turn.case
    assert set(group.at) == {line.seq for line in group.state.log}
    assert [seat.no for seat in group.seats] == list(range(1, 8))
