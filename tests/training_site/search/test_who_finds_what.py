"""Only what is published, and open to everybody, is found; and it is found at once."""

from __future__ import annotations

import datetime

import pytest
from wagtail.models import Page, PageViewRestriction, Site

from training_site.front.models import StandardPage
from training_site.guides.answers import FaqEntry
from training_site.guides.telling import Contact
from training_site.people.models import Council

WORD = "xylofonlektion"
DAY = datetime.date(2026, 11, 1)


def plain_page(slug: str, text: str, under: Page | None = None) -> StandardPage:
    """A page that is published, below the start page when nothing else is said."""
    page = StandardPage(title=slug.title(), slug=slug, lead="Kort.", body=f"<p>{text}</p>")
    parent = under or Site.objects.get(is_default_site=True).root_page
    parent.add_child(instance=page)
    return page


@pytest.fixture
def about(db) -> StandardPage:
    """A plain page with a word no other has."""
    return plain_page("om", f"Här finns {WORD}.")


@pytest.fixture
def hits(client):
    """How many things have the word now."""
    return lambda: client.get("/sok/", {"q": WORD}).content.decode().count("<h3>")


def entry(**fields) -> FaqEntry:
    council = Council.objects.create(name="Rådet", county="Påhitts län")
    days = {"answered_on": DAY, "review_by": DAY}
    return FaqEntry.objects.create(
        slug="svar", council=council, question=f"Vad är {WORD}?", answer="<p>Ett prov.</p>",
        **days, **fields,
    )  # fmt: skip


def test_what_is_published_is_found_at_once_and_gone_when_it_is_taken_down(about, hits):
    assert hits() == 1

    about.unpublish()

    assert hits() == 0


def test_what_is_being_written_is_not_found(about, hits):
    about.body = "<p>Ett nytt utkast med ordet glockenspiel.</p>"
    about.save_revision()

    assert hits() == 1


def test_a_page_under_one_that_is_taken_down_is_not_found(about, hits):
    plain_page("under", WORD, under=about)
    assert hits() == 2

    Page.objects.get(pk=about.pk).unpublish()

    assert hits() == 0


def test_a_page_that_only_some_may_see_is_found_by_nobody(about, hits, client, olle):
    PageViewRestriction.objects.create(page=about, restriction_type=PageViewRestriction.LOGIN)
    assert hits() == 0

    client.force_login(olle)
    assert hits() == 0


def test_a_page_for_editors_is_found_by_those_who_may_edit_and_by_nobody_else(
    about, hits, client, lena, amina
):
    about.for_editors = True
    about.save_revision().publish()
    assert hits() == 0

    client.force_login(amina)
    assert hits() == 0

    client.force_login(lena)
    assert hits() == 1


def test_a_second_page_that_is_closed_goes_too(about, hits):
    other = plain_page("hjalp", "Hjälp.")
    PageViewRestriction.objects.create(page=other, restriction_type=PageViewRestriction.LOGIN)
    assert hits() == 1

    PageViewRestriction.objects.create(page=about, restriction_type=PageViewRestriction.LOGIN)

    assert hits() == 0


def test_an_answer_that_is_withdrawn_is_not_found(db, hits):
    answer = entry(live=True)
    assert hits() == 1

    answer.unpublish()

    assert hits() == 0


def test_an_answer_that_waits_for_its_keys_is_not_found(db, hits):
    entry(live=False)

    assert hits() == 0


def test_a_contact_is_found_when_it_is_written_down_and_not_when_it_is_gone(db, hits):
    contact = Contact.objects.create(name=f"Samordnare för {WORD}", about="Allt")
    assert hits() == 1

    contact.delete()

    assert hits() == 0
