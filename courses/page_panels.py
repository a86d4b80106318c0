"""What an editor sees above the fields of a page: what readers will find hard, or miss."""

from __future__ import annotations

from typing import Any

from wagtail.admin.panels import Panel

from courses import content_checks


def warnings_of(page: Any) -> list[str]:
    """Everything an editor of this page is warned about; nothing of it stops her."""
    if hasattr(page, "owned_by"):
        return content_checks.lacking(page)
    return content_checks.warnings(page.body) if hasattr(page, "body") else []


class WarningsPanel(Panel):
    """The warnings, when there are any."""

    class BoundPanel(Panel.BoundPanel):
        """The warnings of one page."""

        template_name = "courses/admin/warnings.html"

        def is_shown(self) -> bool:
            """Nothing is shown of a page that is new, or easy to read."""
            return bool(self.instance.pk and self.warnings)

        @property
        def warnings(self) -> list[str]:
            """In words."""
            return warnings_of(self.instance)
