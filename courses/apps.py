from __future__ import annotations

from typing import Any

from django.apps import AppConfig


class CoursesConfig(AppConfig):
    """Kurser."""

    name = "courses"
    verbose_name = "Kurser"

    def ready(self) -> None:
        """Hear from Wagtail when pages are published, withdrawn or moved."""
        from wagtail.signals import (  # noqa: PLC0415 - apps must be ready
            page_published,
            page_slug_changed,
            page_unpublished,
            post_page_move,
        )

        for signal in (page_published, page_unpublished, page_slug_changed, post_page_move):
            signal.connect(_touch, dispatch_uid="courses.stamp")
        _show_sources()


def _show_sources() -> None:
    """The quiz asks us what its source keys stand for."""
    from courses.question_sources import sources_of  # noqa: PLC0415 - models must be loaded
    from courses.quiz.sources import register  # noqa: PLC0415

    register(sources_of)


def _touch(sender: Any, **kwargs: Any) -> None:  # noqa: ARG001 - what a receiver is given
    """Any page: the start page and menus stand on ours as well."""
    from courses.stamp import touch  # noqa: PLC0415 - models must be loaded

    touch()
