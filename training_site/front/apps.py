from __future__ import annotations

from django.apps import AppConfig


class FrontConfig(AppConfig):
    """Startsida."""

    name = "training_site.front"
    label = "front"
    verbose_name = "Startsida"
