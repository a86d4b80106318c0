"""What a leader does reaches those she chose, at once, and nobody else can do it."""

from __future__ import annotations

import pytest
from django.urls import reverse

from sandbox.live import joining
from sandbox.world.models import Run, RunEvent, RunLeader, RunResult, Seat, World
from sandbox.world.queries import hash_of, load
from tests.sandbox.live.leading_steps import (
    fresh,
    karin,
    leading,
    led_session,
    letters,
    page_of,
    world,
)
from tests.sandbox.live.session_steps import (
    ALONE_EXERCISE,
    TEST_NUMBER,
    account,
    begun_now,
    browser,
    come,
    load_exercises,
    seen,
)
from tests.sandbox.world.led import AID, CARE, HOME, WARD, seat_of, take_step

DAY = 24 * 60
ACTS = (
    ("pause", ()),
    ("part", ()),
    ("clock", ()),
    ("send", ()),
    ("write_own", ()),
    ("write", ("fel-mottagare",)),
    ("hint", (1,)),
    ("seat", (1,)),
    ("start_over", (1,)),
    ("end", ()),
    ("stop", ()),
    ("erase", ()),
    ("lift", ()),
)
PAGES = (("leader", ()), ("group", (1,)), ("watch", (1,)), ("write_own", ()), ("stop", ()))


@pytest.fixture
def run(db) -> Run:
    return led_session(karin())


def phone_of(run: Run, party: str, line: int = 1):
    """The phone of whoever plays the party, with the group's role card."""
    seat = seat_of(world(run, line), party)
    token = joining.new_token()
    seat.participant.token_hash = hash_of(token)
    seat.participant.save()
    phone = browser()
    phone.cookies["samova_plats"] = token
    return phone


def own_page(run: Run, party: str, line: int = 1) -> str:
    no = seat_of(world(run, line), party).no
    return f"/ovning/{run.join_code.lower()}-{no}/"


def test_the_session_s_page_leads_to_the_leader_s_view_while_it_runs(run):
    answer = leading(run).get(page_of(run, ""), follow=True)

    says = seen(answer)
    assert answer.redirect_chain[-1][0] == page_of(run)
    assert "Ledarvy: Berit går hem" in says
    assert "Rollspelet, del 2 av 3" in says
    assert "Inne 12 av 12" in says


def test_an_event_for_everybody_comes_to_every_group_at_once(run):
    leading(run).post(page_of(run, "handelse/"), {"till": "alla", "ref": "dotter-ringer"})

    assert [one.body["recipients"] for line in (1, 2) for one in letters(run, line)] == [
        [AID, HOME],
        [AID, HOME],
    ]


def test_an_event_for_one_seat_reaches_only_that_seat(run):
    no = seat_of(world(run), AID).no

    leading(run).post(page_of(run, "handelse/"), {"till": f"s{no}", "ref": "dotter-ringer"})

    assert [one.body["recipients"] for one in letters(run, 1)] == [[AID]]
    assert letters(run, 2) == []
    read = {
        party: [one.kind for one in load(seat_of(world(run), party)).state.documents]
        for party in (AID, HOME)
    }
    assert "message" in read[AID]
    assert "message" not in read[HOME]


def test_the_words_of_an_event_can_be_changed_before_it_is_sent(run):
    trainer, where = leading(run), page_of(run, "handelse/fel-mottagare/")
    assert "Gustav Låtsasvik" in seen(trainer.get(where))

    trainer.post(where, {"till": "g2", "to": [CARE], "says": "Ring mig i dag, är du snäll."})

    (letter,) = letters(run, 2)
    assert (letter.body["text"], letter.body["recipients"]) == (
        "Ring mig i dag, är du snäll.",
        [CARE],
    )
    assert letters(run, 1) == []


def test_an_event_of_her_own_with_a_real_number_is_stopped_and_stands_there_still(run):
    trainer, where = leading(run), page_of(run, "handelse/ny/")
    written = {
        "till": "alla",
        "sender": "dottern",
        "to": [AID],
        "subject": "Mamma",
        "says": f"Hon heter Berit, {TEST_NUMBER}.",
    }

    answer = trainer.post(where, written)

    assert "Här får bara påhittade personer finnas" in seen(answer)
    assert TEST_NUMBER in answer.content.decode()
    assert letters(run) == []

    trainer.post(where, written | {"says": "Hon fryser."})
    assert letters(run)[0].body["text"] == "Hon fryser."


def test_the_clock_moves_in_the_group_that_was_chosen(run):
    before = world(run).sim_now

    leading(run).post(page_of(run, "klocka/"), {"till": "g2", "by": str(DAY)})

    assert (world(run, 1).sim_now, world(run, 2).sim_now) == (before, before + DAY)


def test_all_groups_can_go_to_the_next_event(run):
    before = world(run).sim_now

    leading(run).post(page_of(run, "klocka/"), {"till": "alla", "by": "nasta"})

    assert world(run, 1).sim_now == world(run, 2).sim_now > before


def test_a_ready_hint_and_one_in_her_own_words_reach_the_group(run):
    trainer = leading(run)
    where = page_of(run, "grupp/1/")
    assert "Vem utser den fasta vårdkontakten?" in seen(trainer.get(where))

    trainer.post(f"{where}ledtrad/", {"to": WARD, "text": "Vem mer bör få veta?"})

    hints = {
        party: [
            line.data.get("text")
            for line in load(seat_of(world(run), party)).state.log
            if line.code == "hint_given"
        ]
        for party in (WARD, CARE)
    }
    assert hints == {WARD: ["Vem mer bör få veta?"], CARE: [None]}


def test_a_hint_about_a_real_person_is_not_sent_and_stands_there_still(run):
    answer = leading(run).post(
        page_of(run, "grupp/1/ledtrad/"), {"to": "", "text": f"Tänk på {TEST_NUMBER}"}
    )

    assert "Ledtråden är inte skickad än" in seen(answer)
    assert f"Tänk på {TEST_NUMBER}" in answer.content.decode()


def test_a_seat_is_given_to_the_machine_and_back(run):
    no = seat_of(world(run), CARE).no
    where = page_of(run, f"plats/{no}/andra/")
    trainer = leading(run)

    trainer.post(where, {"do": "actor"})
    assert seat_of(world(run), CARE).kind == Seat.Kind.ACTOR

    trainer.post(where, {"do": "human"})
    assert seat_of(world(run), CARE).kind == Seat.Kind.HUMAN


def test_one_phone_gets_a_second_seat_that_was_free(run):
    berit = seat_of(world(run), "berit")
    person = seat_of(world(run), CARE).participant

    leading(run).post(
        page_of(run, f"plats/{berit.no}/andra/"), {"do": "also", "person": str(person.no)}
    )

    held = Seat.objects.filter(participant=person).values_list("unit", flat=True)
    assert set(held) == {CARE, "berit"}


def test_she_looks_as_a_seat_and_cannot_write_from_it(run):
    trainer = leading(run)
    no = seat_of(world(run), WARD).no

    answer = trainer.get(page_of(run, f"plats/{no}/"), follow=True)

    assert answer.redirect_chain[-1][0] == own_page(run, WARD)
    assert "Avdelning 4" in seen(answer)
    assert "<textarea" not in answer.content.decode()


def test_two_leaders_who_press_at_the_same_time_do_it_once(run):
    other = account("olle@example.org", leads=True)
    RunLeader.objects.create(run=run, user=other)

    for trainer in (leading(run), browser(other)):
        trainer.post(page_of(run, "paus/"))
        trainer.post(page_of(run, "del/"), {"part": "2"})
        trainer.post(page_of(run, "stopp/"))

    codes = RunEvent.objects.filter(run=run).values_list("code", flat=True)
    assert sorted(codes) == ["halted", "opened", "paused", "phase"]
    assert fresh(run).phase == 2


def test_what_one_leader_does_the_other_sees(run):
    other = account("olle@example.org", leads=True)
    RunLeader.objects.create(run=run, user=other)

    leading(run).post(page_of(run, "handelse/"), {"till": "g2", "ref": "rehab-sjuk"})

    assert "Rehab är sjuk till grupp 2" in seen(browser(other).get(page_of(run)))


def test_the_next_part_shows_its_minutes_and_only_to_the_leader(run):
    trainer = leading(run)

    trainer.post(page_of(run, "del/"), {"part": "2"})

    assert "Kvar i delen 40 min" in seen(trainer.get(page_of(run)))
    assert "40 min" not in seen(phone_of(run, CARE).get(own_page(run, CARE)))


def test_everybody_can_read_in_a_pause_and_goes_on_afterwards(run):
    trainer = leading(run)

    trainer.post(page_of(run, "paus/"))
    assert fresh(run).paused_at is not None
    assert "Alla är pausade" in seen(trainer.get(page_of(run)))

    trainer.post(page_of(run, "paus/"), {"do": "resume"})
    assert fresh(run).paused_at is None


def test_a_group_starts_over_and_every_result_stays(run):
    take_step(seat_of(world(run), WARD), "notice")
    before = world(run)
    results = RunResult.objects.filter(run=run).count()
    trainer = leading(run)
    assert "Låt Grupp 1 börja om?" in seen(trainer.get(page_of(run, "grupp/1/borja-om/")))

    trainer.post(page_of(run, "grupp/1/borja-om/"))

    assert world(run).generation == before.generation + 1
    assert World.objects.get(pk=before.pk).kind == World.Kind.ARCHIVED
    assert RunResult.objects.filter(run=run).count() >= results > 0
    assert seat_of(world(run), WARD).participant is not None


def test_the_session_ends_after_a_plain_question(run):
    trainer = leading(run)
    trainer.get(page_of(run, "avsluta/"))
    assert fresh(run).state == Run.State.RUNNING

    answer = trainer.post(page_of(run, "avsluta/"), follow=True)

    assert fresh(run).state == Run.State.ENDED
    assert "Passet är avslutat" in seen(answer)


@pytest.mark.parametrize(("name", "more"), [*ACTS, *PAGES])
def test_other_trainers_find_nothing(run, name, more):
    other = browser(account("olle@example.org", leads=True))
    where = reverse(f"live:{name}", args=[run.pk, *more])

    assert other.post(where).status_code in (404, 405)
    assert other.get(where).status_code in (404, 405)
    assert RunEvent.objects.filter(run=run).count() == 1


@pytest.mark.parametrize(("name", "more"), ACTS)
def test_no_participant_can_do_what_a_leader_does(run, name, more):
    where = reverse(f"live:{name}", args=[run.pk, *more])
    wishes = {"till": "alla", "ref": "rehab-sjuk", "by": str(DAY), "part": "2", "do": "actor"}
    version = (fresh(run).seq, world(run).seq)
    member = browser(account("amina@example.org"))

    for phone in (phone_of(run, WARD), member):
        answer = phone.post(where, wishes)
        assert answer.status_code in (302, 403)
        assert page_of(run, "") not in answer.headers.get("Location", "").partition("?")[0]

    assert (fresh(run).seq, world(run).seq) == version


def test_an_exercise_without_messages_offers_no_events(db):
    load_exercises()
    trainer = browser(karin())
    run = begun_now(trainer, ALONE_EXERCISE)
    come(run, "Amina")
    trainer.post(page_of(run, "borja/"))

    says = seen(trainer.get(page_of(run)))

    assert "+24 timmar" in says
    assert "Låt något hända" not in says
    assert trainer.get(page_of(run, "handelse/ny/")).status_code == 404
