from __future__ import annotations

from django.apps import AppConfig


class TrainingSiteConfig(AppConfig):
    """The frame: templates, static files, commands."""

    name = "training_site"
    verbose_name = "Samöva"
