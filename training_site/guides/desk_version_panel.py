"""What an editor of a guide sees above the fields: which version it becomes, and what was new."""

from __future__ import annotations

from typing import Any

from django.utils.functional import cached_property
from wagtail.admin.panels import Panel

from training_site.guides.numbers import ChangeKind, following
from training_site.guides.versions import GuideVersion, in_force


class VersionPanel(Panel):
    """The number is computed, so it is shown and never asked for."""

    class BoundPanel(Panel.BoundPanel):
        """Of one guide."""

        template_name = "guides/desk_version_panel.html"

        @cached_property
        def in_force(self) -> GuideVersion | None:
            """The version that holds now."""
            return in_force(self.instance.pk) if self.instance.pk else None

        @property
        def following(self) -> str:
            """The number after a change of substance."""
            return following(self.in_force.number, ChangeKind.SUBSTANCE) if self.in_force else ""

        def get_context_data(self, parent_context: Any = None) -> Any:
            """The template asks the panel."""
            return super().get_context_data(parent_context) | {"self": self}
