"""What a trainer fills in to attest a learner's own session."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.certificates import CODE_LENGTH
from courses.outline import Lesson
from courses.real_people import nobody_real

# A session longer ago than this is nothing to attest now, or the year is wrong.
LONGEST_AGO = datetime.timedelta(days=366)
# Which button was pressed.
ATTEST, AGAIN = "intyga", "nytt-pass"


class AttestForm(forms.Form):
    """The day of the session, the points that were seen, and a sentence to the learner."""

    held_on = forms.DateField(
        label=gettext_lazy("Date of the session"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": gettext_lazy("Write the day of the session."),
            "invalid": gettext_lazy("Write a day that there is, for example 2026-12-01."),
        },
    )
    seen = forms.MultipleChoiceField(
        label=gettext_lazy("What did you see?"),
        help_text=gettext_lazy("Tick what you saw. What you leave counts as not seen."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={
            "invalid_choice": gettext_lazy(
                "The points have been reworded since you opened the page. Look through them again."
            )
        },
    )
    feedback = forms.CharField(
        label=gettext_lazy("A sentence of feedback"),
        help_text=gettext_lazy("The learner reads it. Write nothing about a real case."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Write a sentence of feedback.")},
        validators=[nobody_real],
    )

    def __init__(self, data: Any, *, lesson: Lesson) -> None:
        super().__init__(data)
        self.points = lesson.attested
        field: Any = self.fields["seen"]
        field.choices = [(point, point) for point in lesson.attested]
        self.fields["held_on"].widget.attrs["max"] = timezone.localdate().isoformat()

    def clean_held_on(self) -> Any:
        """Only what has taken place can be attested."""
        day = self.cleaned_data["held_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("The session has not taken place yet."))
        if day < timezone.localdate() - LONGEST_AGO:
            raise forms.ValidationError(_("Choose a day within the last year. Check the year."))
        return day

    def clean(self) -> dict[str, Any]:
        """The button must say the same as the ticks."""
        data: dict[str, Any] = super().clean() or {}
        if "seen" not in data:
            return data
        whole = set(data["seen"]) >= set(self.points)
        pressed = self.data.get("do")
        if pressed == ATTEST and not whole:
            text = _("Every point must be seen to be attested. Otherwise ask for a new session.")
            self.add_error("seen", text)
        if pressed != ATTEST and whole:
            self.add_error("seen", _("Every point is seen. Attest the session instead."))
        return data


class CodeForm(forms.Form):
    """The code a learner has given."""

    code = forms.CharField(
        label=gettext_lazy("The code you were given"),
        help_text=gettext_lazy("Twelve letters and digits. Capitals do not matter."),
        max_length=CODE_LENGTH * 2,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
        error_messages={"required": gettext_lazy("Write the code.")},
    )

    def clean_code(self) -> str:
        """The code as it is kept, however it was written down."""
        code = "".join(sign for sign in self.cleaned_data["code"].lower() if sign.isalnum())
        if not code.isascii() or len(code) != CODE_LENGTH:
            raise forms.ValidationError(_("A code has twelve letters and digits. Check it again."))
        return code
