"""A room at once: one wins what there is one of, each unit's own part stands, the log has no gap."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from threading import Barrier, Thread

import pytest
from django.db import connection

from sandbox.process import consent
from sandbox.process.reading import load_flow
from sandbox.world.conflict import Conflict
from sandbox.world.counties import load_county_file
from sandbox.world.desk import case_of
from sandbox.world.models import Case, Entry, Event, Seat, World
from sandbox.world.perform import perform
from sandbox.world.rooms import Wish, advance_room, open_room, sit_down
from tests.sandbox.county import CASES, FIXTURES, NOW, TODAY, WARD

WINDOWS = 16
RACES = int(os.environ.get("RACES", "10"))  # RACES=50 make test ARGS=… for the whole
DISCHARGE, PLAN = 1, 2  # the cases of the county, by number

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def at_once(works: list[Callable[[], str]], *, rounds: int = 1) -> list[list[str]]:
    """Do the works at the same time, round after round; what each round gave."""
    results: list[list[str]] = [[] for _ in range(rounds)]
    gate = Barrier(len(works))

    def window(work: Callable[[], str]) -> None:
        try:
            for row in results:
                gate.wait()
                try:
                    row.append(work())
                except Conflict as told:
                    row.append("told, kept" if told.kept else "told")
                gate.wait()
        finally:
            connection.close()

    threads = [Thread(target=window, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def gapless(world: World) -> bool:
    last = World.objects.get(pk=world.pk).seq
    seqs = Event.objects.for_world(world).order_by("seq").values_list("seq", flat=True)
    return list(seqs) == list(range(1, last + 1))


def version_of(world: World, no: int) -> int:
    return Case.objects.for_world(world).get(no=no).version


def send(seat: Seat, no: int, action: str, body: dict, version: int) -> str:
    done = perform(seat=seat, case=no, action=action, body=body, expected_version=version, now=NOW)
    return "; ".join(one.text for one in done.turn.refused) or "done"


@pytest.fixture
def ward(amina, tmp_path: Path) -> Seat:
    """The ward's seat in a room with Berit, and with somebody who has a plan."""
    shutil.copy(CASES / "berit.yaml", tmp_path / "1.yaml")
    shutil.copy(FIXTURES / "practice" / "cases" / "sam.yaml", tmp_path / "2.yaml")
    path = FIXTURES / "practice" / "pahitts-lan.yaml"
    load_county_file(path, personas=FIXTURES / "personas", at=NOW, cases=tmp_path)
    return open_room(user=amina, wish=Wish("lifecare", WARD), today=TODAY, now=NOW)


def test_of_sixteen_windows_one_wins_every_race_and_the_others_keep_their_text(ward):
    world, newest = ward.world, [version_of(ward.world, DISCHARGE)]
    day = world.sim_now // (24 * 60) + 3

    def work(window: int) -> str:
        body = {"estimated_day": day, "reason": f"Fönster {window} skrev det här."}
        known = change_fields()
        return send(
            ward,
            DISCHARGE,
            "change_date",
            {key: body[key] for key in body if key in known} | {"recipients": ["vc-an"]},
            newest[-1],
        )

    for _race in range(RACES):
        (row,) = at_once([partial(work, window) for window in range(WINDOWS)])
        assert Counter(row) == {"done": 1, "told, kept": WINDOWS - 1}
        newest.append(version_of(world, DISCHARGE))

    assert newest == list(range(newest[0], newest[0] + RACES + 1))
    assert gapless(world)
    sent = Entry.objects.for_world(world).filter(kind="date_change", case__no=DISCHARGE)
    assert Counter(sent.values_list("status", flat=True)) == {
        "sent": 1,
        "withdrawn": RACES - 1,
        "draft": 1,
    }


def change_fields() -> set[str]:
    return {field.key for field in load_flow("spu").documents["date_change"].fields}


def test_a_form_clicked_twice_at_once_opens_one_room(ward, amina):
    wish = Wish("lifecare", WARD, code="KK7P4M")

    def work() -> str:
        return str(open_room(user=amina, wish=wish, today=TODAY, now=NOW).run_id)

    (row,) = at_once([work] * 4)
    assert len(row) == 4
    assert len(set(row)) == 1


def test_every_units_own_planning_stands_when_all_write_at_once(ward):
    units = [WARD, "vc-an", "bistand", "hsv-norr"]
    seats = {code: sit_down(ward, code, now=NOW) for code in units}
    version = version_of(ward.world, DISCHARGE)
    works = [
        partial(send, seats[code], DISCHARGE, "write_planning", {"before": f"Från {code}"}, version)
        for code in units
    ]

    (row,) = at_once(works)

    assert row == ["done"] * len(units)
    papers = case_of(seats[WARD], DISCHARGE)
    assert papers is not None
    whole = Entry.objects.for_world(ward.world).filter(kind="planning", status="sent")
    assert Counter(whole.values_list("author", flat=True)) == Counter(units)
    assert gapless(ward.world)


def test_every_units_own_part_of_a_plan_stands_while_the_goals_are_written(ward):
    """Each with the form as it was before anybody sent; the coordinator's goals meet nobody's."""
    case = Case.objects.for_world(ward.world).get(no=PLAN)
    holder = case.facts["coordinator"]
    state = case_of(sit_down(ward, holder, now=NOW), PLAN)
    assert state is not None
    given = consent.current(state.state)
    assert given is not None
    units = sorted({holder, *given.receivers} & set(state.exercise.parties))
    units = [code for code in units if state.exercise.role_of(code) in ("unit", "coordinator")]
    seats = {code: sit_down(ward, code, now=NOW) for code in units}
    part = {"measures": [{"text": "Ett besök i veckan"}]}
    goals = {"main_goal": "Jag vill orka gå till torget"}

    def work(code: str) -> str:
        found = ("write_goals", goals) if code == holder else ("write_own_measures", part)
        return send(seats[code], PLAN, found[0], found[1], case.version)

    (row,) = at_once([partial(work, code) for code in units])

    assert row == ["done"] * len(units)
    assert len(units) >= 3
    parts = Entry.objects.for_world(ward.world).filter(kind="contribution", status="sent")
    assert Counter(parts.values_list("author", flat=True)) == Counter(set(units) - {holder})
    assert version_of(ward.world, PLAN) == case.version + len(units)
    assert gapless(ward.world)


def test_time_and_writing_at_once_leave_one_story(ward):
    """Half of them move the clock of the whole room while the others write: nothing is lost."""
    before = Event.objects.for_world(ward.world).count()
    start = ward.world.sim_now
    turns = iter(range(1, WINDOWS + 1))

    def work() -> str:
        turn = next(turns)
        if turn % 2:
            advance_room(ward, to=start + turn * 60, now=NOW)
            return "moved"
        body = {"recipients": ["vc-an"], "subject": "Hej", "text": f"Nummer {turn}"}
        known = {field.key for field in load_flow("spu").documents["message"].fields}
        kept = {key: body[key] for key in body if key in known}
        return send(ward, DISCHARGE, "send_message", kept, version_of(ward.world, DISCHARGE))

    (row,) = at_once([work] * WINDOWS)

    messages = Entry.objects.for_world(ward.world).filter(kind="message", no__isnull=False)
    texts = {entry.body["text"] for entry in messages}
    assert Counter(row) == {"moved": WINDOWS // 2, "done": WINDOWS // 2}
    assert {f"Nummer {turn}" for turn in range(2, WINDOWS + 1, 2)} <= texts
    assert World.objects.get(pk=ward.world_id).sim_now == start + (WINDOWS - 1) * 60
    assert Event.objects.for_world(ward.world).count() >= before + WINDOWS // 2
    assert gapless(ward.world)
