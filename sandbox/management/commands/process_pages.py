"""Write the pages about the flows, the rules and the profiles, or check that they are fresh."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from sandbox.process.pages import page, rules_page
from sandbox.process.profile_pages import profile_page, profiles_page
from sandbox.process.reading import flow_names, load_flow, load_profile, profile_names
from sandbox.process.rules import load_rules

PAGES = ("sip", "spu", "vardplan", "document")


def written() -> dict[str, str]:
    """Return every page by its name in docs/process: the flows, the rules, and each profile's."""
    profiles = [load_profile(name) for name in profile_names()]
    flows = {name: load_flow(name) for name in flow_names()}
    texts = {f"{name}.md": page(load_flow(name), load_profile("neutral")) for name in PAGES}
    texts["rules.md"] = rules_page(load_rules())
    texts["profiles.md"] = profiles_page(profiles, flows)
    for profile in profiles:
        for name, flow in flows.items():
            texts[f"{profile.name}/{name}.md"] = profile_page(flow, profile)
    return texts


class Command(BaseCommand):
    """Writes docs/process from flows, rules and profiles; with --check it only compares."""

    requires_system_checks: list[str] = []
    help = "Write docs/process from the rules. With --check: fail when a page is stale."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add --check."""
        parser.add_argument("--check", action="store_true", help="Only compare, write nothing.")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Write or compare."""
        folder = settings.PROJECT / "docs" / "process"
        texts = written()
        for name, text in texts.items():
            path = folder / name
            fresh = path.exists() and path.read_text(encoding="utf-8") == text
            if options["check"] and not fresh:
                raise CommandError(f"{name} är inaktuell. Kör manage.py process_pages.")
            if not options["check"]:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
                self.stdout.write(f"docs/process/{name}: {'oförändrad' if fresh else 'skriven'}")
        self._left_over(folder, set(texts), check=options["check"])

    def _left_over(self, folder: Path, names: set[str], *, check: bool) -> None:
        """Take away the page of a flow or profile that is no more."""
        for path in sorted(folder.rglob("*.md")):
            name = path.relative_to(folder).as_posix()
            if name in names:
                continue
            if check:
                raise CommandError(f"{name} hör inte till något. Kör manage.py process_pages.")
            path.unlink()
            self.stdout.write(f"docs/process/{name}: borttagen")
