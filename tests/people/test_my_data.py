"""Everything kept about a person: she sees it, takes it with her, corrects it and deletes it."""

from __future__ import annotations

import datetime
import json
import re

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from courses.attestations import Attestation, AttestRequest
from courses.certificates import Certificate
from courses.own_words import OwnWord
from courses.quiz.models import Attempt
from courses.records import Completion, Enrolment, Visit
from tests.people.conftest import appointed, person
from training_site.people import my_data
from training_site.people.models import Assignment, Membership, User
from training_site.people.my_data import Part

pytestmark = pytest.mark.django_db

PAGE = "/mina-sidor/mina-uppgifter/"
PASSWORD = "en lugn höstkväll"
NOW = datetime.datetime(2026, 11, 21, 13, 20, tzinfo=datetime.UTC)


def learnt(user: User, number: int = 1) -> Enrolment:
    """A course begun, a lesson done, a test handed in and a certificate."""
    enrolment = Enrolment.objects.create(
        user=user, course_key="K1", cycle=number, unit="Hemtjänst Norr", started_at=NOW
    )
    Visit.objects.create(enrolment=enrolment, lesson_key="K1-1.1", first_at=NOW, last_at=NOW)
    Completion.objects.create(
        enrolment=enrolment, key="K1-1.1", rule={}, content_version="1", achieved_at=NOW
    )
    Attempt.objects.create(
        user=user, place="test:K1-5.2", number=number, policy={}, draw={}, seed=1,
        started_at=NOW, submitted_at=NOW, max_score=10, score=8, passed=True,
    )  # fmt: skip
    Certificate.objects.create(
        enrolment=enrolment, code=f"kod{user.pk}n{number}", name=user.get_full_name(),
        unit="Hemtjänst Norr", course_title="SIP grundkurs", issued_at=NOW,
    )  # fmt: skip
    return enrolment


@pytest.fixture
def amina(north) -> User:
    user = person("Amina", unit=north, title="Undersköterska")
    user.set_password(PASSWORD)
    user.family_name = "Påhittsson"
    user.save()
    learnt(user)
    return user


@pytest.fixture
def browser(client, amina):
    client.force_login(amina)
    return client


def test_the_page_shows_each_part_with_why_and_for_how_long(browser):
    page = browser.get(PAGE).content.decode().replace("\u00a0", " ")

    for words in (
        "Amina Påhittsson", "amina@example.org", "Hemtjänst Norr, Hittestads kommun",
        "SIP grundkurs", "8 / 10", "21 november 2026",
        "Det behövs för att du ska kunna logga in", "Så länge du har kontot",
    ):  # fmt: skip
        assert words in page, words


def test_what_is_taken_along_is_the_same_as_the_page_shows_in_both_forms(browser, amina):
    told = json.loads(browser.get(f"{PAGE}hamta/json/").content)
    read = browser.get(f"{PAGE}hamta/sida/")
    shown = {one.part.key: list(one.rows) for one in my_data.everything(amina)}

    assert {key: value["uppgifter"] for key, value in told.items() if key != "hämtat"} == shown
    assert all(value["om du tar bort kontot"] for key, value in told.items() if key != "hämtat")
    assert "amina@example.org" in read.content.decode()
    assert 'filename="mina-uppgifter-samova.html"' in read["Content-Disposition"]
    assert "no-store" in read["Cache-Control"]


def test_nobody_gets_what_is_kept_about_another(browser, north):
    bo = person("Bo", unit=north)
    learnt(bo)
    for path in ("", "hamta/json/", "hamta/sida/"):
        for more in ("", f"?user={bo.pk}&user_id={bo.pk}&id={bo.pk}"):
            page = browser.get(f"{PAGE}{path}{more}").content.decode()

            assert "amina@example.org" in page
            assert "bo@example.org" not in page
            assert f"kod{bo.pk}" not in page


@pytest.mark.parametrize("path", ["", "namn/", "hamta/json/", "hamta/sida/", "ta-bort/"])
def test_a_guest_is_led_to_sign_in(client, path):
    assert client.get(f"{PAGE}{path}")["Location"].startswith("/konto/logga-in/")


def test_the_page_asks_as_much_of_the_database_for_one_row_as_for_three(
    browser, amina, south, django_assert_max_num_queries
):
    browser.get(PAGE)
    with django_assert_max_num_queries(60) as one:
        browser.get(PAGE)
    learnt(amina, 2)
    learnt(amina, 3)
    Membership.objects.create(user=amina, unit=south, since=NOW.date())
    with django_assert_max_num_queries(60) as three:
        browser.get(PAGE)

    assert len(three) == len(one)


@pytest.fixture
def added():
    """A part of another room, and whom it has been asked to erase."""
    asked: list[User] = []
    words = ("Provdel", "Varför.", "Hur länge.", "Raderas.")
    my_data.register(Part("prov", *words, lambda user: [{"Ord": user.given_name}], asked.append))
    yield asked
    del my_data._parts["prov"]


def test_a_room_adds_its_own_part(browser, amina, added):
    page = browser.get(PAGE).content.decode()
    my_data.erase(amina)

    assert "Provdel" in page
    assert added == [amina]


def test_a_name_is_corrected_and_an_empty_one_is_not(browser, amina):
    empty = browser.post(f"{PAGE}namn/", {"given_name": "", "family_name": "X"}).content.decode()
    browser.post(f"{PAGE}namn/", {"given_name": "Aminah", "family_name": "", "email": "x@y.se"})
    amina.refresh_from_db()

    assert "Skriv ditt förnamn" in empty
    assert amina.get_full_name() == "Aminah"
    assert amina.email == "amina@example.org"


def delete(browser, **answer):
    return browser.post(f"{PAGE}ta-bort/", {"ask": "1", "password": PASSWORD} | answer)


def test_the_page_says_what_happens_to_each_part_before_anything_is_done(browser, amina):
    page = browser.get(f"{PAGE}ta-bort/").content.decode()
    amina.refresh_from_db()

    assert "Det sker genast och går inte att ångra." in page
    assert all(str(part.erasing) in page for part in my_data.parts())
    assert amina.is_active


def test_a_deleted_account_leaves_no_name_and_opens_nothing(browser, amina, north):
    before = str(list(User.objects.filter(pk=amina.pk).values()))
    other = Client()
    other.force_login(amina)
    done = delete(browser)
    amina.refresh_from_db()
    again = Client()
    again.post("/konto/logga-in/", {"login": "amina@example.org", "password": PASSWORD})
    again.post("/konto/kod/", {"email": "amina@example.org"})

    assert "Påhittsson" in before
    left = str(list(User.objects.filter(pk=amina.pk).values()))
    assert "amina" not in left.lower()
    assert "påhittsson" not in left.lower()
    assert "Ditt konto är borttaget" in browser.get(done["Location"]).content.decode()
    assert "_auth_user_id" not in browser.session
    assert other.get("/mina-sidor/")["Location"].startswith("/konto/logga-in/")
    assert "_auth_user_id" not in again.session
    assert mail.outbox == []


def test_what_is_counted_is_counted_as_before_without_a_name(browser, amina):
    delete(browser)
    certificate = Certificate.objects.get()
    page = Client().get(certificate.get_absolute_url()).content.decode()

    assert (Enrolment.objects.count(), Completion.objects.count()) == (1, 1)
    assert Attempt.objects.get().score == 8
    assert "Amina" not in page
    assert "Någon vars konto är borttaget" in page


def test_what_she_wrote_for_herself_is_shown_to_her_and_deleted_with_the_account(browser, amina):
    OwnWord.objects.create(
        user=amina, lesson_key="K1-1.1", block="b1", kind="note", text="Jag ska fråga Bo.",
        written_at=NOW,
    )  # fmt: skip
    page = browser.get(PAGE).content.decode()
    delete(browser)

    assert "Jag ska fråga Bo." in page
    assert not OwnWord.objects.exists()


def test_what_a_trainer_wrote_is_shown_to_the_learner_only_and_deleted_with_the_account(
    browser, amina, north
):
    karin = person("Karin", unit=north)
    enrolment = Enrolment.objects.get()
    asked = AttestRequest.objects.create(
        enrolment=enrolment, lesson_key="K4-4.4", code="fråga", made_at=NOW, expires_at=NOW
    )
    Attestation.objects.create(
        request=asked, enrolment=enrolment, lesson_key="K4-4.4", lesson_title="Provpasset",
        content_version="1", trainer=karin, trainer_name="Karin", held_on=NOW.date(), at=NOW,
        points=[{"text": "Frågar först", "seen": True}], feedback="Du lyssnar väl.", approved=True,
    )  # fmt: skip
    page = browser.get(PAGE).content.decode()
    told = str(my_data.everything(karin))
    delete(browser)

    assert "Du lyssnar väl." in page
    assert "Provpasset" in told
    assert "Du lyssnar väl." not in told
    assert Attestation.objects.values_list("feedback", "trainer_name").get() == ("", "Karin")


def test_workplaces_and_appointments_end_the_same_day(browser, amina, north):
    assignment = appointed(amina, north, end_reason="Jag flyttar till en annan ort.")
    delete(browser)
    assignment.refresh_from_db()
    membership = Membership.objects.get(user=amina)

    assert not Assignment.objects.active(timezone.localdate() + datetime.timedelta(days=1)).exists()
    assert assignment.end_reason == ""
    assert (membership.until, membership.title) == (timezone.localdate(), "")


def test_a_wrong_password_deletes_nothing(browser, amina):
    page = delete(browser, password="fel").content.decode()
    amina.refresh_from_db()

    assert "Ditt konto är inte borttaget" in page
    assert amina.email == "amina@example.org"


def test_a_code_confirms_as_well_as_the_password(browser, amina):
    browser.post(f"{PAGE}ta-bort/", {"ask": "1", "send_code": "1"})
    code = re.search(r"^\d{4}-\d{4}$", mail.outbox[-1].body, re.MULTILINE)[0]
    browser.post(f"{PAGE}ta-bort/", {"ask": "1", "code": code})
    amina.refresh_from_db()

    assert not amina.is_active


def test_the_last_administrator_gives_the_right_to_somebody_else_first(browser, amina):
    User.objects.filter(pk=amina.pk).update(is_superuser=True)
    page = delete(browser).content.decode()
    amina.refresh_from_db()

    assert "Du är den enda administratören." in page
    assert amina.is_active


def test_two_tabs_that_delete_at_once_do_it_once(browser, amina):
    other = Client()
    other.force_login(amina)
    delete(browser)
    late = delete(other)

    assert late["Location"].startswith("/konto/logga-in/")
    assert User.objects.filter(email=f"borttaget-{amina.pk}@konto.invalid").exists()
