"""Answers are found by those who ask, with who stands behind them and from where."""

from __future__ import annotations

import datetime
import json
import re

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courses.references import LawReference
from tests.training_site.guides.conftest import House
from training_site.guides.answers_alike import alike
from training_site.guides.models import Contact, FaqEntry, NewsItem
from training_site.people.models import Council

DAY = datetime.date(2026, 11, 12)


def entry(question: str, **fields) -> FaqEntry:
    """A published answer."""
    council, _made = Council.objects.get_or_create(name="Processrådet", county="Påhitts län")
    slug = f"svar-{FaqEntry.objects.count()}"
    values = {"answer": "<p>Den fasta vårdkontakten.</p>", "answered_on": DAY} | fields
    values = {"review_by": timezone.localdate() + datetime.timedelta(days=90)} | values
    made = FaqEntry.objects.create(slug=slug, council=council, question=question, **values)
    made.save_revision().publish(skip_permission_checks=True)
    return FaqEntry.objects.get(pk=made.pk)


def page(path: str) -> str:
    return Client().get(path).content.decode()


def questions_on(text: str) -> list[str]:
    return re.findall(r'<a href="/fragor-och-svar/svar-[^"]*">([^<]*)</a>', text)


@pytest.mark.django_db
def test_the_list_is_in_swedish_order_and_has_no_drafts():
    for question in ("Öppnar vi?", "Ärendet, vems?", "Åker hon hem?", "Zonerna?", "Andra frågor?"):
        entry(question)
    FaqEntry.objects.filter(question="Zonerna?").update(live=False)

    assert questions_on(page("/fragor-och-svar/")) == [
        "Andra frågor?",
        "Åker hon hem?",
        "Ärendet, vems?",
        "Öppnar vi?",
    ]


@pytest.mark.django_db
def test_an_answer_says_who_when_from_where_and_that_nobody_has_reviewed_it():
    LawReference.objects.create(
        key="L1", act="Socialtjänstlagen", sfs="2025:400", place="10 kap. 8 §", title="Plan"
    )
    one = entry("Vem kallar?", sources="L1, S99", review_by=datetime.date(2026, 1, 31))

    text = page(f"/fragor-och-svar/{one.slug}/").replace("\u00a0", " ")

    assert "Ägare: Processrådet" in text
    assert "Besvarad 12 november 2026" in text
    assert "Granskas senast 31 januari 2026" in text
    assert "Granskning försenad" in text
    assert "Utkast – ej granskad" in text
    assert 'href="/lagrum/#L1">Socialtjänstlagen (2025:400) 10 kap. 8 §</a>' in text
    assert 'href="/fragor-och-svar/fraga/">Ställ en fråga</a>' in text


@pytest.mark.django_db
def test_what_is_alike_comes_nearest_first_and_common_words_find_nothing():
    entry("Vem kallar till SIP?")
    entry("Behövs underskrift på planen?", answer="<p>Nej.</p>")

    assert [one.question for one in alike("Får vi skriva under planen? Underskrift?")] == [
        "Behövs underskrift på planen?"
    ]
    assert [one.question for one in alike("vem ska vara den som kallar")] == [
        "Vem kallar till SIP?"
    ]
    assert alike("vad ska vi göra när det inte är så") == []


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/fragor-och-svar/", "/kontakter/"])
def test_the_lists_ask_as_much_for_three_as_for_one(path):
    counted = []
    for number in range(3):
        entry(f"Fråga {number}?")
        Contact.objects.create(name=f"Funktion {number}", about="Allt.")
        Client().get(path)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert f"{number}" in page(path)
        counted.append(len(queries))

    assert len(set(counted)) == 1


@pytest.mark.django_db
def test_the_contacts_say_what_to_ask_whom_in_their_order():
    Contact.objects.create(name="Supporten", about="Du kommer inte in.", order=2)
    Contact.objects.create(
        name="Processrådet",
        about="Rutiner.",
        phone="08-465 004 10",
        email="rad@example.org",
        order=1,
    )

    text = page("/kontakter/")

    assert text.index("<b>Processrådet</b>") < text.index("<b>Supporten</b>")
    assert 'href="tel:0846500410"' in text
    assert 'href="mailto:rad@example.org"' in text


FORM = {
    "question": "Vem kallar nu?",
    "sources": "",
    "answered_on": "2026-11-12",
    "review_by": "2027-05-31",
    "slug": "",
}


def body_of(words: str) -> str:
    """Rich text as the administration's editor sends it."""
    block = {"key": "a", "text": words, "type": "unstyled", "depth": 0}
    block |= {"inlineStyleRanges": [], "entityRanges": []}
    return json.dumps({"blocks": [block], "entityMap": {}})


def test_an_editors_change_takes_the_review_away_and_waits_for_approval(house: House):
    one = entry("Vem kallar?", reviewed_by="Rådet", reviewed_on=DAY)
    client = Client()
    client.force_login(house.editor)
    edit = f"/admin/snippets/guides/faqentry/edit/{one.pk}/"
    sent = FORM | {"answer": body_of("Vårdkontakten."), "council": one.council.pk}

    client.post(edit, sent | {"action-publish": "1"})

    draft = FaqEntry.objects.get(pk=one.pk).get_latest_revision_as_object()
    assert (draft.question, draft.reviewed_by, draft.reviewed_on) == ("Vem kallar nu?", "", None)
    assert draft.slug
    shown = Client().get(f"/fragor-och-svar/{one.slug}/").content.decode()
    assert "<h1>Vem kallar?</h1>" in shown
    assert "Utkast" not in shown


def test_an_answer_that_is_too_long_or_has_no_such_source_is_not_sent_for_approval(house: House):
    one = entry("Vem kallar?")
    client = Client()
    client.force_login(house.editor)
    sent = FORM | {"answer": body_of("ord " * 91), "sources": "L99", "council": one.council.pk}

    page = client.post(
        f"/admin/snippets/guides/faqentry/edit/{one.pk}/", sent | {"action-submit": "1"}
    ).content.decode()

    assert "Svaret är 91 ord. Korta det till högst 90." in page
    assert "Hänvisningen L99 finns inte." in page
    assert not one.workflow_states.exists()


@pytest.mark.parametrize(("text", "taken"), [(FaqEntry, "fraga"), (NewsItem, "feed")])
def test_a_text_is_not_given_the_address_of_a_page_that_would_hide_it(text, taken):
    with pytest.raises(ValidationError, match="slug"):
        text(slug=taken).clean()
    text(slug=f"{taken}-2").clean()
