from __future__ import annotations

import time
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections
from django.utils import timezone

from training_site.guides.due import do_what_is_due


class Command(BaseCommand):
    """Does what is due: publishes what has reached its day, asks, reminds, warns. Safe to repeat."""

    help = "Publish what has reached its day, keep read confirmations true, send what is due."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--every", type=int, help="repeat after so many seconds, for ever")

    def handle(self, *args: Any, every: int | None = None, **options: Any) -> None:
        while True:
            call_command("publish_scheduled", verbosity=0)
            do_what_is_due(timezone.localdate())
            if every is None:
                return
            close_old_connections()
            time.sleep(every)
