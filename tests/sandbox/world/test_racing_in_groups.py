"""A group at once: one wins what there is one of, nobody loses a text, and the log has no gap."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable

import pytest
from django.db import connection

from sandbox.world.conflict import Conflict
from sandbox.world.leading import advance_group
from sandbox.world.models import Entry, Event, Seat, World
from sandbox.world.perform import perform
from sandbox.world.queries import load
from sandbox.world.seating import NoFreeSeat, leave_seat, take_seat
from tests.sandbox.world.conftest import NOW
from tests.sandbox.world.led import (
    CARE,
    SIX,
    WARD,
    berit,
    full_house,
    model_step,
    planned_run,
    seat_of,
    somebody,
    take_step,
)

WINDOWS = 16
RACES = int(os.environ.get("RACES", "10"))  # RACES=50 make test ARGS=… for the whole

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def at_once(works: list[Callable[[], object]], *, rounds: int = 1) -> list[list[object]]:
    """Do the works at the same time, round after round; what each round gave, or who was told."""
    results: list[list[object]] = [[] for _ in range(rounds)]
    gate = threading.Barrier(len(works))

    def window(work: Callable[[], object]) -> None:
        try:
            for row in results:
                gate.wait()
                try:
                    row.append(work())
                except (Conflict, NoFreeSeat) as told:
                    row.append(told)
                gate.wait()
        finally:
            connection.close()

    threads = [threading.Thread(target=window, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def numbers(world: World) -> list[int]:
    return list(Event.objects.for_world(world).order_by("seq").values_list("seq", flat=True))


def gapless(world: World) -> bool:
    last = World.objects.get(pk=world.pk).seq
    return numbers(world) == list(range(1, last + 1))


@pytest.fixture
def world(db) -> World:
    (made,) = full_house(planned_run(berit()))
    take_step(seat_of(made, WARD), "notice")
    return made


def test_of_sixteen_windows_one_wins_every_race_and_the_others_keep_their_text(world):
    """The ward and the clinic write the same consent, eight windows each, with the newest form."""
    seats = [seat_of(world, party) for party in (WARD, CARE)] * (WINDOWS // 2)
    action, body = model_step(world.run.scenario, "consent")
    version = load(seats[0]).case.version

    def write(number: int) -> Callable[[], object]:
        newest = [version]

        def work() -> object:
            try:
                done = perform(
                    seat=seats[number],
                    action=action,
                    body={**body, "note": f"Fönster {number}"},
                    expected_version=newest[-1],
                    now=NOW,
                )
            except Conflict as told:
                newest.append(told.version)
                raise
            newest.append(done.case.version)
            return "won"

        return work

    results = at_once([write(number) for number in range(WINDOWS)], rounds=RACES)

    assert [row.count("won") for row in results] == [1] * RACES
    told = [one for row in results for one in row if one != "won"]
    assert all(one.kept for one in told)
    assert {len(one.happened) for one in told} == {1}
    assert gapless(world)
    drafts = Entry.objects.for_world(world).filter(kind="consent", status="draft")
    assert {entry.body["note"].split()[0] for entry in drafts} == {"Fönster"}
    assert Entry.objects.for_world(world).filter(kind="consent", no__isnull=False).count() == RACES


def test_organisations_that_write_at_once_all_get_through(world):
    steps = {
        "avdelning-4": "planning_ward",
        "vc-an": "planning_vc",
        "bistand": "planning_bistand",
        "hemtjanst-norr": "planning_hemtjanst",
        "hsv-norr": "planning_hsv",
        "kommunrehab": "planning_rehab",
    }
    opened = load(seat_of(world, WARD)).case.version

    def plan(party: str, step: str) -> Callable[[], object]:
        seat = seat_of(world, party)
        return lambda: take_step(seat, step, expected_version=opened).turn.refused

    (results,) = at_once([plan(*pair) for pair in steps.items()])

    assert results == [()] * len(steps)
    sent = Entry.objects.for_world(world).filter(kind="planning", status="sent")
    assert set(sent.values_list("author", flat=True)) == set(SIX)
    assert gapless(world)


def test_two_who_take_one_seat_at_once_get_one_each(world):
    run = world.run
    for party in ("bistand", "hsv-norr"):
        leave_seat(seat_of(world, party).participant)
    wanted = seat_of(world, "bistand")
    people = [somebody(run, no) for no in range(20, 24)]

    (results,) = at_once([lambda one=one: take_seat(one, wanted).pk for one in people])

    # The two that were left, and the person's own, which comes last; the fourth is told.
    given = [one for one in results if not isinstance(one, NoFreeSeat)]
    assert len(set(given)) == len(given) == 3
    assert Seat.objects.filter(world=world, kind="human").count() == 7
    assert len(load(wanted).state.facts["humans"]) == 7
    assert gapless(world)


def test_taking_leaving_writing_and_moving_the_time_at_once_leave_no_gap(world):
    run = world.run
    late = [somebody(run, no) for no in range(30, 33)]
    berits = seat_of(world, "berit")
    care = seat_of(world, CARE)
    leaver = seat_of(world, "hsv-norr").participant

    (results,) = at_once(
        [
            lambda: advance_group(world, minutes=60),
            lambda: advance_group(world, minutes=60),
            lambda: leave_seat(leaver),
            lambda: take_step(care, "contact"),
            *[lambda one=one: take_seat(one, berits) for one in late],
        ]
    )

    assert len(results) == 7
    assert gapless(world)
    humans = Seat.objects.filter(world=world, kind="human").values_list("unit", flat=True)
    assert set(load(care).state.facts["humans"]) == set(humans)
