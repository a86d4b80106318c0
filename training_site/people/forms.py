"""The form to sign in with."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm
from django import forms
from django.utils.translation import gettext_lazy as _


class SignInForm(LoginForm):
    """E-mail and password; pasting and password managers are welcome."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = forms.EmailField(
            label=_("E-mail address"),
            widget=forms.EmailInput(
                attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
            ),
            error_messages={
                "required": _("Write your e-mail address"),
                "invalid": _("Write the whole e-mail address, for example namn@example.org"),
            },
        )
        self.fields["password"] = forms.CharField(
            label=_("Password"),
            strip=False,
            widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
            error_messages={"required": _("Write your password")},
        )
        self.fields["remember"] = forms.BooleanField(
            label=_("Stay signed in on this device"),
            help_text=_("Only on a device that nobody else uses."),
            required=False,
        )
        self.order_fields(["login", "password", "remember"])
