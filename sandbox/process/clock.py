"""Periods of simulated time, written as ISO 8601 durations in the files."""

from __future__ import annotations

import re

from sandbox.process.state import MINUTES_PER_DAY

PERIOD = re.compile(r"^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$")


def minutes_in(period: str) -> int:
    """Return the minutes in a period such as P3D or PT4H30M. Raises ValueError otherwise."""
    match = PERIOD.match(period)
    if not match or not any(match.groups()):
        raise ValueError(f"”{period}” är ingen tidsperiod. Skriv till exempel P3D eller PT4H.")
    days, hours, minutes = (int(part or 0) for part in match.groups())
    return days * MINUTES_PER_DAY + hours * 60 + minutes
