"""The form for how pages should look."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from training_site.reading_settings import Reading


class ReadingForm(forms.Form):
    """Light or dark, clearer letters, larger text."""

    theme = forms.ChoiceField(
        label=_("Light or dark"),
        widget=forms.RadioSelect,
        choices=[
            ("device", _("As on my device")),
            ("light", _("Light")),
            ("dark", _("Dark")),
        ],
    )
    clear_letters = forms.BooleanField(
        label=_("Clearer letters"),
        help_text=_("A typeface where letters that look alike are easier to tell apart."),
        required=False,
    )
    large_text = forms.BooleanField(label=_("Larger text"), required=False)

    def reading(self) -> Reading:
        """The settings chosen; only after is_valid()."""
        return Reading(**self.cleaned_data)
