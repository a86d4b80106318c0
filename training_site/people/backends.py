"""Who may sign in."""

from __future__ import annotations

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser

from training_site.people.models import User


class AccountBackend(AuthenticationBackend):
    """E-mail and password. Demo accounts open nothing where demo accounts are not allowed."""

    def user_can_authenticate(self, user: AbstractBaseUser) -> bool:
        """Active, and not a demo account in an installation that refuses them."""
        if isinstance(user, User) and user.is_demo and not settings.DEMO_ACCOUNTS:
            return False
        return bool(super().user_can_authenticate(user))

    @classmethod
    def _stash_user(cls, user: AbstractBaseUser | None) -> None:
        """A closed account gets the same answer as a wrong password: nothing to learn from it."""
