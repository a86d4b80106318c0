"""The forms of asking and lifting, and of what the council does with it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.real_people import nobody_real
from training_site.guides.answers import FaqEntry
from training_site.guides.matters import Matter
from training_site.guides.matters_acting import new_secret
from training_site.sorting import sv

# What only a program fills in: people never see it.
TRAP = "webbplats"


class AskForm(forms.Form):
    """A question to the council."""

    subject = forms.CharField(
        label=gettext_lazy("Your question in one sentence"),
        max_length=160,
        error_messages={"required": gettext_lazy("Write your question.")},
        validators=[nobody_real],
    )
    text = forms.CharField(
        label=gettext_lazy("More, if you want"),
        help_text=gettext_lazy("For example when it happens and what you have tried."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        validators=[nobody_real],
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail address for the answer"),
        help_text=gettext_lazy("You may leave it empty. Then you follow the question by a link."),
        required=False,
        max_length=254,  # as it is kept
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    # The same form sent twice is one question: the address it is followed at is made beforehand.
    once = forms.CharField(required=False, widget=forms.HiddenInput, initial=new_secret)

    def clean(self) -> dict[str, Any]:
        """Stop what a program has filled in, in words a person understands."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if self.data.get(TRAP):
            self.add_error(
                None, _("It looked as if a program wrote this, so nothing was sent. Send it again.")
            )
        return data


class LiftForm(AskForm):
    """A routine that does not work, or a fault in the system."""

    unit = forms.CharField(
        label=gettext_lazy("Your unit"),
        help_text=gettext_lazy("You may leave it empty."),
        max_length=160,
        required=False,
        validators=[nobody_real],
    )

    field_order = ("subject", "text", "unit", "email")

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        subject, text = self.fields["subject"], self.fields["text"]
        text.label = _("Tell us more")
        if kind == Matter.Kind.ROUTINE:
            subject.label = _("What does not work, in one sentence")
            text.help_text = _("Which routine or guide? What happens, and what would help?")
            subject.error_messages["required"] = _("Write what does not work.")
        else:
            subject.label = _("What is wrong, in one sentence")
            text.help_text = _("Which page, what did you do, and what did it say?")
            subject.error_messages["required"] = _("Write what is wrong.")


def _note() -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("Words to whoever asked"),
        help_text=gettext_lazy("Shown to whoever asked. You may leave it empty."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        validators=[nobody_real],
    )


class NoteForm(forms.Form):
    """Words to whoever asked."""

    note = _note()


class CloseForm(forms.Form):
    """Closing without an answer takes a reason."""

    note = forms.CharField(
        label=gettext_lazy("Why no answer comes"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Write why. Whoever asked sees it.")},
        validators=[nobody_real],
    )


class SendOnForm(NoteForm):
    """Sending a matter on."""

    to = forms.ChoiceField(label=gettext_lazy("Send it to"))

    field_order = ("to", "note")

    def __init__(self, *args: Any, matter: Matter, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = (Matter.To.COUNCIL, Matter.To.SUPPORT, Matter.To.PROCESS_OWNER)
        field: Any = self.fields["to"]
        field.choices = [(one.value, one.label) for one in places if one != matter.to]


class AnswerForm(NoteForm):
    """Answering with what is published already."""

    entry = forms.ModelChoiceField(
        label=gettext_lazy("Question and answer"),
        queryset=FaqEntry.objects.none(),
        empty_label=gettext_lazy("Choose an answer"),
        error_messages={"required": gettext_lazy("Choose an answer.")},
    )

    field_order = ("entry", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["entry"]
        field.queryset = FaqEntry.objects.filter(live=True).order_by(sv("question"))


class JoinForm(forms.Form):
    """Joining a duplicate to the matter that is answered."""

    main = forms.ModelChoiceField(
        label=gettext_lazy("The same as"),
        queryset=Matter.objects.none(),
        empty_label=gettext_lazy("Choose a matter"),
        error_messages={"required": gettext_lazy("Choose a matter.")},
    )

    def __init__(self, *args: Any, matter: Matter, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["main"]
        field.queryset = (
            Matter.objects.filter(kind=matter.kind, joined_to=None)
            .exclude(pk=matter.pk)
            .exclude(status=Matter.Status.CLOSED)
        )
