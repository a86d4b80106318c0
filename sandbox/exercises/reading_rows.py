"""Reads rows of a scenario file with their lines: what every part of the reading leans on."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from content_files.yaml_marks import Marked
from sandbox.exercises.conditions import Condition, parse
from sandbox.process.clock import minutes_in
from sandbox.process.state import minute_of

At = tuple[str | int, ...]


class Rows:
    """Reads the rows of one file; `marked` knows the line of everything."""

    def __init__(self, marked: Marked) -> None:
        self.marked = marked
        self.data: dict[str, Any] = marked.data if isinstance(marked.data, dict) else {}

    def need(self, row: Any, key: str, *at: str | int) -> Any:
        """Return what stands under the key. Raises ContentError when nothing does."""
        if not isinstance(row, Mapping) or row.get(key) in (None, ""):
            raise self.marked.error(f"”{key}” saknas här.", *at)
        return row[key]

    def only(self, row: Any, known: Collection[str], *at: str | int) -> None:
        """Refuse keys that mean nothing here."""
        if not isinstance(row, Mapping):
            raise self.marked.error("Här ska det stå rader med ”namn: värde”.", *at)
        for key in row:
            if key not in known:
                words = ", ".join(sorted(known))
                text = f"”{key}” går inte att använda här. Välj bland: {words}."
                raise self.marked.error(text, *at, key)

    def one_of(self, row: Any, key: str, known: Collection[str], *at: str | int) -> str:
        """Return the word under the key. Raises ContentError unless it is one of the known."""
        value = self.need(row, key, *at)
        if value not in known:
            words = ", ".join(sorted(known))
            raise self.marked.error(f"”{value}” finns inte. Välj bland: {words}.", *at, key)
        return str(value)

    def flag(self, row: Mapping[str, Any], key: str, *at: str | int, default: bool) -> bool:
        """Return true or false. Raises ContentError for anything else."""
        value = row.get(key, default)
        if not isinstance(value, bool):
            raise self.marked.error(f"”{key}” ska vara true eller false.", *at, key)
        return value

    def mapping(self, row: Mapping[str, Any], key: str, *at: str | int) -> dict[str, Any]:
        """Return rows of the form name: value, or none. Raises ContentError otherwise."""
        found = row.get(key)
        if found is None:
            return {}
        if not isinstance(found, dict):
            raise self.marked.error(f"”{key}” ska ha rader med ”namn: värde”.", *at, key)
        return found

    def texts(self, row: Mapping[str, Any], key: str, *at: str | int) -> tuple[str, ...]:
        """Return a list of texts, or none. Raises ContentError for anything but texts."""
        found = []
        for value, where in self.rows(row, key, *at):
            if not isinstance(value, str):
                raise self.marked.error(f"Varje rad i ”{key}” ska vara en text.", *where)
            found.append(value.strip())
        return tuple(found)

    def when(self, row: Mapping[str, Any], *at: str | int, key: str = "when") -> Condition | None:
        """Return the condition under the key, or None."""
        return parse(self.marked, row[key], *at, key) if key in row else None

    def rows(self, row: Mapping[str, Any], key: str, *at: str | int) -> list[tuple[Any, At]]:
        """Return each row of a list with where it stands. Raises ContentError if not a list."""
        found = row.get(key) or []
        if not isinstance(found, list):
            raise self.marked.error(
                f"”{key}” ska vara en lista, med ett streck före varje.", *at, key
            )
        return [(one, (*at, key, index)) for index, one in enumerate(found)]

    def minute(self, row: Any, *at: str | int) -> int:
        """Return the simulated minute of a day and a time. Raises ContentError."""
        try:
            return minute_of(int(row["day"]), str(self.need(row, "time", *at)))
        except (KeyError, ValueError, TypeError) as error:
            raise self.marked.error('Skriv day: 1 och time: "08.30".', *at) from error

    def period(self, row: Any, key: str, at: At) -> int:
        """Return the minutes of a period such as PT3H. Raises ContentError."""
        try:
            return minutes_in(str(self.need(row, key, *at)))
        except ValueError as error:
            raise self.marked.error(str(error), *at, key) from error
