"""A led session about Berit: groups with people in their seats, and what they may write."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sandbox.fictive.personas import load_personas
from sandbox.world.groups import seat_the_groups
from sandbox.world.models import Participant, Run, Scenario, Seat, World
from sandbox.world.perform import Performed, perform
from sandbox.world.queries import hash_of, load
from sandbox.world.starting import new_code
from sandbox.world.templates import file_of, load_file
from tests.sandbox.world.conftest import FIXTURES, NOW

WARD, CARE, AID, HOME, NURSE, REHAB = (
    "avdelning-4", "vc-an", "bistand", "hemtjanst-norr", "hsv-norr", "kommunrehab",
)  # fmt: skip
SIX = (WARD, CARE, AID, HOME, NURSE, REHAB)


def berit() -> Scenario:
    written = load_personas(FIXTURES / "personas")
    return load_file(
        FIXTURES / "scenarios" / "berit-gar-hem.yaml", written=written, at=NOW
    ).scenario


def planned_run(scenario: Scenario, *, trainer: Any = None, groups: int = 1, **more: Any) -> Run:
    return Run.objects.create(
        scenario=scenario,
        version=scenario.version,
        join_code=new_code(),
        trainer=trainer,
        groups=groups,
        **{"mode": Run.Mode.GROUP, "state": Run.State.LOBBY, **more},
    )


def somebody(run: Run, no: int, **more: Any) -> Participant:
    """A guest with the token "gast-<no>"."""
    return Participant.objects.create(
        run=run, no=no, name=f"Gäst {no}", token_hash=hash_of(f"gast-{run.pk}-{no}"),
        personal_code=f"K{run.pk:03d}M{no:03d}", **more,
    )  # fmt: skip


def token(participant: Participant) -> str:
    return f"gast-{participant.run_id}-{participant.no}"


def full_house(run: Run, *, groups: int = 1, parties: tuple[str, ...] = SIX) -> tuple[World, ...]:
    """Every group with a person in each of the seats."""
    cast: dict[int, dict[str, int]] = {}
    for line in range(1, groups + 1):
        for party in parties:
            no = Participant.objects.filter(run=run).count() + 1
            cast.setdefault(line, {})[party] = somebody(run, no, workplace=party).no
    return seat_the_groups(run, cast, now=NOW)


def seat_of(world: World, party: str) -> Seat:
    return Seat.objects.select_related("run__scenario", "world", "participant").get(
        world=world, unit=party
    )


def model_step(scenario: Scenario, key: str) -> tuple[str, dict[str, Any]]:
    """The action of a step, and what the experienced colleague writes in it."""
    read = file_of(scenario)
    body = next((move.body for move in read.model if move.step == key), {})
    return read.step(key).action, dict(body)


def send(
    seat: Seat, action: str, body: Mapping[str, Any], *, now: datetime = NOW, **more: Any
) -> Performed:
    """Send a form from the seat, as read just now."""
    version = more.pop("expected_version", None)
    if version is None:
        version = load(seat).case.version
    return perform(seat=seat, action=action, body=body, expected_version=version, now=now, **more)


def take_step(seat: Seat, key: str, **more: Any) -> Performed:
    action, body = model_step(seat.run.scenario, key)
    return send(seat, action, body, step=key, **more)
