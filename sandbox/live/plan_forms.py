"""The forms around a session: planning it, and coming to it."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sandbox.exercises.led import Phase
from sandbox.exercises.scenario import Scenario as Exercise
from sandbox.live import offering
from sandbox.live.activity_forms import Watched
from sandbox.live.lobby import LARGEST
from sandbox.live.planning import Plan
from sandbox.world.models import Run

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LONGEST_PHASE = 240
YEARS = range(2000, 2101)
MODES = {
    Run.Mode.GROUP: _("In groups: each group plans together, one organisation for each person"),
    Run.Mode.PARALLEL: _("Side by side: everybody plans on their own, at the same time"),
}


def day_field(label: StrOrPromise, *, missing: StrOrPromise) -> forms.DateField:
    """A day, chosen or written; `missing` is said when there is none."""
    return forms.DateField(
        label=label,
        widget=forms.DateInput(attrs={"type": "date", "class": "short"}, format="%Y-%m-%d"),
        error_messages={"required": missing, "invalid": _("Write the day as 2026-11-26")},
    )


def clock_field(label: StrOrPromise, *, missing: StrOrPromise) -> forms.TimeField:
    """A time of the day, chosen or written; `missing` is said when there is none."""
    return forms.TimeField(
        label=label,
        widget=forms.TimeInput(attrs={"type": "time", "class": "short"}, format="%H:%M"),
        input_formats=["%H:%M", "%H.%M", "%H:%M:%S"],
        error_messages={"required": missing, "invalid": _("Write the time as 13.00")},
    )


class PlanForm(Watched):
    """Everything a trainer decides about a session; only day and time have to be looked at."""

    title = forms.CharField(
        label=_("What the session is called"),
        max_length=160,
        error_messages={"required": _("Write what the session is called")},
    )
    day = day_field(_("Day"), missing=_("Choose the day of the session"))
    clock = clock_field(_("Begins at"), missing=_("Write when the session begins"))
    place = forms.CharField(
        label=_("Place, if you want to write it"), max_length=160, required=False
    )
    mode = forms.ChoiceField(label=_("How they practise"), widget=forms.RadioSelect)
    groups = forms.IntegerField(
        label=_("Number of groups"),
        help_text=_("You can change it when you see how many have come."),
        min_value=1,
        max_value=LARGEST,
        widget=forms.NumberInput(attrs={"class": "short", "inputmode": "numeric"}),
        error_messages={
            "required": _("Write how many groups there are"),
            "invalid": _("Write the number of groups in figures"),
            "min_value": _("There has to be one group at least"),
            "max_value": _("There can be twelve groups at most"),
        },
    )
    casting = forms.ChoiceField(
        label=_("Who plays whom"),
        widget=forms.RadioSelect,
        choices=[
            (Run.Casting.OWN, _("Everybody plays their own organisation, where there is room")),
            (Run.Casting.OTHER, _("Everybody plays somebody else's organisation")),
        ],
    )

    def __init__(self, *args: Any, read: Exercise, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.read = read
        allowed = offering.modes(read)
        mode = self.fields["mode"]
        assert isinstance(mode, forms.ChoiceField)  # noqa: S101 - declared above
        mode.choices = [(one, MODES[Run.Mode(one)]) for one in allowed]
        if len(allowed) == 1:
            mode.widget = forms.HiddenInput()
            mode.initial = allowed[0]
        if Run.Mode.GROUP not in allowed:
            del self.fields["groups"], self.fields["casting"]
        for phase in offering.run_sheet(read):
            self.fields[f"minutes-{phase.key}"] = _minutes(phase)

    def clean_day(self) -> datetime.date:
        """A day in a year that is no slip of the finger."""
        day: datetime.date = self.cleaned_data["day"]
        if day.year not in YEARS:
            raise forms.ValidationError(_("Check the year: it looks wrong"))
        return day

    @property
    def minute_fields(self) -> list[forms.BoundField]:
        """The fields of the run sheet, in order."""
        return [self[name] for name in self.fields if name.startswith("minutes-")]

    def plan(self) -> Plan:
        """The plan chosen; only after is_valid()."""
        data = self.cleaned_data
        starts = datetime.datetime.combine(data["day"], data["clock"])
        return Plan(
            mode=data["mode"],
            title=data["title"],
            place=data["place"],
            starts_at=timezone.make_aware(starts),
            groups=data.get("groups", 1),
            casting=data.get("casting", Run.Casting.OWN),
            minutes={
                name.removeprefix("minutes-"): value
                for name, value in data.items()
                if name.startswith("minutes-")
            },
        )


def initial(plan: Plan) -> dict[str, Any]:
    """A plan as the form's first values."""
    starts = timezone.localtime(plan.starts_at)
    return {
        "title": plan.title,
        "day": starts.date(),
        "clock": starts.time().replace(second=0, microsecond=0),
        "place": plan.place,
        "mode": plan.mode,
        "groups": plan.groups,
        "casting": plan.casting,
    } | {f"minutes-{key}": value for key, value in plan.minutes.items()}


def _minutes(phase: Phase) -> forms.IntegerField:
    return forms.IntegerField(
        label=phase.title,
        min_value=0,
        max_value=LONGEST_PHASE,
        initial=phase.minutes,
        widget=forms.NumberInput(attrs={"class": "short", "inputmode": "numeric"}),
        error_messages={
            "required": _("Write how many minutes the part takes; 0 leaves it out"),
            "invalid": _("Write the minutes in figures"),
            "min_value": _("Minutes cannot be fewer than 0"),
            "max_value": _("One part can be 240 minutes at most"),
        },
    )
