"""Who may sign in."""

from __future__ import annotations

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import DEFAULT_DB_ALIAS

from courses.quiz.prepared import Prepared, number
from training_site.people.models import User
from training_site.people.queries import may_sign_in

_COLUMNS = [field.attname for field in User._meta.concrete_fields]
_BY_ID = Prepared(lambda: User.objects.filter(pk=number("pk")).values_list(*_COLUMNS))


class AccountBackend(AuthenticationBackend):
    """E-mail and password. Demo accounts open nothing where demo accounts are not allowed."""

    def user_can_authenticate(self, user: AbstractBaseUser) -> bool:
        """Active, and not a demo account in an installation that refuses them."""
        return isinstance(user, User) and may_sign_in(user)

    def get_user(self, user_id: int) -> User | None:
        """The account of a session, asked for on every page: composed once for that reason."""
        rows = _BY_ID.rows(pk=user_id)
        if not rows:
            return None
        user = User.from_db(DEFAULT_DB_ALIAS, _COLUMNS, rows[0])
        return user if self.user_can_authenticate(user) else None

    @classmethod
    def _stash_user(cls, user: AbstractBaseUser | None) -> None:
        """A closed account gets the same answer as a wrong password: nothing to learn from it."""
