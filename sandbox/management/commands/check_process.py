"""Check every flow under every profile."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sandbox.process.lint import lint
from sandbox.process.reading import flow_names, load_flow, load_profile, profile_names


class Command(BaseCommand):
    """Prints what is wrong in flows and profiles; ends with an error when something is."""

    requires_system_checks: list[str] = []
    help = "Check the rules of the planning work: every flow under every profile."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Check and report."""
        count = 0
        for name in flow_names():
            for profile in profile_names():
                problems = lint(load_flow(name), load_profile(profile))
                count += len(problems)
                for problem in problems:
                    self.stderr.write(f"{problem.where}: {problem.text}")
                if not problems:
                    self.stdout.write(f"{name} med profilen {profile}: inga fel")
        if count:
            raise CommandError(f"{count} fel i reglerna.")
