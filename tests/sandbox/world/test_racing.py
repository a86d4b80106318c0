"""Several windows at once: one wins, the rest are told, and the log has no gap."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from sandbox.world.conflict import Conflict
from sandbox.world.models import Entry, Event, Run, World
from sandbox.world.perform import perform
from sandbox.world.reset import practise_again
from sandbox.world.starting import start_alone
from sandbox.world.tokens import new_token
from tests.sandbox.world.conftest import NOW, model_bodies

WINDOWS = 8

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def at_once(work: Callable[[], str]) -> list[str]:
    """Do the work in several threads that all wait for each other before they begin."""
    results: list[str] = []
    gate = threading.Barrier(WINDOWS)

    def window() -> None:
        gate.wait()
        try:
            results.append(work())
        except Conflict:
            results.append("told")
        finally:
            connection.close()

    threads = [threading.Thread(target=window) for _ in range(WINDOWS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def consent_from(seat, token: str | None = None) -> str:
    performed = perform(
        seat=seat,
        action="record_consent",
        body=model_bodies(seat.run.scenario)["consent"],
        expected_version=0,
        token=token,
        now=NOW,
    )
    return "again" if performed.repeated else "done"


def numbers(world) -> list[int]:
    return list(Event.objects.for_world(world).order_by("seq").values_list("seq", flat=True))


def test_one_window_wins_and_the_log_has_no_gap(seat):
    results = at_once(lambda: consent_from(seat))

    assert sorted(results) == ["done", *["told"] * (WINDOWS - 1)]
    assert numbers(seat.world) == [1]
    assert World.objects.get(pk=seat.world_id).seq == 1
    statuses = Entry.objects.for_world(seat.world).values_list("status", flat=True)
    assert sorted(statuses) == ["draft", "sent"]


def test_the_same_form_from_many_clicks_is_done_once_and_answered_every_time(seat):
    token = new_token(seat.world)

    results = at_once(lambda: consent_from(seat, token))

    assert sorted(results) == [*["again"] * (WINDOWS - 1), "done"]
    assert numbers(seat.world) == [1]


def test_many_clicks_on_start_make_one_run(scenario, amina):
    codes = at_once(lambda: start_alone(user=amina, slug=scenario.slug, now=NOW).run.join_code)

    assert set(codes) == {Run.objects.get().join_code}


def test_starting_over_while_sending_loses_nothing_and_leaves_no_gap(seat):
    turns = iter(range(WINDOWS))

    def work() -> str:
        if next(turns) % 2:
            practise_again(seat=seat, now=NOW)
            return "fresh"
        return consent_from(seat)

    results = at_once(work)

    assert results.count("fresh") == WINDOWS // 2
    for world in World.objects.filter(run=seat.run):
        assert numbers(world) == list(range(1, world.seq + 1))
    assert World.objects.filter(run=seat.run, kind="live").count() == 1
