"""Check every flow under every profile, and what holds when anybody does anything in the county."""

from __future__ import annotations

from argparse import ArgumentTypeError
from collections.abc import Iterator
from datetime import UTC, datetime
from time import process_time
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from sandbox.exercises.county import load_county
from sandbox.exercises.free_walks import free_walk, ground
from sandbox.exercises.stories import load_stories
from sandbox.fictive.personas import load_personas
from sandbox.process.lint import lint
from sandbox.process.reading import flow_names, load_flow, load_profile, profile_names
from sandbox.world.patches import undone
from sandbox.world.room_walks import room_walk

MOST_SHOWN = 20


def _count(text: str) -> int:
    if not text.isdigit():
        raise ArgumentTypeError("Skriv ett heltal, till exempel 200.")
    return int(text)


class Command(BaseCommand):
    """Prints what is wrong in flows and profiles; ends with an error when something is."""

    requires_system_checks: list[str] = []
    help = (
        "Check the rules of the planning work: every flow under every profile. --walks plays that "
        "many random walks in the county under each profile, --rooms through the database (all "
        "rolled back; load_scenarios first)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the numbers of walks, and which profile."""
        parser.add_argument("--walks", type=_count, default=0, help="Random walks per profile.")
        parser.add_argument("--rooms", type=_count, default=0, help="Walks in rooms per profile.")
        parser.add_argument("--profile", choices=profile_names(), help="Walk in this one alone.")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Check and report."""
        count = sum(self._linted(name) for name in flow_names())
        for profile in (options["profile"],) if options["profile"] else profile_names():
            if options["walks"]:
                count += self._walked("i länet", profile, _pure(profile, options["walks"]))
            if options["rooms"]:
                count += self._walked("i rum", profile, _stored(profile, options["rooms"]))
        if count:
            raise CommandError(f"{count} fel i reglerna.")

    def _linted(self, name: str) -> int:
        count = 0
        for profile in profile_names():
            problems = lint(load_flow(name), load_profile(profile))
            count += len(problems)
            for problem in problems:
                self.stderr.write(f"{problem.where}: {problem.text}")
            if not problems:
                self.stdout.write(f"{name} med profilen {profile}: inga fel")
        return count

    def _walked(self, where: str, profile: str, walks: Iterator[Any]) -> int:
        began, number, done, refused = process_time(), 0, 0, 0
        problems: list[str] = []
        for walk in walks:
            number, done, refused = number + 1, done + walk.done.total(), refused + walk.refused
            problems += [f"vandring {walk.seed}, {profile}: {one}" for one in walk.problems]
        for problem in problems[:MOST_SHOWN]:
            self.stderr.write(problem)
        self.stdout.write(
            f"{number} vandringar {where} med profilen {profile}: {done} handlingar, {refused} nej, "
            f"{len(problems)} fel, {process_time() - began:.0f} s"
        )
        return len(problems)


def _pure(profile: str, walks: int) -> Iterator[Any]:
    fixtures = settings.PROJECT / "fixtures"
    county = load_county(fixtures / "practice" / "pahitts-lan.yaml")
    stories = load_stories(fixtures / "practice" / "cases", load_personas(fixtures / "personas"))
    start = ground(county, tuple(stories), profile)
    return (free_walk(start, seed, undo=undone) for seed in range(walks))


def _stored(profile: str, walks: int) -> Iterator[Any]:
    now = datetime.now(tz=UTC)
    for seed in range(walks):
        with transaction.atomic():
            user = get_user_model().objects.create_user(f"vandrare-{seed}@example.org")
            yield room_walk(user=user, profile=profile, seed=seed, now=now)
            transaction.set_rollback(True)
