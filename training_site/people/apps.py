from __future__ import annotations

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Personer."""

    name = "training_site.people"
    label = "people"
    verbose_name = "Personer"
