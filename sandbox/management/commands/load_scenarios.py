from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from content_files.yaml_marks import ContentError
from sandbox.world.templates import load_folder

FIXTURES = Path(__file__).resolve().parents[3] / "fixtures"
SCENARIOS = FIXTURES / "scenarios"
PERSONAS = FIXTURES / "personas"


class Command(BaseCommand):
    help = "Load the scenario files and make their template worlds; unchanged files are left alone."

    def add_arguments(self, parser: CommandParser) -> None:
        """The folder, when it is not fixtures/scenarios."""
        parser.add_argument("folder", nargs="?", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Load every file. Raises CommandError, naming file and line, for one that is wrong."""
        folder = options["folder"] or SCENARIOS
        try:
            with transaction.atomic():
                loaded = list(load_folder(folder, personas=PERSONAS, at=timezone.now()))
        except ContentError as error:
            raise CommandError(str(error)) from error
        for one in loaded:
            word = "ny" if one.new else "oförändrad"
            self.stdout.write(f"{one.scenario.slug}, version {one.scenario.version}: {word}")
