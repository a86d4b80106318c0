from __future__ import annotations

from django.apps import AppConfig


class GuidesConfig(AppConfig):
    """Guider."""

    name = "training_site.guides"
    label = "guides"
    verbose_name = "Guider"

    def ready(self) -> None:
        """Say where cited sections are, what is kept about people, and what waits for them."""
        # Models are only there now.
        from courses import guide_citations  # noqa: PLC0415
        from courses.quiz import sources  # noqa: PLC0415
        from training_site.guides import (  # noqa: PLC0415
            citing,
            desk,
            guides_asked,
            matters_own_data,
            news_asked,
            own_approvals,
        )
        from training_site.people import my_data, promises  # noqa: PLC0415

        promises.register(desk.desk_promises)
        guide_citations.register(citing.find)
        sources.register(citing.sources_of)
        promises.register(guides_asked.of_anybody_asked)
        promises.register(news_asked.of_anybody_asked)
        for part in (guides_asked.PART, *matters_own_data.PARTS, own_approvals.PART):
            my_data.register(part)
