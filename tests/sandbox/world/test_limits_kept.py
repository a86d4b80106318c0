"""What the person has withheld from one party is stored with the consent and read back the same."""

from __future__ import annotations

from sandbox.world.models import Case
from sandbox.world.queries import case_for_seat
from sandbox.world.snapshot import snapshot
from tests.sandbox.world.conftest import do, model_bodies


def test_a_limit_is_kept_with_the_consent_and_read_back_as_it_was(seat):
    limits = [{"party": "bistand", "heading": "ekonomi"}]
    body = {**model_bodies(seat.run.scenario)["consent"], "limits": limits}

    performed = do(seat, "consent", body)

    stored = snapshot(seat.world, case_for_seat(seat)).state
    assert stored.consents[-1].limits == {("bistand", "ekonomi")}
    assert stored.consents == performed.turn.case.consents


def test_a_consent_from_before_there_were_limits_is_read_without_any(seat):
    do(seat, "consent", model_bodies(seat.run.scenario)["consent"])
    case = case_for_seat(seat)
    old = [{key: row[key] for key in row if key != "limits"} for row in case.consents]
    Case.objects.for_world(seat.world).update(consents=old)

    stored = snapshot(seat.world, case_for_seat(seat)).state

    assert stored.consents[-1].limits == frozenset()
    assert "bistand" in stored.consents[-1].receivers
