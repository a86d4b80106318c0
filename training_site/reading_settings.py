"""How a reader wants the pages to look, kept in a cookie so that it outlives signing out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

COOKIE = "lasinstallningar"
YEAR = 365 * 24 * 60 * 60

Theme = Literal["device", "light", "dark"]


@dataclass(frozen=True)
class Reading:
    """Theme, letters and size; the defaults are what a new reader meets."""

    theme: Theme = "device"
    clear_letters: bool = False
    large_text: bool = False

    @property
    def attributes(self) -> tuple[tuple[str, str], ...]:
        """Names and values of the data attributes of <html>; nothing for what is default."""
        return tuple(
            pair
            for pair, wanted in (
                (("theme", self.theme), self.theme != "device"),
                (("letters", "clear"), self.clear_letters),
                (("size", "large"), self.large_text),
            )
            if wanted
        )

    def to_cookie(self) -> str:
        """The value to store: words with full stops between, e.g. `dark.clear`."""
        return ".".join(value for _, value in self.attributes)


def from_cookie(value: str | None) -> Reading:
    """The settings a cookie holds; anything unknown in it is passed over."""
    words = set((value or "").split("."))
    theme: Theme = "dark" if "dark" in words else "light" if "light" in words else "device"
    return Reading(theme=theme, clear_letters="clear" in words, large_text="large" in words)
