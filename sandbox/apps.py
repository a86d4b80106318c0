from __future__ import annotations

from django.apps import AppConfig


class SandboxConfig(AppConfig):
    """Övningsmiljö."""

    name = "sandbox"
    verbose_name = "Övningsmiljö"
