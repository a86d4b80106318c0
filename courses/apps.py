from __future__ import annotations

from django.apps import AppConfig


class CoursesConfig(AppConfig):
    """Kurser."""

    name = "courses"
    verbose_name = "Kurser"
