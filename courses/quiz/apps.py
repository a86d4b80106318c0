from __future__ import annotations

from django.apps import AppConfig


class QuizConfig(AppConfig):
    """Frågor."""

    name = "courses.quiz"
    label = "courses_quiz"
    verbose_name = "Frågor"
