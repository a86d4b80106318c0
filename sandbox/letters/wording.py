"""The letters' words: one file in plain Swedish, filled in with what the case says."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).with_name("wording.yaml")
NBSP = "\u00a0"


@lru_cache(maxsize=1)
def words() -> dict[str, Any]:
    """The whole file."""
    found: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return found


def say(*path: str, **facts: str) -> str:
    """The sentence at the path, with the facts in it. What the facts hold is never read as a form."""
    return str(_at(path)).format_map(facts).replace("kl. ", f"kl.{NBSP}").strip()


def say_all(*path: str, **facts: str) -> tuple[str, ...]:
    """The sentences at the path, in order."""
    return tuple(
        str(one).format_map(facts).replace("kl. ", f"kl.{NBSP}").strip() for one in _at(path)
    )


def day_words(day: date) -> str:
    """A day as a letter has it: "tisdag 24 november 2026"."""
    return f"{words()['weekdays'][day.weekday()]} {date_words(day)}"


def date_words(day: date) -> str:
    """A date as a letter has it: "24 november 2026"."""
    return f"{day.day} {words()['months'][day.month - 1]} {day.year}".replace(" ", NBSP)


def _at(path: tuple[str, ...]) -> Any:
    found: Any = words()
    for key in path:
        found = found[key]
    return found
