"""Accounts, and by name every other record about people: see the modules beside."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from training_site.people.assignments import Assignment, AssignmentUnit
from training_site.people.councils import Council, CouncilSeat
from training_site.people.organisations import Membership, Organisation, Unit, UnitChange

__all__ = [
    "Assignment",
    "AssignmentUnit",
    "Council",
    "CouncilSeat",
    "Membership",
    "Organisation",
    "Unit",
    "UnitChange",
    "User",
    "UserManager",
]


class UserManager(BaseUserManager["User"]):
    """Makes users, always by e-mail address."""

    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Make a user. Raises ValueError without an e-mail address."""
        if not email:
            raise ValueError("E-postadress saknas.")
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Make an administrator."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in with an e-mail address. Staff personnummer are never asked for."""

    email = models.EmailField(_("e-mail address"), unique=True)
    given_name = models.CharField(_("given name"), max_length=80)
    family_name = models.CharField(_("family name"), max_length=80, blank=True)
    is_staff = models.BooleanField(_("may open the administration"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    is_demo = models.BooleanField(_("demo account"), default=False, editable=False)
    date_joined = models.DateTimeField(_("joined"), default=timezone.now, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["given_name"]

    objects = UserManager()

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")

    def __str__(self) -> str:
        return self.get_full_name()

    def get_full_name(self) -> str:
        """Given name then family name."""
        return f"{self.given_name} {self.family_name}".strip() or self.email

    def get_short_name(self) -> str:
        """The given name."""
        return self.given_name or self.email

    def unit_name(self) -> str:
        """Where the person works now, as it is kept with what she has done; empty if nowhere."""
        membership = (
            self.memberships.filter(until__isnull=True).select_related("unit").order_by("-since")
        ).first()
        return membership.unit.name if membership else ""

    # The admin's own screens ask for these two names.
    @property
    def first_name(self) -> str:
        """The given name, as the admin asks for it."""
        return self.given_name

    @property
    def last_name(self) -> str:
        """The family name, as the admin asks for it."""
        return self.family_name
