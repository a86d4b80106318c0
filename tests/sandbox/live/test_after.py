"""After a session: the debrief tells when and who, never what; attendance is mended by hand."""

from __future__ import annotations

import pytest

from sandbox.live import activities, attendance
from sandbox.live.debrief import debrief, own
from sandbox.world.leading import advance_group, free_inject, send_inject
from sandbox.world.models import Entry, Participant, Run, World
from sandbox.world.queries import hash_of
from sandbox.world.stopping import end
from sandbox.world.tripwire import LooksReal
from tests.sandbox.live.asking import browser, leader, token_of
from tests.sandbox.live.session_steps import TEST_NUMBER
from tests.sandbox.world.conftest import NOW
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
)
from training_site.people.models import User

THREE_DAYS = 3 * 24 * 60


@pytest.fixture
def karin(db) -> User:
    return User.objects.create_superuser("karin@example.org", given_name="Karin")


@pytest.fixture
def run(karin) -> Run:
    """Two groups: the first sends the notice in time and goes on, the second lets time pass."""
    run = planned_run(berit(), trainer=karin, groups=2, title="Berit i november")
    first, second = full_house(run, groups=2)
    activities.prepare(run)
    for party, step in ((WARD, "notice"), (CARE, "contact"), (WARD, "planning_ward")):
        send(seat_of(first, party), *model_step(run.scenario, step))
    send(seat_of(second, WARD), *model_step(run.scenario, "discharge"))
    send_inject(
        second,
        free_inject(sender="dottern", to=(AID,), subject="Ring mig", says="Hej hej"),
        now=NOW,
    )
    advance_group(second, minutes=THREE_DAYS, now=NOW)
    return Run.objects.get(pk=run.pk)


def in_seat(run: Run, party: str, line: int = 1) -> Participant:
    """Who holds the seat, with a browser of her own."""
    found = Participant.objects.get(run=run, line=line, seats__unit=party)
    found.token_hash = hash_of(token_of(run, found.no))
    found.save()
    return found


def page(client, address: str) -> str:
    return client.get(address, follow=True).content.decode()


def entries(run: Run) -> list[Entry]:
    worlds = World.objects.filter(run=run)
    return [entry for world in worlds for entry in Entry.objects.for_world(world)]


def planning_of(run: Run) -> Entry:
    """What the first group's ward has written about how it is for the person."""
    return next(one for one in entries(run) if one.kind == "planning" and one.author == WARD)


def texts_of(entry: Entry) -> set[str]:
    """Every longer text somebody has written in it."""
    said = {value for value in entry.body.values() if isinstance(value, str)}
    return {text for text in said if len(text) > 15}


def test_each_group_has_its_checks_with_when_and_by_what_they_were_decided(run):
    seen = debrief(run)
    rows = [row for stage in seen.stages for row in stage.rows]
    row = next(row for row in rows if row.groups[0].met and row.groups[0].what)

    assert seen.groups == (1, 2)
    assert "Avdelning 4: Skickade inskrivningsmeddelandet" in {
        cell.what for check in rows for cell in check.groups
    }
    assert "dag" in row.groups[0].when
    assert any(check.groups[0].met and not check.groups[1].met for check in rows)


def test_a_receipt_is_decided_by_the_organisation_it_is_about(run):
    first = World.objects.get(run=run, line=1)
    for party in (CARE, AID):
        notice = next(one for one in entries(run) if one.world_id == first.pk and one.no == 2)
        send(seat_of(first, party), "acknowledge", {"document": notice.no})

    cells = {row.label: row.groups[0] for stage in debrief(run).stages for row in stage.rows}

    assert cells["Vårdcentralen har kvitterat inskrivningsmeddelandet"].what.startswith("Vårdc")
    assert cells["Biståndsenheten har kvitterat inskrivningsmeddelandet"].what.startswith("Bist")


def test_the_checks_stand_under_the_stages_of_the_board_with_a_count_for_each_group(run):
    stages = debrief(run).stages

    assert stages[0].title == "Inskrivning"
    assert stages[0].counts[0] > stages[0].counts[1]


def test_a_limit_stands_beside_the_check_it_decides(run):
    rows = [row for stage in debrief(run).stages for row in stage.rows]
    limits = {cell.limit for check in rows for cell in check.groups}

    assert any(limit.startswith("senast dag") for limit in limits)


def test_the_story_has_a_column_for_each_organisation_and_a_row_for_each_day(run):
    story = debrief(run, line=1).story

    place = story.columns.index("Avdelning 4")
    done = [act.text for day in story.days for act in day.cells[place]]
    assert "Skickade inskrivningsmeddelandet" in done
    assert [day.label for day in story.days] == sorted({day.label for day in story.days})


def test_the_person_tells_what_she_noticed_in_the_files_words(run):
    seen = debrief(run, line=1)
    saw = [text for day in seen.story.days for text in day.saw]

    assert seen.person == "Berit"
    assert "En sköterska sa att de där hemma vet att jag ligger här." in saw


def test_a_missed_limit_and_a_message_from_outside_are_told_without_its_words(run):
    events = [act for day in debrief(run, line=2).story.days for act in day.events]

    assert any(act.tone == "late" and "Inskrivningsmeddelandet" in act.text for act in events)
    assert any(act.text == "Ett meddelande från utbildaren" for act in events)


def test_what_was_tried_too_early_is_told_kindly(run):
    tried = debrief(run, line=2).story.tried

    assert len(tried) == 1
    assert tried[0].startswith("Avdelning 4 ville: Skriv ut.")


def test_no_text_is_on_the_debrief_until_a_leader_opens_a_document(run, karin):
    boss = leader(karin)
    address = f"/utbildare/{run.pk}/efterat/"
    closed = page(boss, f"{address}?grupp=1")
    planning = planning_of(run)
    read = page(boss, f"{address}?grupp=1&oppna={planning.no}")

    assert texts_of(planning)
    assert not any(text in closed for entry in entries(run) for text in texts_of(entry))
    assert all(text in read for text in texts_of(planning))


def test_a_document_cannot_be_opened_while_the_session_is_stopped(run, karin):
    Run.objects.filter(pk=run.pk).update(halted_at=NOW)
    planning = planning_of(run)
    shown = page(leader(karin), f"/utbildare/{run.pk}/efterat/?grupp=1&oppna={planning.no}")

    assert not any(text in shown for text in texts_of(planning))


def test_a_stranger_reaches_neither_debrief_nor_attendance(run, client):
    client.force_login(User.objects.create_user("otto@example.org", given_name="Otto"))

    answers = [
        who.get(f"/utbildare/{run.pk}/{tail}/").status_code
        for who in (client, browser(in_seat(run, WARD)))
        for tail in ("efterat", "narvaro")
    ]

    assert 200 not in answers


def test_a_participant_sees_what_the_own_organisation_did_and_its_checks(run):
    ward = in_seat(run, WARD)
    (mine,) = own(run, ward)

    done = [act.text for _day, acts in mine.days for act in acts]
    assert mine.name == "Avdelning 4"
    assert "Skickade inskrivningsmeddelandet" in done
    assert "Utsåg fast vårdkontakt" not in done
    assert any(check.met for check in mine.checks)


def test_looking_back_opens_when_the_room_begins_to_talk_about_it(run):
    ward = in_seat(run, WARD)
    address = f"/delta/{run.join_code.lower()}/efterat/"
    early = browser(ward).get(address).status_code
    end(run, now=NOW)
    shown = page(browser(ward), address)

    assert early == 404
    assert "När fick ni veta det som de andra visste?" in shown
    assert "Skickade inskrivningsmeddelandet" in shown


def test_ones_plan_for_monday_is_on_ones_own_look_back_and_nobody_elses(run):
    ward, aid = in_seat(run, WARD), in_seat(run, AID)
    monday = run.activities.get(kind="monday")
    activities.answer(activity=monday, participant=ward, value={"will": "Ringa hemtjänsten"})
    end(run, now=NOW)
    address = f"/delta/{run.join_code.lower()}/efterat/"

    assert "Ringa hemtjänsten" in page(browser(ward), address)
    assert "Ringa hemtjänsten" not in page(browser(aid), address)


def test_attendance_is_as_the_lobby_saw_it_until_it_is_corrected(run, karin):
    ward, aid = in_seat(run, WARD), in_seat(run, AID)
    Participant.objects.filter(pk=ward.pk).update(left_at=NOW)
    before = {row.no: row.there for row in attendance.attendance(run)}

    leader(karin).post(
        f"/utbildare/{run.pk}/narvaro/",
        {"do": "save", f"there-{ward.no}": "yes", f"there-{aid.no}": "no"},
    )
    after = {row.no: row.there for row in attendance.attendance(run)}

    assert (before[ward.no], before[aid.no]) == (False, True)
    assert (after[ward.no], after[aid.no]) == (True, False)


def test_somebody_without_a_phone_is_added_by_hand_and_a_number_is_no_name(run, karin):
    boss = leader(karin)
    address = f"/utbildare/{run.pk}/narvaro/"
    boss.post(address, {"do": "add", "name": "Rut", "workplace": WARD})
    refused = boss.post(address, {"do": "add", "name": TEST_NUMBER})

    added = attendance.attendance(run)[-1]
    assert (added.name, added.there, added.by_hand) == ("Rut", True, True)
    assert refused.status_code == 422
    with pytest.raises(LooksReal):
        attendance.add_by_hand(run=run, name=TEST_NUMBER)


def test_the_results_of_what_was_asked_stand_in_the_debrief(run, karin):
    poll = run.activities.get(kind="poll")
    activities.open_one(run=run, no=poll.no)
    for person in run.participants.all()[:3]:
        activities.answer(activity=poll, participant=person, value={"choice": 1})
    activities.close(run=run, no=poll.no)

    shown = page(leader(karin), f"/utbildare/{run.pk}/efterat/")

    assert poll.question in shown
    assert "100" in shown
