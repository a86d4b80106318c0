"""Where a learner stands: opened, read, answered, locked, done, and never anyone else's."""

from __future__ import annotations

import pytest
from django.utils import timezone

from courses import actions, catalogue, queries
from courses.models import Completion, Enrolment, LessonPage, Visit
from courses.quiz.models import Attempt
from tests.courses.conftest import COURSE, FIRST, SECOND, TEST
from training_site.people.models import User

pytestmark = pytest.mark.usefixtures("course")


def text(response) -> str:
    return response.content.decode()


def done(user: User) -> set[str]:
    return set(Completion.objects.filter(enrolment__user=user).values_list("key", flat=True))


def test_opening_a_lesson_begins_the_course(reader, amina):
    reader.get(FIRST)

    enrolment = Enrolment.objects.get(user=amina)
    assert (enrolment.course_key, enrolment.cycle) == ("T1", 1)
    assert Visit.objects.get(enrolment=enrolment).read_at is None


def test_reading_a_guest_leaves_nothing(client):
    client.get(FIRST)

    assert not Enrolment.objects.exists()


def test_a_lesson_without_questions_is_done_when_read_and_leads_to_the_next(reader, amina):
    response = reader.post("/kurser/last/T1-1.1/")

    assert response.url == SECOND
    assert done(amina) == {"T1-1.1"}


def test_a_lesson_with_questions_is_done_when_they_are_answered_too(reader, amina, answer):
    reader.post("/kurser/last/T1-1.2/")
    assert done(amina) == set()

    answer("T1-1.2")
    reader.get(SECOND)

    assert done(amina) == {"T1-1.2"}


def test_starting_the_questions_twice_goes_on_with_the_same_attempt(reader, amina):
    first = reader.post("/kurser/fragor/T1-1.2/")
    second = reader.post("/kurser/fragor/T1-1.2/")

    assert first.url == second.url
    assert Attempt.objects.get(user=amina).place == "lesson:T1-1.2"


def test_signing_in_for_the_questions_leads_back_to_the_lesson(client):
    response = client.post("/kurser/fragor/T1-1.2/")

    assert response.url == f"/konto/logga-in/?next={SECOND}"


def test_a_locked_test_says_why_and_does_not_begin(reader, amina):
    page = text(reader.get(TEST))

    assert "Kan inte börja än" in text(reader.get(COURSE))
    assert "1.2 Andra lektionen" in page
    assert reader.post("/kurser/fragor/T1-2.1/").url == TEST
    assert not Attempt.objects.filter(user=amina).exists()


def test_the_whole_way_to_a_finished_course(reader, amina, answer):
    reader.post("/kurser/last/T1-1.1/")
    answer("T1-1.2")
    answer("T1-2.1")

    page = text(reader.get(COURSE))

    assert "Du är klar med kursen" in page
    assert done(amina) == {"T1", "T1-1.1", "T1-1.2", "T1-2.1"}
    completion = Completion.objects.get(key="T1-2.1")
    assert completion.rule == [{"need": "test", "ref": "T1-2.1", "percent": 80}]
    assert completion.evidence == {"percent": 100}


def test_a_completion_stands_when_the_rule_is_made_harder(reader, amina):
    reader.post("/kurser/last/T1-1.1/")
    page = LessonPage.objects.get(key="T1-1.1")
    page.exercise = "finns-inte"
    page.save_revision().publish()

    reader.get(COURSE)

    assert done(amina) == {"T1-1.1"}
    assert "1 av 3 lektioner klara" in text(reader.get(COURSE))


def test_a_completion_is_taken_back_only_with_a_reason_and_by_name(reader, amina):
    reader.post("/kurser/last/T1-1.1/")
    completion = Completion.objects.get()
    now = timezone.now()

    with pytest.raises(ValueError, match="orsak"):
        actions.revoke(completion=completion, by_id=amina.pk, reason=" ", now=now)
    actions.revoke(completion=completion, by_id=amina.pk, reason="Fel person.", now=now)

    completion.refresh_from_db()
    assert (completion.revoked_by, completion.revoked_reason) == (amina, "Fel person.")


def test_a_new_cycle_begins_anew_and_keeps_the_old_one(reader, amina):
    reader.post("/kurser/last/T1-1.1/")
    course = catalogue.current().course("T1")

    actions.begin_again(user_id=amina.pk, course=course, unit="", now=timezone.now())

    assert "0 av 3 lektioner klara" in text(reader.get(COURSE))
    assert Completion.objects.count() == 1


def test_what_is_left_is_said_in_words_with_a_way_there(reader):
    reader.post("/kurser/last/T1-1.2/")

    page = text(reader.get("/kurser/kvar/T1/"))

    assert "Läs klart 1.1 Första lektionen" in page
    assert "Svara på 2\u00a0frågor i 1.2 Andra lektionen" in page
    assert "Klara 2.1 Slutprov med minst 80 procent rätt" in page
    assert f'href="{SECOND}"' in page


def test_the_learner_goes_on_at_the_exact_place(reader, amina):
    reader.get(FIRST)
    part = catalogue.current().body(catalogue.current().find_lesson("T1-1.1")[1]).parts[1]

    saved = reader.post("/kurser/plats/T1-1.1/", {"del": part})

    assert saved.json() == {"saved": True}
    assert f'href="{FIRST}#{part}"' in text(reader.get(COURSE))


def test_a_place_that_is_not_in_the_lesson_is_not_kept(reader):
    reader.get(FIRST)

    assert reader.post("/kurser/plats/T1-1.1/", {"del": "del-annan"}).status_code == 422
    assert Visit.objects.get().block == ""


def test_another_learners_progress_never_shows(client, reader, amina, answer):
    reader.post("/kurser/last/T1-1.1/")
    answer("T1-1.2")
    olof = User.objects.create_user("olof@example.org", given_name="Olof")
    client.force_login(olof)

    assert "0 av 3 lektioner klara" in text(client.get(COURSE))
    assert queries.course_progress(olof.pk, "T1").started is False
    client.logout()
    assert "lektioner klara" not in text(client.get(COURSE))


def test_a_card_counts_what_was_done_since_the_course_was_opened(reader, amina, answer):
    answer("T1-1.2")

    (card,) = queries.course_cards(amina.pk)

    assert (card.done, card.started, card.finished) == (1, True, False)
    assert done(amina) == set()
