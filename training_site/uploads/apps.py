from __future__ import annotations

from django.apps import AppConfig


class UploadsConfig(AppConfig):
    """Filer."""

    name = "training_site.uploads"
    label = "uploads"
    verbose_name = "Filer"
