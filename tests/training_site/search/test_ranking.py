"""Which documents answer what is written, in a handful of documents that fit on a screen."""

from __future__ import annotations

from itertools import pairwise

import pytest

from content_files.yaml_marks import ContentError
from training_site.search.index import Document, build
from training_site.search.ranking import find
from training_site.search.synonyms import read_synonyms

CALL = Document("faq", "Vem kallar till SIP?", "/vem/", "Den fasta vårdkontakten.")
GOALS = Document("lesson", "Huvudmål", "/huvudmal/", "Så skriver du ett mål med egna ord.")
GRIND = Document("lesson", "Kaffe", "/kaffe/", "Vi maler kaffe på rasten.")
CARE = Document("term", "samordnad vårdplan", "/vardplan/", "En plan.", also=("vårdplanen",))
READY = Document("term", "utskrivningsklar", "/klar/", "Läkaren har bedömt.")
LESSON = Document("lesson", "Utskrivningsklar", "/lektion/", "Vad ordet betyder.")
ALL = (CALL, GOALS, GRIND, CARE, READY, LESSON)


def found(query, documents=ALL, meanings=None):
    index = build(documents)
    hits = find(query, index, meanings or {}).hits
    return [index.documents[hit.place].url for hit in hits]


def test_a_word_without_its_dots_finds_the_word():
    assert "/huvudmal/" in found("mal")


def test_a_word_with_its_dots_does_not_bring_the_other_word_first():
    assert found("mål")[0] == "/huvudmal/"


def test_the_last_word_may_be_half_written():
    assert found("utskriv") == ["/lektion/", "/klar/"]
    assert found("vem kalla") == ["/vem/"]


def test_a_part_of_a_compound_finds_it():
    assert "/vardplan/" in found("plan")


def test_a_title_goes_before_running_text():
    title = Document("page", "Samtycke", "/titel/", "Något annat som är långt.")
    text = Document("page", "Annat", "/text/", "Samtycke samtycke.")

    assert found("samtycke", (text, title, *ALL)) == ["/titel/", "/text/"]


def test_words_side_by_side_go_before_the_same_words_apart():
    apart = Document("page", "Ett", "/isar/", "Skyddade dörrar. Vi har personuppgifter.")
    beside = Document("page", "Två", "/ihop/", "Vi har skyddade personuppgifter. Dörrar finns.")

    assert found("skyddade personuppgifter", (apart, beside))[0] == "/ihop/"


def test_who_asks_what_a_word_means_gets_the_glossary_first():
    assert found("utskrivningsklar")[0] == "/lektion/"
    assert found("utskrivningsklar betyder")[0] == "/klar/"


def test_what_people_call_a_thing_finds_what_it_is_called_here():
    assert found("medicinskt färdig", meanings=MEANS)[0] in {"/klar/", "/lektion/"}


MEANS = {("medicinsk", "fard"): (("utskrivningsklar",),)}


def test_of_equals_the_one_filed_first_comes_first():
    twins = [Document("page", "Lika", f"/{number}/", "Samma.") for number in range(5)]

    assert found("lika", twins) == [f"/{number}/" for number in range(5)]


def test_synonyms_are_read_without_regard_to_forms_and_dots(tmp_path):
    path = tmp_path / "ord.yaml"
    path.write_text("- skrivs: [Medicinskt färdiga]\n  menas: [utskrivningsklar]\n", "utf-8")

    assert found("medicinskt fardig", meanings=read_synonyms(path))[0] in {"/klar/", "/lektion/"}


def test_a_synonym_that_means_nothing_is_told_with_its_line(tmp_path):
    path = tmp_path / "ord.yaml"
    path.write_text("- skrivs: [a]\n  menas: [b]\n- skrivs: [c]\n", "utf-8")

    with pytest.raises(ContentError, match="rad 3"):
        read_synonyms(path)


def test_ten_times_the_documents_is_ten_times_the_work_and_no_more():
    """Counted in words filed and rows read, not in seconds."""
    indexes = [build(ALL * times) for times in (1, 10, 100)]
    filed = [index.filed for index in indexes]
    read = [find("vem kallar till plan", index, {}).looked_at for index in indexes]

    for work in (filed, read):
        assert work[0] > 0
        assert all(more <= 10 * less for less, more in pairwise(work))
