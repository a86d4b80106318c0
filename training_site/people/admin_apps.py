"""The admin's app of accounts, with our screens."""

from __future__ import annotations

from wagtail.admin.apps import WagtailAdminAppConfig
from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(WagtailUsersAppConfig):
    """Accounts, groups and their screens."""

    user_viewset = "training_site.people.user_admin.AccountViewSet"


class AdministrationConfig(WagtailAdminAppConfig):
    """The administration, without its own letters: ours say who waits for whom, in Swedish."""

    def ready(self) -> None:
        """As usual, but nobody is written to twice about an approval."""
        super().ready()
        from wagtail import signals  # noqa: PLC0415
        from wagtail.models import TaskState, WorkflowState  # noqa: PLC0415

        for signal, sender, name in (
            (signals.task_submitted, TaskState, "group_approval_task_submitted"),
            (signals.workflow_submitted, WorkflowState, "workflow_state_submitted"),
            (signals.workflow_rejected, WorkflowState, "workflow_state_rejected"),
            (signals.workflow_approved, WorkflowState, "workflow_state_approved"),
        ):
            signal.disconnect(sender=sender, dispatch_uid=f"{name}_email_notification")
