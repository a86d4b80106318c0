"""Starting, practising again and going back: a fresh world, the old one kept, the result never lost."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sandbox.world.clone import clone
from sandbox.world.models import Case, Entry, Event, Person, Run, RunResult, Seat, World
from sandbox.world.purge import Retention, due, purge
from sandbox.world.queries import attempts, earlier_attempts, load, seat_for
from sandbox.world.reset import practise_again, undo_practise_again
from sandbox.world.starting import ALPHABET, new_code, start_alone
from sandbox.world.templates import load_file, load_folder
from tests.sandbox.world.conftest import FIXTURES, NOW, do, model_bodies, play_model


def test_starting_twice_gives_the_same_run(seat, amina):
    again = start_alone(user=amina, slug="alex-kor", now=NOW)

    assert again == seat
    assert Run.objects.count() == 1


def test_two_learners_get_worlds_of_their_own(seat, bo):
    other = start_alone(user=bo, slug="alex-kor", now=NOW)

    assert other.world_id != seat.world_id
    assert other.run.join_code != seat.run.join_code
    assert Person.objects.for_world(other.world).get().given_name == "Alex"


def test_a_join_code_has_six_characters_that_cannot_be_mistaken():
    codes = [new_code() for _ in range(200)]

    assert {len(code) for code in codes} == {6}
    assert not set("".join(codes)) & set("0O1I")
    assert set("".join(codes)) <= set(ALPHABET)


def test_practising_again_gives_a_fresh_world_with_the_same_numbers(seat):
    play_model(seat)
    old = seat.world

    fresh = practise_again(seat=seat, now=NOW)

    loaded = load(fresh)
    assert fresh.pk == seat.pk
    assert (fresh.world.generation, fresh.world.parent) == (2, old)
    assert (loaded.case.no, loaded.state.log, loaded.state.state) == (1, (), "noticed")
    assert World.objects.get(pk=old.pk).kind == "archived"
    assert Entry.objects.for_world(old).filter(status="sent").exists()


def test_practising_again_never_takes_the_first_result_back(seat):
    play_model(seat)

    fresh = practise_again(seat=seat, now=NOW)
    do(fresh, "consent", model_bodies(seat.run.scenario)["consent"])

    first, second = attempts(fresh)
    assert (first.ended_at, first.is_best, first.met) == (NOW, True, first.total)
    assert (second.ended_at, second.is_best, second.readable) == (None, False, True)
    assert earlier_attempts(fresh) == [first]


def test_making_a_finished_plan_worse_does_not_undo_that_it_was_done(seat):
    play_model(seat)

    do(seat, "follow_up", {"day": None})

    result = RunResult.objects.get()
    assert result.ended_at == NOW
    assert result.met < result.total


def test_the_better_attempt_is_the_best_one_whichever_came_first(seat):
    play_model(seat, steps=1)
    fresh = practise_again(seat=seat, now=NOW)
    play_model(fresh)

    assert [one.is_best for one in attempts(fresh)] == [False, True]


def test_an_earlier_attempt_can_be_read_by_its_own_learner(seat):
    play_model(seat)
    fresh = practise_again(seat=seat, now=NOW)

    earlier = load(fresh, generation=1)

    assert earlier.state.state == "active"
    assert load(fresh, generation=7) is None


def test_practising_again_can_be_undone_and_done_again(seat):
    play_model(seat, steps=2)
    old = seat.world
    fresh = practise_again(seat=seat, now=NOW)
    abandoned = fresh.world

    back = undo_practise_again(seat=fresh, now=NOW)
    assert back.world == old
    assert World.objects.get(pk=old.pk).kind == "live"
    assert World.objects.get(pk=abandoned.pk).kind == "archived"

    third = practise_again(seat=back, now=NOW)
    assert third.world.generation == 3


def test_there_is_nothing_to_go_back_to_at_first(seat):
    with pytest.raises(ValueError, match="earlier"):
        undo_practise_again(seat=seat)

    assert Seat.objects.get().world == seat.world


def test_a_copy_holds_everything_under_new_keys(seat):
    play_model(seat)

    original = seat.world
    copy = clone(original, run=seat.run, generation=9, at=NOW)

    assert load(seat, generation=9).state == load(seat).state
    for model in (Person, Case, Entry, Event):
        old = set(model.objects.for_world(original).values_list("pk"))
        new = set(model.objects.for_world(copy).values_list("pk"))
        assert len(new) == len(old) > 0
        assert not new & old


def test_copying_costs_the_same_for_a_short_and_a_long_case(seat):
    do(seat, "consent", model_bodies(seat.run.scenario)["consent"])
    with CaptureQueriesContext(connection) as short:
        clone(seat.world, run=seat.run, generation=8, at=NOW)
    for _ in range(3):
        do(seat, "consent", model_bodies(seat.run.scenario)["consent"])

    with CaptureQueriesContext(connection) as long:
        clone(seat.world, run=seat.run, generation=9, at=NOW)

    assert len(long) == len(short)


def test_loading_the_files_again_changes_nothing(scenario):
    list(load_folder(FIXTURES / "scenarios", at=NOW))
    before = World.objects.count()

    again = [one.new for one in load_folder(FIXTURES / "scenarios", at=NOW)]

    assert not any(again)
    assert World.objects.count() == before


def test_a_run_keeps_the_version_it_began_with(seat, bo, tmp_path):
    text = (FIXTURES / "scenarios" / "alex-kor.yaml").read_text(encoding="utf-8")
    changed = text.replace("version: 1", "version: 2", 1).replace("{ref: alex, ", "{")
    path = tmp_path / "alex-kor.yaml"
    path.write_text(changed, encoding="utf-8")

    assert load_file(path, written={}, at=NOW).new

    assert load(seat).scenario.version == 1
    assert start_alone(user=bo, slug="alex-kor", now=NOW).run.version == "2"
    assert Run.objects.get(learner=seat.user).version == "1"


def test_purging_takes_the_text_and_leaves_the_result(seat):
    play_model(seat)
    fresh = practise_again(seat=seat, now=NOW)
    archived = World.objects.get(generation=1, run=seat.run)
    later = NOW.replace(year=2027)

    keys = due(now=later, retention=Retention())
    count = purge(keys, now=later)

    assert count == 2
    assert set(keys) == {archived.pk, fresh.world_id}
    assert not Entry.everywhere.exclude(world__kind="template").exists()
    assert not Event.everywhere.exclude(world__kind="template").exists()
    assert RunResult.objects.get().met == RunResult.objects.get().total
    assert Run.objects.get().state == "ended"
    assert World.objects.filter(kind="template").exists()


def test_what_is_in_use_is_not_purged(seat):
    play_model(seat, steps=1)
    practise_again(seat=seat, now=NOW)

    assert due(now=NOW, retention=Retention()) == []


def test_purging_one_world_and_three_costs_the_same(seat):
    keys = [clone(seat.world, run=seat.run, generation=n, at=NOW).pk for n in range(5, 9)]
    with CaptureQueriesContext(connection) as one:
        purge(keys[:1], now=NOW)

    with CaptureQueriesContext(connection) as three:
        purge(keys[1:], now=NOW)

    assert len(three) == len(one)


def test_after_a_purge_the_learner_can_start_afresh(seat, amina):
    purge([seat.world_id], now=NOW)

    assert seat_for(amina, seat.run.join_code) is None
    again = start_alone(user=amina, slug="alex-kor", now=NOW)
    assert again.run != seat.run
