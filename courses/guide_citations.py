"""Where a cited section of a guide stands now: whoever keeps the guides registers here."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

# As questions and exercises write it: guide:forbered-ett-sip-mote#plan-b@1.0
CITATION = re.compile(r"guide:[-a-zA-Z0-9_]+#[-a-zA-Z0-9_]+@\d+\.\d+")


@dataclass(frozen=True)
class Citation:
    """A section of a guide, by the guide's slug and the section's key, in the version cited."""

    guide: str
    section: str
    version: str

    @property
    def key(self) -> str:
        """As it is written."""
        return f"guide:{self.guide}#{self.section}@{self.version}"

    @classmethod
    def read(cls, key: str) -> Citation | None:
        """The citation that is written so; None for anything else."""
        if not CITATION.fullmatch(key):
            return None
        guide, _hash, rest = key.removeprefix("guide:").partition("#")
        section, _at, version = rest.partition("@")
        return cls(guide, section, version)


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
