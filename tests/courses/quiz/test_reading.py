"""What the course and the learner read of attempts, in a fixed number of queries."""

from __future__ import annotations

import datetime
import threading

import pytest
from django.db import connection

from courses.quiz import sources
from courses.quiz.actions import start_attempt, submit
from courses.quiz.draws import Draw
from courses.quiz.models import Attempt, Question, Step
from courses.quiz.queries import (
    attempt_with_answers,
    attempt_with_history,
    best_results,
    history,
    mastery,
    open_attempts,
    question_statistics,
)
from courses.quiz.sources import Source, register, resolve
from courses.references import LawReference
from tests.courses.quiz.answering import fields, right_answers
from tests.courses.quiz.conftest import PRACTICE
from training_site.people.models import User


@pytest.mark.django_db
def test_one_answer_is_stored_in_five_queries(web, practice, django_assert_num_queries):
    attempt = practice("Q10", "Q04", "Q06")
    posted = fields(attempt, {1: right_answers(attempt)[1]})
    web.get(f"/fragor/{attempt.public_id}/")

    # Session, user, attempt, questions with their latest answers, the step; and the two
    # edges of the transaction.
    with django_assert_num_queries(5 + 2):
        web.post(f"/fragor/{attempt.public_id}/spara/", posted)

    assert Step.objects.count() == 1


@pytest.mark.django_db
def test_a_question_is_read_once_and_its_next_version_anew(web, practice):
    attempt = practice("Q10")
    first = attempt_with_answers(attempt.user_id, attempt.public_id)[1][0].version.payload
    question = Question.objects.get(ref="Q10")
    question.stem = "Samma fråga i andra ord"
    question.save()
    question.save_revision().publish()
    later = practice("Q10", place="lesson:senare")

    assert attempt_with_answers(attempt.user_id, attempt.public_id)[1][0].version.payload is first
    again = attempt_with_answers(later.user_id, later.public_id)[1][0].version
    assert again.payload["stem"] == "Samma fråga i andra ord"


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3, 12])
def test_handing_in_takes_six_queries_whatever_the_number_of_questions(
    bank, web, amina, django_assert_num_queries, count
):
    refs = tuple(f"Q{number:02}" for number in range(1, count + 1))
    attempt = start_attempt(
        user=amina, place="lesson:x", cycle=1, policy=PRACTICE, questions=Draw(refs=refs)
    )
    posted = fields(attempt) | {"do": "submit"}
    web.get(f"/fragor/{attempt.public_id}/")

    # As saving, with the update of the attempt.
    with django_assert_num_queries(6 + 2):
        web.post(f"/fragor/{attempt.public_id}/", posted)

    attempt.refresh_from_db()
    assert attempt.score == count


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 10])
def test_starting_takes_as_many_queries_for_one_question_as_for_ten(
    bank, amina, django_assert_num_queries, count
):
    refs = tuple(f"Q{number:02}" for number in range(1, count + 1))

    # Savepoint, latest attempt, versions, attempt, items, release.
    with django_assert_num_queries(6):
        attempt = start_attempt(
            user=amina, place="lesson:x", cycle=1, policy=PRACTICE, questions=Draw(refs=refs)
        )

    assert attempt.items.count() == count


@pytest.mark.django_db
def test_an_attempt_with_its_history_takes_three_queries(
    amina, final_test, django_assert_num_queries
):
    attempt = final_test()
    submit(user=amina, public_id=attempt.public_id, answers=right_answers(attempt))

    with django_assert_num_queries(3):
        _attempt, items = attempt_with_history(amina.pk, attempt.public_id)

    assert [[step.kind for step in item.history] for item in items] == [
        ["saved", "submitted", "graded"]
    ] * 12


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_results_of_many_lessons_take_one_query(amina, practice, django_assert_num_queries, count):
    places = [f"lesson:K1-1.{number}" for number in range(count)]
    for place in places:
        attempt = practice("Q10", place=place)
        submit(user=amina, public_id=attempt.public_id, answers=right_answers(attempt))

    with django_assert_num_queries(1):
        results = best_results(amina.pk, [*places, "lesson:none"], 1)

    assert {
        place: (r.score, r.of, r.passed, r.tries) for place, r in results.items()
    } == dict.fromkeys(places, (1.0, 1.0, True, 1))


@pytest.mark.django_db
def test_the_best_result_counts_and_a_worse_one_takes_nothing_back(amina, practice):
    good = practice("Q10")
    submit(user=amina, public_id=good.public_id, answers=right_answers(good))
    bad = practice("Q10")
    wrong = right_answers(bad)[1]["chosen"][0]
    other = next(o for o in bad.items.get().option_order["options"] if o != wrong)
    submit(user=amina, public_id=bad.public_id, answers={1: {"chosen": [other]}})

    result = best_results(amina.pk, [good.place], 1)[good.place]

    assert (result.score, result.public_id, result.tries) == (1.0, good.public_id, 2)
    assert best_results(amina.pk, [good.place], 2) == {}
    assert [a.pk for a in history(amina.pk, good.place, 1)] == [bad.pk, good.pk]
    best = mastery(amina.pk)["Q10"]
    assert (best.best, best.times) == (1.0, 2)


@pytest.mark.django_db
def test_what_is_begun_says_how_much_is_answered(web, amina, practice, django_assert_num_queries):
    attempt = practice("Q10", "Q13", "Q06")
    posted = fields(attempt, {2: right_answers(attempt)[2]})
    web.post(f"/fragor/{attempt.public_id}/spara/", posted)

    with django_assert_num_queries(1):
        begun = open_attempts(amina.pk, [attempt.place], 1)[attempt.place]

    assert (begun.questions, begun.answered) == (3, 1)


@pytest.mark.django_db
def test_statistics_of_a_question_are_hidden_until_five_have_answered(admin_client, publish):
    publish("Q10")
    for number in range(4):
        _answered(number)
    four = admin_client.get("/admin/snippets/courses_quiz/question/").content.decode()
    _answered(4)
    five = admin_client.get("/admin/snippets/courses_quiz/question/").content.decode()

    assert ("färre än 5" in four, "100 procent" in four) == (True, False)
    assert ("färre än 5" in five, "100 procent" in five) == (False, True)
    question = question_statistics().get()
    assert (question.answers, question.mean) == (5, 1.0)


def _answered(number: int) -> None:
    user = User.objects.create_user(f"l{number}@example.org", given_name="L")
    attempt = start_attempt(
        user=user, place="lesson:x", cycle=1, policy=PRACTICE, questions=Draw(refs=("Q10",))
    )
    submit(user=user, public_id=attempt.public_id, answers=right_answers(attempt))


@pytest.mark.django_db
def test_an_editor_publishes_a_question_and_its_answers_keep_their_ids(admin_client, publish):
    publish("Q10")
    question = Question.objects.get(ref="Q10")
    before = [o["id"] for o in question.payload()["content"]["options"]]
    address = f"/admin/snippets/courses_quiz/question/edit/{question.pk}/"
    form = _form(admin_client, address) | {"stem": "Nya ord?", "action-publish": "1"}

    answer = admin_client.post(address, form)

    assert answer.status_code == 302, answer.context["form"].errors
    newest = question.versions.order_by("number").last()
    assert (newest.number, newest.payload["stem"]) == (2, "Nya ord?")
    assert [o["id"] for o in newest.payload["content"]["options"]] == before


def _form(client, address: str) -> dict[str, str]:
    """What the admin's form would post unchanged; its blocks are drawn by a script."""
    from wagtail.test.utils.form_data import nested_form_data, streamfield

    question = client.get(address).context["form"].instance
    ((code, raw),) = [question.raw_body()]
    options = {
        "options-count": str(len(raw["options"])),
    }
    for at, option in enumerate(raw["options"]):
        value = option["value"]
        options |= {
            f"options-{at}-order": str(at),
            f"options-{at}-deleted": "",
            f"options-{at}-id": option["id"],
            f"options-{at}-value-text": value["text"],
        }
        if value["right"]:
            options[f"options-{at}-value-right"] = "on"
    body = nested_form_data({"body": streamfield([(code, options)])})
    names = ("ref", "bank", "level", "stem", "feedback", "sources", "county", "reviewed_by")
    return body | {name: str(getattr(question, name)) for name in names}


@pytest.mark.django_db
def test_an_editor_sees_a_question_as_a_learner_would(admin_client, publish):
    publish("Q07")
    question = Question.objects.get(ref="Q07")

    response = question.make_preview_request()
    response.render()

    assert "Jag vill komma i väg till sommarstugan till midsommar." in response.content.decode()


@pytest.mark.django_db
def test_sources_are_shown_by_whoever_keeps_them(request, web, practice):
    def laws(keys):
        return {key: Source(key, "hittepålagen 1 §", "/lag/") for key in keys & {"L1"}}

    register(laws)
    request.addfinalizer(lambda: sources._resolvers.remove(laws))
    attempt = practice("Q01")
    answer = web.post(
        f"/fragor/{attempt.public_id}/", fields(attempt) | {"do": "submit"}, follow=True
    )

    assert '<a href="/lag/">hittepålagen 1 §</a>' in answer.content.decode()
    assert set(resolve(["L1"])) == {"L1"}


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_race_to_start_gives_one_open_attempt(publish):
    publish("Q10")
    user = User.objects.create_user("amina@example.org", given_name="Amina")
    found: list[int] = []
    gate = threading.Barrier(4)

    def start() -> None:
        gate.wait()
        try:
            draw = Draw(refs=("Q10",))
            terms = {"user": user, "place": "lesson:x", "cycle": 1, "policy": PRACTICE}
            found.append(start_attempt(**terms, questions=draw).pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(found) == 4
    assert set(found) == set(Attempt.objects.values_list("pk", flat=True))
    assert Attempt.objects.count() == 1


@pytest.mark.django_db
def test_the_law_behind_a_question_stands_under_its_explanation(web, practice):
    LawReference.objects.create(
        key="L1",
        act="Hittepålagen",
        sfs="2099:1",
        place="10 kap. 8–9 §§",
        title="Plan",
        summary="Om planer.",
        status="V",
        checked_on=datetime.date(2026, 11, 12),
    )
    attempt = practice("Q01")

    answer = web.post(
        f"/fragor/{attempt.public_id}/", fields(attempt) | {"do": "submit"}, follow=True
    )

    html = answer.content.decode().replace("\u00a0", " ").replace("\u2060", "")
    assert '<a href="/lagrum/#L1">Hittepålagen (2099:1) 10 kap. 8–9 §§</a>' in html
    assert "12 november 2026." in html
