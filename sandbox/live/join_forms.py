"""The forms of somebody who comes to a session: the code, the name, the way back."""

from __future__ import annotations

import unicodedata
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sandbox.exercises.scenario import Scenario as Exercise
from sandbox.live import offering
from sandbox.live.codes import clean
from sandbox.live.joining import LONGEST_NAME, is_token, new_token
from sandbox.world.models import Participant
from sandbox.world.runs import CODE_LENGTH
from sandbox.world.sessions import PERSONAL_CODE_LENGTH
from sandbox.world.tripwire import LooksReal, inspect

ELSEWHERE, SUPPORT = "elsewhere", "support"
# A code is no word and no name: the keyboard shall not mend it.
TYPED = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}


class CodeForm(forms.Form):
    """The session's code, in any case, with or without spaces and dashes."""

    code = forms.CharField(
        label=_("The session's code"),
        help_text=_("Six characters, for example K7P 4MX. It is on the screen in the room."),
        max_length=40,
        widget=forms.TextInput(attrs={"class": "short", **TYPED}),
        error_messages={"required": _("Write the session's code")},
    )

    def clean_code(self) -> str:
        """Six letters and digits."""
        code = clean(self.cleaned_data["code"])
        if len(code) != CODE_LENGTH:
            raise forms.ValidationError(
                _("The code has six characters. Look at the screen and try again.")
            )
        return code


def visible(text: str) -> str:
    """The text without signs that cannot be seen, or that turn the line around for what follows."""
    line = " ".join(text.split())
    seen = (sign for sign in line if unicodedata.category(sign) not in ("Cf", "Cc", "Co", "Cn"))
    return " ".join("".join(seen).split())


class NameForm(forms.Form):
    """First name or alias, and where one works. The hidden token makes two clicks one person."""

    token = forms.CharField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(
        label=_("First name or alias"),
        help_text=_("The others in the session see it. It is taken away afterwards."),
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
        error_messages={
            "required": _("Write a first name or an alias"),
            "max_length": _("Write a shorter name, 40 characters at most"),
        },
    )
    workplace = forms.ChoiceField(
        label=_("Which workplace is most like yours?"),
        error_messages={"required": _("Choose a workplace from the list")},
    )

    def __init__(self, *args: Any, read: Exercise, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["workplace"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [
            ("", _("Choose here")),
            *offering.workplaces(read),
            (ELSEWHERE, _("Another workplace")),
            (SUPPORT, _("I am an interpreter or a support person")),
        ]
        self.fields["token"].initial = new_token

    def clean_token(self) -> str:
        """A token of ours, or a new one."""
        token = str(self.cleaned_data["token"])
        return token if is_token(token) else new_token()

    def clean_name(self) -> str:
        """A name that cannot be somebody's number or address."""
        name = visible(str(self.cleaned_data["name"]))
        if not name:
            raise forms.ValidationError(self.fields["name"].error_messages["required"])
        try:
            inspect({"name": name}, kind="join")
        except LooksReal:
            raise forms.ValidationError(
                _("That looks like a real person's details. Write only a first name or an alias.")
            ) from None
        return name

    def person(self) -> dict[str, str]:
        """What joining needs to know; only after is_valid()."""
        chosen = self.cleaned_data["workplace"]
        support = chosen == SUPPORT
        return {
            "name": self.cleaned_data["name"],
            "workplace": "" if chosen in (ELSEWHERE, SUPPORT) else chosen,
            "kind": Participant.Kind.SUPPORT if support else Participant.Kind.PERSON,
        }


class OwnCodeForm(forms.Form):
    """The personal code, to come back or to have one's attendance afterwards."""

    personal_code = forms.CharField(
        label=_("Your own code"),
        help_text=_("Eight characters. It was on your phone when you joined."),
        max_length=40,
        widget=forms.TextInput(attrs={"class": "short", **TYPED}),
        error_messages={"required": _("Write your own code")},
    )

    def clean_personal_code(self) -> str:
        """Eight letters and digits."""
        code = clean(self.cleaned_data["personal_code"])
        if len(code) != PERSONAL_CODE_LENGTH:
            raise forms.ValidationError(
                _("Your own code has eight characters. Check it once more.")
            )
        return code
