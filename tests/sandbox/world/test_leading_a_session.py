"""The leader stops people and not time, sends now and means now, and erases only what she chooses."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from sandbox.process.state import Timer
from sandbox.world.closed import Ended, Halted, LeadersOwn, Paused
from sandbox.world.leading import (
    advance_group,
    advance_groups,
    free_inject,
    give_hint,
    send_inject,
    send_inject_to_all,
)
from sandbox.world.models import Activity, Contribution, Entry, Redaction, Run, RunEvent, RunResult
from sandbox.world.overview import groups_of
from sandbox.world.patches import undone
from sandbox.world.perform import advance, save_draft
from sandbox.world.queries import (
    case_for_seat,
    entries_readable,
    load,
    run_version,
    timeline,
)
from sandbox.world.redaction import Chosen, redact_group
from sandbox.world.reset import group_again, practise_again
from sandbox.world.seating import leave_seat
from sandbox.world.stopping import end, halt, lift_halt, pause, resume
from sandbox.world.tripwire import LooksReal
from tests.sandbox.world.conftest import NOW
from tests.sandbox.world.led import (
    AID,
    CARE,
    HOME,
    WARD,
    berit,
    full_house,
    model_step,
    planned_run,
    seat_of,
    send,
    take_step,
)
from tests.sandbox.world.test_reporting_and_erasing import SECRET, is_kept

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


@pytest.fixture
def run(db) -> Run:
    return planned_run(berit(), groups=2)


@pytest.fixture
def worlds(run):
    return full_house(run, groups=2)


def waiting(world) -> list[Timer]:
    (group,) = [one for one in groups_of(world.run_id) if one.world.pk == world.pk]
    return [timer for timer in group.state.timers if timer.status == "pending"]


def test_a_pause_never_expires_a_timer_however_long_it_lasts(run, worlds):
    before = waiting(worlds[0])

    pause(run, now=NOW)
    resume(run, now=NOW + WEEK)

    assert waiting(worlds[0]) == before
    assert take_step(seat_of(worlds[0], WARD), "notice", now=NOW + WEEK).turn.refused == ()
    assert "deadline_missed" not in [line.code for line in load_ward(worlds).state.log]


def load_ward(worlds):
    return load(seat_of(worlds[0], WARD))


def test_the_minutes_of_the_phase_do_not_run_during_a_pause(run):
    Run.objects.filter(pk=run.pk).update(phase_began_at=NOW)

    pause(run, now=NOW + timedelta(minutes=5))
    resume(run, now=NOW + timedelta(minutes=25))

    assert Run.objects.get(pk=run.pk).phase_began_at == NOW + timedelta(minutes=20)


def test_in_a_pause_nobody_sends_and_nobody_loses_what_they_wrote(run, worlds):
    pause(run)
    _action, body = model_step(run.scenario, "notice")

    with pytest.raises(Paused) as caught:
        take_step(seat_of(worlds[0], WARD), "notice")
    save_draft(seat=seat_of(worlds[0], CARE), kind="planning", body={"now": "Under pausen"})

    assert caught.value.kept
    kept = Entry.objects.for_world(worlds[0])
    assert kept.get(kind="admission_notice", status="draft").body["facts"] == body["facts"]
    assert kept.get(kind="planning").body == {"now": "Under pausen"}
    resume(run)
    assert take_step(seat_of(worlds[0], WARD), "notice").turn.refused == ()


def test_what_is_sent_now_comes_at_once_after_pauses_and_jumps(run, worlds):
    advance_group(worlds[0], minutes=17)
    pause(run, now=NOW)
    resume(run, now=NOW + WEEK)
    advance_group(worlds[0], minutes=24 * 60)
    before = load_ward(worlds).state.now

    turn = send_inject(worlds[0], "fel-mottagare")

    assert turn.case.now == before
    assert turn.happenings[0].code == "inject"
    letters = [
        one for one in load(seat_of(worlds[0], HOME)).state.documents if one.kind == "message"
    ]
    assert [one.author for one in letters if one.sent_at == before] == ["avdelning-7"]


def test_an_inject_that_is_sent_by_hand_does_not_come_a_second_time(worlds):
    send_inject(worlds[0], "katten")

    turn = advance_group(worlds[0], minutes=3 * 24 * 60)

    assert "katten" not in [line.data.get("ref") for line in turn.happenings]


def test_the_leaders_own_words_reach_the_chosen_seats_of_every_group_and_nobody_else(run, worlds):
    word = free_inject(sender="dottern", to=[AID], subject="Hej", says="Kan någon ringa mig?")

    send_inject_to_all(run, word)

    for world in worlds:
        assert "ringa mig" in repr(load(seat_of(world, AID)).state)
        assert "ringa mig" not in repr(load(seat_of(world, HOME)).state)


def test_a_real_persons_number_is_stopped_in_the_leaders_text_too(run, worlds):
    word = free_inject(sender="dottern", to=[AID], subject="Hej", says="Ring 0701234567")

    with pytest.raises(LooksReal):
        send_inject(worlds[0], word)
    with pytest.raises(LooksReal):
        give_hint(worlds[0], text="Ring 0701234567")

    assert not is_kept("0701234567")


def test_a_hint_reaches_the_ones_it_is_for(worlds):
    give_hint(worlds[0], text="Vem har frågat Berit?", to=(AID,))
    give_hint(worlds[0], check="contact_appointed")

    assert "Vem har frågat" in repr(load(seat_of(worlds[0], AID)).state.log)
    assert "Vem har frågat" not in repr(load(seat_of(worlds[0], WARD)).state.log)
    assert load_ward(worlds).state.log[-1].data["text"]


def test_the_time_of_a_group_is_moved_by_the_leader_alone(run, worlds):
    with pytest.raises(LeadersOwn):
        advance(seat=seat_of(worlds[0], WARD), to=99999)

    advance_groups(run, minutes=60)

    nows = {group.state.now for group in groups_of(run)}
    assert nows == {load_ward(worlds).scenario.start + 60}


def test_the_leader_can_move_a_group_to_the_next_thing_that_waits(worlds):
    due = min(timer.due for timer in waiting(worlds[0]))

    turn = advance_group(worlds[0])

    assert turn.case.now == due


def test_stopping_covers_every_text_at_once_and_takes_none_in_and_erases_none(run, worlds):
    ward, care = seat_of(worlds[0], WARD), seat_of(worlds[0], CARE)
    take_step(ward, "notice")
    action, body = model_step(run.scenario, "planning_ward")
    send(ward, action, body | {"now": SECRET}, step="planning_ward")
    save_draft(seat=care, kind="planning", body={"now": "Halvtänkt tanke"})

    halt(run)

    for party in (WARD, CARE):
        seat = seat_of(worlds[0], party)
        case = case_for_seat(seat)
        shown = repr((load(seat).state, timeline(seat, case)))
        assert entries_readable(seat, case) == []
        assert SECRET not in shown
        assert "Halvtänkt" not in shown
    with pytest.raises(Halted) as caught:
        take_step(seat_of(worlds[1], WARD), "notice")
    with pytest.raises(Halted):
        save_draft(
            seat=seat_of(worlds[1], WARD), kind="planning", body={"now": "Ett ord efter stoppet"}
        )
    assert not caught.value.kept
    assert not is_kept("Ett ord efter stoppet")
    lift_halt(run)
    assert SECRET in repr(load(seat_of(worlds[0], WARD)).state)
    assert "Halvtänkt" in repr(load(seat_of(worlds[0], CARE)).state)


def test_what_is_chosen_after_a_stop_is_erased_and_the_rest_stays(run, worlds, amina):
    ward = seat_of(worlds[0], WARD)
    take_step(ward, "notice")
    action, body = model_step(run.scenario, "planning_ward")
    sent = send(ward, action, body | {"now": SECRET}, step="planning_ward")
    number = next(line.document for line in sent.turn.happenings)
    halt(run)

    redact_group(run, Chosen(world=worlds[0], document=number), user=amina)
    lift_halt(run)

    assert not is_kept(SECRET)
    assert load_ward(worlds).state.documents[0].body
    assert Redaction.objects.get().user == amina
    assert RunEvent.objects.filter(run=run, code="redacted").count() == 1


def test_everything_of_the_last_minutes_can_be_erased_drafts_words_and_answers_too(run, worlds):
    early, late = NOW, NOW + timedelta(minutes=30)
    take_step(seat_of(worlds[0], WARD), "notice", now=early)
    action, body = model_step(run.scenario, "planning_ward")
    send(seat_of(worlds[0], WARD), action, body | {"now": "Tidigare skrivet här"}, now=early)
    save_draft(seat=seat_of(worlds[1], CARE), kind="planning", body={"now": SECRET}, now=late)
    give_hint(worlds[0], text=SECRET, now=late)
    word = free_inject(sender="dottern", to=[AID], subject="Hej", says=SECRET)
    send_inject(worlds[1], word, now=late)
    asked = Activity.objects.create(run=run, no=1, kind="words", question="Vad tänker du?")
    Contribution.objects.create(
        activity=asked, participant=run.participants.first(), value={"words": [SECRET]}, at=late
    )

    redact_group(run, Chosen(minutes=10), now=late + timedelta(minutes=1))

    assert not is_kept(SECRET)
    assert is_kept("Tidigare skrivet här")


def test_nothing_chosen_is_nothing_erased(run, worlds):
    with pytest.raises(ValueError, match="Say what"):
        redact_group(run, Chosen())

    assert not Redaction.objects.exists()


def test_starting_a_group_over_resets_everything_and_keeps_seats_and_results(run, worlds):
    take_step(seat_of(worlds[0], WARD), "notice")
    before = run_version(run.pk)

    fresh = group_again(worlds[0])

    state = load(seat_of(fresh, WARD)).state
    assert (fresh.generation, fresh.line) == (2, 1)
    assert "admission_notice" not in {one.kind for one in state.documents}
    assert len(state.facts["humans"]) == 6
    assert seat_of(fresh, WARD).participant.no == 1
    kept = RunResult.objects.get(seat=seat_of(fresh, WARD), attempt=1)
    assert kept.checks["notice_units"]
    assert run_version(run.pk) > before
    assert take_step(seat_of(fresh, WARD), "notice").turn.refused == ()
    assert load(seat_of(worlds[1], WARD)).world.generation == 1


def test_one_person_does_not_start_over_for_the_whole_group(worlds):
    with pytest.raises(LeadersOwn):
        practise_again(seat=seat_of(worlds[0], WARD))

    assert seat_of(worlds[0], WARD).world.generation == 1


def test_ending_erases_nothing_and_nobody_writes_any_more(run, worlds):
    ward = seat_of(worlds[0], WARD)
    take_step(ward, "notice")
    entries = Entry.everywhere.filter(world__run=run).count()

    end(run, now=NOW)

    ended = Run.objects.get(pk=run.pk)
    assert (ended.state, ended.ended_at) == ("ended", NOW)
    assert (ended.purge_after - timezone.localtime(NOW).date()).days == 30
    with pytest.raises(Ended):
        take_step(ward, "planning_ward")
    assert Entry.everywhere.filter(world__run=run, no__isnull=False).count() == entries
    assert load(ward).state.documents


def test_a_whole_session_can_be_undone_line_by_line(worlds):
    begun = groups_of(worlds[0].run_id)[0].state
    take_step(seat_of(worlds[0], WARD), "notice")
    send_inject(worlds[0], "andrat-datum")
    take_step(seat_of(worlds[0], CARE), "consent")
    leave_seat(seat_of(worlds[0], HOME).participant)
    advance_group(worlds[0], minutes=2 * 24 * 60)
    state = groups_of(worlds[0].run_id)[0].state
    assert len(state.log) > len(begun.log) + 5

    while len(state.log) > len(begun.log):
        state = undone(state, state.log[-1])

    assert (state.state, state.version, state.log) == (begun.state, begun.version, begun.log)
    assert (state.documents, state.consents) == (begun.documents, begun.consents)
    assert state.facts == begun.facts
