"""The lobby: code, who has come, the mix, moving people, beginning, and moving while it runs."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from sandbox.live.joining import MOST_PEOPLE
from sandbox.live.qr import QUIET, qr
from sandbox.world.models import Participant, Run, Seat, World
from sandbox.world.stopping import halt, lift_halt, pause
from tests.sandbox.live.session_steps import (
    ALONE_EXERCISE,
    account,
    begun_now,
    browser,
    come,
    hidden,
    home_of,
    load_exercises,
    person,
    seen,
)

ORGANISATIONS = (
    "avdelning-4",
    "vc-an",
    "bistand",
    "hemtjanst-norr",
    "hsv-norr",
    "kommunrehab",
)


@pytest.fixture
def karin(db) -> Client:
    load_exercises()
    return browser(account("karin@example.org", leads=True))


@pytest.fixture
def run(karin) -> Run:
    return begun_now(karin)


@pytest.fixture
def room(run) -> dict[str, Client]:
    """Twelve people, two from each organisation, by name."""
    return {
        f"{party}-{number}": come(run, f"{party}-{number}", party)
        for number in (1, 2)
        for party in ORGANISATIONS
    }


def lobby(karin: Client, run: Run, **form: str):
    return karin.post(f"/utbildare/{run.pk}/grupper/", form)


def joined_as(phone: Client, run: Run, name: str):
    address = f"/delta/{run.join_code.lower()}/"
    token = hidden(phone.get(address), "token")
    return phone.post(address, {"token": token, "name": name, "workplace": "elsewhere"})


def seat_of(run: Run, name: str) -> Seat:
    return Seat.objects.get(run=run, participant__name=name)


def test_the_lobby_shows_code_address_and_a_qr_code_any_policy_allows(karin, run):
    page = karin.get(f"/utbildare/{run.pk}/lobby/").content.decode()

    picture = re.search(r"<svg class=\"qr\".*?</svg>", page, re.DOTALL).group()
    assert 'aria-label="QR-kod till testserver/delta/"' in picture
    assert "style" not in picture
    assert qr(f"http://testserver/delta/{run.join_code.lower()}/").path in picture


def test_a_qr_code_has_a_quiet_zone_around_it():
    picture = qr("http://testserver/delta/k7p4mx/")

    columns = [int(x) for x in re.findall(r"M(\d+) ", picture.path)]
    rows = [int(y) for y in re.findall(r"M\d+ (\d+)h", picture.path)]
    assert min(columns) == min(rows) == QUIET
    assert max(rows) < picture.size - QUIET


def test_the_lobby_tells_who_has_come_from_where(karin, run, room):
    text = seen(karin.get(f"/utbildare/{run.pk}/lobby/"))

    assert "12 har kommit" in text
    assert "Hemtjänst Norr: 2" in text


def test_mixing_gives_each_group_all_the_organisations(karin, run, room):
    lobby(karin, run, do="mix", groups="2")

    for group in (1, 2):
        members = run.participants.filter(line=group)
        assert {one.workplace for one in members} == set(ORGANISATIONS)
    assert "Du är Hemtjänst Norr i grupp" in home_of(run, room["hemtjanst-norr-1"])


def test_a_number_of_groups_that_nobody_chose_follows_those_who_have_come(karin, run, room):
    shown_before_anybody_came = "1"
    lobby(karin, run, do="mix", groups="1", suggested=shown_before_anybody_came)

    assert Run.objects.get(pk=run.pk).groups == 4

    lobby(karin, run, do="mix", groups="2", suggested="4")
    assert Run.objects.get(pk=run.pk).groups == 2


def test_moving_somebody_to_a_taken_seat_lets_the_two_change_places(karin, run, room):
    lobby(karin, run, do="mix", groups="2")
    first, second = seat_of(run, "vc-an-1"), seat_of(run, "bistand-2")

    no = person(run, "vc-an-1").no
    group = (second.no - 1) // 7 + 1
    lobby(karin, run, do="move", no=str(no), seat=f"{group}:{second.unit}")

    assert seat_of(run, "vc-an-1").pk == second.pk
    assert seat_of(run, "bistand-2").pk == first.pk


def test_one_phone_may_hold_two_seats(karin, run):
    phone = come(run, "Kim", "hemtjanst-norr")
    lobby(karin, run, do="mix", groups="1")

    lobby(karin, run, do="also", no=str(person(run, "Kim").no), seat="1:bistand")
    karin.post(f"/utbildare/{run.pk}/borja/")

    text = home_of(run, phone)
    assert "Du är Hemtjänst Norr i grupp 1" in text
    assert "Du är Biståndsenheten i grupp 1" in text


def test_an_emptied_seat_is_played_by_an_actor(karin, run, room):
    lobby(karin, run, do="mix", groups="2")
    group = (seat_of(run, "vc-an-1").no - 1) // 7 + 1

    lobby(karin, run, do="empty", no="1", seat=f"{group}:vc-an")
    karin.post(f"/utbildare/{run.pk}/borja/")

    seat = Seat.objects.get(run=run, world__line=group, unit="vc-an")
    assert seat.kind == Seat.Kind.ACTOR


def test_mixing_again_forgets_what_was_moved(karin, run, room):
    lobby(karin, run, do="mix", groups="2")
    before = list(run.seats.order_by("no").values_list("no", "participant__name"))
    lobby(karin, run, do="empty", no="1", seat="1:vc-an")

    lobby(karin, run, do="mix", groups="2")

    assert list(run.seats.order_by("no").values_list("no", "participant__name")) == before


def test_beginning_gives_every_group_a_world_and_every_seat_somebody(karin, run, room):
    answer = karin.post(f"/utbildare/{run.pk}/borja/")

    run.refresh_from_db()
    worlds = World.objects.filter(run=run)
    assert answer.headers["Location"] == f"/utbildare/{run.pk}/"
    assert run.state == Run.State.RUNNING
    assert worlds.count() == run.groups == 4
    for world in worlds:
        kinds = set(Seat.objects.filter(world=world).values_list("kind", flat=True))
        assert kinds == {Seat.Kind.HUMAN, Seat.Kind.ACTOR}


def test_beginning_twice_begins_once(karin, run, room):
    karin.post(f"/utbildare/{run.pk}/borja/")
    karin.post(f"/utbildare/{run.pk}/borja/")

    assert World.objects.filter(run=run).count() == 4


def test_the_run_sheet_goes_on_when_the_roles_are_out(karin, run):
    karin.post(f"/utbildare/{run.pk}/borja/")

    run.refresh_from_db()
    assert run.phases[0]["kind"] == "gather"
    assert run.phase > 0


def test_few_people_get_few_groups(karin, run):
    for number in range(5):
        come(run, f"Kim {number}", ORGANISATIONS[number])

    karin.post(f"/utbildare/{run.pk}/borja/")

    assert World.objects.filter(run=run).count() == 1


def test_whoever_comes_after_the_mix_gets_a_seat_when_it_begins(karin, run, room):
    lobby(karin, run, do="mix", groups="2")
    late = come(run, "Sam", "elsewhere")

    told = seen(karin.get(f"/utbildare/{run.pk}/lobby/"))
    karin.post(f"/utbildare/{run.pk}/borja/")

    assert "1 person får nästa lediga roll när du börjar." in told
    assert "Öppna din roll" in home_of(run, late)


def test_nobody_is_without_words_when_every_role_is_taken(karin, run):
    lobby(karin, run, do="mix", groups="1")
    for number in range(8):
        phone = come(run, f"Kim {number}")
        if number == 0:
            karin.post(f"/utbildare/{run.pk}/borja/")

    assert "Alla roller är tagna" in home_of(run, phone)


def test_while_it_runs_somebody_takes_over_a_simulated_role(karin, run, room):
    karin.post(f"/utbildare/{run.pk}/borja/")
    free = Seat.objects.filter(run=run, kind=Seat.Kind.ACTOR).order_by("no").first()
    no = str(person(run, "vc-an-1").no)

    lobby(karin, run, do="move", no=no, seat=f"{free.world.line}:{free.unit}")

    assert seat_of(run, "vc-an-1").pk == free.pk


def test_while_it_runs_a_taken_role_is_not_taken_from_anybody(karin, run, room):
    karin.post(f"/utbildare/{run.pk}/borja/")
    held = seat_of(run, "bistand-1")
    no = str(person(run, "vc-an-1").no)

    answer = karin.post(
        f"/utbildare/{run.pk}/grupper/",
        {"do": "move", "no": no, "seat": f"{held.world.line}:bistand"},
        follow=True,
    )

    assert "Ingen flyttades." in seen(answer)
    assert seat_of(run, "bistand-1").pk == held.pk


def test_a_leader_reads_a_lost_code_to_the_one_who_lost_it(karin, run):
    come(run, "Kim")
    own = person(run, "Kim").personal_code

    text = seen(karin.get(f"/utbildare/{run.pk}/grupper/"))

    assert f"{own[:4]} {own[4:]}" in text


@pytest.mark.parametrize(
    "form",
    [
        {"do": "move", "no": "1", "seat": "9:vc-an"},
        {"do": "move", "no": "99", "seat": "1:vc-an"},
        {"do": "also", "no": "1", "seat": "1:nobody"},
    ],
)
def test_a_move_to_nowhere_changes_nothing_and_says_so(karin, run, room, form):
    lobby(karin, run, do="mix", groups="2")
    before = list(run.seats.order_by("no").values_list("no", "participant"))

    answer = karin.post(f"/utbildare/{run.pk}/grupper/", form, follow=True)

    assert "Ingen flyttades." in seen(answer)
    assert list(run.seats.order_by("no").values_list("no", "participant")) == before


@pytest.mark.parametrize("form", [{}, {"do": "burn"}, {"do": "move", "seat": "x:y", "no": "1"}])
def test_a_form_made_by_hand_finds_nothing(karin, run, form):
    assert karin.post(f"/utbildare/{run.pk}/grupper/", form).status_code == 404


def test_a_leader_takes_away_a_name_that_should_not_be_read_by_the_others(karin, run):
    phone = come(run, "Somebody Known", "bistand")

    lobby(karin, run, do="hide_name", no=str(person(run, "Somebody Known").no))

    for page in (seen(karin.get(f"/utbildare/{run.pk}/lobby/")), home_of(run, phone)):
        assert "Somebody Known" not in page
        assert "Deltagare 1" in page


def test_whoever_has_the_code_cannot_fill_the_site_with_people(karin, run):
    people = [Participant(run=run, no=no, name=f"Gäst {no}") for no in range(1, MOST_PEOPLE + 1)]
    Participant.objects.bulk_create(people)

    assert "Passet är fullt" in seen(joined_as(Client(), run, "Cy"))
    assert run.participants.count() == MOST_PEOPLE


def test_side_by_side_everybody_gets_a_case_of_their_own(karin):
    run = begun_now(karin, ALONE_EXERCISE)
    phones = [come(run, name) for name in ("Kim", "Sam")]

    karin.post(f"/utbildare/{run.pk}/borja/")
    late = come(run, "Robin")

    assert World.objects.filter(run=run).count() == 3
    for phone in (*phones, late):
        assert "Öppna din roll" in home_of(run, phone)


def test_the_own_page_says_that_the_session_is_stopped_or_paused(karin, run):
    phone = come(run, "Ada")
    karin.post(f"/utbildare/{run.pk}/borja/")

    halt(run)
    assert "Passet är stoppat" in home_of(run, phone)

    lift_halt(run)
    pause(run)
    assert "Passet är pausat" in home_of(run, phone)
