"""A few lines around what was found."""

from __future__ import annotations

from training_site.search.excerpts import LETTERS, excerpt

LONG = "Inledning. " * 60 + "Fråga om samtycke före mötet. " + "Avslutning. " * 60


def test_the_hit_is_marked_in_the_form_it_stands():
    assert excerpt("Samtycket gäller.", {"samtyck"}) == "<mark>Samtycket</mark> gäller."


def test_the_lines_are_those_around_the_hit():
    shown = excerpt(LONG, {"samtyck"})

    assert "Fråga om <mark>samtycke</mark> före mötet." in shown
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert len(shown) < 2 * LETTERS


def test_a_short_answer_is_shown_from_its_start():
    assert excerpt(LONG, {"samtyck"}, from_start=True).startswith("Inledning.")


def test_nothing_in_the_text_is_taken_for_markup():
    shown = excerpt("<b>SIP</b> & <script>", {"sip"})

    assert shown == "&lt;b&gt;<mark>SIP</mark>&lt;/b&gt; &amp; &lt;script&gt;"
