from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from content_files.yaml_marks import ContentError
from sandbox.world.counties import load_counties
from sandbox.world.templates import load_folder

FIXTURES = Path(__file__).resolve().parents[3] / "fixtures"
SCENARIOS = FIXTURES / "scenarios"
PERSONAS = FIXTURES / "personas"
COUNTIES = FIXTURES / "practice"


class Command(BaseCommand):
    help = "Load the scenario files, and the county to practise freely in; unchanged files are left alone."

    def add_arguments(self, parser: CommandParser) -> None:
        """The folder, when it is not fixtures/scenarios."""
        parser.add_argument("folder", nargs="?", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Load every file. Raises CommandError, naming file and line, for one that is wrong."""
        folder = options["folder"] or SCENARIOS
        try:
            with transaction.atomic():
                loaded = list(load_folder(folder, personas=PERSONAS, at=timezone.now()))
                counties = (
                    ()
                    if options["folder"]
                    else load_counties(COUNTIES, personas=PERSONAS, at=timezone.now())
                )
                free = list(counties)
        except ContentError as error:
            raise CommandError(str(error)) from error
        rows = [(one.scenario, one.new) for one in loaded] + free
        for scenario, new in rows:
            word = "ny" if new else "oförändrad"
            self.stdout.write(f"{scenario.slug}, version {scenario.version}: {word}")
