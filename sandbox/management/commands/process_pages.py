"""Write the pages about the flows and the rules, or check that they are fresh."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from sandbox.process.pages import page, rules_page
from sandbox.process.reading import load_flow, load_profile
from sandbox.process.rules import load_rules

PAGES = ("sip", "spu", "vardplan", "document")


class Command(BaseCommand):
    """Writes docs/process/<flow>.md and rules.md from their files; with --check it only compares."""

    requires_system_checks: list[str] = []
    help = "Write docs/process from the rules. With --check: fail when a page is stale."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add --check."""
        parser.add_argument("--check", action="store_true", help="Only compare, write nothing.")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Write or compare."""
        folder = settings.PROJECT / "docs" / "process"
        texts = {name: page(load_flow(name), load_profile("neutral")) for name in PAGES}
        texts["rules"] = rules_page(load_rules())
        for name, text in texts.items():
            path = folder / f"{name}.md"
            fresh = path.exists() and path.read_text(encoding="utf-8") == text
            if options["check"] and not fresh:
                raise CommandError(f"{path.name} är inaktuell. Kör manage.py process_pages.")
            if not options["check"]:
                folder.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
                self.stdout.write(
                    f"docs/process/{path.name}: {'oförändrad' if fresh else 'skriven'}"
                )
