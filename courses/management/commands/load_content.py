"""Loads courses, questions and references from the content files."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from content_files.yaml_marks import ContentError
from courses.loading import load_all
from courses.quiz.loading import load_questions

WORDS = {"made": "nya", "changed": "ändrade", "same": "oförändrade", "kept": "lämnade"}


class Command(BaseCommand):
    """Läser in kurser, frågor och referenser ur fixtures. Kan köras hur många gånger som helst."""

    help = "Läser in kurser, frågor och referenser ur innehållsfilerna. Ändrar inget i onödan."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where the files are."""
        parser.add_argument("--folder", type=Path, default=settings.PROJECT / "fixtures")

    def handle(self, *args: Any, folder: Path, verbosity: int = 1, **options: Any) -> None:
        """Load everything, or nothing when a file is broken."""
        try:
            report = load_all(folder, load_questions=load_questions)
        except ContentError as error:
            raise CommandError(str(error)) from error
        if not verbosity:
            return
        counts = ", ".join(f"{report.counts[key]} {word}" for key, word in WORDS.items())
        self.stdout.write(f"Innehåll: {counts}.")
        for title in report.kept:
            self.stdout.write(f"Ändrad av en redaktör, lämnad som den är: {title}")
