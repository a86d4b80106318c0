from __future__ import annotations

from django.apps import AppConfig
from django.core.checks import Tags, register

from training_site.people.checks import demo_accounts_are_refused


class PeopleConfig(AppConfig):
    """Personer."""

    name = "training_site.people"
    label = "people"
    verbose_name = "Personer"

    def ready(self) -> None:
        """Guard real installations against demo accounts; say what is kept about people."""
        register(demo_accounts_are_refused, Tags.security, deploy=True)
        # Models are only there now.
        from training_site.people import (  # noqa: PLC0415
            assignment_words,
            learning_parts,
            my_data,
            own_parts,
            promises,
        )

        for source in assignment_words.SOURCES:
            promises.register(source)
        for part in (*own_parts.PARTS, *learning_parts.PARTS):
            my_data.register(part)
