"""Amina and Bo, a loaded exercise, and seats in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from sandbox.exercises.play import next_moment
from sandbox.world.models import Scenario, Seat
from sandbox.world.perform import Performed, advance, perform
from sandbox.world.queries import load
from sandbox.world.starting import start_alone
from sandbox.world.templates import file_of, load_folder
from training_site.people.models import User

FIXTURES = Path(__file__).resolve().parents[3] / "fixtures"
NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def loaded_scenario() -> Scenario:
    return next(iter(load_folder(FIXTURES / "scenarios", at=NOW))).scenario


@pytest.fixture
def scenario(db) -> Scenario:
    return loaded_scenario()


@pytest.fixture
def amina(db) -> User:
    return User.objects.create_user("amina@example.org", given_name="Amina")


@pytest.fixture
def bo(db) -> User:
    return User.objects.create_user("bo@example.org", given_name="Bo")


@pytest.fixture
def seat(scenario, amina) -> Seat:
    return start_alone(user=amina, slug=scenario.slug, now=NOW)


def do(seat: Seat, step: str, body: Mapping[str, Any], **more: Any) -> Performed:
    """Send one step's form, as read just now."""
    loaded = load(seat)
    action = loaded.scenario.step(step).action
    version = more.pop("expected_version", loaded.case.version)
    return perform(seat=seat, action=action, body=body, expected_version=version, now=NOW, **more)


def model_bodies(scenario: Scenario) -> dict[str, dict[str, Any]]:
    """The experienced colleague's forms, by step."""
    return {move.step: dict(move.body) for move in file_of(scenario).model}


def play_model(seat: Seat, *, steps: int | None = None) -> None:
    """Play the colleague's plan from the seat, or its first steps, with the meeting on its day."""
    for step, body in list(model_bodies(seat.run.scenario).items())[:steps]:
        do(seat, step, body)
        loaded = load(seat)
        moment = next_moment(loaded.state, loaded.scenario)
        if moment is not None:
            advance(seat=seat, to=moment, now=NOW)


@pytest.fixture
def played() -> Callable[..., None]:
    return play_model
