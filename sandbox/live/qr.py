"""A QR code as the path of an inline picture; no style, no data address, so any policy allows it."""

from __future__ import annotations

from dataclasses import dataclass

import segno

# The quiet zone a reader needs around the squares.
QUIET = 4


@dataclass(frozen=True)
class Picture:
    """The size of the square in modules, quiet zone included, and the path of the dark ones."""

    size: int
    path: str


def qr(address: str) -> Picture:
    """The address as a QR code that survives a worn screen (error correction M)."""
    rows = segno.make(address, error="m", micro=False).matrix
    parts = []
    for y, row in enumerate(rows, start=QUIET):
        start = None
        for x, dark in enumerate([*row, 0], start=QUIET):
            if dark and start is None:
                start = x
            elif not dark and start is not None:
                parts.append(f"M{start} {y}h{x - start}v1H{start}z")
                start = None
    return Picture(len(rows) + 2 * QUIET, "".join(parts))
