"""The fast track: what somebody who has done this before shows, and what then remains."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from content_files.yaml_marks import ContentError
from courses import own_data
from courses.models import Completion, CoursePage
from courses.quiz.models import Attempt
from tests.courses import small_course
from tests.courses.conftest import COURSE, FIRST, SECOND
from tests.courses.one_load import browser, loaded, person, text, undone
from tests.courses.quiz.answering import fields
from training_site.front.home import home

MAP = "/kurser/snabbspar/T1/"
FAST = "fast_track: [Q01, Q03]\n"


def with_fast_track(folder: Path, words: str = FAST) -> None:
    """One question in each of the two lessons, both in the fast track."""
    path = folder / "courses" / "t1" / "course.yaml"
    path.write_text(words + small_course.COURSE, "utf-8")
    small_course.change(folder, "ett.md", "minutes: 4\n", "minutes: 4\nquestions: [Q01]\n")
    small_course.change(folder, "tva.md", "[Q01, Q03]", "[Q03]")


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker, tmp_path_factory):
    with loaded(django_db_blocker, tmp_path_factory.mktemp("fast"), with_fast_track) as report:
        yield report


@pytest.fixture
def lena(site):
    with undone():
        yield person("Lena")


def answer(user, *, right: tuple[str, ...] = (), sure: tuple[str, ...] = ()) -> str:
    """Takes the fast track with these questions right, and says where it led."""
    client = browser(user)
    page = client.post(MAP).url
    attempt = Attempt.objects.get(user=user, submitted_at__isnull=True)
    posted = fields(attempt)
    for item in attempt.items.select_related("version"):
        if item.version.ref not in right:
            options = item.version.payload["content"]["options"]
            posted[f"q{item.slot}"] = [one["id"] for one in options if not one["right"]][:1]
        posted[f"q{item.slot}.saker"] = ["ja" if item.version.ref in sure else "nej"]
    return client.post(page, posted | {"do": "submit"}).url


def done(user) -> dict[str, str]:
    rows = Completion.objects.filter(enrolment__user=user)
    return dict(rows.values_list("key", "source"))


def test_a_course_shows_two_doors_and_says_how_long_the_fast_one_takes(lena):
    page = text(browser(lena).get(COURSE))

    assert "Snabbspår 10 min – för dig som gjort det här" in page
    assert "Frågorna täcker 2 av 3 lektioner." in page
    assert "Ta snabbspåret" in page
    assert "Ta snabbspåret" not in text(Client().get(COURSE))


def test_a_course_without_a_fast_track_has_one_door(lena):
    course = CoursePage.objects.get(key="T1")
    course.fast_track = ""
    course.save_revision().publish()

    assert "Snabbspår" not in text(browser(lena).get(COURSE))
    assert browser(lena).post(MAP).status_code == 404


def test_what_is_right_counts_as_done_and_is_not_asked_again(lena):
    assert answer(lena, right=("Q01", "Q03")) == MAP

    page = text(browser(lena).get(MAP))

    assert "Du kan 2 av 2." in page
    assert "Frågorna täcker inte de här lektionerna" in page
    assert done(lena) == {"T1-1.1": "fast", "T1-1.2": "fast"}
    lesson = text(browser(lena).get(SECOND))
    assert "Visat i snabbspåret" in lesson
    assert "Svara på" not in lesson


def test_what_was_done_says_that_it_was_shown_and_with_how_many_questions(lena):
    answer(lena, right=("Q03",))
    browser(lena).get(MAP)

    (row,) = Completion.objects.get(enrolment__user=lena).rule
    assert row == {"need": "shown", "ref": "T1-1.2", "number": 1}


def test_a_missed_question_leads_to_the_lesson_it_is_asked_in(lena):
    answer(lena, right=("Q03",))

    page = text(browser(lena).get(MAP))

    assert "Du kan 1 av 2. Läs 1 lektion, 4 minuter." in page
    assert page.index("Läs de här") < page.index(FIRST) < page.index("Du har visat")
    assert "Du var säker" not in page
    assert "Läs 1.1 Första lektionen och svara på 1 fråga" in text(
        browser(lena).get("/kurser/kvar/T1/")
    )


def test_what_one_was_sure_of_and_had_wrong_comes_first(lena):
    answer(lena, sure=("Q03",))

    page = text(browser(lena).get(MAP))
    assert "Visa min karta" in text(browser(lena).get(COURSE))
    reading = page[page.index("Läs de här") :]

    assert reading.index(SECOND) < reading.index(FIRST)
    assert reading.count("Du var säker, men svaret är ett annat.") == 1


def test_answering_again_takes_nothing_back(lena):
    answer(lena, right=("Q01",))
    answer(lena, right=("Q03",))
    browser(lena).get(MAP)
    answer(lena)

    assert "Du kan 2 av 2." in text(browser(lena).get(MAP))
    assert set(done(lena)) == {"T1-1.1", "T1-1.2"}


def test_the_progress_of_the_course_counts_what_was_shown(lena):
    answer(lena, right=("Q01", "Q03"))

    assert "2 av 3 lektioner klara" in text(browser(lena).get(COURSE))
    assert "2 av 3 lektioner klara" in text(browser(lena).get("/kurser/"))


def test_a_course_begun_only_through_the_fast_track_is_begun_wherever_it_is_listed(lena):
    client = browser(lena)
    before = text(client.get("/mina-sidor/"))
    client.post(MAP)

    pages = [text(client.get(address)) for address in ("/kurser/", "/mina-sidor/")]

    assert "Inte påbörjad" in before
    assert ["Inte påbörjad" in page for page in pages] == [False, False]
    assert ["Pågår" in page for page in pages] == [True, True]
    assert home(lena).resume.was_here.startswith("i dag")


def test_nobody_has_a_map_before_having_answered(lena):
    assert browser(lena).get(MAP).url == COURSE
    assert Client().post(MAP).url == f"/konto/logga-in/?next={COURSE}"


def test_how_sure_one_is_can_be_changed_until_the_answers_are_handed_in(lena):
    client = browser(lena)
    page = client.post(MAP).url
    client.post(page, {"do": "save", "q1.saker": "ja"})
    client.post(page, {"do": "save", "q1.saker": "nej"})

    item = Attempt.objects.get(user=lena).items.get(slot=1)
    assert list(item.certainties.values_list("sure", flat=True)) == [True, False]
    assert 'name="q1.saker" value="nej" checked' in text(client.get(page))


def test_a_map_asks_the_database_as_much_however_much_it_shows(lena):
    answer(lena)
    client = browser(lena)
    client.get(MAP)
    with CaptureQueriesContext(connection) as of_two_to_read:
        client.get(MAP)
    answer(lena, right=("Q01", "Q03"))
    client.get(MAP)
    with CaptureQueriesContext(connection) as of_none:
        client.get(MAP)

    assert len(of_two_to_read) >= len(of_none)
    assert len(of_two_to_read) <= 8


@pytest.mark.parametrize(
    ("refs", "words"),
    [("[Q01, Q99]", "Frågan ”Q99” finns inte"), ("[Q01, Q02]", "Ingen lektion .* ”Q02”")],
)
def test_a_fast_track_asks_only_what_a_lesson_asks(folder, load, refs, words):
    with_fast_track(folder, f"fast_track: {refs}\n")
    bank = folder / "questions" / "k1.yaml"
    two = bank.read_text("utf-8").replace("id: Q03", "id: Q02")
    (folder / "questions" / "k2.yaml").write_text(two.replace("id: Q01", "id: Q04"), "utf-8")

    with pytest.raises(ContentError, match=rf"rad 1.*{words}"):
        load()


def test_ones_own_data_names_the_course_of_a_fast_track_in_words(lena):
    answer(lena, right=("Q01",))

    (row,) = own_data.answers_of(lena.pk)

    assert row["Var"] == f"Snabbspår, {CoursePage.objects.get(key='T1').title}"
