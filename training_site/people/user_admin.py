"""The administration's screens for accounts: names are stored as given and family name."""

from __future__ import annotations

from typing import Any

from wagtail.admin.forms.account import NameEmailForm
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views.users import UserViewSet


class _Names:
    """Reads and writes the two names under the field names that the admin's pages use."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["first_name"].initial = self.instance.given_name  # type: ignore[attr-defined]
        self.fields["last_name"].initial = self.instance.family_name  # type: ignore[attr-defined]

    def _post_clean(self) -> None:
        self.instance.given_name = self.cleaned_data.get("first_name", "")  # type: ignore[attr-defined]
        self.instance.family_name = self.cleaned_data.get("last_name", "")  # type: ignore[attr-defined]
        super()._post_clean()  # type: ignore[misc]


class CreationForm(_Names, UserCreationForm):
    """A new account."""


class EditForm(_Names, UserEditForm):
    """An account that exists."""


class OwnNameForm(_Names, NameEmailForm):
    """One's own name and address."""


class AccountViewSet(UserViewSet):
    """Accounts in the administration."""

    def get_form_class(self, for_update: bool = False) -> type:  # noqa: FBT001, FBT002
        """The form with our names."""
        return EditForm if for_update else CreationForm
