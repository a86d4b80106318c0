"""The form of a guide: a new version begins empty, and says what it needs when it is sent."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm

from courses.content_checks import stops, stops_in_line
from courses.page_forms import marks_of, tell
from training_site.guides.numbers import ChangeKind, following
from training_site.guides.part_keys import fill_in


class GuideForm(WagtailAdminPageForm):
    """A guide as it is being written. Opening one that is in force begins its next version."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        instance = kwargs.get("instance")
        bound = bool(args and args[0] is not None) or kwargs.get("data") is not None
        if instance is not None and not bound and self._is_in_force(instance):
            instance.change_kind = ""
            instance.changes = []
            instance.valid_from = None
        super().__init__(*args, **kwargs)

    @staticmethod
    def _is_in_force(page: Any) -> bool:
        """What is opened is the very text that readers have now: what comes is a new version."""
        return bool(page.pk and page.live and page.live_revision_id == page.latest_revision_id)

    def clean(self) -> dict[str, Any]:
        """Say what is missing before the text can be sent for approval."""
        data: dict[str, Any] = super().clean()
        changed_keys = fill_in(data["body"], self._published_body()) if "body" in data else []
        # A draft may be as unfinished as it likes.
        if self.is_deferred_validation:
            return data
        self._clean_days(data)
        kind = data.get("change_kind")
        if kind == ChangeKind.SUBSTANCE and not data.get("changes"):
            tell(self, "changes", [_("Write what is new, in one to three points.")])
        self._clean_texts(data, changed_keys)
        return data

    def _published_body(self) -> Any:
        """The text readers have; none of a guide that has never been published."""
        live = type(self.instance).objects.filter(pk=self.instance.pk, live=True).first()
        return live.body if live else ()

    def _clean_texts(self, data: dict[str, Any], changed_keys: list[str]) -> None:
        """Refuse what no reader may meet: a real person's number, a bare paragraph, a dead mark."""
        said = _("Lessons may cite the key “%(key)s”, which is published. Write it back.")
        wrong = {"body": [said % {"key": key} for key in changed_keys]}
        for name in ("title", "lead", "audience"):
            for problem in stops_in_line(data.get(name) or ""):
                self.add_error(name, problem)
        for name in ("changes", "body"):
            if data.get(name):
                found = [*wrong.get(name, ()), *marks_of(data[name]), *stops(data[name])]
                tell(self, name, found)

    def _clean_days(self, data: dict[str, Any]) -> None:
        """What holds from a day that has passed would say that people did wrong before they knew."""
        today = timezone.localdate()
        if (data.get("valid_from") or today) < today:
            self.add_error("valid_from", _("The day has passed. Choose today or a later day."))
        if (data.get("review_by") or today) < today:
            self.add_error("review_by", _("The day has passed. Choose a later day."))

    def save(self, commit: bool = True) -> Any:  # noqa: FBT001, FBT002
        """Number the version after the one in force, and let it wait for its day."""
        page = super().save(commit=False)
        if page.live and page.change_kind:
            in_force = type(page).objects.filter(pk=page.pk).values_list("number", flat=True).get()
            page.number = following(in_force, ChangeKind(page.change_kind))
        page.schedule()
        if commit:
            page.save()
            self.save_m2m()
        return page
