"""Where a cited section of a guide stands now: whoever keeps the guides registers here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class GuidePlace:
    """A section of a guide as readers see it today; `version` is the one in force."""

    title: str
    section_title: str
    url: str
    version: str


Finder = Callable[[str, str], GuidePlace | None]
_finders: list[Finder] = []


def register(finder: Finder) -> None:
    """Ask `finder` from now on: it gets the guide's slug and the section's key."""
    if finder not in _finders:
        _finders.append(finder)


def find(slug: str, section: str) -> GuidePlace | None:
    """The section, or None when nobody knows it."""
    for finder in _finders:
        place = finder(slug, section)
        if place is not None:
            return place
    return None
