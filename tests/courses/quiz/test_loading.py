"""Question files become published questions, or an error that says where to mend."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest
import yaml

from content_files.yaml_marks import ContentError
from courses.quiz.kinds import KINDS
from courses.quiz.loading import load_questions
from courses.quiz.models import Question, QuestionVersion
from courses.quiz.questions import digest_of
from tests.courses.quiz.answering import right_answer
from tests.courses.quiz.conftest import BANK

pytestmark = pytest.mark.django_db


def test_the_bank_is_loaded_whole_and_loading_it_again_changes_nothing():
    first, second = load_questions(BANK), load_questions(BANK)

    refs = tuple(f"Q{number:02}" for number in range(1, 24))
    assert first.created == refs
    assert (second.created, second.updated, second.unchanged) == ((), (), refs)
    assert QuestionVersion.objects.count() == 23
    assert {question.live for question in Question.objects.all()} == {True}


def test_every_kind_is_in_the_bank_and_its_right_answer_is_worth_everything(bank):
    versions = list(QuestionVersion.objects.all())

    assert {version.kind for version in versions} == set(KINDS)
    for version in versions:
        content = version.payload["content"]
        response = right_answer(version.kind, content)
        assert KINDS[version.kind].grade(content, response).fraction == 1, version.ref
        assert version.digest == digest_of(version.payload)


def test_a_changed_file_makes_a_new_version_with_the_ids_it_had(tmp_path, entries):
    _load([entries["Q10"]], "few.yaml", tmp_path)
    changed = copy.deepcopy(entries["Q10"])
    changed["alternativ"].append({"id": "z", "t": "En uppföljning"})

    summary = _load([changed], "few.yaml", tmp_path)

    old, new = QuestionVersion.objects.order_by("number")
    ids = [option["id"] for option in old.payload["content"]["options"]]
    assert summary.updated == ("Q10",)
    assert [option["id"] for option in new.payload["content"]["options"]][:4] == ids


def test_what_an_editor_wrote_is_not_overwritten_by_the_same_file(publish):
    publish("Q10")
    question = Question.objects.get(ref="Q10")
    question.stem = "Redaktörens ord?"
    question.save_revision().publish()

    assert publish("Q10").unchanged == ("Q10",)
    assert Question.objects.get(ref="Q10").stem == "Redaktörens ord?"


def test_questions_are_drafts_not_reviewed_until_someone_has_reviewed_them(publish):
    publish("Q10")

    assert QuestionVersion.objects.get().payload["reviewed"] is False


BROKEN = {
    "no kind": (("typ",), "gissa", "Typen ”gissa” finns inte."),
    "no stem": (("stam",), "", "Frågan saknar ”stam”."),
    "no feedback": (("aterkoppling",), None, "Frågan saknar ”aterkoppling”."),
    "level": (("niva",), 4, "Nivån ska vara 1, 2 eller 3."),
    "source": (("kalla",), ["Lagen"], "En källa är L eller S och siffror."),
    "no source": (("kalla",), [], "Frågan saknar källa."),
    "county": (("galler",), "exempel:", "Skriv ”nationellt” eller ”exempel:”"),
    "ref": (("id",), "fråga 1", "Id ska vara Q och siffror"),
    "no right one": (("alternativ", 2, "ratt"), False, "Inget alternativ är markerat som rätt."),
    "two right ones": (("alternativ", 0, "ratt"), True, "Bara ett alternativ får vara rätt"),
    "same id": (("alternativ", 0, "id"), "a", "Id ”a” används två gånger."),
    "no text": (("alternativ", 0, "t"), "", "Raden saknar ”t”."),
    "same text": (("alternativ", 0, "t"), "Ett delmål", "Två alternativ har samma text."),
    "no options": (("alternativ",), "inga", "Frågan saknar listan ”alternativ”."),
}


@pytest.mark.parametrize(("path", "value", "words"), BROKEN.values(), ids=BROKEN)
def test_a_broken_question_says_what_to_mend_and_nothing_is_stored(
    tmp_path, entries, path, value, words
):
    entry = copy.deepcopy(entries["Q10"])
    at = entry
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value

    with pytest.raises(ContentError, match=r"rad \d+: ") as caught:
        _load([entries["Q13"], entry], "fel.yaml", tmp_path)

    assert words in caught.value.message
    assert caught.value.line > 20
    assert not Question.objects.exists()


OTHER_KINDS = {
    "heap that is not there": ("Q22", ("kort", 0, "hog"), "Högen", "Högen ”Högen” finns inte"),
    "statements all good": ("Q07", None, None, "Minst ett påstående ska vara bra"),
    "true or false": ("Q03", ("ratt",), "ja", "Skriv ”ratt: true” eller ”ratt: false”."),
    "same step": ("Q04", ("ordning", 0, "t"), "Avsluta", "Två steg har samma text."),
    "same side": ("Q06", ("par", 0, "h"), "Verktyget för kallelse och dokumentation", "Samma text"),
}


@pytest.mark.parametrize(("ref", "path", "value", "words"), OTHER_KINDS.values(), ids=OTHER_KINDS)
def test_each_kind_checks_its_own_entry(tmp_path, entries, ref, path, value, words):
    entry = copy.deepcopy(entries[ref])
    if path is None:
        for statement in entry["pastaenden"]:
            statement["bra"] = True
    else:
        at = entry
        for step in path[:-1]:
            at = at[step]
        at[path[-1]] = value

    with pytest.raises(ContentError) as caught:
        _load([entry], "fel.yaml", tmp_path)

    assert words in caught.value.message


def test_a_question_twice_in_a_file_is_refused(tmp_path, entries):
    with pytest.raises(ContentError, match="står två gånger"):
        _load([entries["Q10"], entries["Q10"]], "fel.yaml", tmp_path)


def test_a_right_option_that_is_clearly_longest_draws_a_warning(tmp_path, entries):
    entry = copy.deepcopy(entries["Q10"])
    entry["alternativ"][2]["t"] = "En insats som någon gör för att personen ska nå sitt delmål"

    summary = _load([entry], "varning.yaml", tmp_path)

    assert len(summary.warnings) == 1
    assert "Det rätta alternativet är klart längst." in summary.warnings[0]


def _load(entries: list[dict], name: str, folder: Path):
    path = folder / name
    path.write_text(yaml.safe_dump(entries, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return load_questions(path)
