"""Forms of the administration that do more than store: a unit's history, an assignment's units."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from training_site.people import coverage, unit_kinds
from training_site.people.assignment_actions import tell_of_new
from training_site.people.assignments import Assignment
from training_site.people.models import Unit
from training_site.people.unit_changes import save_with_history
from training_site.sorting import sv


class UnitForm(WagtailAdminModelForm):
    """A unit; a new name, organisation or last day is noted in its history."""

    kind = forms.ChoiceField(label=_("Kind of work"), required=False)
    note = forms.CharField(
        label=_("Note in the history"),
        required=False,
        max_length=400,
        help_text=_("Why the unit changes, if it does."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds: Any = self.fields["kind"]
        kinds.choices = [("", _("Other work")), *unit_kinds.choices(unit_kinds.NAMES)]
        if self.instance.kind not in ("", *unit_kinds.NAMES):
            # Written before the kinds had names; kept as it is.
            kinds.choices = [*kinds.choices, (self.instance.kind, self.instance.kind)]

    def save(self, commit: bool = True) -> Unit:  # noqa: FBT001, FBT002
        """Save with history; a head count that is changed here is given by whoever changed it."""
        if "employees" in self.changed_data:
            self.instance.employees_by = self.for_user
        if not commit:
            return super().save(commit=False)
        note = self.cleaned_data.get("note", "")
        save_with_history(self.instance, on=timezone.localdate(), note=note)
        return self.instance


class AssignmentForm(WagtailAdminModelForm):
    """An assignment with the units it has now. A new one waits for the manager's answer."""

    now_units = forms.ModelMultipleChoiceField(
        queryset=Unit.objects.none(),
        label=_("Units of a key person"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("A unit that is taken away stays in the history until today."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("user", "manager", "deputy"):
            people: Any = self.fields[name]
            people.queryset = people.queryset.order_by(sv("given_name"), sv("family_name"), "pk")
        field: Any = self.fields["now_units"]
        field.queryset = coverage.open_units(timezone.localdate())
        if self.instance.pk:
            field.initial = list(self._open().values_list("unit", flat=True))

    def clean(self) -> dict[str, Any]:
        """A key person has at least one unit; somebody must be there to say yes to a new one."""
        found: dict[str, Any] = super().clean()
        if found.get("kind") == Assignment.Kind.SIP_TRAINER:
            found["now_units"] = Unit.objects.none()
        elif "now_units" not in self.errors and not found.get("now_units"):
            self.add_error("now_units", _("Choose at least one unit."))
        user = found.get("user")
        if user and not self.instance.pk and not found.get("manager"):
            found["manager"] = coverage.managers_of(user, timezone.localdate()).first()
            if found["manager"] is None:
                self.add_error("manager", _("No manager is known at the unit. Choose one."))
        return found

    def save(self, commit: bool = True) -> Assignment:  # noqa: FBT001, FBT002
        """Save, open and close its units, and ask the manager about a new one."""
        today, new = timezone.localdate(), self.instance.pk is None
        if new:
            self.instance.proposed_by, self.instance.proposed_on = self.for_user, today
        saved: Assignment = super().save(commit=commit)
        if commit:
            self._keep_units(today)
            if new:
                tell_of_new(saved, [])
        return saved

    def _open(self) -> Any:
        return self.instance.units.filter(until__isnull=True)

    def _keep_units(self, today: Any) -> None:
        wanted = {unit.pk for unit in self.cleaned_data["now_units"]}
        had = set(self._open().values_list("unit", flat=True))
        for pk in sorted(wanted - had):
            since = max(today, self.instance.since)
            self.instance.units.create(unit_id=pk, since=since)
        # One that was to begin later has not been there at all.
        gone = self._open().exclude(unit__in=wanted)
        gone.filter(since__gt=today).delete()
        gone.update(until=today)
