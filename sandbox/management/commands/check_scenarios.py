"""Check every scenario: the linter, the model plan, and many random walks."""

from __future__ import annotations

from argparse import ArgumentTypeError
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from content_files.yaml_marks import ContentError
from sandbox.exercises.reading import load_scenario
from sandbox.exercises.scenario import Scenario
from sandbox.exercises.scenario_lint import lint
from sandbox.exercises.walks import walk
from sandbox.process.reading import load_flow, load_profile


def _count(text: str) -> int:
    if not text.isdigit():
        raise ArgumentTypeError("Skriv ett heltal, till exempel 200.")
    return int(text)


class Command(BaseCommand):
    """Prints the health of each scenario; ends with an error when something is wrong."""

    requires_system_checks: list[str] = []
    help = "Check scenario files: references, checks, the model plan, and random walks."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the files and the number of walks."""
        parser.add_argument(
            "files", nargs="*", type=Path, help="All of fixtures/scenarios if none."
        )
        parser.add_argument("--walks", type=_count, default=200, help="Random walks per scenario.")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Check and report."""
        folder = settings.PROJECT / "fixtures" / "scenarios"
        sick = [
            path.name
            for path in options["files"] or sorted(folder.glob("*.yaml"))
            if not self._healthy(path, options["walks"])
        ]
        if sick:
            raise CommandError(f"Behöver åtgärdas: {', '.join(sick)}")

    def _healthy(self, path: Path, walks: int) -> bool:
        try:
            scenario = load_scenario(path)
        except ContentError as error:
            self.stderr.write(str(error))
            return False
        found = lint(scenario, load_flow(scenario.flow), load_profile(scenario.profile))
        problems = [f"rad {one.line}: {one.text}" if one.line else one.text for one in found]
        if not problems:
            problems += self._walked(scenario, walks)
        for problem in problems:
            self.stderr.write(f"{path.name}, {problem}")
        return not problems

    def _walked(self, scenario: Scenario, walks: int) -> list[str]:
        problems: list[str] = []
        states: set[str] = set()
        for seed in range(walks):
            walked = walk(scenario, seed)
            states |= walked.states
            problems += [f"vandring {seed}: {problem}" for problem in walked.problems]
        seats = f"{len(scenario.seats)} platser, " if scenario.shared else ""
        self.stdout.write(
            f"{scenario.slug}: {seats}{len(scenario.form_steps)} steg, "
            f"{len(scenario.checks)} kontroller, "
            f"{walks} vandringar genom {len(states)} tillstånd. Kollegans plan uppfyller allt, "
            "en tom övning uppfyller inget."
        )
        return problems
