from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from content_files.yaml_marks import ContentError
from training_site.front.loading import load_pages, name_in_swedish
from training_site.settings.base import PROJECT


class Command(BaseCommand):
    """Loads the start page and the plain pages."""

    help = "Load the start page and the plain pages from fixtures/pages."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--folder", type=Path, default=PROJECT / "fixtures" / "pages")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        try:
            load_pages(folder)
            name_in_swedish()
        except ContentError as error:
            raise CommandError(str(error)) from error
