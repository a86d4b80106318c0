from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from training_site.front.loading import set_site
from training_site.guides.reviews import list_exercises
from training_site.people.demo import DEMO_PASSWORD, demo_logins

HOST = "127.0.0.1"
# In this order: the start page is what the courses hang under.
LOADERS = ("load_pages", "load_people", "load_content", "load_guides", "load_scenarios")


class Command(BaseCommand):
    """Makes the database and its content ready, then says where to start. Safe to run again."""

    help = "Migrate, load or update the content, print the demo logins and where to start."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default=HOST)
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, port: int, host: str = HOST, **options: Any) -> None:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("Förbereder databasen. Första gången tar det en liten stund.")
            call_command("migrate", verbosity=0, interactive=False)
        for name in LOADERS:
            call_command(name, verbosity=0)
        # Otherwise a council's desk would not show them until the clock has struck once.
        list_exercises()
        set_site(hostname=host, port=port)
        self.say_where_to_start(f"http://{host}:{port}/")

    def say_where_to_start(self, address: str) -> None:
        """Print the address and, where there are any, the demo logins."""
        lines = [
            "",
            f"Samöva finns på {address}",
            "Börja på startsidan: ”Börja med SIP grundkurs”.",
            f"Leda ett pass: logga in som utbildare och öppna {address}utbildare/",
        ]
        if settings.DEMO_ACCOUNTS:
            lines += ["", f"Demokonton, alla med lösenordet {DEMO_PASSWORD}:"]
            lines += [f"  {login.email:22} {login.name}, {login.role}" for login in demo_logins()]
            lines += ["", f"Innehållet redigeras på {address}admin/. Avsluta med Ctrl+C.", ""]
        self.stdout.write("\n".join(lines))
