"""Questions written in the administration: every kind from scratch, and mistakes told in time."""

from __future__ import annotations

import pytest
from wagtail.test.utils.form_data import nested_form_data, streamfield

from courses.quiz.actions import start_attempt, submit
from courses.quiz.draws import Draw
from courses.quiz.kinds import KINDS
from courses.quiz.models import Question, QuestionVersion
from tests.courses.quiz.answering import right_answers
from tests.courses.quiz.conftest import PRACTICE
from training_site.people.models import User

LIST = "/admin/snippets/courses_quiz/question/"


def _rows(name: str, rows: list[dict]) -> dict[str, str]:
    data = {f"{name}-count": str(len(rows))}
    for at, row in enumerate(rows):
        data |= {f"{name}-{at}-order": str(at), f"{name}-{at}-deleted": "", f"{name}-{at}-id": ""}
        for field, value in row.items():
            if value is not False:
                data[f"{name}-{at}-value-{field}"] = "on" if value is True else value
    return data


def _block(raw: dict) -> dict[str, str]:
    """A block as the admin's form posts it, from its raw value."""
    data: dict[str, str] = {}
    for name, value in raw.items():
        if isinstance(value, list):
            data |= _rows(name, [item["value"] for item in value])
        elif value:
            data[name] = "on"
    return data


def _form(code: str, block: dict[str, str], **fields: str) -> dict[str, str]:
    body = nested_form_data({"body": streamfield([(code, block)])})
    words = {"bank": "K9", "level": "1", "stem": "Lenas fråga?", "feedback": "Därför."}
    words |= {"sources": "", "county": "", "reviewed_by": "", "action-publish": "1"}
    return body | words | fields


def _errors(answer) -> str:
    assert answer.status_code == 200, "what was wrong was taken"
    form = answer.context["form"]
    # What is wrong inside a block is drawn by a script, from here.
    inside = [
        getattr(fault, "as_json_data", dict)() for fault in form.errors.as_data().get("body", ())
    ]
    return f"{form.errors} {inside}"


def _options(*rights: bool) -> dict[str, str]:
    rows = [{"text": f"Svar {at}", "right": right} for at, right in enumerate(rights)]
    return _rows("options", rows)


@pytest.mark.django_db
@pytest.mark.parametrize("code", KINDS)
def test_a_question_of_every_kind_can_be_written_published_and_answered(
    admin_client, entries, code
):
    entry = next(row for row in entries.values() if row["typ"] == code)
    answer = admin_client.post(
        f"{LIST}add/", _form(code, _block(KINDS[code].from_entry(entry)), ref="Q77")
    )

    assert answer.status_code == 302, answer.context["form"].errors
    amina = User.objects.create_user("amina@example.org", given_name="Amina")
    attempt = start_attempt(
        user=amina, place="lesson:x", cycle=1, policy=PRACTICE, questions=Draw(refs=("Q77",))
    )
    done = submit(user=amina, public_id=attempt.public_id, answers=right_answers(attempt))
    done.refresh_from_db()
    assert done.score == 1


@pytest.mark.django_db
def test_a_new_question_is_numbered_after_every_number_that_has_been_in_use(admin_client, publish):
    publish("Q10", "Q11")
    Question.objects.get(ref="Q11").delete()

    page = admin_client.get(f"{LIST}add/")

    assert QuestionVersion.objects.filter(ref="Q11").exists()
    assert page.context["form"]["ref"].value() == "Q12"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("code", "block", "told"),
    [
        ("en", _options(True, True), "Bara ett alternativ får vara rätt"),
        ("en", _options(False, False), "Inget alternativ är markerat som rätt"),
        ("para", _rows("pairs", [{"left": "Hund", "right": "Skall"}]), "Det behövs minst 2"),
        ("ordning", _rows("steps", [{"text": "A"}, {"text": "B"}]), "Det behövs minst 3"),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused_with_what_to_do_and_keeps_what_was_typed(
    admin_client, code, block, told
):
    answer = admin_client.post(f"{LIST}add/", _form(code, block, ref="Q77"))

    errors = _errors(answer)
    shown = answer.context["form"]["body"].value()
    assert told in errors
    assert shown.get_prep_value()[0]["type"] == code
    assert answer.context["form"]["stem"].value() == "Lenas fråga?"
    assert not Question.objects.exists()


@pytest.mark.django_db
def test_a_number_in_use_a_bad_number_and_an_unknown_source_are_told_in_swedish(
    admin_client, publish
):
    publish("Q10")
    block = _options(True, False)

    taken = _errors(admin_client.post(f"{LIST}add/", _form("en", block, ref="Q10")))
    odd = _errors(admin_client.post(f"{LIST}add/", _form("en", block, ref="R1")))
    unknown = _errors(
        admin_client.post(f"{LIST}add/", _form("en", block, ref="Q77", sources="L99"))
    )

    assert "En annan fråga har det numret. Skriv ett som är ledigt, till exempel Q11." in taken
    assert "Skriv Q och siffror" in odd
    assert "Hänvisningen L99 finns inte" in unknown


@pytest.mark.django_db
def test_a_new_question_begins_with_as_many_rows_as_it_needs():
    for kind in KINDS.values():
        for name, child in kind.block().child_blocks.items():
            if hasattr(child, "child_block"):
                assert len(child.get_default()) == child.meta.min_num, (kind.code, name)


@pytest.mark.django_db
def test_a_question_is_found_by_its_words_when_a_lesson_chooses_one(admin_client, publish):
    publish("Q01", "Q10")
    word = Question.objects.get(ref="Q10").stem.split()[-1].strip("?.")

    page = admin_client.get("/admin/snippets/choose/courses_quiz/question/results/", {"q": word})

    assert "Q10" in page.content.decode()
    assert "Q01" not in page.content.decode()
