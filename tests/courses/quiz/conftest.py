"""People and questions that the quiz tests share."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from courses.quiz.actions import start_attempt
from courses.quiz.draws import Draw
from courses.quiz.loading import load_questions
from courses.quiz.policy import Policy
from training_site.people.models import User

BANK = Path(__file__).resolve().parents[3] / "fixtures" / "questions" / "k1.yaml"
PRACTICE = Policy(
    mode="practice", title="planen", back_url="/kurser/lektion/", next_url="/kurser/nasta/"
)
TEST = Policy(
    mode="test", title="slutprov", back_url="/kurser/", next_url="/kurser/klar/", pass_percent=80
)


@pytest.fixture
def bank(db):
    """Q01–Q23, published."""
    return load_questions(BANK)


@pytest.fixture(scope="session")
def entries() -> dict[str, dict]:
    """The bank's questions as they stand in the file, by ref."""
    return {entry["id"]: entry for entry in yaml.safe_load(BANK.read_text(encoding="utf-8"))}


@pytest.fixture
def publish(db, tmp_path, entries):
    """Publishes only the named questions: quicker than the whole bank."""

    def load(*refs: str):
        path = tmp_path / "few.yaml"
        few = [entries[ref] for ref in refs]
        path.write_text(yaml.safe_dump(few, allow_unicode=True), encoding="utf-8")
        return load_questions(path)

    return load


@pytest.fixture
def amina(db) -> User:
    """A learner."""
    return User.objects.create_user("amina@example.org", given_name="Amina")


@pytest.fixture
def outsider(db) -> User:
    """Another learner, who has no business with Amina's answers."""
    return User.objects.create_user("olof@example.org", given_name="Olof")


@pytest.fixture
def web(client, amina):
    """Amina's browser, signed in."""
    client.force_login(amina)
    return client


@pytest.fixture
def practice(publish, amina):
    """Starts Amina's practice on the named questions, always shuffled alike."""

    def start(*refs: str, place: str = "lesson:K1-1.1"):
        publish(*refs)
        return start_attempt(
            user=amina, place=place, cycle=1, policy=PRACTICE, questions=Draw(refs=refs), seed=7
        )

    return start


@pytest.fixture
def final_test(bank, amina):
    """Starts Amina's test of twelve questions."""

    def start(count: int = 12, seed: int = 7):
        draw = Draw(bank="K1", count=count, county="Påhitt")
        return start_attempt(
            user=amina, place="test:K1-5.2", cycle=1, policy=TEST, questions=draw, seed=seed
        )

    return start
