"""The forms to sign in with: password, code, and a new password."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

from allauth.account.forms import (
    ChangePasswordForm,
    ConfirmLoginCodeForm,
    LoginForm,
    RequestLoginCodeForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
)
from django import forms
from django.utils.translation import gettext_lazy as _

from courses.real_people import nobody_real
from training_site.people.models import User
from training_site.people.queries import account_of

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


def _address() -> forms.EmailField:
    return forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
        error_messages={
            "required": _("Write your e-mail address"),
            "invalid": _("Write the whole e-mail address, for example namn@example.org"),
        },
    )


def password_field(
    label: _StrOrPromise, *, new: bool = False, hint: _StrOrPromise = ""
) -> forms.CharField:
    """A password as it is typed; pasting and password managers are welcome."""
    purpose = "new-password" if new else "current-password"
    return forms.CharField(
        label=label,
        help_text=hint,
        strip=False,
        max_length=256,
        widget=forms.PasswordInput(attrs={"autocomplete": purpose}),
        error_messages={"required": _("Write your password")},
    )


def code_field() -> forms.CharField:
    """A code from an e-mail; with or without the line in the middle."""
    return forms.CharField(
        label=_("Code"),
        help_text=_("Eight digits, with or without the hyphen. You may paste it."),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "class": "short"}
        ),
        error_messages={"required": _("Write the code from the e-mail")},
    )


def _remember() -> forms.BooleanField:
    return forms.BooleanField(
        label=_("Stay signed in on this device"),
        help_text=_("Only on a device that nobody else uses."),
        required=False,
    )


class SignInForm(LoginForm):
    """E-mail and password; pasting and password managers are welcome."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = _address()
        self.fields["password"] = password_field(_("Password"))
        self.fields["remember"] = _remember()
        self.order_fields(["login", "password", "remember"])


class AskForCodeForm(RequestLoginCodeForm):
    """The address a code goes to, if somebody signs in with it. The answer never says."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"] = _address()

    def clean_email(self) -> str:
        """Find the account, without a word of whether there is one."""
        email = str(self.cleaned_data["email"]).lower()
        self._user = account_of(email)
        return email


class WriteCodeForm(ConfirmLoginCodeForm):
    """The code, and whether to stay signed in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = code_field()
        self.fields["remember"] = _remember()


class ForgottenForm(ResetPasswordForm):
    """The address a link goes to, if somebody signs in with it. The answer never says."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"] = _address()

    def clean_email(self) -> str:
        """Find the account, without a word of whether there is one."""
        email = str(self.cleaned_data["email"]).lower()
        # For nobody the same link is made, and dropped by the adapter: it takes the same time.
        self.users = [account_of(email) or User(pk=0, email=email)]
        return email


# Unicode's categories of control and format signs.
_UNSEEN = ("Cc", "Cf")
NEW_PASSWORD_RULES = _(
    "At least ten characters. A few words in a row are easy to remember and hard to guess. "
    "Not your name, and nothing that many use."
)


class NewPasswordForm(ResetPasswordKeyForm):
    """A new password, twice, after the link in the e-mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word_new_passwords(self)


class ChangeForm(ChangePasswordForm):
    """The password one has, and a new one twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"] = password_field(_("Your password now"))
        word_new_passwords(self)


def word_new_passwords(form: forms.Form) -> None:
    """Word the two fields of a new password; what checks the first one stays allauth's."""
    for name, label, hint in (
        ("password1", _("New password"), NEW_PASSWORD_RULES),
        ("password2", _("New password again"), ""),
    ):
        field = form.fields[name]
        field.label, field.help_text = label, hint
        field.widget.attrs = {"autocomplete": "new-password"}
        field.error_messages["required"] = _("Write your password")


class NameForm(forms.ModelForm[User]):
    """One's own name, as it stands on certificates from now on."""

    class Meta:
        model = User
        fields = ["given_name", "family_name"]
        labels = {"given_name": _("Given name"), "family_name": _("Family name")}
        error_messages = {"given_name": {"required": _("Write your given name")}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["given_name"].widget.attrs["autocomplete"] = "given-name"
        self.fields["family_name"].widget.attrs["autocomplete"] = "family-name"

    def clean_given_name(self) -> str:
        """The name on one line."""
        name = _one_line(self.cleaned_data["given_name"])
        if not name:
            raise forms.ValidationError(_("Write your given name"))
        return name

    def clean_family_name(self) -> str:
        """The name on one line."""
        return _one_line(self.cleaned_data["family_name"])


def _one_line(name: str) -> str:
    """A name as it can stand on a certificate and in the subject of a letter.

    Line breaks and signs that nobody sees are left out. Raises ValidationError for a number that
    looks like somebody's own.
    """
    seen = (sign for sign in " ".join(name.split()) if unicodedata.category(sign) not in _UNSEEN)
    found = "".join(seen).strip()
    nobody_real(found)
    return found
