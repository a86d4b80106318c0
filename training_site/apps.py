from __future__ import annotations

from django.apps import AppConfig
from django.db.backends.signals import connection_created

from training_site import sorting


class TrainingSiteConfig(AppConfig):
    """The frame: templates, static files, commands."""

    name = "training_site"
    verbose_name = "Samöva"

    def ready(self) -> None:
        """Teach every SQLite connection to sort in Swedish."""
        connection_created.connect(sorting.register, dispatch_uid="swedish-order")
