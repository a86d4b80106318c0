"""The forms a leader writes in: an event with changed words, one of her own, and a hint."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sandbox.exercises.led import Inject
from sandbox.exercises.scenario import Scenario
from sandbox.live import offering
from sandbox.live.activity_forms import Watched
from sandbox.live.palette import Choices
from sandbox.world.leading import free_inject

LONGEST_SUBJECT = 120
LONGEST_TEXT = 1000


class TargetForm(forms.Form):
    """Whom the leader's buttons are for."""

    till = forms.ChoiceField(label=_("Applies to"))

    def __init__(self, *, whom: Choices, chosen: str) -> None:
        super().__init__(initial={"till": chosen})
        _choices(self, "till", whom)


class InjectForm(Watched):
    """What happens, to whom. Real people are stopped before anything is sent, and the text stays."""

    till = forms.ChoiceField(label=_("Applies to"))
    sender = forms.ChoiceField(label=_("From"))
    to = forms.MultipleChoiceField(
        label=_("To"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose who gets it")},
    )
    subject = forms.CharField(
        label=_("Subject"),
        max_length=LONGEST_SUBJECT,
        error_messages={"required": _("Write a subject")},
    )
    says = forms.CharField(
        label=_("What they say"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write what they say")},
    )

    def __init__(
        self, *args: Any, read: Scenario, whom: Choices, inject: Inject | None = None, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.inject = inject
        _choices(self, "till", whom)
        cards = [(card.party, offering.seat_name(read, card.party)) for card in read.seats]
        _choices(self, "to", cards)
        if inject:
            del self.fields["sender"], self.fields["subject"]
        else:
            everybody = [(one.code, one.name) for one in read.parties.values()]
            _choices(self, "sender", everybody)

    def written(self) -> Inject | str:
        """The event to send: the ref of one in the exercise, or the leader's own."""
        if self.inject:
            return self.inject.ref
        data = self.cleaned_data
        return free_inject(
            sender=data["sender"], to=data["to"], subject=data["subject"], says=data["says"]
        )


class HintForm(Watched):
    """A hint in the leader's own words, for the whole group or one seat."""

    to = forms.ChoiceField(label=_("To"), required=False)
    text = forms.CharField(
        label=_("Your own hint"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write the hint")},
    )

    def __init__(self, *args: Any, parties: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        _choices(self, "to", [("", str(_("Everybody in the group"))), *parties])


def _choices(form: forms.Form, name: str, choices: Choices) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
    field.choices = choices
