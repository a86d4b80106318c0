from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from content_files.yaml_marks import ContentError
from training_site.guides.loading import load_guides
from training_site.settings.base import PROJECT


class Command(BaseCommand):
    """Loads guides, questions and answers, news and contacts."""

    help = "Load guides, answers, news and contacts from fixtures/guides."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--folder", type=Path, default=PROJECT / "fixtures" / "guides")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        try:
            load_guides(folder)
        except ContentError as error:
            raise CommandError(str(error)) from error
