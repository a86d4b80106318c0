"""A learner with exercise A open, and a way to fill in its forms as a browser would."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from sandbox.exercises.reading import load_scenario
from sandbox.world.templates import load_folder
from training_site.people.models import User

SCENARIOS = Path(__file__).resolve().parents[3] / "fixtures" / "scenarios"


def as_post(body: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """A body as the browser would send it: rows numbered, questions by party."""
    sent: dict[str, Any] = {}
    for key, value in body.items():
        name = f"{prefix}{key}"
        if isinstance(value, Mapping):
            sent |= {f"{name}-{party}": text for party, text in value.items()}
        elif isinstance(value, list) and value and isinstance(value[0], Mapping):
            sent[f"{name}-rows"] = str(len(value))
            for number, row in enumerate(value):
                sent |= as_post(row, f"{name}-{number}-")
        elif value is True:
            sent[name] = "1"
        elif value is not None and value is not False:
            sent[name] = value
    return sent


@pytest.fixture(scope="session")
def exercise_a():
    return load_scenario(SCENARIOS / "alex-kor.yaml")


@pytest.fixture
def model_bodies(exercise_a) -> dict[str, dict[str, Any]]:
    """The experienced colleague's plan, by step."""
    return {move.step: dict(move.body) for move in exercise_a.model}


@pytest.fixture
def scenarios(db):
    return list(load_folder(SCENARIOS, at=timezone.now()))


@pytest.fixture
def amina(scenarios) -> Client:
    """Amina, signed in."""
    return signed_in("amina@example.org", "Amina")


@pytest.fixture
def bo(scenarios) -> Client:
    """Bo, another learner, signed in."""
    return signed_in("bo@example.org", "Bo")


def signed_in(email: str, name: str) -> Client:
    client = Client()
    client.force_login(User.objects.create_user(email, given_name=name))
    return client


class Exercise:
    """Exercise A as one learner plays it over plain HTTP."""

    def __init__(self, client: Client) -> None:
        self.client = client
        started = client.post("/ovning/uppdrag/alex-kor/")
        self.home = started.headers["Location"]

    def page(self, path: str = "") -> str:
        return self.client.get(f"{self.home}{path}", follow=True).content.decode()

    def form(self, step: str):
        return self.client.get(f"{self.home}steg/{step}/")

    def send(self, step: str, body: Mapping[str, Any], **extra: str):
        hidden = self.form(step).context
        sent = {"version": hidden["room"].version, "token": hidden["token"], "do": "send"}
        return self.client.post(f"{self.home}steg/{step}/", sent | as_post(body) | extra)

    def replies(self, step: str) -> str:
        return self.page(f"steg/{step}/svar/")

    def to_the_meeting(self) -> str:
        answer = self.client.post(f"{self.home}steg/call/svar/", {"do": "onward"}, follow=True)
        return answer.content.decode()

    def play(self, bodies: Mapping[str, Mapping[str, Any]]) -> None:
        for step, body in bodies.items():
            self.send(step, body)
            if step == "call":
                self.to_the_meeting()


@pytest.fixture
def alex(amina) -> Exercise:
    return Exercise(amina)
