"""Rooms for free practice: one's own, whole, movable in time, started over, shared and left."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.contrib.auth.models import Permission

from sandbox.process import documents
from sandbox.process.reading import load_flow
from sandbox.process.state import Happening
from sandbox.world.desk import case_of, cases_of
from sandbox.world.difference import first_rows
from sandbox.world.lending import lent_to, others_of
from sandbox.world.models import Case, Entry, Event, Person, Redaction, Seat, Timer, World
from sandbox.world.perform import perform, save_draft
from sandbox.world.redaction import redact_room
from sandbox.world.reset import practise_again, undo_practise_again
from sandbox.world.rooms import (
    TooMany,
    Wish,
    advance_room,
    change_seat,
    hand_back,
    leave_room,
    next_due,
    open_room,
    rooms_of,
    share_room,
    shared_rooms,
    sit_down,
    unshare,
)
from sandbox.world.snapshot import snapshot
from sandbox.world.tripwire import LooksReal
from tests.sandbox.county import CLINIC, NOW, TODAY, TOWN, WARD, load_small_county

DAY = 24 * 60


@pytest.fixture
def county(db):
    return load_small_county()


def opened(user, unit: str = TOWN, **wish) -> Seat:
    return open_room(user=user, wish=Wish("lifecare", unit, **wish), today=TODAY, now=NOW)


def written(seat: Seat, text: str) -> Seat:
    """A planning from the seat's unit, sent."""
    case = Case.objects.for_world(seat.world).get(no=1)
    done = perform(
        seat=seat,
        case=1,
        action="write_planning",
        body={"before": text},
        expected_version=case.version,
    )
    assert not done.turn.refused, [str(one.text) for one in done.turn.refused]
    return seat


def texts(seat: Seat) -> list[str]:
    world = Seat.objects.get(pk=seat.pk).world
    return [str(entry.body) for entry in Entry.objects.for_world(world)]


def test_a_room_begins_on_the_monday_of_the_week_at_eight(county, amina):
    world = opened(amina).world
    assert world.sim_start.weekday() == 0
    assert world.sim_now % DAY == 8 * 60
    assert (TODAY - world.sim_start).days - world.sim_now // DAY == TODAY.weekday()


def test_a_room_opened_on_a_weekend_begins_the_coming_monday(county, amina):
    seat = open_room(user=amina, wish=Wish("lifecare", TOWN), today=date(2026, 11, 28), now=NOW)
    first = seat.world.sim_start.toordinal() + seat.world.sim_now // DAY
    assert date.fromordinal(first) == date(2026, 11, 30)


def test_a_unit_meets_what_has_come_to_it_and_nothing_else(county, amina):
    seat = opened(amina)
    (seen,) = cases_of(seat)
    unread = documents.unread(seen.state, flow=load_flow("spu"), party=TOWN)
    assert [one.kind for one in unread] == ["admission_notice"]
    assert "admission" not in {one.kind for one in seen.state.documents}
    stranger = sit_down(seat, "bup", now=NOW)
    assert cases_of(stranger) == []
    assert case_of(stranger, 1) is None


def test_a_room_with_chosen_people_has_a_log_without_gaps(county, amina):
    number = Person.objects.for_world(county.template).order_by("no")[0].no
    world = opened(amina, people=(number,)).world
    assert Person.objects.for_world(world).count() == 1
    seqs = list(Event.objects.for_world(world).order_by("seq").values_list("seq", flat=True))
    assert seqs == list(range(1, len(seqs) + 1))
    assert world.seq == len(seqs)


def test_units_that_nobody_plays_act_when_the_time_moves(county, amina):
    seat = opened(amina)
    assert advance_room(seat, to=seat.world.sim_now + 3 * DAY, now=NOW) > 0
    state = case_of(Seat.objects.get(pk=seat.pk), 1).state
    assert CLINIC in {line.actor for line in state.log if line.code == "acknowledge"}
    assert TOWN not in {line.actor for line in state.log if line.actor_kind == "actor"}


def test_the_clock_never_moves_back_and_time_alone_is_no_event(county, amina):
    seat = opened(amina)
    before = seat.world.sim_now
    advance_room(seat, to=before - 60, now=NOW)
    world = World.objects.get(pk=seat.world_id)
    assert world.sim_now == before
    due = next_due(world)
    assert due is None or due >= before


def test_a_unit_that_is_handed_back_answers_by_itself_again(county, amina):
    seat = opened(amina)
    clinic = sit_down(seat, CLINIC, now=NOW)
    advance_room(seat, to=seat.world.sim_now + DAY, now=NOW)
    waiting = Timer.objects.for_world(seat.world).filter(ref__contains=CLINIC, status="pending")
    hand_back(clinic, now=NOW)
    assert waiting.exists()
    assert Seat.objects.get(pk=clinic.pk).kind == Seat.Kind.ACTOR


def test_starting_over_gives_the_first_morning_back_and_can_be_undone(county, amina):
    seat = written(opened(amina), "Berit gick själv i trapporna.")
    practise_again(seat=seat, now=NOW)
    fresh = Seat.objects.select_related("world").get(pk=seat.pk)
    assert not any("trapporna" in text for text in texts(seat))
    assert fresh.world.sim_now == county.template.sim_now
    undo_practise_again(seat=fresh, now=NOW)
    assert any("trapporna" in text for text in texts(seat))


def test_starting_over_keeps_the_days_and_the_words_of_the_room(county, amina):
    seat = opened(amina)
    practise_again(seat=seat, now=NOW)
    world = Seat.objects.get(pk=seat.pk).world
    assert (world.sim_start, world.profile) == (seat.world.sim_start, "lifecare")


def test_nobody_has_more_than_six_rooms(county, amina):
    for _room in range(6):
        opened(amina)
    with pytest.raises(TooMany):
        opened(amina)
    leave_room(rooms_of(amina.pk)[0], now=NOW)
    assert opened(amina).world is not None


def test_leaving_a_room_takes_everything_in_it_away(county, amina):
    seat = written(opened(amina), "Berit gick själv i trapporna.")
    key = seat.world_id
    practise_again(seat=seat, now=NOW)
    leave_room(seat, now=NOW)
    assert not World.objects.filter(run=seat.run_id).exists()
    assert not Entry.objects.for_world(key).exists()
    assert rooms_of(amina.pk) == []


def test_only_a_trainer_shares_a_room_and_others_begin_in_it(county, amina, bo):
    seat = written(opened(amina, WARD), "Tar korta steg med rullator.")
    with pytest.raises(PermissionError):
        share_room(seat, title="Berit mitt i planeringen", now=NOW)
    amina.user_permissions.add(Permission.objects.get(codename="lead_run"))
    seat.run.learner = type(amina).objects.get(pk=amina.pk)
    template = share_room(seat, title="Berit mitt i planeringen", now=NOW)
    share_room(seat, title="Berit mitt i planeringen", now=NOW)  # two clicks
    assert [one.label for one in shared_rooms()] == ["Berit mitt i planeringen"]
    theirs = opened(bo, TOWN, template=template.pk)
    assert any("rullator" in text for text in texts(theirs))
    assert theirs.run.title == "Berit mitt i planeringen"


def test_a_shared_room_that_is_taken_back_lives_until_its_last_copy_is_gone(county, amina, bo):
    amina.user_permissions.add(Permission.objects.get(codename="lead_run"))
    seat = opened(amina, WARD)
    template = share_room(seat, title="Berit på avdelningen", now=NOW)
    theirs = opened(bo, TOWN, template=template.pk)
    assert not unshare(user=bo, pk=template.pk)
    assert unshare(user=amina, pk=template.pk)
    assert shared_rooms() == []
    assert World.objects.filter(pk=template.pk).exists()
    leave_room(theirs, now=NOW)
    unshare(user=amina, pk=template.pk)
    assert not World.objects.filter(pk=template.pk).exists()


def test_a_shared_room_has_no_drafts_and_no_real_numbers_in_its_name(county, amina):
    amina.user_permissions.add(Permission.objects.get(codename="lead_run"))
    seat = opened(amina, WARD)
    with pytest.raises(LooksReal):
        share_room(seat, title="Ring 0701234567", now=NOW)
    template = share_room(seat, title="Berit på avdelningen", now=NOW)
    assert not Entry.objects.for_world(template).filter(no__isnull=True).exists()


@pytest.mark.parametrize(
    "wish", [Wish("okand", TOWN), Wish("lifecare", "finns-inte"), Wish("lifecare", "skolan")]
)
def test_a_wish_that_cannot_be_met_opens_nothing(county, amina, wish):
    with pytest.raises(LookupError):
        open_room(user=amina, wish=wish, today=TODAY, now=NOW)
    assert rooms_of(amina.pk) == []


def test_the_unit_one_leaves_answers_at_its_next_round_and_within_the_hour(county, amina):
    seat = opened(amina, CLINIC)
    advance_room(seat, to=seat.world.sim_now + DAY, now=NOW)
    at = time_of(seat)
    advance_room(change_seat(seat, WARD, now=NOW), to=at + 6 * 60, now=NOW)
    did = {line.code: line.at for line in by_the_clinic(seat, 1)[::-1]}
    assert did["acknowledge"] == at + 60  # the round at nine
    assert did["appoint_contact"] == at + 60  # it should have been done yesterday


def test_a_seat_one_keeps_stays_quiet_until_one_is_back(county, amina):
    seat = opened(amina, CLINIC)
    change_seat(seat, WARD, keep=True, now=NOW)
    advance_room(seat, to=seat.world.sim_now + 2 * DAY, now=NOW)
    assert by_the_clinic(seat, 1) == []


def test_what_happens_in_every_case_happens_at_its_own_time(county, amina):
    seat = opened(amina, WARD)
    world, start = seat.world, seat.world.sim_now
    case = Case.objects.for_world(world).get(no=1)
    lent = lent_to(seat.run, world, case)
    state = snapshot(world, case, lent).state
    other = Person.objects.for_world(world).exclude(pk=case.person_id).first()
    first_rows(world, person=other, state=state, at=NOW, no=2, lent=lent)
    advance_room(seat, to=start + 3 * DAY, now=NOW)
    times = [[(line.code, line.at) for line in by_the_clinic(seat, no)] for no in (1, 2)]
    assert times[0] == times[1]
    assert times[0][0] == ("acknowledge", start + 60)


@pytest.mark.parametrize(("stands", "found"), [("prepared", None), ("mapped", 12)])
def test_a_consent_within_a_discharge_is_no_plan_until_one_is_begun(stands, found):
    discharge = Case(no=12, flow="spu", state="notified", facts={"tracks": {"sip": stands}})
    assert others_of([discharge]) == {"active_sip": found}
    own = Case(no=41, flow="sip", state="prepared", facts={})
    assert others_of([discharge, own]) == {"active_sip": found or 41}


def by_the_clinic(seat: Seat, no: int) -> list[Happening]:
    """What the clinic has done in a case since the room was opened, each with its time."""
    world = World.objects.get(pk=seat.world_id)
    case = Case.objects.for_world(world).get(no=no)
    log = snapshot(world, case, lent_to(seat.run, world, case)).state.log
    return [line for line in log if line.actor == CLINIC]


def time_of(seat: Seat) -> int:
    """The room's time now."""
    return World.objects.get(pk=seat.world_id).sim_now


def test_erasing_reaches_a_unit_one_has_left_its_drafts_and_a_copy_that_was_shared(
    county, django_user_model
):
    karin = django_user_model.objects.create_user("karin@example.org")
    karin.user_permissions.add(Permission.objects.get(codename="lead_run"))
    town = written(opened(karin), "Text som ska bort ur alla rum")
    save_draft(seat=town, kind="message", body={"text": "Utkast som ska bort"}, case=1)
    shared = share_room(town, title="Delat rum")
    copy = opened(karin, template=shared.pk)
    ward = change_seat(town, WARD)
    redact_room(ward)
    assert Redaction.objects.filter(run=town.run).count() == 2
    for world in (town.world, shared, copy.world):
        left = Entry.objects.for_world(world), Event.objects.for_world(world)
        assert "ska bort" not in str([(one.body,) for one in left[0]])
        assert "ska bort" not in str([(one.patch, one.data) for one in left[1]])


def test_erasing_takes_words_away_and_leaves_everybody_who_is_named_in_the_room(county, amina):
    """Codes of the county's units and of headings are no words: what others wrote stands."""
    seat = opened(amina, TOWN)
    body = {"recipients": [WARD], "subject": "Hjälpmedel", "text": "Text som ska bort"}
    version = Case.objects.for_world(seat.world).get(no=1).version
    perform(seat=seat, case=1, action="send_message", body=body, expected_version=version)
    areas = [{"heading": "kommunikation", "text": "Utkast som ska bort"}]
    save_draft(seat=seat, kind="mapping", body={"areas": areas}, case=1)
    entries, events = Entry.objects.for_world(seat.world), Event.objects.for_world(seat.world)

    def kept() -> str:
        rows = [one.body for one in entries.all()], [(one.patch, one.data) for one in events.all()]
        return json.dumps(rows)

    before = kept()
    redact_room(seat)
    assert kept().count(WARD) == before.count(WARD)
    assert entries.get(kind="message").body["recipients"] == [WARD]
    assert "ska bort" not in kept()
    areas = entries.get(kind="mapping").body["areas"]
    assert [(one["heading"], one["text"]) for one in areas] == [("kommunikation", "")]
