from __future__ import annotations

from django.apps import AppConfig
from django.db.backends.signals import connection_created

from training_site import sorting


class TrainingSiteConfig(AppConfig):
    """The frame: templates, static files, commands."""

    name = "training_site"
    verbose_name = "Samöva"

    def ready(self) -> None:
        """Teach every SQLite connection to sort in Swedish; say what pages kept for guests show."""
        connection_created.connect(sorting.register, dispatch_uid="swedish-order")
        from courses import kept_pages  # noqa: PLC0415 - models must be loaded
        from training_site.context import of_every_guest  # noqa: PLC0415

        kept_pages.stands_on(of_every_guest)
