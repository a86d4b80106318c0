"""What cites a guide or a law is found when that has changed in substance."""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from content_files.yaml_marks import ContentError
from courses import guide_citations
from courses.loading import load_all
from courses.quiz.loading import load_questions
from courses.quiz.models import Question
from courses.quiz.sources import keys_in, resolve
from courses.references import LawReference
from sandbox.exercises.reading import parse_scenario
from tests.courses import small_course
from tests.sandbox.exercises.plays import ALEX
from tests.training_site.guides.conftest import House
from tests.training_site.guides.test_reading import correct, guide, page
from training_site.guides.citing import cites_in, stale

__all__ = ["guide"]
PLAN_B = "guide:forbered#plan-b@1.0"


def question(ref: str, sources: str) -> Question:
    """A published question with these sources."""
    found = Question.objects.create(
        ref=ref, bank="K1", stem=f"Fråga {ref}?", feedback="Så här.", level=1, sources=sources
    )
    Question.objects.filter(pk=found.pk).update(live=True, last_published_at=timezone.now())
    return found


def test_a_cited_section_is_found_where_it_stands_now(guide):
    place = guide_citations.find("forbered", "plan-b")

    assert (place.title, place.section_title, place.version) == (
        "Förbered ett SIP-möte",
        "Gör en plan B",
        "1.1",
    )
    assert place.url == "/guider/forbered/#plan-b"
    assert guide_citations.find("finns-inte", "plan-b") is None


def test_a_section_that_is_gone_still_leads_to_the_guide(guide):
    assert guide_citations.find("forbered", "borta").url == "/guider/forbered/"


def test_a_question_shows_the_guide_among_its_sources(guide):
    keys = keys_in(f"L1, {PLAN_B}, S2")
    assert keys == ["L1", PLAN_B, "S2"]

    source = resolve(keys)[PLAN_B]

    assert source.text == "Guiden Förbered ett SIP-möte: Gör en plan B, version 1.0"
    assert source.url == "/guider/forbered/#plan-b"
    assert source.note == "guiden har kommit i version 1.1"


def test_citations_are_read_from_blocks_rows_and_marks():
    found = cites_in(
        [
            {"type": "guide", "value": {"guide": "g", "section": "a", "version": "1.0"}, "id": "1"},
            {"type": "law_box", "value": {"laws": [{"type": "item", "value": 7, "id": "2"}]}},
            {"type": "timeline", "value": {"points": [{"type": "item", "value": {"law": 8}}]}},
            {"type": "text", "value": "<p>Se [[lag:L3]] och [[lag:L4|paragrafen]].</p>"},
            {"type": "process_map", "value": {"now": 9}},
        ]
    )

    assert {cited.key for cited in found.guides} == {"guide:g#a@1.0"}
    assert found.law_ids == {7, 8}
    assert found.laws == {"L3", "L4"}


def test_whatever_cites_an_older_version_is_listed_with_what_has_changed(guide):
    question("Q901", PLAN_B)
    question("Q902", "guide:forbered#plan-b@1.1")

    (row,) = stale()

    assert row.who.title == "Q901 Fråga Q901?"
    assert row.what == "Förbered ett SIP-möte: Gör en plan B, version 1.0"
    assert row.changed == "Version 1.1: Telefonnummer skrivs upp. Avsnittet självt är oförändrat."


def test_a_corrected_edition_makes_nothing_stale(guide):
    question("Q902", "guide:forbered#plan-b@1.1")
    correct(guide)

    assert stale() == []


def test_a_law_changed_after_the_text_was_seen_to_is_listed(db):
    law = LawReference.objects.create(
        key="L1", act="Socialtjänstlagen", sfs="2025:400", place="10 kap. 8 §", title="Plan"
    )
    question("Q901", "L1")
    question("Q902", "L11")
    assert stale() == []

    law.changed_on = timezone.localdate() + datetime.timedelta(days=1)
    law.save()

    (row,) = stale()
    assert row.who.title == "Q901 Fråga Q901?"
    assert row.changed.startswith("Ändrad i sak den ")


def test_the_number_of_queries_is_the_same_for_one_and_three(guide, django_assert_max_num_queries):
    counts = []
    for refs in (["Q901"], ["Q902", "Q903"]):
        for ref in refs:
            question(ref, PLAN_B)
        with django_assert_max_num_queries(9) as captured:
            stale()
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_the_council_alone_sees_the_list_with_the_way_to_the_editor(client, guide, house: House):
    found = question("Q901", PLAN_B)
    client.force_login(house.root)
    assert client.get(reverse("guides:to_review")).status_code == 404

    client.force_login(house.ulla)
    html = client.get(reverse("guides:to_review")).content.decode()

    assert "Q901" in html
    assert f"/{found.pk}/" in html
    assert "Telefonnummer skrivs upp." in html


def test_the_guide_says_where_it_is_practised(client, guide, tmp_path):
    assert "Öva på det här" not in page(client)
    folder = small_course.write(tmp_path)
    lesson = next(folder.rglob("ett.md"))
    block = "::: guide\nguide: forbered\navsnitt: plan-b\nversion: '1.0'\n:::\n"
    lesson.write_text(lesson.read_text() + f"\n{block}", encoding="utf-8")

    load_all(folder, load_questions=load_questions)

    side = page(client).split("Öva på det här")[1].split("</section>")[0]
    assert "1.1 Första lektionen, Testkurs" in side
    assert "4 minuter" in side
    assert "T1-1.1 Första lektionen" in [row.who.title for row in stale()]


def test_an_exercise_says_which_sections_it_is_written_after():
    text = ALEX.read_text(encoding="utf-8")

    assert parse_scenario(f"{text}\ncites: ['{PLAN_B}']\n", ALEX).cites == (PLAN_B,)
    with pytest.raises(ContentError, match="Skriv en guide som"):
        parse_scenario(f"{text}\ncites: [forbered]\n", ALEX)
