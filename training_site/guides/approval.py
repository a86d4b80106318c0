"""Approval with two keys: one from the municipalities, one from the region, never the same hand.

The keys turn in parallel and belong to one revision: a text that is changed after a key was turned
has no key. A lawyer reads last when the editor asked for it. Publishing goes through here; a guide
refuses to be published in any other way.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.locks import WorkflowLock
from wagtail.models import Task, TaskState

from training_site.guides import approval_letters as letters
from training_site.guides.keys import (
    SIDE_WORDS,
    Key,
    LawyerReading,
    approvers,
    council_of,
    has_both,
    keys_of,
    may_turn,
    waiting_for,
)
from training_site.people import councils

# The shortest field that keeps the names of who reviewed.
LONGEST_REVIEWER = 120


class KeysLock(WorkflowLock):
    """Why a text that waits for its keys cannot be changed, said to everybody alike."""

    def get_message(self, user: Any) -> str:
        """Who waits for whom and since when, above the editor."""
        return f"{self._waiting()} {_('The text is closed meanwhile.')}"

    def get_locked_by(self, user: Any, can_lock: bool = False) -> str:  # noqa: FBT001, FBT002
        """In the status panel."""
        return gettext("Closed while it is approved")

    def get_description(self, user: Any, can_lock: bool = False) -> str:  # noqa: FBT001, FBT002
        """Under it."""
        return self._waiting()

    def _waiting(self) -> str:
        state = self.object.current_workflow_task_state
        return waiting_for(state).words if state else ""


class TwoKeysTask(Task):
    """Waits for one key from each side. The text is closed to everyone meanwhile."""

    lock_class = KeysLock

    class Meta:
        verbose_name = _("two keys")
        verbose_name_plural = _("two keys")

    def start(self, workflow_state: Any, user: Any = None) -> Any:
        """Begin to wait, and write to those who are waited for."""
        state = super().start(workflow_state, user=user)
        letters.ask_for_keys(state)
        return state

    def side_of(self, obj: Any, user: Any) -> str | None:
        """The side whose key `user` may turn for `obj`, or None."""
        council = council_of(obj)
        return councils.side(user, council, timezone.localdate()) if council else None

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        """Nobody changes a text while keys are turned: the second would not see what the first saw."""
        return True

    def user_can_access_editor(self, obj: Any, user: Any) -> bool:
        """Key holders may open it to read and compare."""
        return self.side_of(obj, user) is not None

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, Any, bool]]:
        """Turn the key of one's side, if nobody has, or send the text back."""
        side = self.side_of(obj, user)
        if side is None:
            return []
        actions: list[tuple[str, Any, bool]] = [("reject", _("Send back with a comment"), True)]
        state = obj.current_workflow_task_state
        if state is not None and may_turn(side, user, keys_of(state.revision)):
            actions.append(
                ("approve", _("Approve for %(side)s") % {"side": SIDE_WORDS[side]}, False)
            )
        return actions

    @transaction.atomic
    def on_action(self, task_state: Any, user: Any, action_name: str, **kwargs: Any) -> None:
        """Turn one key; the task is done when both are turned. Raises PermissionDenied."""
        state = TaskState.objects.select_for_update().get(pk=task_state.pk)
        obj = state.workflow_state.content_object
        side = self.side_of(obj, user)
        if side is None or state.status != TaskState.STATUS_IN_PROGRESS:
            raise PermissionDenied
        if action_name == "reject":
            state.reject(user=user, **kwargs)
            letters.tell_sent_back(state, by=user, comment=kwargs.get("comment", ""))
        elif action_name == "approve":
            if not may_turn(side, user, keys_of(state.revision)):
                raise PermissionDenied
            Key.objects.create(revision=state.revision, side=side, user=user)
            if has_both(state.revision):
                state.approve(user=user, **kwargs)
            else:
                letters.ask_for_keys(state)

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> Any:
        """What waits for this user's key."""
        waiting = TaskState.objects.filter(task=self, status=TaskState.STATUS_IN_PROGRESS)
        return waiting.filter(
            pk__in=[
                state.pk
                for state in waiting.select_related("revision", "workflow_state")
                if (side := self.side_of(state.workflow_state.content_object, user))
                and may_turn(side, user, keys_of(state.revision))
            ]
        )

    @classmethod
    def get_description(cls) -> Any:
        """What editors read when they choose it."""
        return _("One key from the municipalities and one from the region, in any order.")


class LawyerTask(Task):
    """A lawyer reads last, when the editor asked for it; otherwise passed by."""

    lock_class = KeysLock

    class Meta:
        verbose_name = _("lawyer's reading")
        verbose_name_plural = _("lawyers' readings")

    def start(self, workflow_state: Any, user: Any = None) -> Any:
        """Begin, or pass by at once when no lawyer was asked for."""
        state = super().start(workflow_state, user=user)
        if not state.revision.content.get("needs_lawyer"):
            state.status = TaskState.STATUS_SKIPPED
            state.finished_at = timezone.now()
            state.save()
        else:
            letters.ask_lawyer(state)
        return state

    def is_lawyer(self, obj: Any, user: Any) -> bool:
        """`user` sits in the council as its lawyer."""
        council = council_of(obj)
        return bool(council) and councils.is_lawyer(user, council, timezone.localdate())

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        """As while keys are turned."""
        return True

    def user_can_access_editor(self, obj: Any, user: Any) -> bool:
        """The lawyer may open it to read."""
        return self.is_lawyer(obj, user)

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, Any, bool]]:
        """Approve, or send back."""
        if not self.is_lawyer(obj, user):
            return []
        return [
            ("reject", _("Send back with a comment"), True),
            ("approve", _("Approve as lawyer"), False),
        ]

    @transaction.atomic
    def on_action(self, task_state: Any, user: Any, action_name: str, **kwargs: Any) -> None:
        """Approve or send back. Raises PermissionDenied for anyone but the lawyer."""
        state = TaskState.objects.select_for_update().get(pk=task_state.pk)
        if not self.is_lawyer(state.workflow_state.content_object, user):
            raise PermissionDenied
        if action_name == "approve":
            LawyerReading.objects.get_or_create(revision=state.revision, defaults={"user": user})
        super().on_action(state, user, action_name, **kwargs)
        if action_name == "reject":
            letters.tell_sent_back(state, by=user, comment=kwargs.get("comment", ""))

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> Any:
        """What waits for this lawyer."""
        waiting = TaskState.objects.filter(task=self, status=TaskState.STATUS_IN_PROGRESS)
        return waiting.filter(
            pk__in=[
                state.pk
                for state in waiting.select_related("workflow_state")
                if self.is_lawyer(state.workflow_state.content_object, user)
            ]
        )

    @classmethod
    def get_description(cls) -> Any:
        """What editors read when they choose it."""
        return _("Only when the editor has asked for a lawyer.")


def publish_with_keys(obj: Any, *, user: Any = None) -> None:
    """Publish the latest revision of what a workflow has approved.

    What has a draft mark is told who approved it, and loses the mark. A guide whose "gäller från"
    lies ahead waits for its day; one whose day passed while it waited is valid from today. Raises
    PermissionDenied without both keys.
    """
    revision = obj.get_latest_revision()
    if not has_both(revision):
        raise PermissionDenied
    today = timezone.localdate().isoformat()
    content = revision.content
    if "reviewed_by" in content:
        names = ", ".join(f"{row['name']} ({row['side']})" for row in approvers(revision))
        content["reviewed_by"] = f"{council_of(obj)}: {names}"[:LONGEST_REVIEWER]
        if "reviewed_on" in content:
            content["reviewed_on"] = today
    if (content.get("valid_from") or today) < today:
        content["valid_from"] = today
    revision.save(update_fields=["content"])
    revision.publish(user=user, skip_permission_checks=True)


def tell_editor(workflow_state: Any) -> None:
    """Write to the editor of a workflow that has ended well."""
    state = workflow_state.current_task_state
    goes_live = state.revision.as_object().go_live_at
    ahead = goes_live is not None and goes_live > timezone.now()
    letters.tell_approved(state, goes_live=goes_live if ahead else None)
