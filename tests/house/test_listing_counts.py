"""A list in the administration asks as much of the database for one row as for three and fifty."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from bench.council_made import people
from bench.counting import counted_warm
from courses.references import GlossaryTerm, LawReference, LocalRule, Source
from tests.training_site.guides.conftest import House, make_house
from training_site.guides.models import Contact, FaqEntry, NewsItem, ServiceNotice
from training_site.people.models import (
    Assignment,
    Council,
    CouncilSeat,
    Membership,
    Organisation,
    Unit,
)

DAY = datetime.date(2026, 1, 1)
SIZES = (1, 3, 50)


def rows_of(house: House, numbers: range) -> None:
    """Rows with these numbers in every register; each of its own owner."""
    users = people(len(numbers), f"Rad{numbers.start}x")
    for model, make in MAKERS.items():
        model.objects.bulk_create(make(n, house) for n in numbers)
    owners = list(Organisation.objects.filter(name__in=[f"Kommun {n}" for n in numbers]))
    councils = list(Council.objects.filter(name__in=[f"Råd {n}" for n in numbers]))
    units = Unit.objects.bulk_create(Unit(organisation=one, name=one.name) for one in owners)
    pairs = list(zip(users, units, councils, strict=True))
    Membership.objects.bulk_create(Membership(user=u, unit=w, since=DAY) for u, w, _c in pairs)
    CouncilSeat.objects.bulk_create(
        CouncilSeat(user=u, council=c, category="chair_region", since=DAY) for u, _w, c in pairs
    )
    Assignment.objects.bulk_create(
        Assignment(user=u, manager=u, kind="key_person", since=DAY) for u, _w, _c in pairs
    )


MAKERS: dict[Any, Callable[[int, House], Any]] = {
    Organisation: lambda n, _h: Organisation(name=f"Kommun {n}", kind="municipality"),
    Council: lambda n, _h: Council(name=f"Råd {n}", county=f"Län {n}"),
    Contact: lambda n, _h: Contact(name=f"Roll {n}", about="Allt"),
    ServiceNotice: lambda n, _h: ServiceNotice(text=f"Stängt {n}", begins=THEN, ends=THEN),
    GlossaryTerm: lambda n, _h: GlossaryTerm(term=f"ord {n}", text="Ett ord."),
    LawReference: lambda n, _h: LawReference(key=f"L{n}9", act="Lagen", sfs="1:1", place="1"),
    Source: lambda n, _h: Source(key=f"S{n}9", title="Källa"),
    LocalRule: lambda n, _h: LocalRule(slug=f"regel-{n}", county="Län", text="Så."),
    FaqEntry: lambda n, h: FaqEntry(
        slug=f"svar-{n}", council=h.council, question=f"Vem {n}?", answer="<p>Du.</p>",
        answered_on=DAY, review_by=DAY,
    ),
    NewsItem: lambda n, h: NewsItem(
        slug=f"nytt-{n}", council=h.council, title=f"Nytt {n}", summary="Nytt.", published_on=DAY
    ),
}  # fmt: skip
THEN = timezone.now() - datetime.timedelta(days=1)
LISTS = [*MAKERS, Unit, Membership, CouncilSeat, Assignment]


@pytest.fixture
def house(db) -> Iterator[House]:
    """A council with an editor and an administrator."""
    return make_house()


def test_every_register_costs_the_same_for_one_row_three_and_fifty(house: House):
    client, found, before = Client(), {}, 0
    client.force_login(house.root)
    for size in SIZES:
        rows_of(house, range(before, size))
        before = size
        for model in LISTS:
            url = f"/admin/snippets/{model._meta.app_label}/{model._meta.model_name}/"
            page = counted_warm(lambda url=url: client.get(url))
            found.setdefault(url, []).append(page.queries)

    assert {url: counts for url, counts in found.items() if len(set(counts)) > 1} == {}
