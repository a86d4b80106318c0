"""Seats in a led session: given out at the start, taken over, left, flipped and moved between."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sandbox.world.closed import PlayedByActor
from sandbox.world.groups import seat_one, seat_side_by_side, seat_the_groups
from sandbox.world.leading import advance_group
from sandbox.world.models import Event, Participant, Run, RunEvent, Seat, World
from sandbox.world.perform import save_draft
from sandbox.world.queries import free_seats, load, run_version, seat_for, seats_of
from sandbox.world.seating import (
    NobodyThere,
    NoFreeSeat,
    flip,
    leave_seat,
    move_participant,
    take_seat,
)
from sandbox.world.starting import start_alone
from tests.sandbox.world.led import (
    AID,
    CARE,
    HOME,
    NURSE,
    REHAB,
    SIX,
    WARD,
    berit,
    full_house,
    planned_run,
    seat_of,
    send,
    somebody,
    take_step,
    token,
)

pytestmark = pytest.mark.django_db


def humans(world: World) -> set[str]:
    return set(load(seat_of(world, WARD)).state.facts["humans"])


def test_every_group_gets_a_world_and_a_seat_for_each_card_numbered_through_the_session():
    run = planned_run(berit(), groups=2)

    first, second = full_house(run, groups=2, parties=(WARD, CARE))

    seats = list(Seat.objects.filter(run=run).order_by("no"))
    assert [seat.no for seat in seats] == list(range(1, 15))
    assert {seat.unit for seat in seats if seat.world == first} == {*SIX, "berit"}
    assert {seat.unit for seat in seats if seat.kind == "human"} == {WARD, CARE}
    assert (first.line, second.line) == (1, 2)
    assert humans(first) == {WARD, CARE}
    assert Run.objects.get(pk=run.pk).state == "running"


def test_the_seats_given_out_in_the_lobby_are_the_seats_of_the_session():
    run = planned_run(berit(), groups=1)
    guest = somebody(run, 1)
    Seat.objects.create(run=run, no=3, role="municipality", unit=AID, participant=guest)

    (world,) = seat_the_groups(run)

    held = seat_of(world, AID)
    assert (held.no, held.participant, held.kind) == (3, guest, "human")
    assert seat_the_groups(run) == ()
    assert Seat.objects.filter(run=run).count() == 7


def test_seating_a_group_costs_the_same_for_two_people_and_for_six():
    scenario = berit()
    costs = []
    for parties in (SIX[:2], SIX):
        run = planned_run(scenario)
        cast = {1: {party: somebody(run, no).no for no, party in enumerate(parties, start=1)}}
        with CaptureQueriesContext(connection) as queries:
            seat_the_groups(run, cast)
        costs.append(len(queries))

    assert costs[0] == costs[1]


def test_side_by_side_everybody_has_a_world_of_their_own_and_a_latecomer_gets_one_too(scenario):
    run = planned_run(scenario, mode=Run.Mode.PARALLEL)
    somebody(run, 1), somebody(run, 2)

    seats = seat_side_by_side(run)
    late = seat_one(somebody(run, 3))

    assert len({seat.world_id for seat in (*seats, late)}) == 3
    assert [seat.world.line for seat in (*seats, late)] == [1, 2, 3]
    assert seat_one(Participant.objects.get(run=run, no=3)) == late


def test_somebody_who_practises_alone_plays_one_seat_and_actors_play_the_rest(amina):
    berit()

    seat = start_alone(user=amina, slug="berit-gar-hem")

    assert load(seat).state.facts["humans"] == [WARD]
    assert take_step(seat, "notice").turn.refused == ()


def test_a_seat_that_may_not_be_played_alone_is_not_given_to_somebody_alone(amina):
    berit()

    with pytest.raises(KeyError):
        start_alone(user=amina, slug="berit-gar-hem", party="berit")


def test_a_guest_comes_to_each_of_her_seats_by_code_and_number():
    run = planned_run(berit())
    (world,) = full_house(run, parties=(WARD, CARE))
    ward, care = seat_of(world, WARD), seat_of(world, CARE)
    guest, other = token(ward.participant), token(care.participant)
    code = f"{run.join_code}-{ward.no}"

    with CaptureQueriesContext(connection) as door:
        found = seat_for(guest, code.lower())

    assert (found, len(door)) == (ward, 1)
    assert seat_for(other, code) is None
    assert seat_for("", code) is None
    assert seat_for(guest, f"{run.join_code}-999") is None
    assert seat_for(guest, f"{run.join_code}--1") is None


def test_one_phone_may_hold_two_seats_and_write_from_both():
    run = planned_run(berit())
    (world,) = full_house(run, parties=(WARD,))
    ward = seat_of(world, WARD)
    guest = ward.participant

    care = take_seat(guest, seat_of(world, CARE), also=True)

    assert {seat.unit for seat in seats_of(guest)} == {WARD, CARE}
    take_step(ward, "notice")
    assert take_step(care, "contact").turn.refused == ()


def test_a_latecomer_takes_a_seat_over_with_everything_that_has_happened_in_it():
    run = planned_run(berit())
    (world,) = full_house(run, parties=(CARE, AID))
    advance_group(world, minutes=3 * 60)
    late = somebody(run, 9)

    seat = take_seat(late, seat_of(world, WARD))

    state = load(seat_for(token(late), f"{run.join_code}-{seat.no}")).state
    notice = next(one for one in state.documents if one.kind == "admission_notice")
    assert notice.author == WARD
    assert {WARD, CARE, AID} == set(state.facts["humans"])
    assert take_step(seat, "planning_ward").turn.refused == ()


def test_what_was_planned_for_an_actor_does_not_happen_when_a_person_has_come():
    run = planned_run(berit())
    (world,) = full_house(run, parties=(CARE,))
    take_seat(somebody(run, 9), seat_of(world, WARD))

    turn = advance_group(world, minutes=24 * 60 - 1)

    assert "send_admission_notice" not in [line.code for line in turn.happenings]


def test_when_somebody_leaves_an_actor_goes_on_and_what_was_written_stays():
    run = planned_run(berit())
    (world,) = full_house(run, parties=(WARD, CARE))
    ward = seat_of(world, WARD)
    take_step(ward, "notice")

    leave_seat(ward.participant)

    seat = seat_of(world, WARD)
    assert (seat.kind, seat.participant) == ("actor", None)
    assert humans(world) == {CARE}
    assert "admission_notice" in {one.kind for one in load(seat).state.documents}
    with pytest.raises(PlayedByActor):
        take_step(seat, "planning_ward")
    assert Event.objects.for_world(world).latest("seq").code == "seat_left"


def test_a_seat_flips_to_an_actor_and_back_to_its_person():
    run = planned_run(berit())
    (world,) = full_house(run, parties=(WARD, CARE))
    guest = seat_of(world, WARD).participant

    flip(seat_of(world, WARD), "actor")
    with pytest.raises(PlayedByActor):
        save_draft(seat=seat_of(world, WARD), kind="planning", body={"now": "Halv"})
    assert [seat.unit for seat in seats_of(guest)] == [WARD]
    flip(seat_of(world, WARD), "human")

    assert humans(world) == {WARD, CARE}
    assert take_step(seat_of(world, WARD), "notice").turn.refused == ()


def test_nobody_cannot_play_a_seat():
    run = planned_run(berit())
    (world,) = full_house(run, parties=(WARD,))

    with pytest.raises(NobodyThere):
        flip(seat_of(world, AID), "human")

    assert humans(world) == {WARD}


def test_moving_to_another_group_leaves_the_case_to_an_actor_and_takes_the_same_seat_there():
    run = planned_run(berit(), groups=2)
    first, second = full_house(run, groups=2, parties=(WARD, CARE))
    leave_seat(seat_of(second, CARE).participant)
    moving = seat_of(first, CARE).participant
    before = Event.objects.for_world(first).count()

    seat = move_participant(moving, 2)

    assert (seat.world, seat.unit) == (second, CARE)
    assert Participant.objects.get(pk=moving.pk).line == 2
    assert seat_of(first, CARE).kind == "actor"
    assert humans(first) == {WARD}
    assert Event.objects.for_world(first).count() == before + 1


def test_nobody_is_moved_to_a_group_without_a_free_seat():
    run = planned_run(berit(), groups=2)
    first, _second = full_house(run, groups=2, parties=(*SIX, "berit"))

    with pytest.raises(NoFreeSeat):
        move_participant(seat_of(first, CARE).participant, 2)

    assert seat_of(first, CARE).kind == "human"


def test_the_seat_that_somebody_took_first_gives_the_next_one_the_next_free_seat():
    run = planned_run(berit())
    (world,) = full_house(run, parties=(WARD, CARE, AID))
    wanted = seat_of(world, HOME)

    first = take_seat(somebody(run, 8), wanted)
    second = take_seat(somebody(run, 9), wanted)

    assert (first.unit, second.unit) == (HOME, NURSE)
    assert [seat.unit for seat in free_seats(run)] == [REHAB, "berit"]


def test_the_persons_own_seat_is_given_last():
    run = planned_run(berit())
    (world,) = full_house(run, parties=SIX[:5])
    taken = seat_of(world, WARD)

    assert take_seat(somebody(run, 8), taken).unit == REHAB
    assert take_seat(somebody(run, 9), taken).unit == "berit"
    with pytest.raises(NoFreeSeat):
        take_seat(somebody(run, 10), taken)


def test_every_change_of_hands_is_seen_by_whoever_asks_for_news():
    run = planned_run(berit())
    (world,) = full_house(run, parties=(WARD, CARE))
    seen = [run_version(run.pk)]

    for change in (
        lambda: take_seat(somebody(run, 9), seat_of(world, AID)),
        lambda: flip(seat_of(world, AID), "actor"),
        lambda: leave_seat(seat_of(world, CARE).participant),
        lambda: take_step(seat_of(world, WARD), "notice"),
    ):
        change()
        seen.append(run_version(run.pk))

    assert seen == sorted(set(seen))
    with CaptureQueriesContext(connection) as asked:
        run_version(run.pk)
    assert len(asked) == 1


def test_what_the_leader_did_is_kept_in_codes_and_numbers(amina):
    run = planned_run(berit(), trainer=amina)
    (world,) = full_house(run, parties=(WARD,))

    take_seat(somebody(run, 9), seat_of(world, AID), user=amina)

    last = RunEvent.objects.filter(run=run).latest("no")
    assert (last.code, last.user, last.data) == ("seat_taken", amina, {"participant": 9, "seat": 3})


def test_two_organisations_that_write_at_once_both_get_through():
    run = planned_run(berit())
    (world,) = full_house(run)
    take_step(seat_of(world, WARD), "notice")
    opened = load(seat_of(world, CARE)).case.version

    first = take_step(seat_of(world, AID), "planning_bistand", expected_version=opened)
    second = take_step(seat_of(world, HOME), "planning_hemtjanst", expected_version=opened)

    assert (first.turn.refused, second.turn.refused) == ((), ())
    planned = [one for one in second.turn.case.documents if one.kind == "planning"]
    assert {one.author for one in planned} == {AID, HOME}


def test_reading_receipts_are_given_document_by_document():
    run = planned_run(berit())
    (world,) = full_house(run)
    take_step(seat_of(world, WARD), "notice")
    notice = next(one for one in load(seat_of(world, AID)).state.documents)

    done = send(seat_of(world, AID), "acknowledge", {"document": notice.number})

    assert done.turn.refused == ()
    assert done.turn.case.facts["read"] == {str(notice.number): [AID]}
