"""Papers to write on by hand: lines and tables drawn from plain text, and nothing lost in the editor."""

from __future__ import annotations

import pytest
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from training_site.front.models import FEATURES, StandardPage
from training_site.front.papers import has_lines, with_lines

PAPERS = ["/blank-sip/", "/reservrutin/", "/for-dig-folder/"]


def test_lines_that_follow_each_other_are_heard_as_one_thing():
    html = with_lines("<p>___</p>\n<p data-block-key='a1'>_____</p><p>Tack.</p>")

    assert html.count('class="write-line"') == 2
    assert html.count('role="img"') == 1
    assert 'aria-label="2 rader att skriva på"' in html
    assert "<p>Tack.</p>" in html


def test_a_label_keeps_its_line_beside_it():
    html = with_lines("<p>Namn: ___ Telefon: ___</p>")

    assert "<span>Namn: <span" in html
    assert "<span>Telefon: <span" in html
    assert "___" not in html


def test_bold_words_round_a_line_are_not_cut_in_two():
    html = with_lines("<p><b>Namn: ___ Telefon:</b> ___</p>")

    assert html.count("<b>") == html.count("</b>") == 1
    assert html.count('class="write-line"') == 2
    assert html.index("<b>") < html.index("write-line") < html.index("</b>")


def test_a_row_of_titles_becomes_an_empty_table():
    html = with_lines("<p>Vem | Telefon | 3 rader</p>")

    assert html.count('scope="col"') == 2
    assert html.count("<td></td>") == 6
    assert 'tabindex="0" role="region" aria-label="Tabell att skriva i: Vem"' in html


@pytest.mark.parametrize("text", ["Vem | Telefon", "Mellan 2 | 3 rader_text", "a__b"])
def test_ordinary_text_is_left_alone(text: str):
    assert with_lines(f"<p>{text}</p>") == f"<p>{text}</p>"
    assert not has_lines(f"<p>{text}</p>")


def test_what_an_editor_writes_can_never_bring_script_into_a_table():
    html = with_lines("<p>&lt;script&gt; | Telefon | 1 rad</p>")

    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_every_paper_can_be_opened_by_anyone_and_has_lines(client, pages):
    for path in PAPERS:
        page = client.get(path).content.decode()

        assert "css/writing.css" in page
        assert "write-line" in page
        assert "___" not in page
        assert "+++" not in page
    assert "css/writing.css" not in client.get("/for-dig/").content.decode()


def test_the_marks_of_a_paper_come_through_the_editor(pages):
    editor = ContentstateConverter(features=FEATURES)
    for path in PAPERS:
        body = StandardPage.objects.get(slug=path.strip("/")).body

        back = editor.to_database_format(editor.from_database_format(body))

        assert with_lines(back).count("write-line") == with_lines(body).count("write-line") > 0
        assert with_lines(back).count("<td>") == with_lines(body).count("<td>")
