"""A trainer registers a session that was held on paper, and everybody gets their attendance."""

from __future__ import annotations

import datetime
import re

import pytest
from django.test import Client
from django.utils import timezone

from sandbox.live.afterwards import judged
from sandbox.world.models import Participant, Run, RunResult, World
from sandbox.world.purge import forget
from sandbox.world.templates import file_of
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

YESTERDAY = (timezone.localdate() - datetime.timedelta(days=1)).isoformat()
WHEN = {"day": YESTERDAY, "clock": "13:00", "groups": "2"}
THREE = "Frida, Hemtjänst Norr, 1\nOlle\tAvdelning 4\t2\n3. Kim; Kommunens rehab; grupp 2\n\n"


@pytest.fixture
def karin(db) -> Client:
    load_exercises()
    return browser(account("karin@example.org", leads=True))


@pytest.fixture
def paper_run(karin) -> Run:
    return begun_now(karin)


def register(trainer: Client, run: Run, **typed: object):
    """Send the form with these fields beside when it was."""
    return trainer.post(f"/utbildare/{run.pk}/efterhand/", WHEN | typed, follow=True)


def again(trainer: Client, run: Run, **typed: object):
    """Send the form as it stands, with some fields changed."""
    page = trainer.get(f"/utbildare/{run.pk}/efterhand/")
    form = page.context["form"]
    sent = set(re.findall(r'name="([^"]+)"', page.content.decode()))
    assert {field.html_name for field in form} <= sent
    stands = {
        field.html_name: value
        for field in form
        if (value := field.value()) not in (None, "", False, [])
    }
    return trainer.post(f"/utbildare/{run.pk}/efterhand/", stands | typed, follow=True)


def test_names_pasted_line_by_line_become_the_attendance_of_an_ended_session(karin, paper_run):
    answer = register(karin, paper_run, people=THREE)

    paper_run.refresh_from_db()
    assert "Registrerat: 3 personer kom." in seen(answer)
    assert paper_run.state == Run.State.ENDED
    came = paper_run.participants.values_list("name", "workplace", "line", "attended", "on_paper")
    assert list(came) == [
        ("Frida", "hemtjanst-norr", 1, True, True),
        ("Olle", "avdelning-4", 2, True, True),
        ("Kim", "kommunrehab", 2, True, True),
    ]
    attendance = seen(karin.get(f"/utbildare/{paper_run.pk}/narvaro/"))
    assert "3 av 3" in attendance


def test_the_session_gets_the_time_it_was_held_and_names_are_kept_long_enough_to_claim(
    karin, paper_run
):
    held = timezone.localdate() - datetime.timedelta(days=60)

    register(karin, paper_run, people=THREE, day=held.isoformat())

    paper_run.refresh_from_db()
    assert timezone.localtime(paper_run.starts_at).date() == held
    assert timezone.localtime(paper_run.ended_at).date() == held
    assert paper_run.purge_after >= timezone.localdate() + datetime.timedelta(days=30)


def test_each_person_gets_a_slip_with_a_code_that_claims_the_attendance(karin, paper_run):
    register(karin, paper_run, people=THREE)
    slips = seen(karin.get(f"/utbildare/{paper_run.pk}/efterhand/lappar/"))
    code = re.search(r"Frida .*? Din egen kod: ([A-Z0-9]{4}.[A-Z0-9]{4})", slips)
    frida = account("frida@example.org")

    browser(frida).post("/delta/narvaro/", {"personal_code": code[1]})

    assert Participant.objects.get(run=paper_run, name="Frida").user == frida


def test_two_with_the_same_name_are_pointed_out_and_nothing_typed_is_lost(karin, paper_run):
    typed = "Kim, Avdelning 4, 1\nkim, Kommunens rehab, 2\n"
    answer = register(karin, paper_run, people=typed, **{"poll-1-1": "7"})

    assert "Kim finns två gånger." in seen(answer)
    assert "kim, Kommunens rehab, 2" in seen(answer)
    assert re.search(r'name="poll-1-1"[^>]* value="7"|value="7"[^>]* name="poll-1-1"',
                     answer.content.decode())  # fmt: skip
    assert not paper_run.participants.exists()
    paper_run.refresh_from_db()
    assert paper_run.state != Run.State.ENDED


def test_somebody_who_came_with_a_phone_is_not_registered_once_more(karin, paper_run):
    come(paper_run, "Frida", "hemtjanst-norr")

    answer = register(karin, paper_run, people="Frida, Hemtjänst Norr, 1")

    assert "Frida var med i telefonen och finns redan i närvaron." in seen(answer)
    assert paper_run.participants.count() == 1


def test_text_that_looks_like_a_real_person_is_stopped_before_anything_is_kept(karin, paper_run):
    answer = register(karin, paper_run, people=f"Kim {TEST_NUMBER}, Avdelning 4, 1")

    assert answer.status_code == 422
    assert not paper_run.participants.exists()


def test_a_workplace_the_exercise_lacks_is_kept_as_another_one_and_said(karin, paper_run):
    answer = register(karin, paper_run, people="Kim, Tandvården, 1")

    assert "Sparat som annan arbetsplats: Tandvården." in seen(answer)
    assert paper_run.participants.get().workplace == ""


def test_a_day_that_has_not_come_cannot_be_registered(karin, paper_run):
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)

    answer = register(karin, paper_run, people=THREE, day=tomorrow.isoformat())

    assert "Välj en dag som har varit." in seen(answer)
    assert not paper_run.participants.exists()


def test_poll_counts_and_words_from_paper_are_in_the_results(karin, paper_run):
    register(
        karin,
        paper_run,
        people=THREE,
        **{"poll-1-0": "1", "poll-1-1": "2", "words-2": "telefonen; 2\nlördagar"},
    )

    page = seen(karin.get(f"/utbildare/{paper_run.pk}/efterat/"))
    assert "3 på papper" in page
    assert "telefonen" in page
    assert "lördagar" in page


def test_what_the_trainer_judges_is_kept_apart_from_derived_results(karin, paper_run):
    keys = [check.key for check in file_of(paper_run.scenario).checks]
    register(karin, paper_run, people=THREE, **{"met-1": keys[:1], "met-2": keys[:2]})

    again(karin, paper_run, **{"met-2": keys[:3]})

    assert judged(paper_run) == {1: frozenset(keys[:1]), 2: frozenset(keys[:3])}
    assert not World.objects.filter(run=paper_run).exists()
    assert not RunResult.objects.filter(run=paper_run).exists()
    page = seen(karin.get(f"/utbildare/{paper_run.pk}/efterhand/"))
    assert f"Grupp 2: 3 av {len(keys)}" in page
    debrief = seen(karin.get(f"/utbildare/{paper_run.pk}/efterat/"))
    assert f"Grupp 2: 3 av {len(keys)}" in debrief
    assert "Ärendena är borttagna" not in debrief


def test_somebody_another_leader_adds_meanwhile_is_left_as_she_is(karin, paper_run):
    register(karin, paper_run, people=THREE)
    shown = karin.get(f"/utbildare/{paper_run.pk}/efterhand/").context["form"]
    typed = {field.html_name: field.value() for field in shown if field.value()}
    karin.post(f"/utbildare/{paper_run.pk}/narvaro/", {"do": "add", "name": "Vera"})

    karin.post(f"/utbildare/{paper_run.pk}/efterhand/", typed | {"people": "Ines"})

    names = set(paper_run.participants.values_list("name", flat=True))
    assert names == {"Frida", "Olle", "Kim", "Vera", "Ines"}


def test_the_list_can_be_changed_later_and_codes_stay(karin, paper_run):
    register(karin, paper_run, people=THREE, **{"poll-1-1": "2"})
    frida, olle, kim = paper_run.participants.order_by("no")

    again(
        karin,
        paper_run,
        people="Ines, Biståndsenheten, 1",
        **{f"name-{frida.no}": "Frida L", f"gone-{kim.no}": "on"},
    )

    now = {one.name: one for one in paper_run.participants.all()}
    assert set(now) == {"Frida L", "Olle", "Ines"}
    assert now["Frida L"].personal_code == frida.personal_code
    assert now["Olle"].line == olle.line
    assert paper_run.activities.get(no=1).moderation["paper"][1] == 2


def test_somebody_who_has_claimed_the_attendance_is_corrected_and_not_erased(karin, paper_run):
    register(karin, paper_run, people=THREE)
    kim = paper_run.participants.get(name="Kim")
    Participant.objects.filter(pk=kim.pk).update(user=account("kim@example.org"))

    again(karin, paper_run, **{f"gone-{kim.no}": "on"})

    kim.refresh_from_db()
    assert kim.attended is False


def test_a_session_side_by_side_has_neither_groups_nor_judgement_of_groups(karin):
    run = begun_now(karin, ALONE_EXERCISE)
    page = karin.get(f"/utbildare/{run.pk}/efterhand/")

    register(karin, run, people="Ada, Biståndsenheten\nBo")

    assert "Antal grupper" not in seen(page)
    assert set(run.participants.values_list("name", flat=True)) == {"Ada", "Bo"}


def test_only_those_who_lead_the_session_register_it(karin, paper_run):
    stranger = browser(account("sonja@example.org", leads=True))

    answer = register(stranger, paper_run, people=THREE)

    assert answer.status_code == 404
    assert not paper_run.participants.exists()


def test_poll_counts_from_paper_outlive_the_names_and_the_words(karin, paper_run):
    register(karin, paper_run, people=THREE, **{"poll-1-1": "2", "words-2": "telefonen"})

    forget([paper_run.pk], now=timezone.now())

    page = seen(karin.get(f"/utbildare/{paper_run.pk}/efterat/"))
    assert "2 på papper" in page
    assert "telefonen" not in page
    assert karin.get(f"/utbildare/{paper_run.pk}/efterhand/lappar/").status_code == 404
