"""The leader's board: where each group is, who is stuck and on whom, and never anybody's words."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sandbox.live import board
from sandbox.world.leading import (
    advance_groups,
    free_inject,
    give_hint,
    send_inject,
    send_inject_to_all,
)
from sandbox.world.models import Entry, Participant, Run, World
from sandbox.world.seating import flip
from sandbox.world.stopping import pause, resume
from tests.sandbox.live.leading_steps import fresh, karin, led_session, row, world
from tests.sandbox.live.session_steps import (
    ALONE_EXERCISE,
    begun_now,
    browser,
    come,
    load_exercises,
)
from tests.sandbox.world.conftest import NOW
from tests.sandbox.world.led import AID, CARE, REHAB, WARD, seat_of, take_step

OWN_WORDS = "Det här har ledaren skrivit själv"


@pytest.fixture
def run(db) -> Run:
    return led_session(karin())


def after(minutes: float):
    return NOW + timedelta(minutes=minutes)


def test_a_group_is_stuck_after_four_minutes_without_anything_happening(run):
    assert row(run, minutes=3.9).word == "I fas"

    stuck = row(run, minutes=4)

    assert (stuck.word, stuck.note) == ("Fast 4 min", "Väntar på Avdelning 4")
    assert "Vem väntar ni på just nu?" in stuck.ask


def test_a_pause_makes_nobody_stuck_while_it_lasts_or_afterwards(run):
    pause(run, now=after(1))
    assert row(run, minutes=30).stuck == 0

    resume(run, now=after(31))

    assert row(run, minutes=33).stuck == 0
    assert row(run, minutes=34).word == "Fast 4 min"


def test_a_group_that_does_something_is_no_longer_stuck(run):
    take_step(seat_of(world(run), WARD), "notice", now=after(6))

    assert row(run, 1, minutes=7).stuck == 0
    assert row(run, 2, minutes=7).stuck == 7


def test_nobody_is_stuck_before_the_role_play_or_in_the_feedback(db):
    run = led_session(karin(), part=0)
    assert row(run, minutes=20).stuck == 0

    take_step(seat_of(world(run), WARD), "notice", now=NOW)
    assert row(run, minutes=20).stuck == 20

    Run.objects.filter(pk=run.pk).update(phase=2)
    assert row(run, minutes=20).stuck == 0


def test_the_board_says_how_far_each_group_is_and_for_how_long(run):
    take_step(seat_of(world(run), WARD), "notice", now=after(1))
    take_step(seat_of(world(run), CARE), "contact", now=after(2))

    first, second = row(run, 1, minutes=5), row(run, 2, minutes=5)

    assert [cell.state for cell in first.cells] == ["done", "now", "todo", "todo", "todo"]
    assert (first.cells[1].minutes, second.cells[0].minutes) == (3, 5)
    assert first.last_act == "Vårdcentralen Ån: Utsåg fast vårdkontakt"


def test_a_phone_that_has_gone_quiet_is_missing_by_the_name_of_its_seat(run):
    holder = seat_of(world(run), REHAB).participant
    Participant.objects.filter(run=run).update(joined_at=NOW, last_seen=NOW)
    take_step(seat_of(world(run), WARD), "notice", now=after(9))
    Participant.objects.filter(run=run).exclude(pk=holder.pk).update(last_seen=after(9))

    found = row(run, minutes=10)

    assert (found.word, found.note) == ("1 saknas", "Kommunens rehab")
    assert (found.here, found.held) == (5, 6)


def test_attempts_that_were_refused_are_counted(run):
    take_step(seat_of(world(run), WARD), "discharge", now=after(1))

    assert row(run, minutes=1).denied == 1


def test_a_seat_given_to_the_machine_is_counted_as_simulated(run):
    assert row(run).simulated == 0

    flip(seat_of(world(run), REHAB), "actor", now=after(1))

    assert row(run, minutes=1).simulated == 1


def test_the_board_names_no_text_that_anybody_has_written(run):
    for party, step in ((WARD, "notice"), (CARE, "contact"), (WARD, "planning_ward")):
        take_step(seat_of(world(run), party), step, now=after(1))
    own = free_inject(sender="dottern", to=(AID,), subject=OWN_WORDS, says=OWN_WORDS)
    send_inject(world(run), own, now=after(1))
    give_hint(world(run), text=OWN_WORDS, now=after(1))

    shown = board.fragment(fresh(run)) + board.bar(fresh(run))

    written = {
        text
        for entry in Entry.objects.for_world(world(run))
        for text in entry.body.values()
        if isinstance(text, str) and len(text) > 12
    }
    assert written
    assert not [text for text in (*written, OWN_WORDS) if text in shown]


def test_what_was_done_to_all_groups_at_once_is_one_line_in_words(run):
    advance_groups(run, minutes=3 * 24 * 60, now=after(1))
    send_inject_to_all(run, "fel-mottagare", now=after(2))

    told = [(line.what, line.whom) for line in board.board(fresh(run), now=after(3)).log]

    assert told == [
        ("Ett meddelande hamnar fel", "alla grupper"),
        ("Klockan flyttad 3 dagar", "alla grupper"),
        ("Roller utdelade", ""),
    ]


def test_the_minutes_left_stand_still_in_a_pause(run):
    pause(run, now=after(10))

    assert board.board(fresh(run), now=after(30)).left == 70


def test_the_board_asks_the_database_as_often_for_four_groups_as_for_one(db):
    trainer = karin()
    runs = [fresh(led_session(trainer, groups=groups)) for groups in (1, 4)]

    for run in runs:
        cache.clear()
        with CaptureQueriesContext(connection) as cold:
            board.board(run)
        with CaptureQueriesContext(connection) as warm:
            board.board(run)
        assert (len(cold), len(warm)) == (8, 2)


def test_side_by_side_every_person_has_a_row_and_the_columns_are_the_steps(db):
    load_exercises()
    trainer = browser(karin())
    run = begun_now(trainer, ALONE_EXERCISE)
    come(run, "Amina")
    come(run, "Bo")
    trainer.post(f"/utbildare/{run.pk}/borja/")

    shown = board.board(fresh(run))

    assert [one.name for one in shown.rows] == ["Amina", "Bo"]
    assert shown.columns[0] == "Samtycke"
    assert [cell.state for cell in shown.rows[0].cells[:2]] == ["now", "todo"]
    assert World.objects.filter(run=run, kind=World.Kind.LIVE).count() == 2


def test_what_the_machine_is_to_do_waits_for_the_clock_and_makes_nobody_stuck(run):
    flip(seat_of(world(run), WARD), "actor", now=after(1))

    found = row(run, minutes=10)

    assert "Avdelning 4" not in found.note
    assert (found.stuck, found.word) == (0, "Väntar på klockan")
