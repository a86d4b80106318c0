"""Each person's result is her own: of her party's checks, and it stands whatever the others do."""

from __future__ import annotations

import pytest

from sandbox.world.claiming import claim
from sandbox.world.leading import advance_group
from sandbox.world.models import CheckResult, RunResult
from sandbox.world.overview import results_of
from sandbox.world.seating import leave_seat, take_seat
from tests.sandbox.world.led import (
    AID,
    CARE,
    WARD,
    berit,
    full_house,
    model_step,
    planned_run,
    seat_of,
    send,
    somebody,
    take_step,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db):
    (made,) = full_house(planned_run(berit()), parties=(WARD, CARE, AID))
    return made


def test_a_persons_result_holds_the_checks_of_her_own_party_and_the_groups_is_derived(world):
    take_step(seat_of(world, WARD), "notice")

    (ward,) = results_of(seat_of(world, WARD).participant)
    (care,) = results_of(seat_of(world, CARE).participant)
    team = CheckResult.objects.for_world(world)
    assert ward.checks["notice_units"]
    assert not set(ward.checks) & set(care.checks)
    assert (ward.step, care.step) == (1, 0)
    assert team.get(key="notice_units").met
    assert team.count() > ward.total + care.total


def test_what_a_person_has_done_stands_when_the_team_undoes_it(world):
    ward, care = seat_of(world, WARD), seat_of(world, CARE)
    take_step(ward, "notice")
    take_step(care, "contact")
    action, body = model_step(ward.run.scenario, "contact")
    before = {one.pk: (one.checks, one.met) for one in results_of(ward.participant)}

    # Her colleague writes it anew with nobody to call, and nothing of hers is changed by it.
    send(care, action, body | {"phone": ""}, step="contact")
    advance_group(world, minutes=5 * 24 * 60)

    after = {one.pk: (one.checks, one.met) for one in results_of(ward.participant)}
    assert after == before


def test_the_one_who_left_keeps_her_result_and_the_next_begins_her_own(world):
    ward = seat_of(world, WARD)
    gone = ward.participant
    take_step(ward, "notice")
    leave_seat(gone)
    late = somebody(ward.run, 9)

    seat = take_seat(late, seat_of(world, WARD))
    take_step(seat, "planning_ward")

    (first,), (second,) = results_of(gone), results_of(late)
    assert (first.seat, first.step) == (second.seat, 1)
    assert second.step == 2
    assert first.is_best
    assert second.is_best


def test_two_seats_give_two_results(world):
    ward = seat_of(world, WARD)
    take_step(ward, "notice")
    home = take_seat(ward.participant, seat_of(world, "hemtjanst-norr"), also=True)
    take_step(home, "planning_hemtjanst")

    assert {one.seat.unit for one in results_of(ward.participant)} == {WARD, "hemtjanst-norr"}


def test_a_rehearsal_leaves_no_result():
    (made,) = full_house(planned_run(berit(), rehearsal=True), parties=(WARD,))

    take_step(seat_of(made, WARD), "notice")

    assert not RunResult.objects.exists()


def test_a_guest_claims_her_results_by_her_own_code_once(world, amina, bo):
    ward = seat_of(world, WARD)
    take_step(ward, "notice")
    code = ward.participant.personal_code

    assert claim(code.lower(), amina) == ward.participant

    (result,) = results_of(ward.participant)
    assert result.user == amina
    assert claim(code, bo) is None
    assert claim(code, amina) == ward.participant
    assert RunResult.objects.get(pk=result.pk).user == amina


def test_the_same_name_claims_nothing(world, amina):
    take_step(seat_of(world, WARD), "notice")
    name = seat_of(world, WARD).participant.name

    assert claim(name, amina) is None
    assert claim("", amina) is None

    assert not RunResult.objects.filter(user=amina).exists()


def test_what_is_done_after_claiming_is_hers_too(world, amina):
    care = seat_of(world, CARE)
    claim(care.participant.personal_code, amina)

    take_step(seat_of(world, WARD), "notice")

    (result,) = results_of(care.participant)
    assert result.user == amina
