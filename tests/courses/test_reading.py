"""What readers see: lessons in place, words explained, rules labelled with their county."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageViewRestriction

from courses.models import CountySetting, GlossaryTerm, LessonPage, LocalRule
from tests.courses import small_course
from tests.courses.conftest import COURSE, FIRST, SECOND

pytestmark = pytest.mark.usefixtures("course")


def text(response) -> str:
    return response.content.decode()


def lesson() -> LessonPage:
    return LessonPage.objects.get(key="T1-1.1")


def test_anyone_may_read_a_lesson_and_is_told_that_signing_in_saves(client):
    page = text(client.get(FIRST))

    assert "Första lektionen" in page
    assert "/konto/logga-in/?next=/kurser/testkurs/del-ett/ett/" in page


def test_a_word_is_explained_once_in_place_and_without_hovering(client):
    page = text(client.get(FIRST))

    assert page.count('<details class="term-note"') == 1
    assert page.count('href="#ord-huvudmal"') == 2
    assert re.search(r'<p id="ord-huvudmal">\s*Det viktigaste\.', page)
    assert ">mål</a>" in page
    assert "[[" not in page


def test_a_law_is_cited_in_full_and_kept_on_one_line(client):
    page = text(client.get(FIRST))

    assert 'href="/lagrum/#L1"' in page
    assert "Socialtjänstlagen (2025:400) 10\u00a0kap.\u00a08–\u20609\u00a0§§" in page


def test_our_own_rule_and_another_countys_are_told_apart(client):
    page = text(client.get(FIRST))

    assert "Så gör vi i Påhitts län" in page
    assert "Exempel från Örebro län" in page
    assert "gäller från 1\u00a0februari\u00a02026" in page


def test_the_labels_follow_the_county_of_the_installation(client):
    setting = CountySetting.for_site(LessonPage.objects.first().get_site())
    setting.county = "Örebro län"
    setting.save()

    page = text(client.get(FIRST))

    assert "Exempel från Påhitts län" in page
    assert "Så gör vi i Örebro län" in page


def test_the_minutes_of_a_course_are_the_sum_of_its_lessons(client):
    assert "20 minuter" in text(client.get(COURSE))


def test_a_module_is_a_place_on_the_page_of_its_course(client):
    assert client.get(f"{COURSE}del-tva/").url == f"{COURSE}#modul-2"


def test_the_glossary_is_sorted_the_swedish_way(client):
    words = re.findall(r"<dt>(\w+)</dt>", text(client.get("/ordlista/")))

    assert words == ["huvudmål", "åtgärd", "ärende", "övning"]


def test_the_page_of_laws_says_from_when_and_how_well_checked(client):
    page = text(client.get("/lagrum/"))

    assert "från 1\u00a0juli\u00a02025" in page
    assert "läst i offentlig källa" in page


def test_a_published_edit_shows_at_once_also_from_what_is_kept(client):
    client.get(FIRST)
    page = lesson()
    page.title = "Nytt namn"
    page.save_revision().publish()

    assert "Nytt namn" in text(client.get(FIRST))
    assert "Nytt namn" in text(client.get(COURSE))


def test_a_draft_does_not_show_until_it_is_published(client):
    client.get(FIRST)
    page = lesson()
    page.title = "Halvfärdigt"
    page.save_revision()

    assert "Halvfärdigt" not in text(client.get(FIRST))


def test_a_changed_word_or_rule_shows_at_once_wherever_it_is_used(client):
    client.get(FIRST)
    GlossaryTerm.objects.get(term="huvudmål").delete()
    rule = LocalRule.objects.get(slug="eget")
    rule.text = "En ny regel."
    rule.save()

    page = text(client.get(FIRST))

    assert "En ny regel." in page
    assert "term-note" not in page


def test_a_withdrawn_lesson_is_gone_and_the_course_goes_on_without_it(client):
    client.get(FIRST)
    lesson().unpublish()

    assert client.get(FIRST).status_code == 404
    assert "Första lektionen" not in text(client.get(COURSE))


def test_a_renamed_lesson_is_found_at_its_new_address_only(client):
    client.get(FIRST)
    page = lesson()
    page.slug = "inledning"
    page.save_revision().publish()

    assert client.get(FIRST).status_code != 200
    assert client.get(f"{COURSE}del-ett/inledning/").status_code == 200


def test_a_redirect_an_editor_has_made_works_among_the_courses(client):
    Redirect.add_redirect("/kurser/gammal", lesson(), is_permanent=False)

    assert client.get("/kurser/gammal/").url.endswith(FIRST)


def test_a_page_for_some_only_is_not_shown_to_others(client, amina):
    client.get(FIRST)
    PageViewRestriction.objects.create(page=lesson(), restriction_type=PageViewRestriction.LOGIN)

    assert client.get(FIRST).status_code == 302
    client.force_login(amina)
    assert "Första lektionen" in text(client.get(FIRST))


def test_an_editor_previews_what_is_not_published(rf):
    page = lesson()
    page.title = "Så här kommer det att se ut"

    response = page.make_preview_request(rf.get("/"))

    assert "Så här kommer det att se ut" in response.rendered_content
    assert "Framsidan" in response.rendered_content


def test_a_guest_costs_one_query_and_a_learner_the_same_for_one_lesson_and_three(
    client, reader, load, folder
):
    def cost(browser, address: str) -> int:
        browser.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(address).status_code == 200
        return len(queries)

    three = [cost(reader, address) for address in (COURSE, SECOND, "/kurser/")]
    small_course.lengthen(folder, 1)
    load()
    LessonPage.objects.filter(key="T1-1.2").first().unpublish()
    one = [cost(reader, address) for address in (COURSE, f"{COURSE}del-ett/nr-1/", "/kurser/")]
    client.logout()

    assert three == one
    assert three[1] <= 6
    assert cost(client, COURSE) == 1
