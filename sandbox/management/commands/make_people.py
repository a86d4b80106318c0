"""Make fictitious people: manage.py make_people --n 25 --seed vt --anchor 2026-01-12 --json."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sandbox.fictive.people import FIRST_ANCHOR_YEAR, LAST_ANCHOR_YEAR, FictivePerson, people

MOST = 100_000


class Command(BaseCommand):
    """Prints the same people for the same seed and anchor date, on any day."""

    help = "Make people who cannot exist; the same seed and anchor date give the same people."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take everything as text, so that what is wrong can be said in Swedish."""
        parser.add_argument("--n", default="10", help="how many people")
        parser.add_argument("--seed", default="1", help="any text or number")
        parser.add_argument("--anchor", help="the day ages are counted from, YYYY-MM-DD")
        parser.add_argument("--json", action="store_true", help="a JSON list instead of a table")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Make and print."""
        made = people(_count(options["n"]), options["seed"], _day(options["anchor"]))
        if options["json"]:
            self.stdout.write(
                json.dumps([person.as_dict() for person in made], ensure_ascii=False, indent=1)
            )
        else:
            self.stdout.write(_table(made))


def _count(text: object) -> int:
    try:
        count = int(str(text))
    except ValueError:
        count = -1
    if not 0 <= count <= MOST:
        raise CommandError(f"--n ska vara ett heltal från 0 till {MOST}.")
    return count


def _day(text: object) -> date:
    if text is None:
        raise CommandError(
            "Ange --anchor: dagen som åldrarna räknas från, till exempel 2026-01-12."
        )
    try:
        day = date.fromisoformat(str(text))
    except ValueError as error:
        raise CommandError("--anchor ska vara ett datum, till exempel 2026-01-12.") from error
    if not FIRST_ANCHOR_YEAR <= day.year <= LAST_ANCHOR_YEAR:
        raise CommandError(f"--anchor ska ligga i åren {FIRST_ANCHOR_YEAR}–{LAST_ANCHOR_YEAR}.")
    return day


def _table(made: list[FictivePerson]) -> str:
    rows = [("Namn", "Nummer (påhittat)", "Född", "Kön", "Adress", "Telefon", "E-post")]
    sexes = {"female": "kvinna", "male": "man", "neutral": "–"}
    rows += [
        (
            person.name,
            person.identity_number,
            str(person.birth_year),
            sexes[person.sex],
            person.address,
            person.phone,
            person.email,
        )
        for person in made
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = [
        "  ".join(cell.ljust(size) for cell, size in zip(row, widths, strict=True)) for row in rows
    ]
    return "\n".join(line.rstrip() for line in lines)
