"""What a workflow does when it has ended well. Imported by Wagtail before there are any models."""

from __future__ import annotations

from typing import Any


def publish_approved(workflow_state: Any, user: Any = None) -> None:
    """Publish the very revision that has the keys. Raises PermissionDenied without both."""
    from training_site.guides.approval import publish_with_keys  # noqa: PLC0415  # models exist now

    publish_with_keys(workflow_state.content_object, user=user)
