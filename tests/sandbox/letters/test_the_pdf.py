"""A letter on paper: a screen reader can follow it, and what people write is nothing but text."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import pytest
from pypdf import PdfReader

from sandbox.letters.letter import Letter, field, heading, points, table, texts
from sandbox.letters.plain import plain
from sandbox.letters.typeset import pdf
from tests.sandbox.letters.reading import root_of, tags_of, text_of

LETTER = Letter(
    key="kallelse-1-skolan",
    title="Kallelse till SIP-möte",
    when=date(2026, 11, 24),
    written="24 november 2026",
    sender=("Barn och unga", "Hittestads kommun"),
    to=("Hittestads skola", "Påhittsvägen 1", "000 13 Hittestad"),
    blocks=(
        *texts("Hej.\nNi är kallade."),
        heading("När och var"),
        *points("Dag: tisdag", "Tid: kl. 10.15"),
        table(("Vad", "Vem"), (("Läxhjälp", "Skolan"), ("Samtal", "BUP"))),
        field("Mål", lines=2),
    ),
    ask="Ring 0980-31 92 34.",
    why="Skolan har inte systemet.",
)


def test_a_screen_reader_finds_language_title_headings_lists_and_tables():
    made = pdf(LETTER)
    root, tags = root_of(made), tags_of(made)
    assert root["/Lang"] == "sv"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert PdfReader(io.BytesIO(made)).metadata.title == "ÖVNING: Kallelse till SIP-möte"
    assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data()
    assert {"Title", "H1", "P", "L", "LI", "Table", "TH", "TD"} <= set(tags)


def test_every_page_says_that_it_is_practice_and_so_does_the_text_itself():
    made = pdf(replace(LETTER, blocks=texts("Rad.\n" * 90)))
    pages = PdfReader(io.BytesIO(made)).pages
    assert len(pages) > 2
    assert all(page.extract_text().count("ÖVNING") >= 3 for page in pages)  # head, foot and mark
    assert "ÖVNING. Allt i brevet är påhittat." in text_of(made)


def test_the_same_letter_is_the_same_file_and_says_nothing_of_why_it_is_on_paper():
    assert pdf(LETTER) == pdf(LETTER)
    assert pdf(LETTER) != pdf(replace(LETTER, when=date(2026, 11, 25)))
    assert "inte systemet" not in text_of(pdf(LETTER))


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ('#import "@preview/x:1.0.0": *', '#import "@preview/x:1.0.0": *'),
        ('#panic("x") #read("letter.typ")', '#panic("x") #read("letter.typ")'),
        ("= Rubrik *fet* _kursiv_ $x^2$ @ref <namn>", "= Rubrik *fet* _kursiv_ $x^2$ @ref <namn>"),
        ("före\u0000efter \u202ebak\u2066", "föreefter bak"),
        ("🎉🎉 Grattis 👩‍👩‍👧", "[bild] Grattis [bild]"),
        ("你好 ไทย", "[tecken] [tecken]"),
        ("\ud800\uffff\ue000kvar", "kvar"),
    ],
)
def test_whatever_somebody_writes_comes_out_as_text(written, printed):
    made = pdf(replace(LETTER, blocks=(*texts(written), *points(written))))
    assert text_of(made).count(printed) == 2


def test_writing_from_right_to_left_and_very_long_words_are_printed_whole():
    long = "långtord" * 150
    made = pdf(replace(LETTER, blocks=(*texts(f"שלום مرحبا {long}"), table(("A",), ((long,),)))))
    assert text_of(made).replace(" ", "").count("långtord") >= 2 * 140
    assert set("שלוםمرحبا") <= set(text_of(made))
    assert plain("e\u0301\u0301\u0301") == "é"
