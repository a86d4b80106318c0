"""A trainer attests a learner's own session: asked for by a code, answered once, kept as it was."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from courses import attesting
from courses.certificates import issue
from courses.models import Attestation, AttestRequest, Completion, LessonPage
from courses.quiz.frozen import FrozenError
from tests.courses import small_course
from tests.courses.conftest import FIRST
from tests.courses.one_load import browser, loaded, person, text, undone

ALL, SAFE = "Alla kom till tals", "Inga riktiga fall"
POINTS = f"attested:\n  - {ALL}\n  - {SAFE}\n"
ASK, WITHDRAW = "/kurser/be-om-intyg/T1-1.1/", "/kurser/dra-tillbaka/T1-1.1/"


def with_points(folder: Path) -> None:
    small_course.change(folder, "ett.md", "minutes: 4\n", f"minutes: 4\n{POINTS}")


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker, tmp_path_factory):
    with loaded(django_db_blocker, tmp_path_factory.mktemp("attest"), with_points) as report:
        yield report


@pytest.fixture
def amina(site):
    with undone():
        yield person("Amina")


@pytest.fixture
def karin(amina):
    return person("Karin", leads=True)


@pytest.fixture
def address(amina) -> str:
    """Where a trainer answers Amina."""
    browser(amina).post(ASK)
    return AttestRequest.objects.get(closed_at__isnull=True).get_absolute_url()


def reply(*seen: str, **changed: object) -> dict[str, object]:
    given = {"held_on": timezone.localdate().isoformat(), "seen": list(seen)}
    given |= {"feedback": "Du höll tiden.", "do": "intyga" if len(seen) == 2 else "nytt-pass"}
    return given | changed


def test_the_learner_is_given_one_code_however_often_she_asks(amina, address):
    browser(amina).post(ASK)

    page = text(browser(amina).get(FIRST))
    assert AttestRequest.objects.count() == 1
    assert address in page
    assert ALL in page


def test_what_is_missing_is_told_in_words_until_somebody_attests(amina, address):
    page = text(browser(amina).get("/kurser/kvar/T1/"))

    assert "En SIP-utbildare ska intyga ditt provpass" in page


def test_a_lesson_is_done_when_a_trainer_has_seen_every_point(amina, karin, address):
    trainer = browser(karin)
    assert "Amina" in text(trainer.get(address))

    trainer.post(address, reply(ALL, SAFE))

    page = text(browser(amina).get(FIRST))
    assert "Första lektionen intygat av Karin den" in page
    assert "Du höll tiden." in page
    done = Completion.objects.get(enrolment__user=amina, key="T1-1.1")
    assert {"need": "attested", "ref": "T1-1.1", "number": 2} in done.rule


def test_the_record_keeps_the_words_of_that_day_and_never_changes(karin, address):
    browser(karin).post(address, reply(ALL, SAFE))
    lesson = LessonPage.objects.get(key="T1-1.1")
    lesson.attested = "Något annat"
    lesson.save_revision().publish()
    karin.given_name = "Katarina"
    karin.save()

    kept = Attestation.objects.get()
    assert kept.points == [{"text": ALL, "seen": True}, {"text": SAFE, "seen": True}]
    assert kept.trainer_name == "Karin"
    with pytest.raises(FrozenError):
        kept.save()
    with pytest.raises(FrozenError):
        kept.delete()


def test_the_certificate_says_who_attested_and_when(amina, karin, address):
    browser(karin).post(address, reply(ALL, SAFE, held_on="2026-11-20"))
    row, course, _lesson = attesting.find(address.split("/")[-2])
    own = issue(
        enrolment_id=row.enrolment_id,
        user_id=amina.pk,
        course=course,
        unit="Hemtjänst Norr",
        now=timezone.now(),
    )

    page = text(Client().get(own.get_absolute_url()))

    assert "Första lektionen intygat av Karin den 20 november 2026" in page
    assert own.course_version == course.version


def test_a_point_that_was_not_seen_asks_for_a_new_session(amina, karin, address):
    browser(karin).post(address, reply(ALL))

    page = text(browser(amina).get(FIRST))
    assert "Håll ett pass till" in page
    assert page.index("Det här sågs inte:") < page.index(SAFE)
    assert not Completion.objects.filter(key="T1-1.1").exists()

    browser(amina).post(ASK)
    again = AttestRequest.objects.get(closed_at__isnull=True).get_absolute_url()
    browser(karin).post(again, reply(ALL, SAFE))
    assert "Första lektionen intygat av Karin" in text(browser(amina).get(FIRST))
    assert Attestation.objects.count() == 2


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"seen": [ALL]}, "Alla punkter ska ha setts"),
        ({"do": "nytt-pass"}, "Alla punkter är sedda"),
        ({"held_on": "2099-01-01"}, "Passet har inte varit än"),
        ({"feedback": "  "}, "Skriv en mening återkoppling"),
        ({"feedback": "Ring mig på 08-123 456 78"}, "ser ut som ett riktigt telefonnummer"),
        ({"seen": ["Något annat"]}, "Punkterna har fått ny lydelse"),
    ],
)
def test_an_answer_that_cannot_stand_says_why_and_keeps_what_was_written(
    karin, address, changed, words
):
    posted = reply(ALL, SAFE) | {"feedback": "Du höll tiden."} | changed
    page = text(browser(karin).post(address, posted))

    assert words in page
    assert str(posted["feedback"]).strip() in page
    assert not Attestation.objects.exists()


def test_nobody_attests_their_own_session(amina, karin, address):
    browser(karin).post(ASK)
    own = AttestRequest.objects.get(enrolment__user=karin).get_absolute_url()

    page = text(browser(karin).post(own, reply(ALL, SAFE)))

    assert "Ingen intygar sitt eget pass." in page
    assert not Attestation.objects.exists()


def test_only_trainers_learn_who_asks(amina, address):
    other = browser(person("Olle"))

    page = text(other.get(address))

    assert "Den här sidan är till för utbildare" in page
    assert "Amina" not in page
    assert Client().get(address).url.startswith("/konto/logga-in/")


def test_a_withdrawn_a_worn_out_and_an_unknown_code_look_the_same(amina, karin, address):
    trainer = browser(karin)
    browser(amina).post(WITHDRAW)
    withdrawn = trainer.get(address)
    AttestRequest.objects.update(closed_at=None, expires_at=timezone.now())
    pages = [withdrawn, trainer.get(address), trainer.get("/kurser/intyga/abcdefghjkmn/")]

    assert {page.status_code for page in pages} == {404}
    assert all("Koden går inte att använda" in text(page) for page in pages)
    assert not any("Amina" in text(page) for page in pages)


def test_a_code_that_has_been_answered_is_not_answered_again(karin, address):
    trainer = browser(karin)
    trainer.post(address, reply(ALL, SAFE))
    trainer.post(address, reply(ALL, feedback="Något annat."))
    page = text(browser(person("Stina", leads=True)).post(address, reply(ALL, SAFE)))

    assert "Koden går inte att använda" in page
    assert "Provpasset är intygat" in text(trainer.get(address))
    assert Attestation.objects.get().feedback == "Du höll tiden."


def test_of_two_trainers_at_once_one_is_kept(amina, karin, address):
    row, _course, lesson = attesting.find(address.split("/")[-2])
    now, today = timezone.now(), datetime.date(2026, 11, 20)
    first = attesting.Answer(karin, today, {ALL, SAFE}, "Bra.")
    second = attesting.Answer(person("Stina", leads=True), today, {ALL}, "Inte bra.")
    attesting.answer(code=row.code, lesson=lesson, given=first, now=now)

    with pytest.raises(attesting.Closed):
        attesting.answer(code=row.code, lesson=lesson, given=second, now=now)
    assert Attestation.objects.get().trainer == karin


def test_a_code_that_is_read_aloud_can_be_written_in_capitals(karin, address):
    code = address.split("/")[-2]

    answer = browser(karin).post("/kurser/intyga/", {"code": f"{code[:6].upper()} {code[6:]}"})

    assert answer.url == address
