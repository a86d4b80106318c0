"""Appointing, answering and leaving: managers are told, units flagged, history kept."""

from __future__ import annotations

import datetime
import html

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from tests.people.conftest import LONG_AGO, appointed, person
from training_site.people import coverage
from training_site.people.models import Assignment, AssignmentUnit

TODAY = timezone.localdate()
TOMORROW = TODAY + datetime.timedelta(days=1)
PAGE, STAFF = "/mitt-uppdrag/", "/mitt-uppdrag/medarbetare/"


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def read(answer) -> str:
    return html.unescape(answer.content.decode())


@pytest.fixture
def mona(north):
    return person("Mona", unit=north, title="Enhetschef", manages=True)


@pytest.fixture
def johan(north, south, mona):
    user = person("Johan", unit=north)
    appointed(user, north, south, manager=mona)
    return user


def test_leaving_tells_the_manager_flags_the_units_and_keeps_the_history(
    johan, north, south, django_capture_on_commit_callbacks
):
    appointed(person("Siv"), south)
    own = Assignment.objects.get(user=johan)
    form = {"last_day": TODAY.isoformat(), "reason": "Nytt arbete."}

    page = read(signed_in(johan).get(f"{PAGE}{own.pk}/avsluta/"))
    with django_capture_on_commit_callbacks(execute=True):
        signed_in(johan).post(f"{PAGE}{own.pk}/avsluta/", form)

    assert "1 enhet blir utan nyckelperson" in page
    [letter] = mail.outbox
    assert letter.to == ["mona@example.org"]
    assert letter.subject == "Johan lämnar uppdraget som nyckelperson"
    assert "1 enhet står sedan utan nyckelperson." in letter.body
    own.refresh_from_db()
    assert (own.status, own.until, own.end_noticed_on) == ("ended", TODAY, TODAY)
    assert AssignmentUnit.objects.filter(assignment=own, until=TODAY).count() == 2
    assert list(coverage.units_without_key_person(TODAY)) == []
    assert list(coverage.units_without_key_person(TOMORROW)) == [north]
    assert list(coverage.active_key_persons(LONG_AGO).filter(pk=johan.pk)) == [johan]


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"last_day": (TODAY - datetime.timedelta(days=1)).isoformat()}, "Välj i dag eller en"),
        ({"last_day": ""}, "Skriv vilken dag som är den sista."),
        (
            {"last_day": TODAY.isoformat(), "reason": "Ring 08-123 45 67"},
            "ser ut som ett riktigt telefonnummer",
        ),
    ],
)
def test_a_notice_that_cannot_be_kept_says_why_and_ends_nothing(johan, form, said):
    own = Assignment.objects.get(user=johan)

    page = read(signed_in(johan).post(f"{PAGE}{own.pk}/avsluta/", form))

    own.refresh_from_db()
    assert own.status == "accepted"
    assert said.casefold() in page.casefold()
    assert not mail.outbox


def test_nobody_else_ends_or_changes_an_assignment(johan, mona):
    own = Assignment.objects.get(user=johan)

    for place in ("avsluta", "ersattare"):
        answer = signed_in(mona).post(f"{PAGE}{own.pk}/{place}/", {"last_day": TODAY.isoformat()})
        assert answer.status_code == 404
    own.refresh_from_db()
    assert own.status == "accepted"


def test_a_deputy_is_chosen_among_the_other_key_persons(johan, south):
    siv, outsider = person("Siv"), person("Bo")
    appointed(siv, south)
    address = f"{PAGE}{Assignment.objects.get(user=johan).pk}/ersattare/"

    signed_in(johan).post(address, {"deputy": outsider.pk})
    assert coverage.deputies_for(johan, TODAY) == []
    signed_in(johan).post(address, {"deputy": siv.pk})
    assert coverage.deputies_for(johan, TODAY) == [siv]


def proposed(user, **fields) -> Assignment:
    return appointed(user, kind="sip_trainer", status="proposed", since=TODAY, **fields)


def test_the_managers_yes_makes_the_assignment_hold_and_tells_the_person(
    north, mona, django_capture_on_commit_callbacks
):
    bodil = person("Bodil", unit=north)
    waiting = proposed(bodil)

    page = read(signed_in(mona).get(STAFF))
    with django_capture_on_commit_callbacks(execute=True):
        signed_in(mona).post(f"{STAFF}{waiting.pk}/ja/")

    assert "Bodil är föreslagen som SIP-utbildare" in page
    waiting.refresh_from_db()
    assert waiting.is_active(TODAY)
    assert (waiting.answered_by, waiting.answered_on) == (mona, TODAY)
    assert [one.to for one in mail.outbox] == [["bodil@example.org"]]


def test_a_no_needs_a_reason_which_the_person_reads(
    north, mona, django_capture_on_commit_callbacks
):
    bodil = person("Bodil", unit=north)
    waiting = proposed(bodil)
    address = f"{STAFF}{waiting.pk}/nej/"

    page = read(signed_in(mona).post(address, {"reason": " "}))
    waiting.refresh_from_db()
    assert "Berätta varför du säger nej." in page
    assert waiting.status == "proposed"

    with django_capture_on_commit_callbacks(execute=True):
        signed_in(mona).post(address, {"reason": "Tiden räcker inte i vår."})
    assert "Tiden räcker inte i vår." in mail.outbox[0].body
    assert "Tiden räcker inte i vår." in read(signed_in(bodil).get(PAGE))
    too_late = read(signed_in(mona).post(f"{STAFF}{waiting.pk}/ja/", follow=True))
    waiting.refresh_from_db()
    assert "Någon har redan svarat." in too_late
    assert waiting.status == "declined"


def test_another_manager_cannot_answer(far, north, mona):
    other = person("Otto", unit=far, manages=True)
    waiting = proposed(person("Bodil", unit=north))

    for place in ("ja", "nej"):
        answer = signed_in(other).post(f"{STAFF}{waiting.pk}/{place}/", {"reason": "Nej."})
        assert answer.status_code == 404
    waiting.refresh_from_db()
    assert waiting.status == "proposed"


def test_the_manager_appoints_own_staff_only_and_that_is_the_yes(
    north, far, mona, django_capture_on_commit_callbacks
):
    amina, stranger = person("Amina", unit=north), person("Bo", unit=far)
    form = {"kind": "key_person", "since": TODAY.isoformat(), "units": [north.pk]}
    client = signed_in(mona)

    client.post(f"{STAFF}utse/", form | {"user": stranger.pk})
    client.post(f"{STAFF}utse/", form | {"user": amina.pk, "units": [far.pk]})
    page = read(client.post(f"{STAFF}utse/", form | {"user": amina.pk, "units": []}))
    assert "Välj minst en enhet." in page
    assert not Assignment.objects.exists()

    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{STAFF}utse/", form | {"user": amina.pk})
    made = Assignment.objects.get()
    assert (made.status, made.manager, made.user) == ("accepted", mona, amina)
    assert coverage.key_person_of(north, TODAY) == amina
    assert mail.outbox[0].to == ["amina@example.org"]

    again = read(client.post(f"{STAFF}utse/", form | {"user": amina.pk}))
    assert "Personen har redan det uppdraget." in again


def test_a_head_count_is_confirmed_with_one_click_by_the_units_own_manager(north, far, mona):
    north.employees, north.employees_on = 28, LONG_AGO
    north.save()
    client = signed_in(mona)

    assert "Gammal uppgift" in read(client.get(STAFF))
    client.post(f"{STAFF}antal/{north.pk}/", {"employees": "28"})
    assert client.post(f"{STAFF}antal/{far.pk}/", {"employees": "1"}).status_code == 404

    north.refresh_from_db()
    far.refresh_from_db()
    assert (north.employees, north.employees_on, north.employees_by) == (28, TODAY, mona)
    assert far.employees is None
    assert "Gammal uppgift" not in read(client.get(STAFF))
    assert "Skriv antalet" in read(client.post(f"{STAFF}antal/{north.pk}/", {}, follow=True))


def test_a_trainer_sees_focus_and_how_many_of_the_years_sessions_are_led(north):
    karin = person("Karin", unit=north)
    appointed(karin, kind="sip_trainer", niche="mental_health")

    page = read(signed_in(karin).get(PAGE))

    assert "0 av 2 pass i år" in page
    assert "Psykisk ohälsa" in page


def test_somebody_without_assignment_is_told_what_to_do(north):
    page = read(signed_in(person("Amina", unit=north)).get(PAGE))

    assert "Du har inget uppdrag" in page
    assert "Be din chef utse dig." in page
