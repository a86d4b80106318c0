from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from content_files.yaml_marks import ContentError
from training_site.people.loading import load_people
from training_site.settings.base import PROJECT


class Command(BaseCommand):
    """Loads organisations, units and, in development, demo accounts."""

    help = "Load organisations, units and demo accounts from fixtures/people."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--folder", type=Path, default=PROJECT / "fixtures" / "people")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        try:
            load_people(folder)
        except ContentError as error:
            raise CommandError(str(error)) from error
