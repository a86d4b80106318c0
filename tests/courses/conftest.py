"""A small course, and people who take it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from courses.loading import load_all
from courses.page_writing import Report
from courses.quiz.actions import submit
from courses.quiz.loading import load_questions
from courses.quiz.models import Attempt
from tests.courses import small_course
from tests.courses.quiz.answering import right_answers
from training_site.people.models import User

COURSE = "/kurser/testkurs/"
FIRST = f"{COURSE}del-ett/ett/"
SECOND = f"{COURSE}del-ett/tva/"
TEST = f"{COURSE}del-tva/prov/"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The small course as files."""
    return small_course.write(tmp_path)


@pytest.fixture
def load(db, folder: Path) -> Callable[[], Report]:
    """Loads the files as they stand."""
    return lambda: load_all(folder, load_questions=load_questions)


@pytest.fixture
def course(load) -> None:
    """The small course, published."""
    load()


@pytest.fixture
def amina(db) -> User:
    """A learner."""
    return User.objects.create_user("amina@example.org", given_name="Amina")


@pytest.fixture
def reader(client: Client, amina: User) -> Client:
    """Amina's browser, signed in."""
    client.force_login(amina)
    return client


@pytest.fixture
def answer(reader: Client, amina: User) -> Callable[[str], None]:
    """Answers every question of a lesson right, through its button."""

    def begin_and_submit(key: str) -> None:
        reader.post(f"/kurser/fragor/{key}/")
        attempt = Attempt.objects.get(user=amina, submitted_at__isnull=True)
        submit(user=amina, public_id=attempt.public_id, answers=right_answers(attempt))

    return begin_and_submit
