"""The detector's test data: numbers published for tests, which no form may keep."""

from __future__ import annotations

from pathlib import Path

_LINES = (Path(__file__).parent / "detector_numbers.txt").read_text(encoding="utf-8").splitlines()
LOOKS_REAL = next(line for line in _LINES if line and not line.startswith("#"))
