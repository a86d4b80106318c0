"""Measures every published lesson: words, LIX, longest sentence, fullest screen, minutes."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from courses import catalogue, readability
from courses.pages import LessonPage

HEADINGS = {
    "lesson": "Lektion",
    "words": "Ord",
    "lix": "LIX",
    "longest": "Längsta mening",
    "screen": "Fullaste skärm",
    "minutes": "Minuter",
    "bare": "Bara paragrafer",
}


def rows() -> list[dict[str, Any]]:
    """One row for each published lesson, in the order of the courses. One query besides."""
    bodies = {page.pk: page.body.get_prep_value() for page in LessonPage.objects.live()}
    found = []
    for course in catalogue.current().courses:
        for lesson in course.lessons:
            data = list(bodies[lesson.pk])
            measured = readability.measure(data)
            found.append(
                {
                    "lesson": lesson.key,
                    "words": measured.words,
                    "lix": measured.lix,
                    "longest": measured.longest,
                    "screen": measured.fullest,
                    "minutes": lesson.minutes,
                    "bare": len(readability.bare_paragraphs(data)),
                    "sentence": measured.sentence,
                }
            )
    return found


class Command(BaseCommand):
    """Mäter alla publicerade lektioner."""

    help = "Mäter varje publicerad lektion: ord, LIX, längsta mening, skärmar, minuter."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """As a table, or as data."""
        parser.add_argument("--json", action="store_true", help="som JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the table."""
        table = rows()
        if options["json"]:
            self.stdout.write(json.dumps(table, ensure_ascii=False, indent=2))
            return
        self.stdout.write("  ".join(heading.ljust(9) for heading in HEADINGS.values()))
        for row in table:
            cells = (
                str(row[name]).ljust(max(9, len(heading))) for name, heading in HEADINGS.items()
            )
            self.stdout.write("  ".join(cells).rstrip())
