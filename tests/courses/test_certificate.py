"""The certificate: issued once when the course is done, kept as it was, shown to whoever has it."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client

from courses.certificates import Certificate, months_after
from courses.models import CoursePage
from tests.courses.conftest import COURSE

pytestmark = pytest.mark.usefixtures("course")


@pytest.fixture
def with_certificate(course):
    page = CoursePage.objects.get(slug="testkurs")
    page.certificate = "80 procent på slutprovet."
    page.certificate_months = 24
    page.save_revision().publish()
    return page


def finish(reader, answer) -> Certificate:
    reader.post("/kurser/last/T1-1.1/")
    answer("T1-1.2")
    answer("T1-2.1")
    reader.get(COURSE)
    return Certificate.objects.get()


def test_a_finished_course_leads_to_the_certificate(reader, answer, with_certificate):
    certificate = finish(reader, answer)

    assert certificate.get_absolute_url() in reader.get(COURSE).content.decode()


def test_whoever_has_the_address_sees_whose_it_is_and_what_it_took(
    reader, answer, with_certificate
):
    certificate = finish(reader, answer)

    page = Client().get(certificate.get_absolute_url()).content.decode()

    assert "Amina har gått kursen." in page
    assert "80 procent på slutprovet." in page
    assert "Utkast – ej granskad" in page


def test_ones_certificates_are_listed_among_ones_own_pages(reader, answer, with_certificate):
    certificate = finish(reader, answer)

    assert certificate.get_absolute_url() in reader.get("/mina-sidor/").content.decode()


def test_nobody_finds_a_certificate_by_guessing(course):
    assert Client().get("/intyg/abcdefghjkmn/").status_code == 404


def test_opening_the_course_again_issues_nothing_new(reader, answer, with_certificate):
    first = finish(reader, answer)
    reader.get(COURSE)

    assert Certificate.objects.get() == first


def test_a_later_change_of_the_course_or_the_name_never_reaches_it(
    reader, amina, answer, with_certificate
):
    certificate = finish(reader, answer)
    with_certificate.title = "Helt annan kurs"
    with_certificate.save_revision().publish()
    amina.given_name = "Anna"
    amina.save()

    page = Client().get(certificate.get_absolute_url()).content.decode()
    assert "Testkurs" in page
    assert "Amina har gått kursen." in page


def test_a_certificate_that_has_run_out_says_so(reader, answer, with_certificate):
    certificate = finish(reader, answer)
    certificate.valid_until = datetime.date(2020, 1, 1)
    certificate.save()

    assert "Har gått ut" in Client().get(certificate.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2026-11-21", 24, "2028-11-21"),
        ("2026-08-31", 18, "2028-02-29"),
        ("2025-08-31", 18, "2027-02-28"),
        ("2026-12-31", 1, "2027-01-31"),
    ],
)
def test_the_last_day_is_the_same_day_of_the_month_or_the_last_there_is(start, months, end):
    first = datetime.date.fromisoformat(start)

    assert months_after(first, months) == datetime.date.fromisoformat(end)
