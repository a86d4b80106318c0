"""Forms about assignments, head counts and finding a unit."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from courses.real_people import nobody_real
from training_site.people import coverage
from training_site.people.assignments import Assignment
from training_site.people.models import Unit, User

# Further from today than this is a slip of the finger, and beyond the calendar's end in the worst case.
FURTHEST = datetime.timedelta(days=5 * 366)
DAY = forms.DateInput(attrs={"type": "date", "class": "short"}, format="%Y-%m-%d")

NO_UNIT = _("Choose among the units that are shown.")
NO_DAY = _("Write a day that there is, for example 2026-12-01.")


class _Reason(forms.CharField):
    """Free text about work; nobody's identity number or telephone belongs in it."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.Textarea(attrs={"rows": 3})
        super().__init__(max_length=400, widget=widget, validators=[nobody_real], **kwargs)


def near(day: datetime.date, today: datetime.date) -> datetime.date:
    """The day. Raises ValidationError when nobody can have meant it."""
    if abs(day - today) > FURTHEST:
        raise forms.ValidationError(_("Choose a day within five years. Check the year."))
    return day


class EndForm(forms.Form):
    """When the last day is, and why if one wants to tell."""

    last_day = forms.DateField(
        label=_("Last day"),
        widget=DAY,
        error_messages={"required": _("Write which day is the last one."), "invalid": NO_DAY},
    )
    reason = _Reason(
        label=_("Reason, if you want to tell"),
        required=False,
        help_text=_("Your manager reads it. Write nothing about patients or colleagues."),
    )

    def __init__(self, *args: Any, today: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["last_day"].initial = today

    def clean_last_day(self) -> datetime.date:
        """Today or later: what has been is kept as it was."""
        found: datetime.date = self.cleaned_data["last_day"]
        if found < self.today:
            raise forms.ValidationError(_("Choose today or a later day."))
        return near(found, self.today)


class DeclineForm(forms.Form):
    """Why the manager says no."""

    reason = _Reason(
        label=_("Why do you say no?"),
        help_text=_("The person sees your answer. For example: there is no time this spring."),
        error_messages={"required": _("Tell why you say no.")},
    )


class HeadCountForm(forms.Form):
    """How many work at a unit."""

    employees = forms.IntegerField(
        label=_("Number of employees"),
        min_value=0,
        max_value=9999,
        widget=forms.NumberInput(attrs={"class": "short", "inputmode": "numeric"}),
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"),
            _("Write the number of employees in digits, from 0 to 9999."),
        ),
    )


class PersonChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A person by name."""

    def label_from_instance(self, obj: Any) -> str:
        """Given and family name."""
        return str(obj.get_full_name())


class UnitsChoice(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Some of the units that are shown."""

    def clean(self, value: Any) -> Any:
        """The units. A number larger than any database keeps is no unit either."""
        try:
            return super().clean(value)
        except OverflowError:  # SQLite; PostgreSQL finds none
            raise forms.ValidationError(NO_UNIT) from None


class ProposeForm(forms.ModelForm[Assignment]):
    """Who of one's own staff is appointed to what, and for which units."""

    user = PersonChoice(
        queryset=User.objects.none(),
        label=_("Who"),
        empty_label=_("Choose somebody"),
        error_messages={
            "required": _("Choose whom you appoint."),
            "invalid_choice": _("Choose whom you appoint."),
        },
    )
    units = UnitsChoice(
        queryset=Unit.objects.none(),
        label=_("Units of a key person"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages=dict.fromkeys(("invalid_choice", "invalid_pk_value"), NO_UNIT),
    )

    class Meta:
        model = Assignment
        fields = ["user", "kind", "since", "niche"]
        widgets = {"since": DAY, "kind": forms.RadioSelect}
        labels = {
            "kind": _("Assignment"),
            "since": _("First day"),
            "niche": _("Focus of a SIP trainer"),
        }
        error_messages = {
            "kind": {
                "required": _("Choose an assignment."),
                "invalid_choice": _("Choose an assignment."),
            },
            "since": {"required": _("Write which day is the first one."), "invalid": NO_DAY},
        }

    def __init__(self, *args: Any, manager: User, today: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = {row.user_id for row in coverage.staff_of(manager, today)}
        users: Any = self.fields["user"]
        users.queryset = User.objects.filter(pk__in=own).order_by("given_name", "family_name")
        units: Any = self.fields["units"]
        units.queryset = coverage.managed_units(manager, today)
        kinds: Any = self.fields["kind"]
        kinds.choices = [(key, capfirst(word)) for key, word in Assignment.Kind.choices]
        niches: Any = self.fields["niche"]
        named = [(key, capfirst(word)) for key, word in Assignment.Niche.choices]
        niches.choices = [("", _("No particular focus")), *named]
        self.fields["since"].initial = self.today = today

    def clean_since(self) -> datetime.date:
        """A day that somebody can have meant."""
        return near(self.cleaned_data["since"], self.today)

    def clean(self) -> dict[str, Any]:
        """A key person has at least one unit; a trainer has none."""
        found: dict[str, Any] = super().clean() or {}
        if found.get("kind") == Assignment.Kind.SIP_TRAINER:
            found["units"] = []
        elif not found.get("units") and "units" not in self.errors:
            self.add_error("units", _("Choose at least one unit."))
        return found


class DeputyForm(forms.Form):
    """Who may confirm in one's place."""

    deputy = PersonChoice(
        queryset=User.objects.none(),
        label=_("Deputy"),
        required=False,
        empty_label=_("Nobody"),
        help_text=_("Another key person, who may confirm news in your place."),
    )

    def __init__(self, *args: Any, user: User, today: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["deputy"]
        field.queryset = coverage.active_key_persons(today).exclude(pk=user.pk)
