"""What the rest of the house sees through the one door of the sandbox."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sandbox import practice
from sandbox.world.models import Run, Scenario
from sandbox.world.purge import purge
from sandbox.world.reset import practise_again
from sandbox.world.starting import ongoing
from sandbox.world.templates import file_of, load_file
from tests.sandbox.world.conftest import (
    FIXTURES,
    NOW,
    loaded_scenario,
    play_model,
)
from training_site.people.models import User

SLUG = "alex-kor"


@pytest.fixture
def amina(db) -> User:
    loaded_scenario()
    return User.objects.create_user("amina@example.org", given_name="Amina")


def status(user: User) -> practice.PracticeStatus:
    return practice.status(user_id=user.pk, slugs=[SLUG])[SLUG]


def seat_of(user: User):
    seat = ongoing(user_id=user.pk, slug=SLUG)
    assert seat is not None
    return seat


def test_an_exercise_is_listed_with_what_a_card_shows(amina):
    info = practice.exercise(SLUG)

    assert practice.exercises() == (info,)
    assert (info.slug, info.title) == (SLUG, "Alex vill tillbaka till kören")
    assert (info.minutes, info.role) == (15, "Undersköterska i Hemtjänst Norr")
    assert (info.version, info.draft) == ("1", True)


def test_before_it_is_begun_everything_is_missing(amina):
    now = status(amina)

    assert (now.state, now.step, now.steps, now.done_at) == ("not_started", 0, 5, None)
    assert now.url == f"/ovning/uppdrag/{SLUG}/"
    assert now.missing


def test_starting_leads_to_the_run_and_starting_again_to_the_same(amina):
    first = practice.start(user=amina, slug=SLUG)
    second = practice.start(user=amina, slug=SLUG)

    code = Run.objects.get().join_code.lower()
    assert first == second == f"/ovning/{code}/"
    assert status(amina).state == "ongoing"
    assert status(amina).url == first


def test_under_way_it_says_which_step_and_what_is_left(amina):
    practice.start(user=amina, slug=SLUG)
    play_model(seat_of(amina), steps=2)

    now = status(amina)

    assert (now.state, now.step, now.steps) == ("ongoing", 2, 5)
    assert 0 < len(now.missing) < len(practice.status(user_id=None, slugs=[SLUG])[SLUG].missing)


def test_done_stays_done_through_practising_again_and_through_a_purge(amina):
    practice.start(user=amina, slug=SLUG)
    seat = seat_of(amina)
    play_model(seat)
    done = status(amina)

    fresh = practise_again(seat=seat, now=NOW)
    again = status(amina)
    purge([fresh.world_id], now=NOW)
    purged = status(amina)

    assert (done.state, done.done_at, done.missing) == ("done", NOW, ())
    assert (again.state, again.done_at, again.step) == ("done", NOW, 0)
    assert (purged.state, purged.done_at, purged.step) == ("done", NOW, 5)


def test_another_persons_work_is_not_mine(amina):
    bo = User.objects.create_user("bo@example.org", given_name="Bo")
    practice.start(user=amina, slug=SLUG)
    play_model(seat_of(amina))

    assert status(bo).state == "not_started"
    assert practice.check(user_id=bo.pk, slug=SLUG, key="")[0] == 0


def test_a_question_can_ask_for_one_check_or_for_all(amina):
    practice.start(user=amina, slug=SLUG)
    seat = seat_of(amina)
    none, all_missing = practice.check(user_id=amina.pk, slug=SLUG, key="")
    key = file_of(seat.run.scenario).checks[0].key
    play_model(seat, steps=1)
    some, _some_missing = practice.check(user_id=amina.pk, slug=SLUG, key="")

    assert (none, bool(all_missing)) == (0, True)
    assert practice.check(user_id=amina.pk, slug=SLUG, key=key) == (1, "")
    assert 0 < some < 1

    play_model(seat)
    assert practice.check(user_id=amina.pk, slug=SLUG, key="") == (1, "")


@pytest.mark.parametrize("key", ["", "x"])
def test_what_is_not_there_is_said_to_be_missing(amina, key):
    with pytest.raises(LookupError):
        practice.exercise("ingen-sadan")
    with pytest.raises(LookupError):
        practice.start(user=amina, slug="ingen-sadan")
    with pytest.raises(LookupError):
        practice.check(user_id=amina.pk, slug="ingen-sadan", key=key)
    with pytest.raises(LookupError):
        practice.check(user_id=amina.pk, slug=SLUG, key="no_such_check")

    nothing = practice.status(user_id=amina.pk, slugs=["ingen-sadan"])["ingen-sadan"]
    assert (nothing.state, nothing.missing, nothing.steps) == ("not_started", (), 0)


def test_the_status_of_one_exercise_costs_the_same_as_of_three(amina, tmp_path):
    text = (FIXTURES / "scenarios" / "alex-kor.yaml").read_text(encoding="utf-8")
    text = text.replace("{ref: alex, ", "{", 1)
    slugs = [SLUG, "alex-tva", "alex-tre"]
    for slug in slugs[1:]:
        path = tmp_path / f"{slug}.yaml"
        path.write_text(text.replace(f"scenario: {SLUG}", f"scenario: {slug}", 1), encoding="utf-8")
        load_file(path, written={}, at=NOW)
    for slug in slugs:
        practice.start(user=amina, slug=slug)
    practice.status(user_id=amina.pk, slugs=slugs)
    with CaptureQueriesContext(connection) as one:
        practice.status(user_id=amina.pk, slugs=slugs[:1])

    with CaptureQueriesContext(connection) as three:
        found = practice.status(user_id=amina.pk, slugs=slugs)

    assert [found[slug].state for slug in slugs] == ["ongoing"] * 3
    assert len(three) == len(one) == 3
    assert practice.status(user_id=amina.pk, slugs=[]) == {}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Hur gör vi när dottern ringer?", ()),
        (
            "Fråga anna.person@region.se",
            ("Det ser ut som en riktig e-postadress. Ta bort den för att fortsätta.",),
        ),
    ],
)
def test_free_text_outside_the_practice_environment_is_held_to_the_same_tripwire(text, said):
    assert practice.looks_real(text) == said


def test_sessions_led_to_the_end_in_a_year_are_counted_for_every_leader(
    amina, django_assert_num_queries
):
    karin, bo = (User.objects.create_user(f"{n}@example.org", given_name=n) for n in ("k", "b"))
    scenario = Scenario.objects.get(current=True)

    def held(day, **fields):
        kept = {"mode": Run.Mode.GROUP, "state": Run.State.ENDED, "trainer": karin} | fields
        code = f"C{Run.objects.count()}"
        return Run.objects.create(
            scenario=scenario, version="1", join_code=code, starts_at=day, **kept
        )

    spring, autumn = (datetime(2026, month, 4, 9, tzinfo=UTC) for month in (3, 9))
    held(spring)
    held(autumn).leaders.create(user=bo)
    held(autumn, rehearsal=True)
    held(autumn, state=Run.State.RUNNING)
    held(datetime(2025, 9, 4, 9, tzinfo=UTC), trainer=bo)

    with django_assert_num_queries(2):
        found = practice.led(user_ids=[karin.pk, bo.pk, amina.pk], year=2026)

    assert found == {karin.pk: 2, bo.pk: 1}


def test_when_somebody_last_took_part_follows_what_the_leader_corrected(amina):
    bo = User.objects.create_user("bo@example.org", given_name="Bo")
    for day, came in ((4, True), (9, False)):
        run = Run.objects.create(
            scenario=Scenario.objects.get(current=True),
            version="1",
            join_code=f"C{day}",
            mode=Run.Mode.GROUP,
            state=Run.State.ENDED,
            starts_at=datetime(2026, 3, day, 9, tzinfo=UTC),
        )
        run.participants.create(no=1, name="Amina", user=amina, attended=came)

    found = practice.last_attended(user_ids=[amina.pk, bo.pk])

    assert found == {amina.pk: datetime(2026, 3, 4, 9, tzinfo=UTC)}


def test_the_sessions_of_a_year_are_counted_with_who_came_and_what_nobody_has_ended(
    amina, django_assert_num_queries
):
    scenario = Scenario.objects.get(current=True)

    def session(day, **fields):
        kept = {"mode": Run.Mode.GROUP, "state": Run.State.ENDED, "ended_at": day} | fields
        code = f"C{Run.objects.count()}"
        return Run.objects.create(
            scenario=scenario, version="1", join_code=code, starts_at=day, **kept
        )

    spring, autumn = (datetime(2024, month, 4, 9, tzinfo=UTC) for month in (3, 9))
    run = session(spring)
    run.participants.create(no=1, name="Stannade")
    run.participants.create(no=2, name="Gick", left_at=datetime(2024, 3, 4, 8, tzinfo=UTC))
    run.participants.create(no=3, name="På papper", attended=True, on_paper=True)
    run.participants.create(no=4, name="Tolk", kind="support")
    session(autumn)
    session(autumn, state=Run.State.RUNNING, ended_at=None).participants.create(no=1, name="Kvar")
    session(autumn, rehearsal=True)
    session(datetime(2023, 9, 4, 9, tzinfo=UTC))
    practice.start(user=amina, slug=SLUG)

    with django_assert_num_queries(2):
        found = practice.held(year=2024)

    assert found == practice.HeldSessions(sessions=2, joined=3, present=2, unclosed=1, unlisted=1)
    assert practice.held(year=2024, through=spring.date()) == practice.HeldSessions(1, 3, 2, 0, 0)


def test_a_session_still_to_come_is_not_one_that_somebody_forgot_to_end(amina):
    Run.objects.create(
        scenario=Scenario.objects.get(current=True),
        version="1",
        join_code="C1",
        mode=Run.Mode.GROUP,
        state=Run.State.PLANNED,
        starts_at=datetime(2099, 3, 4, 9, tzinfo=UTC),
    )

    assert practice.held(year=2099) == practice.HeldSessions(0, 0, 0, 0, 0)
