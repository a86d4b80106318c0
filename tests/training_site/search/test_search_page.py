"""The page of search, over the site with all its content."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

HITS = re.compile(r'<h3><a href="([^"]+)"')
HEADING = re.compile(r'<h2 id="traffar">(.*?)</h2>')


def page(**asked) -> str:
    return Client().get("/sok/", asked).content.decode()


def test_a_hit_says_what_it_is_and_where_it_lies_and_marks_the_word(site):
    shown = page(q="kartlägg")

    assert "Lektion · SIP grundkurs, Stegen" in shown
    assert "<mark>" in shown
    assert 'value="kartlägg"' in shown


def test_one_kind_alone_has_as_many_hits_as_its_link_says(site):
    everything = page(q="vem kallar")
    links = re.findall(
        r'<a href="(\?[^"]+typ=[^"]+)"[^>]*>[^<]*<span class="num">\((\d+)\)', everything
    )

    assert len(links) > 2
    for address, count in links:
        shown = Client().get("/sok/" + address.replace("&amp;", "&")).content.decode()
        assert HEADING.search(shown)[1].startswith(f"{count} träff")


def test_the_kinds_together_are_everything(site):
    counts = list(map(int, re.findall(r'<span class="num">\((\d+)\)', page(q="samtycke"))))

    assert counts[0] == sum(counts[1:])


def test_many_hits_come_a_page_at_a_time_and_none_twice(site):
    first, second = HITS.findall(page(q="sip")), HITS.findall(page(q="sip", sida="2"))

    assert len(first) == 20
    assert second
    assert not set(first) & set(second)


def test_a_part_of_a_guide_is_found_at_its_own_place(site):
    address = HITS.findall(page(q="plan b"))[0]
    where, part = address.split("#")

    assert f'id="{part}"' in Client().get(where).content.decode()


def test_nothing_found_blames_nobody_and_shows_ways_on(site):
    shown = page(q="samtyke")

    assert "Vi hittade inget på ”samtyke”" in shown
    assert '<a href="?q=samtycke">samtycke</a>' in shown
    assert 'href="/ordlista/"' in shown
    assert 'href="/fragor-och-svar/fraga/"' in shown


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("<script>alert(1)</script>", "på ”&lt;script&gt;alert(1)&lt;/script&gt;”"),
        ("\x00kallelse\x1b", "på ”kallelse”"),
        ("(.*)[+?{^$|\\", "Vi behöver ett ord att söka på"),
        ("😀👩🏽‍⚕️", "Vi behöver ett ord att söka på"),
        ("a" * 10_000, "Vi hittade inget på ”aaaa"),
        ("kallelse " * 2_000, "bara på de första 12 orden"),
        ("' OR 1=1; --", "på ”&#x27; OR 1=1; --”"),
        ("%00%s%(a)s{{ 7 }}", "på ”%00%s%(a)s{{ 7 }}”"),
        ("”><img src=x onerror=alert(1)>", "på ””&gt;&lt;img src=x onerror=alert(1)&gt;”"),
        ("\ud7ff\u202eSIP", "träff"),
    ],
)
def test_what_is_meant_to_hurt_is_answered_in_swedish(site, written, said):
    response = Client().get("/sok/", {"q": written})
    shown = response.content.decode()

    assert response.status_code == 200
    assert said in shown
    assert "<script>alert" not in shown
    assert "<img src=x" not in shown


@pytest.mark.parametrize("asked", [{}, {"q": ""}, {"q": "   "}])
def test_an_empty_box_is_a_box_to_write_in(site, asked):
    shown = page(**asked)

    assert 'name="q"' in shown
    assert 'id="traffar"' not in shown


@pytest.mark.parametrize("asked", [{"sida": "-1"}, {"sida": "999"}, {"sida": "²"}, {"typ": "x"}])
def test_a_page_or_a_kind_that_is_not_there_is_the_nearest_that_is(site, asked):
    assert HITS.findall(page(q="sip", **asked))


def test_other_search_engines_are_told_to_keep_out(site):
    response = Client().get("/sok/", {"q": "sip"})

    assert response["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in response.content.decode()


def test_every_page_leads_to_search_and_a_missing_page_has_the_box(site):
    assert '<a href="/sok/">' in Client().get("/kurser/").content.decode()
    missing = Client().get("/finns-inte/").content.decode()
    assert re.search(r'<form role="search" action="/sok/".*?name="q"', missing, re.DOTALL)


@pytest.mark.parametrize("written", ["vem kallar", "sip", "samtyke", "xqzw"])
def test_a_search_costs_two_queries_once_the_index_is_there(site, written):
    page(q="sip")

    with CaptureQueriesContext(connection) as queries:
        page(q=written)

    assert len(queries) <= 2, [one["sql"] for one in queries]
