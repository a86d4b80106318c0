"""Swedish dates, times, numbers, words and order."""

from __future__ import annotations

import datetime
import os
import subprocess
import sys
from decimal import Decimal

import pytest
from django import forms
from django.db import connection
from django.utils import timezone
from django.utils.formats import date_format, number_format

from training_site.front.home import about, when
from training_site.people.models import Organisation
from training_site.settings.base import PROJECT
from training_site.sorting import COLLATION, compare, sv
from training_site.templatetags.samova import inside

DAY = datetime.date(2026, 11, 21)


def test_a_date_in_text_has_the_month_in_words():
    assert date_format(DAY) == "21 november 2026"


def test_a_date_in_a_table_is_written_year_first():
    assert date_format(DAY, "SHORT_DATE_FORMAT") == "2026-11-21"


def test_a_time_of_day_has_a_full_stop():
    assert date_format(datetime.time(14, 20), "TIME_FORMAT") == "14.20"
    assert date_format(datetime.datetime(2026, 11, 21, 9, 5), "DATETIME_FORMAT") == (  # noqa: DTZ001
        "21 november 2026 kl. 9.05"
    )


def test_thousands_are_parted_by_a_space_that_does_not_break():
    assert number_format(Decimal("1250.5"), use_l10n=True, force_grouping=True) == "1\xa0250,5"


@pytest.mark.parametrize("text", ["03/04/2026", "04/03/2026", "3/4 2026", "2026-02-30"])
def test_a_date_that_can_be_read_in_two_ways_is_refused(text):
    with pytest.raises(forms.ValidationError):
        forms.DateField().clean(text)


def test_a_date_written_year_first_is_read():
    assert forms.DateField().clean("2026-11-21") == DAY


@pytest.mark.parametrize(("minutes", "said"), [(4, 4), (14, 14), (58, 60), (91, 90)])
def test_long_times_are_said_about(minutes, said):
    assert about(minutes) == said


@pytest.mark.parametrize(
    ("ago", "words"),
    [
        (datetime.timedelta(minutes=5), "i dag kl.\xa014.15"),
        (datetime.timedelta(days=1), "i går kl.\xa014.20"),
        (datetime.timedelta(days=9), "12\xa0november\xa02026"),
    ],
)
def test_when_one_was_here_is_said_as_people_say_it(ago, words):
    now = datetime.datetime(2026, 11, 21, 14, 20, tzinfo=timezone.get_default_timezone())

    assert when(now - ago, now) == words


@pytest.mark.parametrize(
    ("title", "words"),
    [("Undersköterska", "undersköterska"), ("SIP-utbildare", "SIP-utbildare"), ("", "")],
)
def test_a_title_inside_a_sentence_begins_small_unless_it_is_an_abbreviation(title, words):
    assert inside(title) == words


@pytest.fixture
def _collation(db):
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_collation WHERE collname = %s", [COLLATION])
            if cursor.fetchone() is None:
                pytest.skip("this PostgreSQL is built without ICU")


@pytest.mark.usefixtures("_collation")
def test_the_three_last_letters_come_last_whatever_the_database():
    for name in ("Östen", "Zeb", "åke", "Ärla", "Anna", "Åsa"):
        Organisation.objects.create(name=name, kind="other")

    names = Organisation.objects.order_by(sv("name")).values_list("name", flat=True)

    assert list(names) == ["Anna", "Zeb", "åke", "Åsa", "Ärla", "Östen"]


def test_the_order_is_the_same_however_it_is_asked():
    words = ["z", "å", "ä", "ö", "a", "Z", "É", "e"]

    for one in words:
        for other in words:
            assert compare(one, other) == -compare(other, one)


def test_a_machine_without_gettext_serves_swedish():
    words = (
        "import django; django.setup();"
        "from django.utils.translation import gettext; print(gettext('Reading settings'))"
    )
    done = subprocess.run(
        [sys.executable, "-c", words],
        cwd=PROJECT,
        env={
            "PATH": "/nonexistent",
            "DJANGO_SETTINGS_MODULE": os.environ["DJANGO_SETTINGS_MODULE"],
            "PYTHONIOENCODING": "utf-8",
        },
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.strip() == "Läsinställningar"
