"""Å, Ä and Ö sort last, in that order, in the database and in what is sorted here."""

from __future__ import annotations

import datetime
import re

import pytest

from courses.references import GlossaryTerm
from courses.shelf import swedish_order
from training_site.guides.answers import FaqEntry
from training_site.people.models import Council, Organisation, Unit
from training_site.sorting import sv

ORDER = ["Adam", "anna", "Zeb", "Åke", "ärla", "Östen"]
MIXED = ["Östen", "Zeb", "ärla", "Adam", "Åke", "anna"]
DAY = datetime.date(2026, 11, 1)


def test_names_of_units(db):
    town = Organisation.objects.create(name="Hittestads kommun", kind="municipality")
    for name in MIXED:
        Unit.objects.create(organisation=town, name=name)

    assert list(Unit.objects.order_by(sv("name")).values_list("name", flat=True)) == ORDER


def test_questions_on_their_page(client, db):
    council = Council.objects.create(name="Rådet", county="Påhitts län")
    for number, name in enumerate(MIXED):
        FaqEntry.objects.create(
            slug=f"f{number}", council=council, question=name, answer="x", answered_on=DAY,
            review_by=DAY, live=True,
        )  # fmt: skip

    shown = client.get("/fragor-och-svar/").content.decode()

    assert re.findall("|".join(MIXED), shown) == ORDER


def test_words_of_the_glossary(client, db):
    for name in MIXED:
        GlossaryTerm.objects.create(term=name, text="x")

    shown = client.get("/ordlista/").content.decode()

    assert re.findall(f"<dt>({'|'.join(MIXED)})</dt>", shown) == ORDER


@pytest.mark.parametrize("key", [swedish_order])
def test_what_is_sorted_without_the_database(key):
    assert sorted(MIXED, key=key) == ORDER
