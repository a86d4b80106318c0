"""Search a text file for what may belong to real people: manage.py detect_real_data FILE, or -."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sandbox.fictive.detector import find
from sandbox.fictive.detector.files import NotText, text_of

STOPPED = 1
UNREADABLE = 2


class Command(BaseCommand):
    """Prints where and what, as JSON, never the text found; ends with 1 when anything stops."""

    help = "Search a text file for data about real people. Ends with 1 when something must go."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file to search."""
        parser.add_argument(
            "file", metavar="FILE", nargs="?", help="a text file, or - for standard input"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Search and print."""
        if options["file"] is None:
            message = "Ange en fil, eller - för att läsa från standard in."
            raise CommandError(message, returncode=UNREADABLE)
        findings = find(_text(options["file"]))
        self.stdout.write(json.dumps([asdict(finding) for finding in findings]))
        if any(finding.level == "stop" for finding in findings):
            raise SystemExit(STOPPED)


def _text(file: str) -> str:
    try:
        return text_of(sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes())
    except FileNotFoundError as error:
        raise CommandError("Filen finns inte.", returncode=UNREADABLE) from error
    except OSError as error:
        raise CommandError("Filen går inte att läsa.", returncode=UNREADABLE) from error
    except NotText as error:
        message = "Filen är inte ren text. Spara den som text och försök igen."
        raise CommandError(message, returncode=UNREADABLE) from error
