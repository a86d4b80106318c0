from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from sandbox.world.purge import (
    Retention,
    due,
    due_sessions,
    forget,
    purge,
    purge_unused_templates,
)


class Command(BaseCommand):
    help = (
        "Delete archived attempts, ended runs, untouched runs, and what is personal in sessions "
        "whose day has passed; results stay. Run it nightly."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """How many days each is kept."""
        usual = Retention()
        parser.add_argument("--archived-days", type=int, default=usual.archived)
        parser.add_argument("--ended-days", type=int, default=usual.ended)
        parser.add_argument("--idle-days", type=int, default=usual.idle)

    def handle(self, *args: Any, **options: Any) -> None:
        """Delete what is due and say how many worlds and sessions."""
        retention = Retention(options["archived_days"], options["ended_days"], options["idle_days"])
        now = timezone.now()
        count = purge(due(now=now, retention=retention), now=now)
        purge_unused_templates()
        sessions = forget(due_sessions(now=now), now=now)
        self.stdout.write(f"{count} övningsrum borttagna. {sessions} utbildningspass tömda.")
