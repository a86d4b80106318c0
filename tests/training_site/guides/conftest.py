"""A council with both sides, a guide that is in force, and people to ask."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

import pytest
from wagtail.models import Page, Site

from training_site.guides.loading import make_workflow
from training_site.guides.numbers import ChangeKind
from training_site.guides.pages import GuideIndexPage, GuidePage
from training_site.people.models import Council, CouncilSeat, User
from training_site.people.roles import make_groups

DAY = datetime.date(2026, 1, 1)
STEPS = [
    {"key": "prata", "title": "Prata med personen", "text": "<p>Vad är viktigt?</p>"},
    {"key": "plan-b", "title": "Gör en plan B", "text": "<p>Vem är ersättare?</p>"},
]


@dataclass
class House:
    """Who is there: an editor, the two chairs, a superuser, and a guide."""

    editor: User
    ulla: User  # chair for the municipalities
    ragnar: User  # chair for the region
    root: User
    council: Council
    guide: GuidePage


def person(name: str, **fields) -> User:
    """Somebody with an account."""
    return User.objects.create_user(f"{name}@example.org", "x" * 12, given_name=name, **fields)


def seat(user: User, council: Council, category: str) -> CouncilSeat:
    """A seat from the first day of the year."""
    return CouncilSeat.objects.create(user=user, council=council, category=category, since=DAY)


@pytest.fixture
def house(db) -> House:
    """A council whose guide has never been published."""
    return make_house()


def make_house() -> House:
    """The same, for whoever has a database already."""
    groups = make_groups()
    council = Council.objects.create(name="Processrådet", county="Påhitts län")
    editor, ulla, ragnar = person("lena"), person("ulla"), person("ragnar")
    editor.groups.add(groups["Processrådets redaktörer"])
    seat(ulla, council, "chair_municipality")
    seat(ragnar, council, "chair_region")
    root = person("olle", is_superuser=True, is_staff=True)
    index = GuideIndexPage(title="Guider", slug="guider")
    site = Site.objects.get(is_default_site=True)
    Page.objects.get(pk=site.root_page_id).add_child(instance=index)
    make_workflow()
    guide = GuidePage(
        title="Förbered ett SIP-möte",
        slug="forbered",
        council=council,
        lead="Åtta steg.",
        audience="Alla som samordnar",
        change_kind=ChangeKind.SUBSTANCE,
        valid_from=DAY,
        review_by=datetime.date(2027, 12, 31),
        live=False,
    )
    guide.body = [{"type": "steps", "value": {"rows": [row_item(row) for row in STEPS]}}]
    guide.changes = [{"type": "change", "value": {"what": "Guiden är ny.", "was": ""}}]
    index.add_child(instance=guide)
    return House(editor, ulla, ragnar, root, council, guide)


def row_item(row: dict[str, str]) -> dict[str, object]:
    """A row as a list block stores it."""
    return {"type": "item", "value": row, "id": row["key"]}
