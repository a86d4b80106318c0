from __future__ import annotations

from django.apps import AppConfig


class GuidesConfig(AppConfig):
    """Guider."""

    name = "training_site.guides"
    label = "guides"
    verbose_name = "Guider"
