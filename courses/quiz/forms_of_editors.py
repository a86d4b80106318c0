"""The form editors write a question in."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm

from courses.quiz import sources
from courses.quiz.models import Question, QuestionVersion
from courses.sameness import same_blocks


def next_ref() -> str:
    """The first number after all that are or have been in use."""
    refs = {*Question.objects.values_list("ref", flat=True)}
    refs |= {*QuestionVersion.objects.values_list("ref", flat=True)}
    return f"Q{max((int(ref[1:]) for ref in refs), default=0) + 1:02}"


class QuestionForm(WagtailAdminModelForm):
    """A question: numbered by itself when it is new, its sources looked up."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None and "ref" in self.fields:
            self.initial.setdefault("ref", next_ref())
        if "ref" in self.fields:
            self.fields["ref"].error_messages["unique"] = _(
                "Another question has that number. Write one that is free, such as %(ref)s."
            ) % {"ref": next_ref()}

    def clean_sources(self) -> str:
        """Every key that is added must lead somewhere, or the learner is shown nothing."""
        text: str = self.cleaned_data["sources"]
        keys = sources.keys_in(text)
        known = {*sources.resolve(keys), *sources.keys_in(self.initial.get("sources", ""))}
        missing = [key for key in keys if key not in known]
        if missing:
            self.add_error(
                "sources",
                _("There is no reference %(keys)s. Check the keys in the list of references.")
                % {"keys": ", ".join(missing)},
            )
        return text

    def save(self, commit: bool = True) -> Any:  # noqa: FBT001, FBT002 - as Django has it
        """The question; a change to what has been approved makes it a draft again."""
        if any(self._differs(name) for name in self.changed_data):
            self.instance.reviewed_by = ""
        return super().save(commit=commit)

    def _differs(self, name: str) -> bool:
        """A changed field; a body that was only saved again does not count."""
        before, after = self.initial.get(name), self.cleaned_data.get(name)
        if name != "body" or before is None or after is None:
            return name not in {"go_live_at", "expire_at"}
        return not same_blocks(list(before.get_prep_value()), list(after.get_prep_value()))
