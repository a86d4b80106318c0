"""A county with few cases: quick to load, and known to every test of free practice."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from sandbox.world.counties import load_county_file
from sandbox.world.models import Scenario

FIXTURES = Path(__file__).resolve().parents[3] / "fixtures"
CASES = Path(__file__).parent / "cases"
NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)
WARD, CLINIC, TOWN, NURSES = "avdelning-4", "vc-an", "bistand", "hsv-norr"


def load_small_county() -> Scenario:
    """The county as rooms know it, with Berit on the ward since yesterday."""
    path = FIXTURES / "practice" / "pahitts-lan.yaml"
    row, _new = load_county_file(path, personas=FIXTURES / "personas", at=NOW, cases=CASES)
    return row
