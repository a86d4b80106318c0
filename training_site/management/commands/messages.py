"""`manage.py messages`: gather texts, update the Swedish catalogue, compile it; or only check."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from training_site.management import catalogue


class Command(BaseCommand):
    """Keeps the Swedish catalogue complete without the gettext programs."""

    help = "Gather texts, update the Swedish catalogue and compile it."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="Change nothing; fail if wrong.")
        parser.add_argument("--prune", action="store_true", help="Drop entries nothing asks for.")

    def handle(self, *args: Any, check: bool, prune: bool, **options: Any) -> None:
        texts = sorted(catalogue.gather().values())
        entries = catalogue.read()
        if not check:
            self.update(texts, entries, prune=prune)
        faults = [str(problem) for problem in catalogue.problems(texts, entries)]
        if not catalogue.is_compiled():
            faults.append(
                f"stale: {catalogue.CATALOGUE.with_suffix('.mo').name}; run make messages"
            )
        unused = catalogue.unused(texts, entries)
        for message in unused:
            self.stdout.write(f"unused: {message.id!r}")
        for fault in faults:
            self.stderr.write(fault)
        if faults:
            raise CommandError(f"{len(faults)} faults in the Swedish catalogue")
        self.stdout.write(f"{len(entries)} entries, {len(texts)} texts, {len(unused)} unused")

    def update(self, texts: list[catalogue.Text], entries: Any, *, prune: bool) -> None:
        """Add what is missing (empty, to be translated), drop what is unused if asked, compile."""
        for text in catalogue.missing(texts, entries):
            key = (text.singular, text.plural) if text.plural else text.singular
            flags = ["python-format"] if "%(" in text.singular else []
            entries.add(key, "", flags=flags, context=text.context or None)
        for message in catalogue.unused(texts, entries) if prune else []:
            entries.delete(message.id, message.context)
        catalogue.write(entries)
